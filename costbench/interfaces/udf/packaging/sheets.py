"""A small sheet written as text: cells, formulas and array formulas, in the form that Excel and LibreOffice share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from costbench.interfaces.udf.packaging.archives import packed

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PLAIN, TITLE, HEADING, FORMULA, INPUT, ANSWER, NOTE = range(7)


@dataclass(frozen=True)
class Cell:
    """What one cell holds: a text, a number, or a formula; ``over`` makes it an array formula over a range."""

    content: str | float
    style: int = PLAIN
    formula: bool = False
    over: str = ""


Sheet = Mapping[tuple[int, int], Cell]
"""Row and column, from 1, to what stands there."""


def column_letters(column: int) -> str:
    """Return a column's letters.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's address."""
    return f"{column_letters(column)}{row}"


def span(row: int, column: int, height: int, width: int) -> str:
    """Return the address of a range."""
    return f"{address(row, column)}:{address(row + height - 1, column + width - 1)}"


def sheet_xml(sheet: Sheet, widths: Iterable[float], code_name: str = "") -> bytes:
    """Return a worksheet part."""
    by_row: dict[int, list[str]] = {}
    for (row, column), cell in sorted(sheet.items()):
        by_row.setdefault(row, []).append(_cell_xml(row, column, cell))
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(widths, 1)
    )
    rows = "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in by_row.items())
    code = f" codeName={quoteattr(code_name)}" if code_name else ""
    head = f"<sheetPr{code}/>"
    view = '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
    page = '<pageSetup paperSize="9" orientation="landscape"/>'
    data = f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
    return f'{HEAD}<worksheet xmlns="{MAIN}">{head}{view}{data}{page}</worksheet>'.encode()


def styles_xml() -> bytes:
    """Return the styles: plain, title, heading, formula shown, input, answer, note."""
    fonts = ("", "<b/>", "<b/>", '<color rgb="FF555555"/>', "", "", '<i/><color rgb="FF555555"/>')
    sizes = (10, 16, 11, 9, 10, 10, 10)
    faces = "".join(
        f'<font>{look.partition("<color")[0]}<sz val="{size}"/>{_colour(look)}<name val="{_face(place)}"/></font>'
        for place, (look, size) in enumerate(zip(fonts, sizes, strict=True))
    )
    fills = "".join(f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125"))
    fills += (
        '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF4CC"/><bgColor indexed="64"/></patternFill></fill>'
    )
    formats = "".join(
        f'<xf numFmtId="{4 if place in (INPUT, ANSWER) else 0}" fontId="{place}" fillId="{2 if place == INPUT else 0}" '
        'borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>'
        for place in range(len(fonts))
    )
    text = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="{len(fonts)}">{faces}</fonts><fills count="3">{fills}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(fonts)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    return text.encode("utf-8")


def workbook_bytes(sheet: Sheet, widths: Iterable[float], name: str) -> bytes:
    """Return a whole .xlsx file of one sheet."""
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">'
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
        "_rels/.rels": f'{HEAD}{relations}<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name={quoteattr(name)} '
        'sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}{relations}<Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
    }
    content = {part: text.encode("utf-8") for part, text in parts.items()}
    return packed(content | {"xl/worksheets/sheet1.xml": sheet_xml(sheet, widths), "xl/styles.xml": styles_xml()})


def _cell_xml(row: int, column: int, cell: Cell) -> str:
    place = f'r="{address(row, column)}" s="{cell.style}"'
    if cell.formula:
        array = f' t="array" ref="{cell.over}"' if cell.over else ""
        return f"<c {place}><f{array}>{escape(str(cell.content))}</f></c>"
    if isinstance(cell.content, str):
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(cell.content)}</t></is></c>'
    return f"<c {place}><v>{cell.content!r}</v></c>"


def _colour(look: str) -> str:
    start = look.find("<color")
    return look[start:] if start >= 0 else '<color rgb="FF222222"/>'


def _face(place: int) -> str:
    return "Consolas" if place == FORMULA else "Calibri"
