"""The structured offer: one page that says what each party puts in, gets out, risks, and when."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import CooperationModel
from costbench.interfaces.workbook import layout as place
from costbench.interfaces.workbook.assumptions import add_menu
from costbench.interfaces.workbook.budget import models_menu
from costbench.interfaces.workbook.models_page import FIRST_MODEL, WHAT, WHO
from costbench.interfaces.workbook.page import Book, Page
from costbench.interfaces.workbook.results import FIRST_MODEL as FIRST_COLUMN
from costbench.interfaces.workbook.results import ROWS
from costbench.interfaces.workbook.styles import CODE, WHOLE, format_of
from costbench.vocabulary import Stakeholder, unit_label

WIDTHS: Final = (50, 20, 22, 22, 16, 16, 14, 3, 9, 9)
MODEL_ROW, NUMBER_ROW, WHAT_ROW, WHO_ROW = 4, 5, 7, 8
PARTIES: Final = 10
KEY_FIGURES: Final = ("setup_months", "probability_of_signing", "expected_npv", "required_contribution",
                      "peak_funding_need", "p5", "p95", "net_present_social_value")  # fmt: skip
WORDS: Final = {"line": place.TITLE, "kind": place.KIND, "payer": place.PAYER, "payee": place.PAYEE}
PICKED: Final = {**WORDS, "total": place.TOTAL, "present": place.PRESENT, "when": place.VALUE}
COLUMNS: Final = 7
FIRST_HELPER: Final = 9
MARK: Final = 100


def write_partner(book: Book, model: type[CooperationModel]) -> None:
    """Write the sheet, ``model`` being chosen at first."""
    page, layout = book.page("partner", WIDTHS), book.layout
    page.note(3, book.say("partner.lead"), COLUMNS)
    page.put(MODEL_ROW, 1, book.say(model.definition.label), "input_text")
    page.sheet.row_dimensions[MODEL_ROW].height = 20
    add_menu(page, models_menu(book), f"A{MODEL_ROW}", "budget.model")
    page.put(NUMBER_ROW, 1, book.say("tornado.number"), "label")
    page.put(NUMBER_ROW, 2, f"=MATCH($A${MODEL_ROW},{models_menu(book)},0)", "number", CODE)
    for row, column in ((WHAT_ROW, WHAT), (WHO_ROW, WHO)):
        count = len(layout.models)
        area = layout.area("models", (column, FIRST_MODEL), (column, FIRST_MODEL + count - 1))
        page.put(row, 1, f"=INDEX({area},$B${NUMBER_ROW},1)", "flat")
    row = _write_parties(page)
    row = _write_figures(page, row + 2)
    row = _write_lines(page, row + 2)
    page.finish(COLUMNS, row, landscape=False, one_page=True)


def _write_parties(page: Page) -> int:
    """Write what each party puts in and gets out; return the last row."""
    book, layout = page.book, page.book.layout
    heads = ("party", "puts_in", "gets_out", "net")
    page.head(PARTIES, [book.say(f"partner.{name}") for name in heads])
    for offset, party in enumerate(Stakeholder):
        row = PARTIES + 1 + offset
        page.put(row, 1, book.say(party.label), "strong")
        for column, at in ((2, place.ACCOUNT), (3, place.VALUE), (4, place.PRESENT)):
            cells = [
                layout.address("calculations", at, block.results[f"net.{party}"]) for block in layout.blocks.values()
            ]
            text = f"=CHOOSE($B${NUMBER_ROW},{','.join(cells)})"
            page.put(row, column, text, "total" if column == len(heads) else "number", WHOLE)
    return PARTIES + len(Stakeholder)


def _write_figures(page: Page, row: int) -> int:
    """Write the figures that a partner asks for first; return the last row."""
    book, layout = page.book, page.book.layout
    page.head(row, (book.say("partner.figures"), book.say("lists.value"), book.say("assumptions.unit")), height=20)
    last = FIRST_COLUMN + len(layout.models) - 1
    for at, name in enumerate(KEY_FIGURES, start=row + 1):
        unit = {"setup_months": "month", "probability_of_signing": "/1"}.get(name, "EUR")
        area = layout.area("results", (FIRST_COLUMN, ROWS[name]), (last, ROWS[name]))
        page.put(at, 1, f"={layout.address('results', 1, ROWS[name])}", "label")
        form = format_of(unit, book.language, 1e3 if unit == "EUR" else 1)
        page.put(at, 2, f"=INDEX({area},1,$B${NUMBER_ROW})", "number", form)
        page.put(at, 3, "" if unit == "/1" else book.say(unit_label(unit)), "small")
    return row + len(KEY_FIGURES)


def _write_lines(page: Page, row: int) -> int:
    """Write every payment, cost and gain of the deal, picked from the calculations; return the last row."""
    book, layout = page.book, page.book.layout
    page.head(row, [book.say(f"partner.{name}") for name in PICKED])
    page.head(row, (book.say("partner.mark"), book.say("partner.row")), FIRST_HELPER)
    longest = max(len(block.entries) for block in layout.blocks.values())
    for offset in range(1, longest + 1):
        _write_line(page, row + offset, offset)
    return row + longest


def _write_line(page: Page, row: int, offset: int) -> None:
    layout = page.book.layout
    mark, found = (f"${letter(column)}{row}" for column in (FIRST_HELPER, FIRST_HELPER + 1))
    hundred = page.book.constant(MARK)
    page.put(row, FIRST_HELPER, f"=$B${NUMBER_ROW}*{hundred}+{page.book.constant(offset)}", "number", CODE)
    marks = layout.area("calculations", (place.MARKS, 1), (place.MARKS, layout.last_calculation))
    page.put(row, FIRST_HELPER + 1, f"=IFERROR(MATCH({mark},{marks},0),0)", "number", CODE)
    for column, source in enumerate(PICKED.values(), start=1):
        area = layout.area("calculations", (source, 1), (source, layout.last_calculation))
        text = f"INDEX({area},MAX(1,{found}),1)"
        word = column <= len(WORDS)
        form = "#,##0.0" if source == place.VALUE else WHOLE
        text = f'=IF({found}=0,"",{text}&"")' if word else f'=IF({found}=0,"",{text})'
        page.put(row, column, text, "blank", form)
