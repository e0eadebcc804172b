"""The sheet of the tornado: which inputs move one model most, and where the answer changes."""

from __future__ import annotations

from typing import Final

from costbench.appraisal import CooperationModel
from costbench.interfaces.workbook.drawing import charts
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, WHOLE
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import InputRow
from costbench.interfaces.workbook.sheets.budget import models_menu
from costbench.interfaces.workbook.workings.assumptions import add_menu, unit_of
from costbench.interfaces.workbook.workings.current_case import at
from costbench.interfaces.workbook.workings.lists import phrase

MODEL_ROW, NUMBER_ROW, BASE_ROW, RIVAL_ROW, HEADER = 4, 5, 6, 7, 9
SHOWN: Final = 12
(RANK, LABEL, UNIT, LOW, RETAINED, HIGH, AT_LOW, AT_HIGH, SWITCH_LOW, SWITCH_HIGH, FIRST_LOW, FIRST_HIGH,
 BELOW, ABOVE) = range(1, 15)  # fmt: skip
WIDTHS: Final = (5, 52, 18, 12, 12, 12, 14, 14, 16, 16, 25, 25, 14, 14)
COLUMNS: Final = ("rank", "input", "unit", "low", "retained", "high", "at_low", "at_high", "switch_low",
                  "switch_high", "first_low", "first_high", "below", "above")  # fmt: skip
ALL_HEADER: Final = HEADER + SHOWN + 39
"""The list of every input, below the page that is printed first."""
SWING: Final = BELOW
"""Column of the swing in the list of all."""
MIXED: Final = "[<10]#,##0.00;[<100]#,##0.0;#,##0"
"""Percentages and amounts share a column."""
HUNDRED: Final = 100
TIE_BREAK: Final = 0.01


def write_tornado(book: Book, model: type[CooperationModel]) -> None:
    """Write the sheet, ``model`` being chosen at first."""
    page, layout = book.page("tornado", WIDTHS), book.layout
    page.note(3, book.say("tornado.lead"), ABOVE)
    page.put(MODEL_ROW, 2, book.say(model.definition.label), "input_text")
    add_menu(page, models_menu(book), f"B{MODEL_ROW}", "budget.model")
    page.put(NUMBER_ROW, 2, book.say("tornado.number"), "label")
    page.put(NUMBER_ROW, 3, f"=IFERROR(MATCH($B${MODEL_ROW},{models_menu(book)},0),1)", "number", CODE)
    _write_rival(page)
    page.put(BASE_ROW, 2, book.say("tornado.base"), "label")
    page.put(BASE_ROW, 3, f"={_result(book, layout.cases_of('retained')[0].row)}", "total", WHOLE)
    page.head(HEADER, [book.say(f"tornado.{name}") for name in COLUMNS], height=46)
    for offset in range(SHOWN):
        _write_shown(page, HEADER + 1 + offset, offset + 1)
    _write_all(page)
    chart = charts.tornado(page, "tornado.chart", HEADER + 1, HEADER + SHOWN, LABEL, BELOW, ABOVE, HEADER)
    charts.place(page, chart, f"A{HEADER + SHOWN + 3}", 45.8, 16.5, "tornado.chart_alt")
    page.finish(ABOVE, ALL_HEADER - 3, one_page=True, freeze=f"C{HEADER + 1}")


def _result(book: Book, row: int) -> str:
    """Return the formula of the chosen model's result in a case."""
    layout = book.layout
    area = layout.area("cases", (place.FIRST_RESULT, row), (place.FIRST_RESULT + len(layout.models) - 1, row))
    return f"INDEX({area},1,$C${NUMBER_ROW})"


def _column(column: int, rows: int) -> str:
    name = "ABCDEFGHIJKLMNOPQ"[column - 1]
    return f"${name}${ALL_HEADER + 1}:${name}${ALL_HEADER + rows}"


def _write_shown(page: Page, row: int, number: int) -> None:
    """Write one of the widest swings, picked from the list of all."""
    count = len(page.book.layout.drawn)
    page.put(row, RANK, number, "number", CODE)
    swings = _column(SWING, count)
    swing = f"MATCH(LARGE({swings},$A{row}),{swings},0)"
    page.put(row, ABOVE + 1, f"={swing}", "number", CODE)
    pick = {LABEL: "small", UNIT: "small", LOW: "number", RETAINED: "number", HIGH: "number", AT_LOW: "number",
            AT_HIGH: "number", SWITCH_LOW: "number", SWITCH_HIGH: "number", FIRST_LOW: "small",
            FIRST_HIGH: "small"}  # fmt: skip
    for column, style in pick.items():
        form = WHOLE if column in {AT_LOW, AT_HIGH} else MIXED
        page.put(row, column, f"=INDEX({_column(column, count)},$O{row},1)", style, form)
    for column, extreme in ((BELOW, "MIN"), (ABOVE, "MAX")):
        page.put(row, column, f"={extreme}($G{row}:$H{row})-$C${BASE_ROW}", "number", WHOLE)


def _write_all(page: Page) -> None:
    book, layout = page.book, page.book.layout
    page.note(ALL_HEADER - 1, book.say("tornado.all"), ABOVE)
    page.head(ALL_HEADER, [book.say(f"tornado.{name}") for name in (*COLUMNS[:12], "swing")])
    cases = {(case.target, case.side): case.row for case in layout.cases_of("tornado")}
    inputs = [item for item in layout.inputs if item.dimension]
    for number, item in enumerate(inputs, start=1):
        _write_input(page, ALL_HEADER + number, number, item, (cases[item.slot, -1], cases[item.slot, 1]))


def _write_input(page: Page, row: int, number: int, item: InputRow, cases: tuple[int, int]) -> None:
    """Write what an input does at both bounds, and where the model's result crosses zero between them."""
    book, layout = page.book, page.book.layout
    page.put(row, RANK, number, "number", CODE)
    page.put(row, LABEL, book.say(item.default.label), "small")
    page.put(row, UNIT, unit_of(book, item), "small")
    times = f"*{book.constant(HUNDRED)}" if item.default.unit in {"/1", "/year"} else ""
    for column, source in ((LOW, place.LOW), (RETAINED, place.RETAINED), (HIGH, place.HIGH)):
        page.put(row, column, f"={layout.address('assumptions', source, item.row)}{times}", "number", MIXED)
    base, none = f"$C${BASE_ROW}", phrase(book, "none_inside")
    e, bounds = at(RETAINED, row), {SWITCH_LOW: (LOW, AT_LOW), SWITCH_HIGH: (HIGH, AT_HIGH)}
    for column, case in zip((AT_LOW, AT_HIGH), cases, strict=True):
        page.put(row, column, f"={_moved(book, item, case)}", "number", WHOLE)
    for switch, ends in bounds.items():
        bound, result = (at(end, row) for end in ends)
        crossing = f"{e}+({bound}-{e})*{base}/({base}-{result})"
        page.put(row, switch, f"=IF({base}*{result}<0,{crossing},{none})", "number", MIXED)
    for column, end, case in zip((FIRST_LOW, FIRST_HIGH), (AT_LOW, AT_HIGH), cases, strict=True):
        page.put(row, column, f"={_leader(book, item, at(end, row), case)}", "small")
    low, high, rank = (at(column, row) for column in (AT_LOW, AT_HIGH, RANK))
    page.put(row, SWING, f"=ABS({high}-{low})+{book.constant(TIE_BREAK)}/{rank}", "number", WHOLE)


def _moved(book: Book, item: InputRow, case: int) -> str:
    """Return the formula of the chosen model's result when ``item`` is moved: its base where it has no such input."""
    if not item.owner:
        return _result(book, case)
    layout = book.layout
    own = layout.address("cases", layout.table_column(item.owner), case)
    number = 1 + [model.id for model in layout.models].index(item.owner)
    return f"IF($C${NUMBER_ROW}={book.constant(number)},{own},$C${BASE_ROW})"


def _leader(book: Book, item: InputRow, result: str, case: int) -> str:
    """Return the formula of the model that comes first when ``item`` is moved; the others stay unless it is shared."""
    layout = book.layout
    if item.owner:
        return f"IF({result}>=$C${RIVAL_ROW},$B${MODEL_ROW},$D${RIVAL_ROW})"
    area = layout.area("cases", (place.FIRST_RESULT, case), (place.FIRST_RESULT + len(layout.models) - 1, case))
    return f"INDEX({models_menu(book)},MATCH(MAX({area}),{area},0),1)"


def _write_rival(page: Page) -> None:
    """Write the best of the other models, in the chosen scenario."""
    book, layout = page.book, page.book.layout
    row, last = layout.cases_of("retained")[0].row, place.FIRST_RESULT + len(layout.models) - 1
    area = layout.area("cases", (place.FIRST_RESULT, row), (last, row))
    page.put(RIVAL_ROW, 2, book.say("tornado.rival"), "label")
    first_is_ours = f"MATCH(LARGE({area},1),{area},0)=$C${NUMBER_ROW}"
    rival = f"=IF({first_is_ours},LARGE({area},1+1),LARGE({area},1))"
    page.put(RIVAL_ROW, 3, rival if len(layout.models) > 1 else "=0", "total", WHOLE)
    name = f"=INDEX({models_menu(book)},MATCH($C${RIVAL_ROW},{area},0),1)"
    page.put(RIVAL_ROW, 4, name if len(layout.models) > 1 else "", "beside")
