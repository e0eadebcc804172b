"""Running a model over the years on floats or arrays: the flows of every stakeholder, the whole ledger when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.declaring.books import NumericBook
from costbench.appraisal.declaring.entries import Entry, Operand
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.timing import LAST_YEAR, TOLERANCE, YEARS
from costbench.appraisal.tracing.programs import operation_program, setup_entries, setup_program
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
        """Add to the sum of ``name`` in ``year``."""
        posted = self._posted.setdefault(name, {})
        posted[year] = posted[year] + amount if year in posted else amount

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
    return full(polynomial(by_year, discount_factor(1, rate)) if by_year else 0.0, shape)


def full(value: Operand, shape: tuple[int, ...]) -> Array:
    """Return a value as an array of ``shape``, one number for all of it where it does not vary."""
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
    stakeholder's flows are summed, no kind is, and nothing is computed that they do not need. After the last
    signature no setup is asked for, after the last settlement nothing at all: nothing moves there.
    """
    instance = model(values)
    flows = Flows(Sums(shape), Sums(shape), Sums(shape), Sums(shape))
    settled = min(ceil(np.max(instance.settlement_year) - TOLERANCE), LAST_YEAR)
    signed = min(ceil(np.max(instance.setup_years) + TOLERANCE), settled)
    parties = tuple(Stakeholder) if perspective is None else (perspective,)
    entries = setup_entries(model, parties)
    for year, amounts in enumerate(setup_program(model, parties).years(values, signed)):
        _post_setup(flows, entries, amounts, year, of_kind=perspective is None)
    results = parties if perspective else (*parties, *Kind)
    for year, sums in enumerate(operation_program(model, results).years(values, settled)):
        for name, amount in sums.items():
            (flows.of_kind if isinstance(name, Kind) else flows.operation).post(name, year, amount)
    return flows


def _post_setup(
    flows: Flows, entries: Iterable[Entry], amounts: Mapping[str, Operand], year: int, of_kind: bool
) -> None:
    """Post one year's setup effort: to who bears it, as a resource cost, and the organisation's by phase."""
    for entry in entries:
        assert entry.payer is not None
        amount = amounts[entry.name]
        flows.setup.post(entry.payer, year, 0.0 - amount)
        if of_kind:
            flows.of_kind.post(entry.kind, year, amount)
        if entry.payer is Stakeholder.ORGANISATION:
            flows.setup_by_phase.post(entry.name, year, amount)


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
