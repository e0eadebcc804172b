"""Running a model over the years on floats or arrays: the flows of every stakeholder, the whole ledger when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.books import NumericBook
from costbench.appraisal.entries import Entry, Operand
from costbench.appraisal.model import CooperationModel
from costbench.appraisal.timing import TOLERANCE, YEARS
from costbench.finance.discounting import discount_factor
from costbench.finance.polynomials import polynomial
from costbench.vocabulary import Kind, Stakeholder

Array: TypeAlias = NDArray[np.float64]


class Sums:
    """Yearly sums by name, kept as the years yield them: a sum of plain numbers stays one until an array joins.

    A name that nothing was posted to is zero in every year.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._posted: dict[str, dict[int, Operand]] = {}

    def post(self, name: str, year: int, amount: Operand) -> None:
        """Note the sum of ``name`` in ``year``."""
        self._posted.setdefault(name, {})[year] = amount

    def by_year(self, name: str) -> list[Operand]:
        """Return the sums from year 0 to the last one posted, in EUR; none where nothing was posted."""
        posted = self._posted.get(name, {})
        return [posted.get(year, 0.0) for year in range(max(posted, default=-1) + 1)]

    def __getitem__(self, name: str) -> Array:
        """Return the sums of every year as one array, years first."""
        return tabulated(self.by_year(name), self.shape, len(YEARS))

    def present_value(self, name: str, rate: Operand) -> Array:
        """Return today's value of a sum at a discount rate, in EUR."""
        return present_value(self.by_year(name), rate, self.shape)


@dataclass
class Flows:
    """Yearly flows in EUR, years on the first axis: ``net(stakeholder)[year]``.

    ``operation`` holds the signed deal without the setup effort, ``setup`` the setup effort (negative).
    ``setup_by_phase`` holds the organisation's spending by phase, ``of_kind`` society's benefits and
    resource costs, all of them positive.
    """

    operation: Sums
    setup: Sums
    setup_by_phase: Sums
    of_kind: Sums

    @property
    def benefits(self) -> Array:
        """Society's benefits, year by year."""
        return self.of_kind[Kind.BENEFIT]

    @property
    def resource_costs(self) -> Array:
        """What society uses up, year by year, as positive amounts."""
        return self.of_kind[Kind.RESOURCE_COST]

    def net_by_year(self, stakeholder: Stakeholder) -> list[Operand]:
        """Return a stakeholder's flows with the deal signed, setup effort included, until the last one."""
        parts = self.operation.by_year(stakeholder), self.setup.by_year(stakeholder)
        return [operation + setup for operation, setup in zip_longest(*parts, fillvalue=0.0)]

    def net(self, stakeholder: Stakeholder) -> Array:
        """Return a stakeholder's flows with the deal signed, setup effort included."""
        return tabulated(self.net_by_year(stakeholder), self.operation.shape, len(YEARS))

    def society(self) -> Array:
        """Return society's flows: benefits less resource costs."""
        return self.benefits - self.resource_costs


def tabulated(by_year: Sequence[Operand], shape: tuple[int, ...], years: int) -> Array:
    """Return yearly amounts as one array, zero in the years that follow them."""
    table = np.zeros((years, *shape))
    for year, amount in enumerate(by_year):
        table[year] = amount
    return table


def present_value(by_year: Sequence[Operand], rate: Operand, shape: tuple[int, ...]) -> Array:
    """Return today's value of yearly amounts, in EUR: what does not vary is computed once for all of ``shape``."""
    value = polynomial(by_year, discount_factor(1, rate)) if by_year else 0.0
    return np.broadcast_to(np.asarray(value, dtype=float), shape)


@dataclass(frozen=True)
class LedgerLine:
    """One entry over all the years; ``amounts[year]`` in EUR."""

    name: str
    kind: Kind
    payer: Stakeholder | None
    payee: Stakeholder | None
    amounts: Array


@dataclass
class Ledger:
    """Every entry and every named working of one run."""

    lines: list[LedgerLine] = field(default_factory=list)
    workings: dict[str, Array] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def run(
    model: type[CooperationModel],
    values: Mapping[str, Operand],
    shape: tuple[int, ...] = (),
    perspective: Stakeholder | None = None,
) -> Flows:
    """Return the flows of ``model`` for inputs that are floats or arrays of ``shape``.

    Only sums are kept: memory does not grow with the number of entries. With a ``perspective`` only that
    stakeholder's flows are summed. After the last signature no setup is asked for, after the last settlement
    nothing at all: nothing moves there.
    """
    book = NumericBook()
    instance = model(values, book)
    flows = Flows(Sums(shape), Sums(shape), Sums(shape), Sums(shape))
    last = int(np.ceil(np.max(instance.settlement_year) - TOLERANCE))
    signed = np.max(instance.setup_years) + TOLERANCE
    for year in YEARS[: last + 1]:
        book.turn()
        setup = [e for e in instance.setup_ledger(year) if _concerns(e, perspective)] if year - 1 < signed else []
        operation = [entry for entry in instance.ledger(year) if _concerns(entry, perspective)]
        instance.close(year)
        _post(flows.setup, setup, year)
        _post(flows.operation, operation, year)
        _post_kinds(flows.of_kind, (*setup, *operation), year)
        for entry in setup:
            if entry.payer is Stakeholder.ORGANISATION:
                flows.setup_by_phase.post(entry.name, year, entry.amount)
    return flows


def _concerns(entry: Entry, perspective: Stakeholder | None) -> bool:
    return perspective is None or perspective in (entry.payer, entry.payee)


def _post(nets: Sums, entries: Iterable[Entry], year: int) -> None:
    """Add one year's entries up by stakeholder."""
    net: dict[Stakeholder, Operand] = {}
    for entry in entries:
        if entry.payer is not None:
            net[entry.payer] = net.get(entry.payer, 0.0) - entry.amount
        if entry.payee is not None:
            net[entry.payee] = net.get(entry.payee, 0.0) + entry.amount
    for stakeholder, total in net.items():
        nets.post(stakeholder, year, total)


def _post_kinds(sums: Sums, entries: Iterable[Entry], year: int) -> None:
    total: dict[Kind, Operand] = {}
    for entry in entries:
        if entry.kind is not Kind.PAYMENT:
            total[entry.kind] = total.get(entry.kind, 0.0) + entry.amount
    for kind, amount in total.items():
        sums.post(kind, year, amount)


def run_ledger(model: type[CooperationModel], values: Mapping[str, Operand], shape: tuple[int, ...] = ()) -> Ledger:
    """Return every entry and every named working of ``model``, year by year."""
    book = NumericBook()
    instance = model(values, book)
    instance.summarise()
    ledger = Ledger(units=book.units)
    years = (len(YEARS), *shape)
    for year in YEARS:
        book.turn()
        entries = [*instance.setup_ledger(year), *instance.ledger(year)]
        instance.close(year, ("signing", *model.memoranda))
        if not ledger.lines:
            ledger.lines = [LedgerLine(e.name, e.kind, e.payer, e.payee, np.zeros(years)) for e in entries]
        for line, entry in zip(ledger.lines, entries, strict=True):
            line.amounts[year] = entry.amount
        for name, value in book.of_the_year.items():
            ledger.workings.setdefault(name, np.zeros(years))[year] = value
    for name, value in book.of_the_deal.items():
        ledger.workings[name] = np.broadcast_to(np.asarray(value, dtype=float), shape)
    return ledger
