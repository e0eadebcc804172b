"""The first sheet: can the file be used, what it is for, the answer today, what still rests on assumptions."""

from __future__ import annotations

from typing import Final

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter as letter

import costbench
from costbench.interfaces.workbook.drawing.page import STATE_CELL, Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, WHOLE, share
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.sheets.checks import colour_states
from costbench.interfaces.workbook.sheets.results import FIRST_MODEL, HEADER, line
from costbench.interfaces.workbook.texts import group
from costbench.interfaces.workbook.workings.lists import FIRST, STATE, phrase

WIDTHS: Final = (8, 32, 19, 17, 17, 17, 3, 9, 9)
COLUMNS: Final = 6
VERDICT, STEPS, ANSWER, EVIDENCE, LEGEND = 4, 8, 13, 19, 26
PLACES: Final = 3
LIMITS: Final = ("limits_1", "limits_2", "limits_3", "limits_4", "limits_5")
HELPER: Final = 8
"""Column, beside the page, that holds what the page's formulas look up."""
OWN: Final = ("annual_budget", "staff_fte", "cash_reserve")
"""The organisation's own figures: nobody can publish them for it."""
SOME_WRONG: Final = list(group("state")).index("some_wrong")
HEADS: Final = ("place", "model", "affordability", "expected", "effort", "loss")


def write_home(book: Book) -> None:
    """Write the sheet."""
    page = book.page("home", WIDTHS)
    page.note(3, book.say("home.purpose"))
    page.sheet.cell(3, 1).style = "cb flat"
    _write_verdict(page)
    page.band(STEPS, book.say("home.steps"), COLUMNS)
    for offset, name in enumerate(("step_1", "step_2", "step_3"), start=1):
        page.put(STEPS + offset, 1, book.say(f"home.{name}"), "flat")
    _write_answer(page)
    _write_evidence(page)
    _write_legend(page)
    row = _write_index(page, LEGEND + 5)
    for offset, name in enumerate(LIMITS, start=2):
        page.put(row + offset, 1, book.say(f"home.{name}"), "flat")
    row += len(LIMITS) + 3
    page.put(row, 1, book.say("home.version", version=costbench.__version__), "flat")
    page.finish(COLUMNS, row, landscape=False, one_page=True)


def _write_verdict(page: Page) -> None:
    """Say in one coloured line whether the file can be used: checks first, then the organisation's own figures."""
    book, layout = page.book, page.book.layout
    rows = [layout.input("", name).row for name in OWN]
    natures = layout.area("assumptions", (place.NATURE, rows[0]), (place.NATURE, rows[-1]))
    page.put(VERDICT, HELPER, f"=COUNTIF({natures},$A${EVIDENCE + 1 + list(group('nature')).index('assumption')})",
             "number", CODE)  # fmt: skip
    state = layout.address("checks", STATE_CELL[1], STATE_CELL[0])
    wrong = layout.address("lists", STATE, FIRST + SOME_WRONG)
    page.put(VERDICT + 1, HELPER, f"=IF({state}={wrong},1,0)", "number", CODE)
    page.band(VERDICT, None, COLUMNS, "verdict", 26)
    page.band(VERDICT + 1, None, COLUMNS, "verdict_more", 18)
    for row, kind in ((VERDICT, "verdict"), (VERDICT + 1, "advice")):
        own, ready, broken = (phrase(book, f"{kind}_{name}") for name in ("examples", "ready", "broken"))
        text = f"=IF($H${VERDICT + 1}=1,{broken},CHOOSE(1+MIN(1,$H${VERDICT}),{ready},{own}))"
        page.put(row, 1, text, "verdict" if row == VERDICT else "verdict_more")
    cells = f"A{VERDICT}:{letter(COLUMNS)}{VERDICT + 1}"
    colour_states(page, cells, f"$H${VERDICT}+$H${VERDICT + 1}=0")


def _write_answer(page: Page) -> None:
    """Write the three models that come first, with what to read beside the rank."""
    book, layout = page.book, page.book.layout
    page.band(ANSWER, book.say("home.answer"), COLUMNS)
    page.head(ANSWER + 1, [book.say(f"home.{name}") for name in HEADS])
    last = FIRST_MODEL + len(layout.models) - 1
    names = layout.area("results", (FIRST_MODEL, HEADER), (last, HEADER))
    for number in range(1, min(PLACES, len(layout.models)) + 1):
        row = ANSWER + 1 + number
        order, which = line(layout, "order"), book.constant(number)
        found = f"MATCH(SMALL({order},{which}),{order},0)"
        page.put(row, HELPER, f"={found}", "number", CODE)
        picked = {1: (line(layout, "rank"), "word", CODE), 2: (names, "strong_line", ""),
                  3: (line(layout, "affordability"), "word", ""), 4: (line(layout, "expected_npv"), "total", WHOLE),
                  5: (line(layout, "setup_fte_months"), "number", "#,##0.0"),
                  6: (line(layout, "loss"), "number", share(book.language))}  # fmt: skip
        for column, (area, style, form) in picked.items():
            page.put(row, column, f"=INDEX({area},1,$H${row})", style, form)
    tied = f"COUNTIF({line(layout, 'rank')},1)"
    page.put(ANSWER + PLACES + 2, 1, f'=IF({tied}>1,{phrase(book, "tied")},"")', "flat")


def _write_evidence(page: Page) -> None:
    """Count how the inputs are known."""
    book, layout = page.book, page.book.layout
    page.band(EVIDENCE, book.say("home.evidence"), COLUMNS)
    first, last = place.FIRST_ASSUMPTION, layout.last_assumption
    area = layout.area("assumptions", (place.NATURE, first), (place.NATURE, last))
    for offset, name in enumerate(group("nature"), start=1):
        row = EVIDENCE + offset
        page.put(row, 1, book.say(f"nature.{name}"), "flat")
        page.put(row, 3, f"=COUNTIF({area},$A${row})", "count", CODE)
        page.put(row, 4, book.say(f"home.{name}"), "beside")


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
        page.put(row + offset, 1, layout.sheet(key), "link").hyperlink = f"#'{layout.sheet(key)}'!A1"
        page.put(row + offset, 3, book.say(f"home.about_{key}"), "flat")
    return row + len(layout.sheets) - 1
