"""The sheet of checks: what must hold, whether it does, in words; and the one sentence that every sheet repeats."""

from __future__ import annotations

from typing import Final

from openpyxl.formatting.rule import FormulaRule

from costbench.interfaces.workbook.drawing import styles
from costbench.interfaces.workbook.drawing.page import STATE_CELL, Book, Page
from costbench.interfaces.workbook.drawing.styles import PLAIN, TINY
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import FIRST_INPUT
from costbench.interfaces.workbook.sheets.results import ROWS, line
from costbench.interfaces.workbook.workings import draws
from costbench.interfaces.workbook.workings.assumptions import CHOICE
from costbench.interfaces.workbook.workings.current_case import FAULT
from costbench.interfaces.workbook.workings.lists import SCENARIO, STATE, column_of, define

FIRST: Final = 6
HEADER: Final = FIRST - 1
WIDTHS: Final = (70, 16, 14, 18, 70)
COLUMNS: Final = ("what", "found", "allowed", "state", "remedy")
CENT: Final = 0.01
MILLIONTH: Final = 1e-6


def write_checks(book: Book) -> None:
    """Write the sheet: each check is a number that must not be above what is allowed."""
    page, layout = book.page("checks", WIDTHS), book.layout
    page.note(3, book.say("checks.lead"), len(COLUMNS))
    page.head(HEADER, [book.say(f"checks.{name}") for name in COLUMNS])
    found = _formulas(book)
    good, wrong, frozen = (layout.address("lists", STATE, 5 + place_of) for place_of in range(3))
    for row, (name, (text, allowed)) in enumerate(found.items(), start=FIRST):
        page.put(row, 1, book.say(f"checks.{name}"), "label")
        page.put(row, 2, f"={text}", "number", TINY)
        page.put(row, 3, allowed, "number", PLAIN)
        bad = frozen if name == "table" else wrong
        page.put(row, 4, f"=IF(ISNUMBER(B{row}),IF(B{row}<=C{row},{good},{bad}),{wrong})", "strong_line")
        page.put(row, 5, book.say(f"checks.{name}_remedy"), "small")
        page.sheet.row_dimensions[row].height = 30
    last = FIRST + len(found) - 1
    states = f"$D${FIRST}:$D${last}"
    all_good, some_wrong, only_frozen = (layout.address("lists", STATE, 5 + place_of) for place_of in range(3, 6))
    failing = f"COUNTIF({states},{wrong})"
    text = f"=IF({failing}>0,{some_wrong},IF(COUNTIF({states},{good})=ROWS({states}),{all_good},{only_frozen}))"
    page.put(*STATE_CELL, text, "state")
    define(book, "cb_state", layout.address("checks", 1, STATE_CELL[0]))
    colour_states(page, f"D{FIRST}:D{last}", f"D{FIRST}={good}")
    page.finish(len(COLUMNS), last, freeze=f"A{FIRST}")


def colour_states(page: Page, cells: str, is_good: str) -> None:
    """Colour the words of states; the word itself says as much."""
    for formula, colour in ((is_good, styles.GOOD), (f"NOT({is_good})", styles.WRONG)):
        rule = FormulaRule(formula=[formula], fill=styles.fill(colour))  # type: ignore[no-untyped-call]
        page.sheet.conditional_formatting.add(cells, rule)


def _formulas(book: Book) -> dict[str, tuple[str, float]]:
    """Return check to formula and to the most it may come to."""
    layout, blocks = book.layout, list(book.layout.blocks.values())
    last = FIRST_INPUT + len(layout.inputs) - 1
    faults = layout.area("inputs", (FAULT, FIRST_INPUT), (FAULT, last))
    choice = layout.address("assumptions", CHOICE[1], CHOICE[0])

    def over_models(name: str) -> str:
        """Return the sum of an indicator over the models, found by its label."""
        label = layout.address("calculations", 1, blocks[0].indicators[name])
        labels, values = (
            layout.area("calculations", (column, place.FIRST_BLOCK), (column, layout.last_calculation))
            for column in (1, place.VALUE)
        )
        return f"SUMIF({labels},{label},{values})"

    found: dict[str, tuple[str, float]] = {
        "inputs": (f"SUM({faults})+1-COUNTIF({column_of(layout, SCENARIO, 3)},{choice})", 0),
        "balance": (over_models("balance_total"), CENT),
        "timeline": (over_models("latest_year"), MILLIONTH),
        "setup": (over_models("setup_gap"), CENT),
        "case": (f"ABS({layout.address('cases', 3, place.CASE_ROW)})", 0),
        "table": (_table_gap(book), CENT),
        "numbers": (f"ABS(COUNT({line(layout, 'expected_npv')})-{book.constant(len(blocks))})", 0),
        "rank": (f"1-COUNTIF({line(layout, 'rank')},1)", 0),
        "parts": (_stakeholder_gap(book), CENT),
    }
    if layout.edition == "complete":
        sums = draws.checks(book)
        found["draws"] = (f"{sums[0]}+{sums[1]}", 0)
    return found


def _table_gap(book: Book) -> str:
    """Return the formula of the squared gaps between the data tables' retained case and the live results."""
    layout = book.layout
    row, count = layout.cases_of("retained")[0].row, len(layout.models)
    first = place.FIRST_RESULT
    stored = layout.area("cases", (first, row), (first + count - 1, row))
    gap = f"({stored}-{line(layout, 'expected_npv')})"
    return f"SUMPRODUCT({gap}*{gap})"


def _stakeholder_gap(book: Book) -> str:
    """Return the formula of how far the stakeholders' values are from society's."""
    layout = book.layout
    first, last = ROWS["npv_partner"], ROWS["npv_vehicle"]
    count = len(layout.models)
    parts = layout.area("results", (3, first), (2 + count, last))
    return f"ABS(SUM({parts})+SUM({line(layout, 'npv')})-SUM({line(layout, 'npv_society')}))"
