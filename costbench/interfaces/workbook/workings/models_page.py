"""The sheet of models: what each one is, and which are kept in the comparison."""

from __future__ import annotations

from typing import Final

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, PLAIN, TENTH, format_of
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.workings.assumptions import add_menu
from costbench.interfaces.workbook.workings.lists import REACH, YES_NO, column_of
from costbench.vocabulary import AFFORDABILITY

WIDTHS: Final = (34, 11, 11, 11, 11, 16, 60, 60)
FILTER_REACH, FILTER_MONTHS, FILTER_EFFORT, HEADER, FIRST_MODEL = 5, 6, 7, 9, 10
KEEP, KEPT, EFFORT, MONTHS, REACHED, WHAT, WHO = range(2, 9)
COLUMNS: Final = ("model", "keep", "kept", "effort", "months", "reach", "what", "who")
OUT: Final = list(AFFORDABILITY).index("out_of_reach")


def write_models(book: Book) -> None:
    """Write the sheet."""
    page, layout = book.page("models", WIDTHS), book.layout
    page.note(3, book.say("models.lead"), len(COLUMNS))
    page.put(FILTER_REACH, 1, book.say("models.filter_reach"), "label")
    page.put(FILTER_REACH, 2, book.say("yes_no.no"), "input_text")
    for row, name in ((FILTER_MONTHS, "filter_months"), (FILTER_EFFORT, "filter_effort")):
        page.put(row, 1, book.say(f"models.{name}"), "label")
        page.put(row, 2, 0, "input", PLAIN)
    for row in (FILTER_MONTHS, FILTER_EFFORT):
        page.sheet.row_dimensions[row].height = 28
    page.head(HEADER, [book.say(f"models.{name}") for name in COLUMNS])
    for row, block in enumerate(layout.blocks.values(), start=FIRST_MODEL):
        page.put(row, 1, book.say(block.model.definition.label), "strong")
        page.put(row, KEEP, book.say("yes_no.yes"), "input_text")
        _write_state(page, row, block.indicators)
        page.put(row, WHAT, book.say(block.model.definition.summary), "small")
        page.put(row, WHO, book.say(block.model.definition.flows), "small")
        page.fit(row, WHAT, WHO, size=9, least=30)
    last = FIRST_MODEL + len(layout.models) - 1
    menu = column_of(layout, YES_NO, 2)
    add_menu(page, menu, f"B{FILTER_REACH} B{FIRST_MODEL}:B{last}", "models.keep")
    page.sheet.add_data_validation(_limit(book))
    row = _write_cautions(page, last + 2)
    page.finish(len(COLUMNS), row, freeze=f"B{FIRST_MODEL}")


def _write_state(page: Page, row: int, indicators: dict[str, int]) -> None:
    """Write a model's effort, time and reach, and whether the filters keep it."""
    book, layout = page.book, page.book.layout

    def one(name: str) -> str:
        return layout.address("calculations", place.VALUE, indicators[name])

    yes, no = (layout.address("lists", YES_NO, 5 + place_of) for place_of in (0, 1))
    reach = f"OR($B${FILTER_REACH}={no},{one('affordability')}<{book.constant(OUT)})"
    months = f"OR($B${FILTER_MONTHS}=0,E{row}<=$B${FILTER_MONTHS})"
    effort = f"OR($B${FILTER_EFFORT}=0,D{row}<=$B${FILTER_EFFORT})"
    page.put(row, KEPT, f"=IF(AND(B{row}={yes},{reach},{months},{effort}),1,0)", "number", CODE)
    page.put(row, EFFORT, f"={one('setup_fte_months')}", "number", TENTH)
    page.put(row, MONTHS, f"={one('setup_months')}", "number", format_of("month", book.language, 10))
    words = column_of(layout, REACH, len(AFFORDABILITY))
    page.put(row, REACHED, f"=INDEX({words},{one('affordability')}+1,1)", "word")


def _limit(book: Book) -> DataValidation:
    rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True,
                          showErrorMessage=True, showInputMessage=True, errorStyle="stop")  # fmt: skip
    rule.promptTitle, rule.prompt = book.say("models.limit"), book.say("models.limit_note")
    rule.errorTitle, rule.error = book.say("assumptions.error_title"), book.say("models.limit_note")
    rule.sqref = MultiCellRange(f"B{FILTER_MONTHS}:B{FILTER_EFFORT}")
    return rule


def _write_cautions(page: Page, row: int) -> int:
    """Write what to beware of with each model; return the last row."""
    page.band(row, page.book.say("models.cautions"), len(COLUMNS))
    for model in page.book.layout.models:
        lines = [*model.definition.cautions, *model.definition.not_modelled]
        for line in lines:
            row += 1
            page.put(row, 1, page.book.say(model.definition.label), "small")
            page.put(row, 2, page.book.say(line), "beside")
    return row
