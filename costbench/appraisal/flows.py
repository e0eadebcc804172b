"""Running a model over the years on floats or arrays: the flows of every stakeholder, the whole ledger when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.books import NumericBook
from costbench.appraisal.entries import Entry, Operand
from costbench.appraisal.model import CooperationModel
from costbench.appraisal.timing import YEARS
from costbench.vocabulary import Kind, Stakeholder

Array: TypeAlias = NDArray[np.float64]


@dataclass
class Flows:
    """Yearly flows in EUR, years on the first axis: ``net[stakeholder][year]``.

    ``operation`` holds the signed deal without the setup effort, ``setup`` the setup effort (negative).
    ``setup_by_phase`` holds the organisation's spending by phase (positive).
    ``benefits`` and ``resource_costs`` are society's, both positive.
    """

    operation: dict[Stakeholder, Array]
    setup: dict[Stakeholder, Array]
    setup_by_phase: dict[str, Array]
    benefits: Array
    resource_costs: Array

    def net(self, stakeholder: Stakeholder) -> Array:
        """Return a stakeholder's flows with the deal signed, setup effort included."""
        return self.operation[stakeholder] + self.setup[stakeholder]

    def society(self) -> Array:
        """Return society's flows: benefits less resource costs."""
        return self.benefits - self.resource_costs


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


def run(model: type[CooperationModel], values: Mapping[str, Operand], shape: tuple[int, ...] = ()) -> Flows:
    """Return the flows of ``model`` for inputs that are floats or arrays of ``shape``.

    Only sums are kept: memory does not grow with the number of entries.
    """
    instance, book = _instance(model, values)
    years = (len(YEARS), *shape)
    flows = Flows(
        operation={stakeholder: np.zeros(years) for stakeholder in Stakeholder},
        setup={stakeholder: np.zeros(years) for stakeholder in Stakeholder},
        setup_by_phase={f"setup.{phase}": np.zeros(years) for phase in model.definition.phases},
        benefits=np.zeros(years),
        resource_costs=np.zeros(years),
    )
    for year in YEARS:
        book.turn()
        _post_setup(flows, instance.setup_ledger(year), year)
        _post_operation(flows, instance.ledger(year), year)
        instance.close(year)
    return flows


def run_ledger(model: type[CooperationModel], values: Mapping[str, Operand], shape: tuple[int, ...] = ()) -> Ledger:
    """Return every entry and every named working of ``model``, year by year."""
    instance, book = _instance(model, values)
    instance.summarise()
    ledger = Ledger(units=book.units)
    years = (len(YEARS), *shape)
    for year in YEARS:
        book.turn()
        entries = [*instance.setup_ledger(year), *instance.ledger(year)]
        instance.close(year, model.memoranda)
        if not ledger.lines:
            ledger.lines = [LedgerLine(e.name, e.kind, e.payer, e.payee, np.zeros(years)) for e in entries]
        for line, entry in zip(ledger.lines, entries, strict=True):
            line.amounts[year] = entry.amount
        for name, value in book.of_the_year.items():
            ledger.workings.setdefault(name, np.zeros(years))[year] = value
    for name, value in book.of_the_deal.items():
        ledger.workings[name] = np.broadcast_to(np.asarray(value, dtype=float), shape)
    return ledger


def _instance(model: type[CooperationModel], values: Mapping[str, Operand]) -> tuple[CooperationModel, NumericBook]:
    book = NumericBook()
    return model(values, book), book


def _post_setup(flows: Flows, entries: Iterable[Entry], year: int) -> None:
    for entry in entries:
        assert entry.payer is not None
        flows.setup[entry.payer][year] -= entry.amount
        flows.resource_costs[year] += entry.amount
        if entry.name in flows.setup_by_phase:
            flows.setup_by_phase[entry.name][year] = entry.amount


def _post_operation(flows: Flows, entries: Iterable[Entry], year: int) -> None:
    for entry in entries:
        if entry.payer is not None:
            flows.operation[entry.payer][year] -= entry.amount
        if entry.payee is not None:
            flows.operation[entry.payee][year] += entry.amount
        if entry.kind is Kind.BENEFIT:
            flows.benefits[year] += entry.amount
        elif entry.kind is Kind.RESOURCE_COST:
            flows.resource_costs[year] += entry.amount
