"""The sheet of calculations: every model's workings, ledger and indicators, one formula a row along the years."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import LAST_YEAR, YEARS
from costbench.appraisal.declaring.labels import entry_label, working_label
from costbench.appraisal.tracing.symbolic import Expression, Reference, TracedEntry, formula
from costbench.finance.indicators import MONEY_TOLERANCE
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, FINE, LARGE, TENTH, WHOLE, format_of, found_rate
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.accounts import account_label, account_of, in_kind
from costbench.interfaces.workbook.plan.expressions import Step
from costbench.interfaces.workbook.plan.indicators import BEYOND, INDICATOR_ROWS, IndicatorFormulas
from costbench.interfaces.workbook.plan.layout import Block, InputRow
from costbench.interfaces.workbook.workings.assumptions import unit_of
from costbench.interfaces.workbook.workings.lists import phrase
from costbench.language import Language
from costbench.vocabulary import INDICATORS, Kind, Stakeholder, unit_label

MARK: Final = 100
SMALL: Final = {"FTE-month", "month", "year", "EUR/EUR"}  # their decimals count
WIDTHS: Final = (52, 19, 17, 18, 18, 24, 15, 15, 15, 13, 11, *[11] * len(YEARS), 9)
COLUMNS: Final = place.YEAR_0 + LAST_YEAR
RATES: Final = (-0.9999, -0.998, -0.99, -0.95, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1,
                0, 0.05, 0.1, 0.2, 0.35, 1, 3, 100, 5e5)  # fmt: skip
"""Where a rate of return is looked for first: the first bracket from zero up, else the one nearest below.

IRR starts from a bracket's lower end: values fall and flatten as the rate grows, so that Newton's steps from
below never overshoot (of 1,564 random flows, 2 were missed, both under -99 %; from within the bracket, 88).
"""


def write_calculations(book: Book) -> None:
    """Write the sheet."""
    page = book.page("calculations", WIDTHS)
    page.note(3, book.say("calculations.lead"), COLUMNS)
    columns = ("label", "unit", "kind", "payer", "payee", "account", "value", "total", "present", "budgeted", "opening")
    page.head(place.YEAR_ROW, [book.say(f"calculations.{name}") for name in columns])
    page.row(place.YEAR_ROW, (*YEARS, book.say("partner.mark")), "head", place.YEAR_0)
    _write_shared_rows(page)
    for block in book.layout.blocks.values():
        _Writer(page, block).write()
    page.fit_rows(place.FIRST_BLOCK, book.layout.last_calculation)
    page.finish(COLUMNS, book.layout.last_calculation, freeze=f"B{place.YEAR_ROW + 1}", wide=2,
                titles=f"{place.YEAR_ROW}:{place.YEAR_ROW}")  # fmt: skip


def _write_shared_rows(page: Page) -> None:
    """Write discount factors, the rates tried, and the organisation's own inputs."""
    book, layout = page.book, page.book.layout
    rates = {place.FACTOR_ROW: "discount_rate", place.SOCIAL_ROW: "social_discount_rate"}
    for row, name in rates.items():
        page.row(row, (book.say(f"calculations.{name}"), book.say("calculations.factor")), "label")
        link = layout.input("", name).link
        for column in range(place.YEAR_0, COLUMNS + 1):
            page.put(row, column, f"=1/(1+$G${link})^{letter(column)}${place.YEAR_ROW}", "number", FINE)
    page.row(place.TRIED_ROW, (book.say("calculations.rates"), book.say("unit.rate")), "label")
    page.row(place.TRIED_ROW, RATES, "number", place.OPENING)
    for column in range(place.OPENING, COLUMNS + 1):
        page.sheet.cell(place.TRIED_ROW, column).number_format = format_of("/year", book.language)
    page.band(place.FIRST_BLOCK, book.say("assumptions.organisation"), COLUMNS)
    for item in layout.of(""):
        write_link(page, item)


def write_link(page: Page, item: InputRow) -> None:
    """Write the retained value of an input, so that every formula of the sheet finds it on the sheet."""
    book = page.book
    page.row(item.link, (book.say(item.default.label), unit_of(book, item)), "label")
    form = format_of(item.default.unit, book.language, item.default.high)
    page.put(item.link, place.VALUE, f"={book.layout.address('assumptions', place.RETAINED, item.row)}", "number", form)


class _Writer:
    """Writes one model's block."""

    def __init__(self, page: Page, block: Block) -> None:
        self.page, self.block, self.book = page, block, page.book

    def write(self) -> None:
        model, block = self.block.model, self.block
        self.page.band(block.title, self.book.say(model.definition.label), COLUMNS, "head_left")
        chosen = self.book.layout.address("budget", 2, 4)
        self.page.put(block.title, place.VALUE, f"=IF({chosen}=$A${block.title},1,0)", "head", CODE)
        for name, row in block.bands.items():
            self.page.band(row, self.book.say(f"calculations.band_{name}"), COLUMNS)
        for item in self.book.layout.of(model.id):
            write_link(self.page, item)
        self._workings()
        for row, traced in zip(block.entries, block.trace.entries, strict=True):
            self._entry(row, traced)
        self._results()
        self._indicators()

    def _years(self, row: int, text: Callable[[int], str], style: str = "number", number_format: str = WHOLE,
               opening: bool = False) -> None:  # fmt: skip
        for column in range(place.OPENING if opening else place.YEAR_0, COLUMNS + 1):
            self.page.put(row, column, f"={text(column)}", style, number_format)

    def _text(self, expression: Expression, column: int) -> str:
        def cell(reference: Reference) -> str:
            return self.block.at(reference, column)

        return formula(expression, cell, self.book.constant)

    def _label(self, row: int, step: Step) -> None:
        if step.of:
            whole, _, number = step.name.rpartition("#")
            names = {item.entry.name for item in self.block.trace.entries}
            label = (entry_label if whole in names else working_label)(self.block.model, whole)
            self.page.put(row, 1, self.book.say("calculations.step", label=label, number=number), "step")
        else:
            self.page.put(row, 1, self.book.say(working_label(self.block.model, step.name)), "label")
        self.page.put(row, 2, self.book.say(unit_label(step.unit)) if step.unit else "", "label")

    def _workings(self) -> None:
        block, language = self.block, self.book.language
        for name, row in block.fixed.items():
            step = block.steps.fixed[name]
            self._label(row, step)
            text = f"={self._text(step.expression, place.YEAR_0)}"
            self.page.put(row, place.VALUE, text, "number", _format(step.unit, language))
        for name, row in block.yearly.items():
            step = block.steps.yearly[name]
            self._label(row, step)
            form = _format(step.unit, language)
            if step.initial is not None:
                self.page.put(row, place.OPENING, f"={self._text(step.initial, place.OPENING)}", "number", form)
            self._years(row, partial(self._text, step.expression), number_format=form)
            if name in block.model.memoranda and in_kind(block.model, name):
                self._budgeted(row, in_kind(block.model, name))

    def _entry(self, row: int, traced: TracedEntry) -> None:
        entry, model = traced.entry, self.block.model
        parties = [self.book.say(party.label) if party else "" for party in (entry.payer, entry.payee)]
        label = self.book.say(entry_label(model, entry.name))
        self.page.row(row, (label, "€", self.book.say(entry.kind.label), *parties), "label")
        position = self.block.entries.index(row)
        self._years(row, lambda column: self._text(self.block.steps.entries[position], column))
        self._sums(row)
        self._when(row)
        number = 1 + self.book.layout.models.index(model)
        self.page.put(row, place.MARKS, MARK * number + position + 1, "number", CODE)
        if not traced.is_setup and (account := account_of(model, entry)):
            self._budgeted(row, account)

    def _sums(self, row: int, total: bool = True) -> None:
        years = f"{place.FIRST_YEAR}{row}:{place.LAST_YEAR_COLUMN}{row}"
        factors = f"{place.FIRST_YEAR}${place.FACTOR_ROW}:{place.LAST_YEAR_COLUMN}${place.FACTOR_ROW}"
        if total:
            self.page.put(row, place.TOTAL, f"=SUM({years})", "number", WHOLE)
        self.page.put(row, place.PRESENT, f"=SUMPRODUCT({years},{factors})", "number", WHOLE)

    def _when(self, row: int) -> None:
        """Write the mean date of an entry, weighed by its amounts."""
        years, dates = (f"{place.FIRST_YEAR}{at}:{place.LAST_YEAR_COLUMN}{at}" for at in (row, f"${place.YEAR_ROW}"))
        text = f'=IF(ABS($H{row})>1,SUMPRODUCT({years},{dates})/$H{row},"")'
        self.page.put(row, place.VALUE, text, "number", TENTH)

    def _budgeted(self, row: int, account: str) -> None:
        """Write the account of a row and its amount in the year of the budget, if its model is the one chosen."""
        self.page.put(row, place.ACCOUNT, self.book.say(account_label(account)), "label")
        years = f"${place.FIRST_YEAR}{row}:${place.LAST_YEAR_COLUMN}{row}"
        year = self.book.layout.address("budget", 2, 5)
        chosen = f"$G${self.block.title}"
        self.page.put(row, place.BUDGETED, f"={chosen}*INDEX({years},1,{year}+1)", "number", WHOLE)

    def _results(self) -> None:
        for party in Stakeholder:
            row = self.block.results[f"net.{party}"]
            self._net(row, f"net.{party}", party, self.block.setup_header)
            self._parts(row)
        operation = self.block.results["operation"]
        self._net(operation, "operation", Stakeholder.ORGANISATION, self.block.operation_header)
        for name, kind in (("benefits", Kind.BENEFIT), ("resource_costs", Kind.RESOURCE_COST)):
            self._of_kind(self.block.results[name], name, kind)
        self._cash()
        self._rates()

    def _rows(self, column: int, first: int, absolute: bool = True) -> str:
        sign = "$" if absolute else ""
        name, last = letter(column), (self.block.entries or [self.block.operation_header])[-1]
        return f"{sign}{name}${first}:{sign}{name}${max(last, self.block.operation_header)}"

    def _heading(self, row: int, name: str) -> None:
        party = Stakeholder(name.partition(".")[2]).label if name.startswith("net.") else ""
        key = "net" if party else name
        unit = self.book.say("unit.rate") if name.startswith("rate_") else "€"
        self.page.row(row, (self.book.say(f"calculations.{key}", party=party), unit), "total_label")

    def _net(self, row: int, name: str, party: Stakeholder, first: int) -> None:
        self._heading(row, name)
        self.page.put(row, place.PAYEE, self.book.say(party.label), "label")
        payer, payee = self._rows(place.PAYER, first), self._rows(place.PAYEE, first)

        def text(column: int) -> str:
            amounts = self._rows(column, first, absolute=False)
            return f"SUMIF({payee},$E{row},{amounts})-SUMIF({payer},$E{row},{amounts})"

        self._years(row, text, "total")
        self._sums(row)

    def _parts(self, row: int) -> None:
        """Write the present value of what a stakeholder puts in (F) and gets out (G)."""
        first, present = self.block.setup_header, self._rows(place.PRESENT, self.block.setup_header)
        for column, side in ((place.ACCOUNT, place.PAYER), (place.VALUE, place.PAYEE)):
            text = f"=SUMIF({self._rows(side, first)},$E{row},{present})"
            self.page.put(row, column, text, "number", WHOLE)

    def _of_kind(self, row: int, name: str, kind: Kind) -> None:
        self._heading(row, name)
        self.page.put(row, place.KIND, self.book.say(kind.label), "label")
        kinds, first = self._rows(place.KIND, self.block.setup_header), self.block.setup_header
        self._years(row, lambda column: f"SUMIF({kinds},$C{row},{self._rows(column, first, False)})", "total")
        self._sums(row)

    def _cash(self) -> None:
        """Write cumulated cash, what tells that it has come back, the check of the payments, the setup's accounts."""
        rows, book = self.block.results, self.book
        for name in ("cumulated", "balance", "staff", "fees", "recovered", "recovery_date"):
            self._heading(rows[name], name)
        net, cumulated = rows[f"net.{Stakeholder.ORGANISATION}"], rows["cumulated"]
        self.page.put(cumulated, place.OPENING, 0, "number", WHOLE)
        self._years(cumulated, lambda c: f"{letter(c - 1)}{cumulated}+{letter(c)}{net}")
        nets = rows[f"net.{Stakeholder.ORGANISATION}"], rows[f"net.{list(Stakeholder)[-1]}"]
        gains, costs = rows["benefits"], rows["resource_costs"]
        self._years(rows["balance"], lambda c: (
            f"SUM({letter(c)}{nets[0]}:{letter(c)}{nets[1]})-{letter(c)}{gains}+{letter(c)}{costs}"))  # fmt: skip
        self._setup_accounts()
        edge = f"0-{book.constant(MONEY_TOLERANCE)}"
        flag, when = rows["recovered"], rows["recovery_date"]
        self._years(flag, lambda c: (
            f"IF(AND({letter(c - 1)}{cumulated}<{edge},{letter(c)}{cumulated}>={edge}),1,0)"),
            number_format=CODE)  # fmt: skip
        self._years(when, lambda c: (
            f"IF({letter(c)}{flag}=1,{letter(c)}${place.YEAR_ROW}-1"
            f"+MIN(1,(0-{letter(c - 1)}{cumulated})/({letter(c)}{cumulated}-{letter(c - 1)}{cumulated})),0)"),
            number_format="0.00")  # fmt: skip

    def _setup_accounts(self) -> None:
        """Split the setup between staff (64) and fees (62), in proportion to their totals."""
        block, staff, fees = self.block, self.block.results["staff"], self.block.results["fees"]
        names = [f"$G${block.inputs[f'{phase}.fees']}" for phase in block.model.definition.phases]
        bias, cost = f"$G${block.inputs['setup_optimism_bias']}", f"$G${block.fixed['setup_cost']}"
        share = f"=({'+'.join(names) or '0'})*(1+{bias})/MAX({cost},{self.book.constant(1e-9)})"
        self.page.put(fees, place.VALUE, share, "number", format_of("/1", self.book.language))
        setup = [row for row, item in zip(block.entries, block.trace.entries, strict=True) if item.is_setup and
                 item.entry.payer is Stakeholder.ORGANISATION]  # fmt: skip
        last = setup[-1] if setup else block.setup_header

        def spent(column: int) -> str:
            return f"SUM({letter(column)}{block.setup_header}:{letter(column)}{last})"

        self._years(fees, lambda c: f"$G{fees}*{spent(c)}")
        self._years(staff, lambda c: f"{spent(c)}-{letter(c)}{fees}")
        self._budgeted(staff, "64")
        self._budgeted(fees, "62")

    def _rates(self) -> None:
        """Write where the value of the organisation's flows changes sign as the discount rate grows."""
        rows, beyond = self.block.results, self.book.constant(BEYOND)
        for name in ("value_at_rate", "rate_above", "rate_below"):
            self._heading(rows[name], name)
        net, value, tried = rows[f"net.{Stakeholder.ORGANISATION}"], rows["value_at_rate"], place.TRIED_ROW
        years = f"${place.FIRST_YEAR}${place.YEAR_ROW}:${place.LAST_YEAR_COLUMN}${place.YEAR_ROW}"
        flows = f"${place.FIRST_YEAR}${net}:${place.LAST_YEAR_COLUMN}${net}"

        def valued(column: int) -> str:
            return f"SUMPRODUCT({flows},(1+{letter(column)}${tried})^(0-{years}))"

        self._years(value, valued, number_format=LARGE, opening=True)

        def between(column: int, side: str, otherwise: str) -> str:
            a, b = letter(column - 1), letter(column)
            crossed = f"{b}${tried}{side}0,{a}{value}*{b}{value}<=0,{a}{value}<>{b}{value}"
            return f"IF(AND({crossed}),{a}${tried},{otherwise})"

        form = found_rate(self.book.language)
        self._years(rows["rate_above"], lambda c: between(c, ">", beyond), number_format=form)
        self._years(rows["rate_below"], lambda c: between(c, "<=", "0-1"), number_format=form)

    def _indicators(self) -> None:
        book = self.book
        formulas = IndicatorFormulas(self.block, book.layout, book.constant, partial(phrase, book)).all()
        for name, unit in INDICATOR_ROWS.items():
            row = self.block.indicators[name]
            label = INDICATORS[name][1] if name in INDICATORS else f"calculations.{name}"
            self.page.row(row, (book.say(label), book.say(unit_label(unit))), "total_label")
            self.page.put(row, place.VALUE, formulas[name], "total", _format(unit, book.language))


def _format(unit: str, language: Language) -> str:
    return FINE if unit in {"", "/1"} else format_of(unit, language, 1 if unit in SMALL else 1e9)
