"""The rules of what is printed and seen: pages, tables, colours, number formats, charts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from costbench.interfaces.workbook.drawing.styles import FAMILY, PALETTE
from tests.interfaces.workbook.formulas import area
from tests.interfaces.workbook.subject import Found, Subject, at

GRIDS: Final = {
    "assumptions", "models", "results", "tornado", "cash", "calculations", "inputs", "cases", "draws", "checks",
    "lists",
}  # fmt: skip
"""Sheets whose headers stay in view."""
LONG: Final = {"assumptions", "calculations", "inputs", "cases", "draws", "notes"}
"""Sheets of several pages, each of which repeats the header."""
A4 = "9"
WIDEST = {"calculations": 2, "cases": 2}
CONTRAST = 4.5
EMU_A_POINT, POINTS_A_ROW, POINTS_A_UNIT, USUAL_WIDTH = 12_700, 15.0, 5.25, 8.43
BAD_FORMAT = re.compile(r"# #|\[(black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.IGNORECASE)
HEAD = "cb head"
GREYS = frozenset({"1F2933", "FFFFFF", "17405C", "8A949C", "E3E7EB", "5B6770", "000000"})
INDEX = re.compile(r"<(?:c:)?ser>.*?</(?:c:)?ser>", re.DOTALL)


def every_sheet_is_set_for_printing(subject: Subject) -> Found:
    """Every sheet prints on A4, as wide as a page, with header and footer; long ones repeat their header row."""
    keys = {subject.layout.sheet(key): key for key in subject.layout.sheets}
    for sheet in subject.book.worksheets:
        key, setup = keys.get(sheet.title, ""), sheet.page_setup
        if not sheet.print_area:
            yield sheet.title, "has no print area"
        fits = sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
        if str(setup.paperSize) != A4 or not fits or setup.fitToWidth != WIDEST.get(key, 1):
            yield sheet.title, "is not fitted to A4"
        if not sheet.oddHeader.right.text or "&P" not in str(sheet.oddFooter.right.text):
            yield sheet.title, "has no header or no page number"
        if key in LONG and not sheet.print_title_rows:
            yield sheet.title, "does not repeat its header row"


def headers_stay_in_view(subject: Subject) -> Found:
    """On a sheet with a table, headers and labels stay in view; gridlines are off on all."""
    keys = {subject.layout.sheet(key): key for key in subject.layout.sheets}
    for sheet in subject.book.worksheets:
        if keys.get(sheet.title) in GRIDS and not sheet.freeze_panes:
            yield sheet.title, "lets its headers scroll away"
        if sheet.sheet_view.showGridLines is not False:
            yield sheet.title, "shows gridlines"


def headers_are_whole_and_unique(subject: Subject) -> Found:
    """In the header row of a table, every column has a heading of its own."""
    heads = [cell for cells in subject.looks if cells[0].style == HEAD for cell in cells]
    heads.sort(key=lambda cell: (cell.parent.title, cell.row, cell.column))
    table: list[Cell] = []
    for cell in heads:
        follows = table and (cell.parent, cell.row, cell.column) == (
            table[-1].parent,
            table[-1].row,
            table[-1].column + 1,
        )
        table = [*table, cell] if follows and cell.value != table[0].value else [cell]
        if cell.value is None or cell.value in [other.value for other in table[:-1]]:
            yield at(cell), f"“{cell.value or ''}” is no heading of one column"


def text_stands_out_from_its_ground(subject: Subject) -> Found:
    """Every text has a contrast of 4.5 with its ground."""
    faint = (cells for cells in subject.looks if _contrast(*_colours(cells[0])) < CONTRAST)
    yield from _filled(faint, "does not stand out from its ground")


def letters_are_of_one_family(subject: Subject) -> Found:
    """One family of letters in the whole workbook."""
    yield from _filled((cells for cells in subject.looks if cells[0].font.name != FAMILY), f"is not in {FAMILY}")


def number_formats_suit_every_locale(subject: Subject) -> Found:
    """Thousands are `#,##0`, which every locale shows its own way; no colour says what a minus should."""
    local = (cells for cells in subject.looks if BAD_FORMAT.search(str(cells[0].number_format)))
    yield from _filled(local, "has a number format of one language, or one that speaks by colour alone")


def _filled(looks: Iterable[list[Cell]], what: str) -> Found:
    yield from ((at(cell), what) for cells in looks for cell in cells if cell.value is not None)


def _colours(cell: Cell) -> tuple[str, str]:
    ink = cell.font.color.rgb if cell.font.color and isinstance(cell.font.color.rgb, str) else "00000000"
    ground = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else "00FFFFFF"
    return ink[-6:], str(ground)[-6:]


def _contrast(ink: str, ground: str) -> float:
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# ---- Charts


def charts_have_words(subject: Subject) -> Found:
    """Every chart has a title, its axes, and an alternative text."""
    drawn = 0
    for name, data in subject.parts.items():
        if name.startswith("xl/drawings/drawing"):
            text = data.decode("utf-8")
            frames = re.findall(r"<(?:xdr:)?cNvPr\b[^>]*>", text)
            drawn += len(frames)
            if any(not re.search(r'descr="[^"]{20,}"', frame) for frame in frames):
                yield name, "has a chart without words for a screen reader"
    charts = list(subject.charts())
    if drawn != len(charts):
        yield "xl/drawings", f"shows {drawn} charts of {len(charts)}"
    for name, text in charts:
        if not re.search(r"<(?:c:)?chart>\s*<(?:c:)?title>.*?<a:t>[^<]+</a:t>", text, re.DOTALL):
            yield name, "has no title"
        if re.search(r'<(?:c:)?delete val="1"', text) or not re.search(r'<(?:c:)?delete val="0"', text):
            yield name, "has no axis"


def charts_hold_what_they_show(subject: Subject) -> Found:
    """Every chart keeps the values it shows; its categories are texts."""
    for name, text in subject.charts():
        for kind in ("num", "str"):
            if not text.count(f"<{kind}Cache>") == text.count(f"<{kind}Ref>") > 0:
                yield name, "is shipped without its values"
        for cache in re.findall(r"<(?:num|str)Cache>.*?</(?:num|str)Cache>", text, re.DOTALL):
            if cache.count("<pt ") != int(re.findall(r'ptCount val="(\d+)"', cache)[0]):
                yield name, "is shipped with a part of its values"
        if "numRef" in "".join(re.findall(r"<cat>.*?</cat>", text, re.DOTALL)):
            yield name, "has numbers for categories"
        for reference in re.findall(r"<f>([^<]+)</f>", text):
            found = area(reference, "")
            if found is None or found.sheet not in subject.book.sheetnames:
                yield name, f"shows {reference}"


def charts_can_be_told_apart_without_colours(subject: Subject) -> Found:
    """Colours are those of Okabe and Ito; lines differ by dash or marker too."""
    for name, text in subject.charts():
        if strange := set(re.findall(r'srgbClr val="(\w{6})"', text)) - set(PALETTE) - GREYS:
            yield name, f"uses the colours {', '.join(sorted(strange))}"
        for lines in re.findall(r"<lineChart>.*?</lineChart>", text, re.DOTALL):
            looks = [
                (re.findall(r'<symbol val="(\w+)"', series), re.findall(r'prstDash val="(\w+)"', series)[:1])
                for series in INDEX.findall(lines)
            ]
            if any(looks.count(look) > 1 for look in looks):
                yield name, "has two lines alike but for their colour"


def charts_stand_on_the_page_and_over_no_cell(subject: Subject) -> Found:
    """Charts lie within the print area, over no filled cell and over no other chart."""
    for sheet in subject.book.worksheets:
        boxes = [_box(sheet, chart) for chart in sheet._charts]
        page = area(sheet.print_area.replace("$", "") or "A1", sheet.title)
        assert page is not None
        for box in boxes:
            where = f"{sheet.title}!{letter(box[1])}{box[0]}"
            if box[2] > page.last[0] or box[3] > page.last[1]:
                yield where, f"holds a chart that reaches {letter(box[3])}{box[2]}, beyond the page"
            if sum(_overlap(box, other) for other in boxes) > 1:
                yield where, "holds a chart that covers another"
            covered = (cell for row in sheet.iter_rows(box[0], box[2], box[1], box[3]) for cell in row if cell.value)
            yield from ((where, f"holds a chart that covers {cell.coordinate}") for cell in covered)


def _box(sheet: Worksheet, chart: object) -> tuple[int, int, int, int]:
    """Return the first row and column that a chart covers, and the last ones."""
    anchor = chart.anchor  # type: ignore[attr-defined]
    column, row = anchor._from.col + 1, anchor._from.row + 1
    units = {at: line.width for line in sheet.column_dimensions.values() for at in range(line.min, line.max + 1)}
    widths = (POINTS_A_UNIT * units.get(at, USUAL_WIDTH) for at in _from(column))
    heights = (sheet.row_dimensions[at].height or POINTS_A_ROW for at in _from(row))
    wide, high = (size / EMU_A_POINT for size in (anchor.ext.width, anchor.ext.height))
    return row, column, row + _reach(heights, high), column + _reach(widths, wide)


def _from(number: int) -> Iterator[int]:
    while True:
        yield number
        number += 1


def _reach(sizes: Iterator[float], length: float) -> int:
    """Return how many further rows or columns a length enters."""
    for further, size in enumerate(sizes):
        length -= size
        if length <= 0:
            return further
    raise AssertionError("sizes never end")


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return all(one[axis] <= other[axis + 2] and other[axis] <= one[axis + 2] for axis in (0, 1))


RULES: Final = (
    every_sheet_is_set_for_printing,
    headers_stay_in_view,
    headers_are_whole_and_unique,
    text_stands_out_from_its_ground,
    letters_are_of_one_family,
    number_formats_suit_every_locale,
    charts_have_words,
    charts_hold_what_they_show,
    charts_can_be_told_apart_without_colours,
    charts_stand_on_the_page_and_over_no_cell,
)
