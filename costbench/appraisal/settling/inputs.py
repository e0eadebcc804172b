"""From what a user gives to the numbers a model computes with: defaults filled in, texts read, every fault found.

Works on one scenario (floats) and on many at once (arrays, NaN or an empty text where nothing is given).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.entries import Operand
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.names import (
    Given,
    accepted_names,
    defaults_of,
    for_model,
    rescalers_of,
    text_names,
    texts_of,
)
from costbench.appraisal.declaring.quantities import LARGEST, TextInput
from costbench.appraisal.declaring.readiness import ready_probability
from costbench.appraisal.declaring.timing import LAST_YEAR, TOLERANCE
from costbench.appraisal.settling.faults import (
    A_NUMBER,
    A_TOTAL,
    ASCENDING,
    IN_TIME,
    Rule,
    in_range,
    unknown_input,
    unreadable_text,
)
from costbench.appraisal.settling.spreads import BOUNDS, Spread, chosen, each, first_given, replaced
from costbench.errors import CostbenchError, InputError, Problem, quoted
from costbench.vocabulary import ROLES

__all__ = [
    "Given", "Settled", "Spread", "accepted_names", "defaults_of", "for_model",
    "rescalers_of", "settle", "text_names", "texts_of", "unknown_input",
]  # fmt: skip


@dataclass
class Settled:
    """Every input of one model for one scenario or for many.

    ``problems`` holds each fault with the position of its scenario; a scenario with a fault carries defaults.
    """

    model: type[CooperationModel]
    spreads: dict[str, Spread]
    size: int | None
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    given: frozenset[str] = frozenset()

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the scenarios: empty for a single one."""
        return () if self.size is None else (self.size,)

    def values(self) -> dict[str, Operand]:
        """Return the central value of every input."""
        return {name: spread.mode for name, spread in self.spreads.items()}

    def raise_problems(self) -> None:
        """Raise :class:`~costbench.errors.InputError` with every problem, if there is one."""
        if self.problems:
            raise InputError(problem for _, problem in self.problems)


def settle(model: type[CooperationModel], given: Given) -> Settled:
    """Return every input of ``model``, the given ones checked, the others at their default."""
    return _Settling(model, given).settled()


class _Settling:
    """One pass over the inputs; faults gather in ``problems`` and never stop the pass."""

    def __init__(self, model: type[CooperationModel], given: Given) -> None:
        self.model = model
        self.given: dict[str, Any] = {name: np.asarray(value) for name, value in given.items()}
        sizes = {np.shape(value)[0] for value in self.given.values() if np.shape(value)}
        if len(sizes) > 1:
            raise ValueError(f"inputs of different lengths: {sorted(sizes)}")
        self.size = sizes.pop() if sizes else None
        self.count = 1 if self.size is None else self.size
        self.problems: list[tuple[int, Problem]] = []
        self.defaults = defaults_of(model)

    def settled(self) -> Settled:
        self._refuse_unknown_names()
        self._read_numbers()
        self._read_texts()
        spreads = {name: self._spread(name, default) for name, default in self.defaults.items()}
        self._rescale(spreads)
        self._apply_readiness(spreads)
        spreads = self._without_faults(spreads)
        self._check_timeline(spreads)
        spreads = self._without_faults(spreads)
        self.problems.sort(key=lambda item: item[0])
        return Settled(self.model, spreads, self.size, self.problems, frozenset(self.given))

    def _fault(self, mask: Operand, path: str, values: Operand, rule: Rule) -> None:
        """Note a problem for every scenario in ``mask``."""
        found = np.broadcast_to(values, self.count)
        for position in np.flatnonzero(np.broadcast_to(mask, self.count)):
            value = float(found[position])
            self.problems.append((int(position), Problem(path, value, rule.allowed, rule.advice(value))))

    # What is written ------------------------------------------------------------------------------

    def _refuse_unknown_names(self) -> None:
        known = accepted_names(self.model)
        for name in [name for name in self.given if name not in known]:
            self.problems.append((0, unknown_input(name, known)))
            del self.given[name]

    def _read_numbers(self) -> None:
        for name in self.given.keys() - text_names(self.model):
            array = self.given[name]
            if array.dtype.kind in "OUS":
                array = np.array([self._number(name, *item) for item in enumerate(array.ravel())]).reshape(array.shape)
            self.given[name] = array.astype(np.float64) if array.ndim else float(array)

    def _number(self, name: str, position: int, written: Any) -> float:
        if written is None or str(written).strip() == "":
            return np.nan
        try:
            return float(written)
        except (TypeError, ValueError):
            problem = Problem(name, quoted(str(written)), A_NUMBER.allowed, A_NUMBER.advice(np.nan))
            self.problems.append((position, problem))
            return np.nan

    def _read_texts(self) -> None:
        for item in texts_of(self.model).values():
            if not any(column in self.given for column in item.columns):
                continue
            written = [np.asarray(self.given.pop(column, ""), dtype=object) for column in item.columns]
            rows = [np.broadcast_to(column, self.count) for column in written]
            for name, values in self._read_rows(item, list(zip(*rows, strict=True))).items():
                own = self.given.get(name, np.nan)
                merged = np.where(np.isnan(own), values, own)
                self.given[name] = float(merged[0]) if self.size is None else merged

    def _read_rows(self, item: TextInput, rows: list[tuple[Any, ...]]) -> dict[str, NDArray[np.float64]]:
        """Return what the texts set, NaN where a row says nothing; each different text is read once."""
        positions: dict[tuple[str, ...], list[int]] = {}
        for position, row in enumerate(rows):
            texts = tuple("" if text is None or text != text else str(text) for text in row)  # NaN differs from itself
            if any(text.strip() for text in texts):
                positions.setdefault(texts, []).append(position)
        columns: dict[str, NDArray[np.float64]] = {}
        for texts, places in positions.items():
            try:
                values = item.read(*texts)
            except (CostbenchError, ValueError) as error:
                problems = list(unreadable_text(item, texts, error))
                self.problems.extend((place, problem) for place in places for problem in problems)
                continue
            for name, value in values.items():
                columns.setdefault(name, np.full(len(rows), np.nan))[places] = value
        return columns

    # Three values of each input -------------------------------------------------------------------

    def _given_bounds(self, name: str) -> list[Operand] | None:
        """Return the low, central and high value given for ``name``, NaN where one is not; ``None`` without any."""
        keys = (f"{name}.low", name, f"{name}.high")
        return [self.given.get(key, np.nan) for key in keys] if any(key in self.given for key in keys) else None

    def _spread(self, name: str, default: Default) -> Spread:
        safe = Spread(default.low, default.central, default.high)
        written = self._given_bounds(name)
        if written is None:
            return safe
        spread = self._filled_in(Spread(*written), safe)
        wrong = self._outside(default, spread)
        return self._shaped(chosen(wrong, safe, spread) if np.any(wrong) else spread)

    def _filled_in(self, given: Spread, default: Spread) -> Spread:
        """Return what is given, the default elsewhere; a central value given alone is certain."""
        low, mode, high = given.low, given.mode, given.high
        if not (np.ndim(low) or np.ndim(high)) and np.isnan(low) and np.isnan(high):
            return each(first_given, Spread(mode, mode, mode), default)
        return Spread(
            np.where(np.isnan(low), np.where(np.isnan(mode), default.low, np.fmin(mode, high)), low),
            np.where(np.isnan(mode), default.mode, mode),
            np.where(np.isnan(high), np.where(np.isnan(mode), default.high, np.fmax(mode, low)), high),
        )

    def _outside(self, default: Default, spread: Spread) -> Operand:
        """Note what is out of range or out of order; return where."""
        lowest, highest = default.quantity.low, default.quantity.high
        wrong: Operand = False
        for bound in BOUNDS:
            values = getattr(spread, bound)
            outside = np.logical_not((values >= lowest) & (values <= min(highest, LARGEST)))
            if np.any(outside):
                wrong = wrong | self._faulty(default.name, bound, values, outside, in_range(default))
        if spread.low is spread.high:
            return wrong
        disorder = {"low": spread.low > spread.mode, "high": spread.high < spread.mode}
        for bound, mask in disorder.items():
            wrong = wrong | self._faulty(default.name, bound, getattr(spread, bound), mask & ~wrong, ASCENDING)
        return wrong

    def _faulty(self, name: str, bound: str, values: Operand, mask: Operand, rule: Rule) -> Operand:
        """Note a fault in the bound that was given under its own name; return where."""
        path = name if bound == "mode" else f"{name}.{bound}"
        if path not in self.given:
            return False
        self._fault(mask, path, values, rule)
        return mask

    def _shaped(self, spread: Spread) -> Spread:
        """Return plain floats for a single scenario."""
        return spread if self.size is not None else Spread(*(float(getattr(spread, bound)) for bound in BOUNDS))

    # Totals and readiness -------------------------------------------------------------------------

    def _rescale(self, spreads: dict[str, Spread]) -> None:
        """Let given totals rescale the parts in proportion to their central values."""
        phases = list(self.model.definition.phases)
        for phase in phases:
            self._rescale_to(f"{phase}.fte_months", [f"{phase}.{role}" for role in ROLES], spreads)
        self._rescale_to("setup_fte_months", [f"{phase}.{role}" for phase in phases for role in ROLES], spreads)
        self._rescale_to("setup_months", [f"{phase}.months" for phase in phases], spreads)

    def _rescale_to(self, name: str, parts: list[str], spreads: dict[str, Spread]) -> None:
        """Share the total ``name`` among ``parts``; where all of them are zero, the first one takes it."""
        written = self._given_bounds(name)
        if written is None:
            return
        central: Operand = sum(spreads[part].mode for part in parts)
        total = self._total(name, central, Spread(*written))
        empty = central < TOLERANCE
        for part in parts:
            weight = np.where(empty, float(part == parts[0]), spreads[part].mode) / np.where(empty, 1.0, central)
            scaled = each(lambda bound, weight=weight: weight * bound, total)
            spreads[part] = self._shaped(each(first_given, scaled, spreads[part]))

    def _total(self, name: str, central: Operand, given: Spread) -> Spread:
        """Return the total, certain where it is given alone; NaN where it is not given or cannot be used."""
        centre = first_given(given.mode, central)
        wrong: Operand = False
        disorder = {"mode": False, "low": given.low > centre, "high": given.high < centre}
        for bound, mask in disorder.items():
            values = getattr(given, bound)
            unusable = (values < 0) | np.isinf(values)
            wrong = wrong | self._faulty(name, bound, values, unusable, A_TOTAL)
            wrong = wrong | self._faulty(name, bound, values, mask & ~np.asarray(wrong), ASCENDING)
        total = Spread(first_given(given.low, given.mode), given.mode, first_given(given.high, given.mode))
        return chosen(wrong, Spread(np.nan, np.nan, np.nan), total) if np.any(wrong) else total

    def _apply_readiness(self, spreads: dict[str, Spread]) -> None:
        for phase in self.model.definition.phases:
            name = f"{phase}.probability"
            q = spreads[name]
            answers = [
                spreads[f"readiness.{item.name}"].mode
                for item in self.model.definition.readiness.values()
                if phase in item.phases
            ]
            if answers:
                ready = ready_probability(q.low, q.mode, q.high, answers)
                spreads[name] = self._shaped(Spread(q.low, ready, q.high))

    # The whole ------------------------------------------------------------------------------------

    def _without_faults(self, spreads: dict[str, Spread]) -> dict[str, Spread]:
        """Return the defaults in the scenarios that have a problem, the spreads as they are in the others.

        A default stays one number for all scenarios, so that a fault next door changes not a bit of a result.
        """
        faulty = np.zeros(self.count, dtype=bool)
        faulty[[position for position, _ in self.problems]] = True
        if not faulty.any():
            return spreads
        safe = {name: Spread(default.low, default.central, default.high) for name, default in self.defaults.items()}
        if self.size is None:
            return safe
        return {name: replaced(faulty, safe[name], spread) for name, spread in spreads.items()}

    def _check_timeline(self, spreads: Mapping[str, Spread]) -> None:
        last = self.model({name: spread.mode for name, spread in spreads.items()}).settlement_year
        self._fault(last > LAST_YEAR + TOLERANCE, "settlement_year", last, IN_TIME)
