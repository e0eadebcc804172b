"""The sheet of cases: the case number, and the data tables that run the whole workbook for every case."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.formula import DataTableFormula

from costbench.appraisal.readings.flows import Array
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, WHOLE
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import Case, Layout
from costbench.interfaces.workbook.workings.assumptions import CHOICE
from costbench.interfaces.workbook.workings.current_case import at as cell_at
from costbench.interfaces.workbook.workings.lists import SCENARIO, column_of, define

HEADS: Final = ("label", "scenario", "target", "side", "multiple", "draw", "number")
DIGITS: Final = ".12g"
"""Digits of the values that the tables are shipped with: enough to hold them against the engine, and a smaller file."""
CASE_WIDTHS, GAP, WIDE, NARROW = (58, 10, 10, 10, 10, 10, 10), 3, 15, 9


def best_column(book: Book) -> int:
    """Return the column that tells which model is best in a draw, by its place."""
    return place.FIRST_RESULT + len(book.layout.models) + 1


def write_cases(book: Book, values: Array) -> None:
    """Write the sheet; ``values`` holds the expected NPV of each case (rows) and model (columns)."""
    page, layout = book.page("cases", _widths(book.layout)), book.layout
    page.note(3, book.say("cases.lead"), 12)
    _write_current(page)
    head = place.FORMULA_ROW - 1
    names = [book.say(model.definition.label) for model in layout.models]
    page.head(head, [*(book.say(f"cases.{name}") for name in HEADS), *names], height=46)
    page.put(place.FORMULA_ROW, 1, book.say("cases.formulas"), "strong")
    labels = _labels(book)
    for case in layout.cases:
        _write_case(page, case, labels)
    _write_tables(page, values)
    _write_shown(page)
    if layout.edition == "complete":
        _write_best(page)
    page.finish(layout.table_column(layout.models[-1].id), layout.cases[-1].row, freeze=f"B{place.FIRST_CASE}",
                titles=f"{head}:{place.FORMULA_ROW}", wide=2)  # fmt: skip


def _widths(layout: Layout) -> list[int]:
    """Return the width of every column: the cases, the models side by side, the best, then the tables by twos."""
    count = len(layout.models)
    pairs = [GAP, NARROW, WIDE, WIDE] * ((count + 1) // 2)
    return [*CASE_WIDTHS, *[WIDE] * count, GAP, WIDE, *pairs]


def _labels(book: Book) -> dict[int, str]:
    """Return slot to the input that it moves: the organisation's by its label, the models' own by their number."""
    shared = {item.slot: book.say(item.default.label) for item in book.layout.of("") if item.slot}
    slots = {item.slot for item in book.layout.inputs if item.slot}
    return {slot: shared.get(slot) or book.say("cases.own", number=slot - len(shared)) for slot in slots}


def _write_current(page: Page) -> None:
    """Write the case number and what it stands for."""
    book, layout = page.book, page.book.layout
    page.put(place.CASE_ROW, 1, book.say("cases.case"), "strong")
    page.put(place.CASE_ROW, 3, 0, "total", CODE)
    define(book, "cb_case", layout.address("cases", 3, place.CASE_ROW))
    page.put(place.CHOSEN_ROW, 1, book.say("cases.chosen"), "label")
    words, signs = (column_of(layout, column, 3) for column in (SCENARIO, SCENARIO + 1))
    choice = layout.address("assumptions", CHOICE[1], CHOICE[0])
    page.put(place.CHOSEN_ROW, 3, f"=IFERROR(INDEX({signs},MATCH({choice},{words},0),1),0)", "number", CODE)
    rows = {place.SCENARIO_ROW: (2, "scenario", f"$C${place.CHOSEN_ROW}"), place.TARGET_ROW: (3, "target", "0"),
            place.SIDE_ROW: (4, "side", "0"), place.MULTIPLE_ROW: (5, "multiple", "1"),
            place.DRAW_ROW: (6, "draw", "0")}  # fmt: skip
    for row, (column, name, otherwise) in rows.items():
        name_of = letter(column)
        area = f"${name_of}${place.FIRST_CASE}:${name_of}${layout.cases[-1].row}"
        case = f"$C${place.CASE_ROW}"
        page.put(row, 1, book.say(f"cases.{name}"), "label")
        page.put(row, 3, f"=IF({case}=0,{otherwise},INDEX({area},MAX(1,{case}),1))", "number", CODE)


def _write_case(page: Page, case: Case, labels: dict[int, str]) -> None:
    book = page.book
    names = {"scenario": ("pessimistic", "central", "optimistic")[case.scenario + 1]}
    bound = book.say("cases.at_low" if case.side < 0 else "cases.at_high")
    key = f"scenario.{names['scenario']}" if case.kind == "scenario" else f"cases.row_{case.kind}"
    label = book.say(key, input=labels.get(case.target, ""), bound=bound, draw=case.draw, multiple=case.multiple)
    scenario = case.scenario if case.kind == "scenario" else f"={'$' * (case.number % 2)}C${place.CHOSEN_ROW}"
    page.put(case.row, 1, label, "small")
    figures = (scenario, case.target, case.side, case.multiple, case.draw, case.number)
    for column, value in enumerate(figures, start=2):
        page.put(case.row, column, value, "number", CODE)


def _write_tables(page: Page, values: Array) -> None:
    """Write the data tables as Excel does: one formula a range, a value in every cell; above them what they run."""
    book, layout, head = page.book, page.book.layout, place.FORMULA_ROW - 1
    for number, model in enumerate(layout.models):
        column, label = layout.table_column(model.id), book.say(model.definition.label)
        result = layout.blocks[model.id].indicators["expected_npv"]
        page.put(head, column, label, "head")
        page.put(place.FORMULA_ROW, column, f"={layout.address('calculations', place.VALUE, result)}", "total", WHOLE)
        for case, row in zip(layout.cases, values, strict=True):
            page.put(case.row, column, float(f"{row[number]:{DIGITS}}"), "number", WHOLE)
    for table in layout.data_tables:
        corner = page.sheet[table.partition(":")[0]]
        page.put(head, corner.column - 1, book.say("cases.number"), "head")
        for case in layout.cases:
            page.put(case.row, corner.column - 1, case.number, "number", CODE)
        book.first_values[corner.coordinate] = corner.value
        corner.value = DataTableFormula(table, r1=f"C{place.CASE_ROW}")


def _write_shown(page: Page) -> None:
    """Write the models side by side, for the cases that concern them all."""
    layout = page.book.layout
    rows = [place.FORMULA_ROW, *(case.row for case in layout.cases if layout.shows(case))]
    for model in layout.models:
        column, found = layout.result_column(model.id), layout.table_column(model.id)
        for row in rows:
            page.put(row, column, f"={cell_at(found, row)}", "number", WHOLE)


def _write_best(page: Page) -> None:
    """Write the place of the best model in each draw."""
    layout, column = page.book.layout, best_column(page.book)
    page.put(place.FORMULA_ROW - 1, column, page.book.say("cases.best"), "head")
    for case in layout.cases_of("draw"):
        first, last = (
            cell_at(column, case.row) for column in (place.FIRST_RESULT, place.FIRST_RESULT + len(layout.models) - 1)
        )
        results = f"{first}:{last}"
        page.put(case.row, column, f"=MATCH(MAX({results}),{results},0)", "number", CODE)


def kept_cell(book: Book, model: str) -> str:
    """Return the address that says whether the filters keep a model (1) or not (0)."""
    from costbench.interfaces.workbook.workings.models_page import FIRST_MODEL, KEPT

    row = FIRST_MODEL + [item.id for item in book.layout.models].index(model)
    return book.layout.address("models", KEPT, row)
