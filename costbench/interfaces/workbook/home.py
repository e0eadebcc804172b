"""The first sheet: what the workbook is for, three steps, the answer today, what still rests on assumptions."""

from __future__ import annotations

from typing import Final

from openpyxl.styles import Protection

import costbench
from costbench.interfaces.workbook import layout as place
from costbench.interfaces.workbook.lists import phrase
from costbench.interfaces.workbook.page import Book, Page
from costbench.interfaces.workbook.results import FIRST_MODEL, HEADER, line
from costbench.interfaces.workbook.styles import CODE, WHOLE
from costbench.interfaces.workbook.texts import group

WIDTHS: Final = (34, 20, 17, 17, 17, 24)
COLUMNS: Final = 6
STEPS, ANSWER, EVIDENCE, LEGEND = 6, 11, 16, 23
PLACES: Final = 3


def write_home(book: Book) -> None:
    """Write the sheet."""
    page = book.page("home", WIDTHS)
    page.put(3, 1, book.say("home.purpose"), "flat")
    page.put(4, 1, book.say("home.question"), "flat")
    page.band(STEPS, book.say("home.steps"), COLUMNS)
    for offset, name in enumerate(("step_1", "step_2", "step_3"), start=1):
        page.put(STEPS + offset, 1, book.say(f"home.{name}"), "flat")
    _write_answer(page)
    _write_evidence(page)
    _write_legend(page)
    row = _write_index(page, LEGEND + 6)
    for offset, name in enumerate(("limits_1", "limits_2", "limits_3", "limits_4"), start=2):
        page.put(row + offset, 1, book.say(f"home.{name}"), "flat")
    page.put(row + 7, 1, book.say("home.version", version=costbench.__version__), "flat")
    page.finish(COLUMNS, row + 7, landscape=False, one_page=True)


def _write_answer(page: Page) -> None:
    """Write the three models that come first, with what to read beside the rank."""
    book, layout = page.book, page.book.layout
    page.head(
        ANSWER, [book.say(f"home.{name}") for name in ("model", "affordability", "expected", "effort", "loss", "place")]
    )
    last = FIRST_MODEL + len(layout.models) - 1
    names = layout.area("results", (FIRST_MODEL, HEADER), (last, HEADER))
    for number in range(1, PLACES + 1):
        row = ANSWER + number
        order, which = line(layout, "order"), book.constant(number)
        found = f"MATCH(SMALL({order},{which}),{order},0)"
        page.put(row, 8, f"={found}", "number", CODE)
        picked = {1: (names, "strong", ""), 2: (line(layout, "affordability"), "word", ""),
                  3: (line(layout, "expected_npv"), "total", WHOLE),
                  4: (line(layout, "setup_fte_months"), "number", "#,##0.0"),
                  5: (line(layout, "loss"), "number", r"0\ %"), 6: (line(layout, "rank"), "number", CODE)}  # fmt: skip
        for column, (area, style, form) in picked.items():
            page.put(row, column, f"=INDEX({area},1,$H${row})", style, form)
    tied = f"COUNTIF({line(layout, 'rank')},1)"
    page.put(ANSWER + PLACES + 1, 1, f'=IF({tied}>1,{phrase(book, "tied")},"")', "flat")


def _write_evidence(page: Page) -> None:
    """Count how the inputs are known."""
    book, layout = page.book, page.book.layout
    page.band(EVIDENCE, book.say("home.evidence"), COLUMNS)
    first, last = place.FIRST_ASSUMPTION, layout.last_assumption
    area = layout.area("assumptions", (place.NATURE, first), (place.NATURE, last))
    for offset, name in enumerate(group("nature"), start=1):
        row = EVIDENCE + offset
        page.put(row, 1, book.say(f"nature.{name}"), "label")
        page.put(row, 2, f"=COUNTIF({area},A{row})", "number", CODE)
        page.put(row, 3, book.say(f"home.{name}"), "beside")


def _write_legend(page: Page) -> None:
    book = page.book
    page.band(LEGEND, book.say("home.legend"), COLUMNS)
    kinds = (("input", "legend_input"), ("number", "legend_formula"), ("total", "legend_total"))
    for offset, (style, name) in enumerate(kinds, start=1):
        page.put(LEGEND + offset, 1, 1234, style, WHOLE).protection = Protection(locked=True)
        page.put(LEGEND + offset, 2, book.say(f"home.{name}"), "beside")


def _write_index(page: Page, row: int) -> int:
    """Write one link a sheet; return the last row."""
    book, layout = page.book, page.book.layout
    page.band(row, book.say("home.sheets"), COLUMNS)
    for offset, key in enumerate((key for key in layout.sheets if key != "home"), start=1):
        cell = page.put(row + offset, 1, layout.sheet(key), "strong")
        cell.hyperlink = f"#'{layout.sheet(key)}'!A1"
        page.put(row + offset, 2, book.say(f"home.about_{key}"), "flat")
    return row + len(layout.sheets) - 1
