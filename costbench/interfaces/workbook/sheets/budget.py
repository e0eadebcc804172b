"""The provisional budget of one model in one year, in the French chart of accounts of associations."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from costbench.appraisal import LAST_YEAR, CooperationModel
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, WHOLE
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.accounts import accounts
from costbench.interfaces.workbook.workings.assumptions import add_menu
from costbench.interfaces.workbook.workings.models_page import FIRST_MODEL

WIDTHS: Final = (52, 22, 3, 52, 22)
MODEL_ROW, YEAR_ROW, HEADER = 4, 5, 7
LEFT, RIGHT = 1, 4


def write_budget(book: Book, model: type[CooperationModel]) -> None:
    """Write the sheet, ``model`` being chosen at first."""
    page = book.page("budget", WIDTHS)
    page.note(3, book.say("budget.lead"), RIGHT + 1)
    page.put(MODEL_ROW, 1, book.say("budget.model"), "strong")
    page.put(MODEL_ROW, 2, book.say(model.definition.label), "input_text")
    page.sheet.row_dimensions[MODEL_ROW].height = 27
    page.put(YEAR_ROW, 1, book.say("budget.year"), "strong")
    page.put(YEAR_ROW, 2, 1, "input", CODE)
    add_menu(page, models_menu(book), f"B{MODEL_ROW}", "budget.model")
    page.sheet.add_data_validation(_years(book))
    page.head(HEADER, [book.say("budget.charges"), "€"], LEFT)
    page.head(HEADER, [book.say("budget.income"), "€"], RIGHT)
    sides = {LEFT: "charges", RIGHT: "income"}
    length = max(len(accounts(side)) for side in sides.values())
    total = HEADER + length + 1
    for column, side in sides.items():
        _write_side(page, column, side, HEADER + 1)
        page.put(total, column, book.say(f"budget.total_{side}"), "total_label")
        name = letter(column + 1)
        page.put(total, column + 1, f"=SUM({name}{HEADER + 1}:{name}{total - 1})", "total", WHOLE)
    _write_balance(page, total)
    _write_kind(page, total + 5)
    page.finish(RIGHT + 1, total + 12, one_page=True)


def models_menu(book: Book) -> str:
    """Return the address of the models' names."""
    return book.layout.area("models", (1, FIRST_MODEL), (1, FIRST_MODEL + len(book.layout.models) - 1))


def _years(book: Book) -> DataValidation:
    rule = DataValidation(type="whole", operator="between", formula1="0", formula2=str(LAST_YEAR), allow_blank=False,
                          showErrorMessage=True, showInputMessage=True, errorStyle="stop")  # fmt: skip
    rule.promptTitle, rule.prompt = book.say("budget.year")[:32], book.say("budget.year_note")
    rule.errorTitle, rule.error = book.say("assumptions.error_title"), book.say("budget.year_note")
    rule.sqref = MultiCellRange(f"B{YEAR_ROW}")
    return rule


def _write_side(page: Page, column: int, side: str, row: int) -> None:
    """Write one account a line; the sum looks for its label."""
    book, layout = page.book, page.book.layout
    codes, amounts = (
        layout.area("calculations", (at, place.FIRST_BLOCK), (at, layout.last_calculation))
        for at in (place.ACCOUNT, place.BUDGETED)
    )
    for offset, (_, label) in enumerate(accounts(side).items()):
        cell = page.put(row + offset, column, book.say(label), "label").coordinate
        text = f"=SUMIF({codes},{cell},{amounts})"
        page.put(row + offset, column + 1, text, "number", WHOLE)


def _write_balance(page: Page, total: int) -> None:
    """Write what balances the two sides: a surplus on the left, a deficit on the right."""
    book = page.book
    gap = f"E{total}-B{total}"
    page.put(total + 1, LEFT, book.say("budget.surplus"), "label")
    page.put(total + 1, LEFT + 1, f"=MAX(0,{gap})", "number", WHOLE)
    page.put(total + 1, RIGHT, book.say("budget.deficit"), "label")
    page.put(total + 1, RIGHT + 1, f"=MAX(0,0-({gap}))", "number", WHOLE)
    for column, name in ((LEFT, "B"), (RIGHT, "E")):
        page.put(total + 2, column, book.say("budget.total"), "total_label")
        page.put(total + 2, column + 1, f"={name}{total}+{name}{total + 1}", "total", WHOLE)


def _write_kind(page: Page, row: int) -> None:
    """Write contributions in kind, equal on both sides, and what belongs to the balance sheet."""
    book = page.book
    page.band(row - 1, book.say("budget.in_kind"), RIGHT + 1)
    _write_side(page, RIGHT, "gifts_in_kind", row)
    label = next(iter(accounts("uses_in_kind").values()))
    page.put(row, LEFT, book.say(label), "label")
    page.put(row, LEFT + 1, f"=E{row}", "number", WHOLE)
    page.band(row + 2, book.say("budget.off"), RIGHT + 1)
    _write_side(page, LEFT, "off_budget", row + 3)
    page.note(row + 5, book.say("budget.note"), RIGHT + 1)
    page.note(row + 6, book.say("budget.note_split"), RIGHT + 1)
