"""What a cooperation model is: declared inputs, setup effort by phase, and a ledger."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np

from costbench.appraisal.declaring import timing
from costbench.appraisal.declaring.books import Book, NumericBook
from costbench.appraisal.declaring.defaults_file import read_definition
from costbench.appraisal.declaring.definition import Definition
from costbench.appraisal.declaring.entries import Entry, Operand, ResourceCost
from costbench.appraisal.declaring.organisation import ORGANISATION, Organisation
from costbench.appraisal.declaring.quantities import Contract, Quantity, fixed, yearly
from costbench.errors import ParameterError
from costbench.vocabulary import ROLES, Stakeholder


class CooperationModel(Organisation):
    """A function from inputs to a ledger. Subclass it in ``models/NAME/model.py``, beside its ``defaults.toml``.

    A subclass declares its inputs as class attributes with :func:`~costbench.appraisal.quantity`,
    names its intermediate values with :func:`~costbench.appraisal.fixed` and
    :func:`~costbench.appraisal.yearly`, and yields the same entries every year from :meth:`ledger`.
    It is checked when it is defined: a missing docstring, a default without provenance, an input that
    only one of class and file knows, cannot be imported.
    """

    id: ClassVar[str] = ""
    memoranda: ClassVar[tuple[str, ...]] = ()
    """Yearly workings that are shown beside the ledger without being part of it, besides ``signing``."""
    beneficiaries: ClassVar[str | None] = None
    """The input or working that counts the people reached: a number a year, or a number at a time."""
    contract: ClassVar[Contract] = Contract.of(Organisation)
    definition: ClassVar[Definition]

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        file = Path(sys.modules[cls.__module__].__file__ or "").parent / "defaults.toml"
        cls.id = file.parent.name
        if not cls.__doc__:
            raise ParameterError(file, cls.__name__, "has no docstring; say in one sentence who pays whom")
        if cls.ledger is CooperationModel.ledger:
            raise ParameterError(file, cls.__name__, "has no ledger; define ledger(self, year)")
        cls.contract = Contract.of(cls)
        own = {name: item for name, item in cls.contract.quantities.items() if name not in ORGANISATION.inputs}
        cls.definition = read_definition(file, own, cls._default_text)
        cls._check(file, own)

    @classmethod
    def _default_text(cls, name: str, written: str) -> Mapping[str, float]:
        if name not in cls.contract.texts:
            raise ParameterError(cls.id, f"texts.{name}", "is not declared by the model; remove it or declare it")
        return cls.contract.texts[name].read(written)

    @classmethod
    def _check(cls, file: Path, own: Mapping[str, Quantity]) -> None:
        untold = [name for name in cls.contract.texts if name not in cls.definition.texts]
        if untold:
            raise ParameterError(file, "texts", f"lacks {', '.join(untold)}, which the model declares")
        strangers = [name for name in cls.definition.working_labels if name not in cls.contract.workings]
        if strangers:
            raise ParameterError(file, "workings", f"names {', '.join(strangers)}, which the model does not have")
        if cls.beneficiaries not in {None, *own, *cls.contract.workings}:
            raise ParameterError(file, cls.__name__, f"counts people by {cls.beneficiaries!r}, not declared")
        if sum(item.scale for item in own.values()) > 1:
            raise ParameterError(file, cls.__name__, "declares several scale inputs; keep the one that is its size")

    def __init__(self, values: Mapping[str, Operand], book: Book | None = None) -> None:
        self._values = values
        self._book: Book = book or NumericBook()

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield the entries of ``year`` once the deal is signed: the same entries, in the same order, every year."""
        raise NotImplementedError

    @classmethod
    def scale_input(cls) -> str | None:
        """Return the name of the input that grows with size; ``None`` where the model has none."""
        return next((name for name, item in cls.contract.quantities.items() if item.scale), None)

    # What a model computes with -------------------------------------------------------------------

    def value(self, name: str) -> Operand:
        """Return the operand of input ``name``."""
        return self._values[name]

    def fixed_working(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a working that has one value for the whole deal."""
        return self._book.fixed(name, unit, compute)

    def yearly_working(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a working that has one value a year."""
        return self._book.yearly(name, unit, compute)

    def previous(self, name: str, initial: Operand = 0.0) -> Operand:
        """Return last year's value of the yearly working ``name``; ``initial`` in the first year."""
        return self._book.previous(name, initial)

    def summarise(self) -> None:
        """Compute the workings of the setup that indicators are read off, whether or not an entry asks for them."""
        for name in SUMMARY:
            getattr(self, name)

    def close(self, year: Operand, also: tuple[str, ...] = ()) -> None:
        """Compute what no entry asked for this year: workings that next year looks back at, and those in ``also``."""
        done: set[str] = set()
        while pending := {*also, *self._book.carried} - done:
            for name in sorted(pending):
                getattr(self, name)(year)
            done |= pending

    # Time -----------------------------------------------------------------------------------------

    @fixed("year")
    def setup_years(self) -> Operand:
        """Time from the decision to try until signature."""
        return self.setup_months / timing.MONTHS_A_YEAR

    @fixed("year")
    def end_year(self) -> Operand:
        """Date on which operation ends: the appraisal period's end for an open-ended model, never before signature.

        A contract with a term says its own.
        """
        return np.maximum(self.appraisal_period, self.setup_years)

    @fixed("year")
    def operation_years(self) -> Operand:
        """Years of operation."""
        return self.end_year - self.setup_years

    @fixed("year")
    def settlement_year(self) -> Operand:
        """Date of the last flow; a contract settled after its term says when."""
        return self.end_year

    @yearly("/1")
    def operating(self, year: Operand) -> Operand:
        """Part of the year in operation."""
        return timing.elapsed(year, self.setup_years, self.end_year)

    @yearly("/1")
    def signing(self, year: Operand) -> Operand:
        """Part of a lump due at signature that falls on the end of the year."""
        return timing.at(year, self.setup_years)

    def ramp(self, year: Operand, length: Operand) -> Operand:
        """Share of full size reached in ``year``, ``length`` years after signature at the latest."""
        return timing.ramp(year, self.setup_years, length)

    # Setup effort ---------------------------------------------------------------------------------

    def phase(self, name: str, part: str) -> Operand:
        """Return ``part`` of a phase: a role's FTE-months, ``fees``, ``months`` or ``probability``."""
        return self.value(f"{name}.{part}")

    def phase_cost(self, name: str) -> Operand:
        """Labour by role plus fees of a phase, raised by the optimism bias, in EUR."""

        def compute() -> Operand:
            labour: Operand = 0.0
            for role in ROLES:
                labour = labour + self.phase(name, role) * self.value(f"{role}_cost")
            return (labour / timing.MONTHS_A_YEAR + self.phase(name, "fees")) * (1 + self.setup_optimism_bias)

        return self.fixed_working(f"{name}.cost", "EUR", compute)

    def phase_start(self, name: str) -> Operand:
        """Date on which a phase begins, in years: the phases follow one another."""
        phases = list(self.definition.phases)
        position = phases.index(name)
        if not position:
            return 0.0
        before = phases[position - 1]
        return self.fixed_working(
            f"{name}.start",
            "year",
            lambda: self.phase_start(before) + self.phase(before, "months") / timing.MONTHS_A_YEAR,
        )

    def phase_reach(self, name: str) -> Operand:
        """Probability that a phase is begun: every phase before it was passed."""
        phases = list(self.definition.phases)
        position = phases.index(name)
        if not position:
            return 1.0
        before = phases[position - 1]
        return self.fixed_working(
            f"{name}.reach", "/1", lambda: self.phase_reach(before) * self.phase(before, "probability")
        )

    def _over_phases(self, term: Callable[[str], Operand], total: Operand = 0.0) -> Operand:
        for name in self.definition.phases:
            total = total + term(name)
        return total

    @fixed("FTE-month")
    def setup_fte_months(self) -> Operand:
        """Working time of the organisation's own people from first idea to signature."""
        return self._over_phases(lambda name: sum((self.phase(name, role) for role in ROLES), 0.0))

    @fixed("EUR")
    def setup_cost(self) -> Operand:
        """What all the phases cost the organisation."""
        return self._over_phases(self.phase_cost)

    @fixed("month")
    def setup_months(self) -> Operand:
        """Elapsed months of all the phases."""
        return self._over_phases(lambda name: self.phase(name, "months"))

    @fixed("/1")
    def probability_of_signing(self) -> Operand:
        """Probability that every phase is passed."""
        if not self.definition.phases:
            return 1.0
        last = list(self.definition.phases)[-1]
        return self.phase_reach(last) * self.phase(last, "probability")

    @fixed("EUR")
    def expected_setup_cost(self) -> Operand:
        """Setup spending weighed by the probability that each phase is begun."""
        return self._over_phases(lambda name: self.phase_reach(name) * self.phase_cost(name))

    @fixed("EUR")
    def setup_spent_in_failures(self) -> Operand:
        """Expected setup spending of the cases that fail, whatever their probability."""
        return self.expected_setup_cost - self.probability_of_signing * self.setup_cost

    def setup_ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield the setup effort that falls in ``year``: the organisation's by phase, the other parties' as a whole."""
        for name in self.definition.phases:
            share = timing.spread(year, self.phase_start(name), self.phase(name, "months") / timing.MONTHS_A_YEAR)
            yield ResourceCost(f"setup.{name}", Stakeholder.ORGANISATION, self.phase_cost(name) * share)
        if self.definition.counterparts:
            share = self.yearly_working("setup_share", "/1", lambda: timing.spread(year, 0.0, self.setup_years))
            for party in self.definition.counterparts:
                yield ResourceCost(f"setup.{party}", party, self.counterpart_cost(party) * share)

    def counterpart_cost(self, party: Stakeholder) -> Operand:
        """Own setup effort of another party, in EUR."""
        rate = self.public_day_cost if party is Stakeholder.OUTCOME_PAYER else self.partner_day_cost
        return self.fixed_working(
            f"{party}.setup_cost",
            "EUR",
            lambda: self.value(f"{party}_setup_days") * rate + self.value(f"{party}_setup_fees"),
        )


SUMMARY: Final = (
    "setup_fte_months",
    "setup_cost",
    "setup_months",
    "setup_years",
    "probability_of_signing",
    "expected_setup_cost",
    "setup_spent_in_failures",
    "settlement_year",
)
