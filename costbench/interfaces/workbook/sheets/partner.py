"""The structured offer: one page that says what each party puts in, gets out, risks, and when."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import CooperationModel
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, WHOLE, format_of
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.sheets.budget import models_menu
from costbench.interfaces.workbook.sheets.results import FIRST_MODEL as FIRST_COLUMN
from costbench.interfaces.workbook.sheets.results import ROWS
from costbench.interfaces.workbook.workings.assumptions import add_menu
from costbench.interfaces.workbook.workings.models_page import FIRST_MODEL, WHAT, WHO
from costbench.vocabulary import Stakeholder, unit_label

WIDTHS: Final = (52, 20, 20, 20, 13, 15, 15, 3, 9, 22, 12, 12, 12, 9)
MODEL_ROW, WHAT_ROW, WHO_ROW = 4, 6, 7
PARTIES: Final = 9
KEY_FIGURES: Final = {
    "conditions": ("setup_months", "probability_of_signing", "required_contribution", "peak_funding_need"),
    "result": ("expected_npv", "p5", "p95", "loss", "net_present_social_value"),
}
WORDS: Final = {"line": place.TITLE, "payer": place.PAYER, "payee": place.PAYEE, "kind": place.KIND}
PICKED: Final = {**WORDS, "when": place.VALUE, "total": place.TOTAL, "present": place.PRESENT}
COLUMNS: Final = 7
FIRST_HELPER: Final = 9
NUMBER: Final = f"${letter(FIRST_HELPER)}${MODEL_ROW}"
"""Where the chosen model's number stands, beside the printed page."""
MARK: Final = 100


def write_partner(book: Book, model: type[CooperationModel]) -> None:
    """Write the sheet, ``model`` being chosen at first."""
    page, layout = book.page("partner", WIDTHS), book.layout
    page.note(3, book.say("partner.lead"), COLUMNS)
    page.put(MODEL_ROW, 1, book.say(model.definition.label), "choice")
    page.sheet.row_dimensions[MODEL_ROW].height = 26
    add_menu(page, models_menu(book), f"A{MODEL_ROW}", "budget.model")
    page.put(MODEL_ROW, FIRST_HELPER, f"=IFERROR(MATCH($A${MODEL_ROW},{models_menu(book)},0),1)", "number", CODE)
    for row, column in ((WHAT_ROW, WHAT), (WHO_ROW, WHO)):
        count = len(layout.models)
        area = layout.area("models", (column, FIRST_MODEL), (column, FIRST_MODEL + count - 1))
        page.put(row, 1, f"=INDEX({area},{NUMBER},1)", "flat")
    row = _write_parties(page)
    row = _write_figures(page, row + 2)
    row = _write_lines(page, row + 2)
    page.finish(COLUMNS, row, landscape=False, one_page=True)


def _write_parties(page: Page) -> int:
    """Write what each party puts in and gets out, those first that have any part in it; return the last row."""
    heads = ("party", "puts_in", "gets_out", "net")
    page.band(PARTIES, page.book.say("partner.parties"), COLUMNS)
    page.head(PARTIES + 1, [page.book.say(f"partner.{name}") for name in heads])
    first, last = PARTIES + 2, PARTIES + 1 + len(Stakeholder)
    _write_flows(page, first, last)
    for number, row in enumerate(range(first, last + 1), start=1):
        found = f"${letter(FIRST_HELPER + 5)}${row}"
        which, marks = page.book.constant(number), _helper(0, first, last)
        page.put(row, FIRST_HELPER + 5, f"=IFERROR(MATCH({which},{marks},0),0)", "number", CODE)
        for column in range(1, len(heads) + 1):
            text = f'=IF({found}=0,"",INDEX({_helper(column, first, last)},MAX(1,{found}),1))'
            page.put(row, column, text, "strong" if column == 1 else "plain_number", WHOLE)
    return last


def _helper(offset: int, first: int, last: int) -> str:
    name = letter(FIRST_HELPER + offset)
    return f"${name}${first}:${name}${last}"


def _write_flows(page: Page, first: int, last: int) -> None:
    """Write beside the page every party's flows, and the place of those that have some."""
    book, blocks = page.book, page.book.layout.blocks.values()
    for row, party in zip(range(first, last + 1), Stakeholder, strict=True):
        page.put(row, FIRST_HELPER + 1, book.say(party.label), "small")
        for offset, at in enumerate((place.ACCOUNT, place.VALUE, place.PRESENT), start=2):
            cells = [book.layout.address("calculations", at, block.results[f"net.{party}"]) for block in blocks]
            page.put(row, FIRST_HELPER + offset, f"=CHOOSE({NUMBER},{','.join(cells)})", "number", WHOLE)
        above = f"MAX(${letter(FIRST_HELPER)}${first - 1}:${letter(FIRST_HELPER)}${row - 1})"
        flows = _helper(2, row, row).partition(":")[0], _helper(3, row, row).partition(":")[0]
        page.put(row, FIRST_HELPER, f"=IF({flows[0]}+{flows[1]}>0,1+{above},0)", "number", CODE)


def _write_figures(page: Page, row: int) -> int:
    """Write the figures that a partner asks for first, risks included; return the last row."""
    book = page.book
    page.band(row, book.say("partner.figures"), COLUMNS)
    for name, lines in KEY_FIGURES.items():
        page.put(row + 1, 1, book.say(f"partner.{name}"), "group")
        page.row(row + 1, [None] * (COLUMNS - 1), "group", 2)
        row += 1
        for line in lines:
            row += 1
            _write_figure(page, row, line)
    return row


def _write_figure(page: Page, row: int, name: str) -> None:
    book, layout = page.book, page.book.layout
    unit = {"setup_months": "month", "probability_of_signing": "/1", "loss": "/1"}.get(name, "EUR")
    last = FIRST_COLUMN + len(layout.models) - 1
    area = layout.area("results", (FIRST_COLUMN, ROWS[name]), (last, ROWS[name]))
    page.put(row, 1, f"={layout.address('results', 1, ROWS[name])}", "label")
    form = format_of(unit, book.language, 1e3 if unit == "EUR" else 1)
    page.put(row, 2, f"=INDEX({area},1,{NUMBER})", "total", form)
    page.put(row, 3, "" if unit == "/1" else book.say(unit_label(unit)), "small")


def _write_lines(page: Page, row: int) -> int:
    """Write every payment, cost and gain of the deal, picked from the calculations; return the last row."""
    book, layout = page.book, page.book.layout
    page.band(row, book.say("partner.lines"), COLUMNS)
    row += 1
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
    page.put(row, FIRST_HELPER, f"={NUMBER}*{hundred}+{page.book.constant(offset)}", "number", CODE)
    marks = layout.area("calculations", (place.MARKS, 1), (place.MARKS, layout.last_calculation))
    page.put(row, FIRST_HELPER + 1, f"=IFERROR(MATCH({mark},{marks},0),0)", "number", CODE)
    for column, source in enumerate(PICKED.values(), start=1):
        area = layout.area("calculations", (source, 1), (source, layout.last_calculation))
        text = f"INDEX({area},MAX(1,{found}),1)"
        word = column <= len(WORDS)
        form = "#,##0.0" if source == place.VALUE else WHOLE
        text = f'=IF({found}=0,"",{text}&"")' if word else f'=IF({found}=0,"",{text})'
        page.put(row, column, text, "blank" if word else "blank_number", form)
