"""The inputs of one scenario with their distributions, and their values at the points drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.chance.distributions import Marginal
from costbench.analysis.chance.draws import SIGN, Points
from costbench.appraisal import CooperationModel, Operand
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.settling.inputs import Settled
from costbench.appraisal.settling.spreads import BOUNDS, Spread

Values: TypeAlias = Mapping[str, Operand]
Position: TypeAlias = int | tuple[()]
"""Which scenario of many; the empty tuple where there is one only."""


@dataclass(frozen=True)
class UncertainScenario:
    """The inputs of one model in one scenario, each with its distribution.

    ``as_shipped`` names those whose distribution is the default's: scenarios share their values.
    """

    model: type[CooperationModel]
    marginals: Mapping[str, Marginal]
    as_shipped: frozenset[str]

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Names of the inputs that have more than one value."""
        return tuple(name for name, marginal in self.marginals.items() if not marginal.certain)

    def column(self, name: str, points: Points) -> Operand:
        """Return the values of an input at ``points``; a float where it is certain."""
        marginal = self.marginals[name]
        if marginal.certain:
            return marginal.mode
        return points.column(name, marginal, keep=name in self.as_shipped)


def uncertain_scenario(settled: Settled, position: Position = ()) -> UncertainScenario:
    """Return one scenario of ``settled`` with the distribution of every input.

    Observed quantiles stand in for the PERT distribution where a default has them and nothing else was given.
    """
    return next(uncertain_scenarios(settled, [position]))


def uncertain_scenarios(settled: Settled, positions: Iterable[Position]) -> Iterator[UncertainScenario]:
    """Yield several scenarios of ``settled``; what is one number for all of them is looked at once."""
    defaults, spreads = defaults_of(settled.model), settled.spreads
    varying = [name for name in defaults if any(np.ndim(getattr(spreads[name], bound)) for bound in BOUNDS)]
    common = {name: _marginal(default, spreads[name], ()) for name, default in defaults.items() if name not in varying}
    for position in positions:
        own = {name: _marginal(defaults[name], spreads[name], position) for name in varying}
        marginals = {name: own[name] if name in own else common[name] for name in defaults}
        as_shipped = (name for name, marginal in marginals.items() if _is_default(marginal, defaults[name]))
        yield UncertainScenario(settled.model, marginals, frozenset(as_shipped))


def _marginal(default: Default, spread: Spread, position: Position) -> Marginal:
    low, mode, high = (_at(getattr(spread, bound), position) for bound in BOUNDS)
    marginal = Marginal(low, mode, high, SIGN[default.direction])
    return replace(marginal, quantiles=default.quantiles) if _is_default(marginal, default) else marginal


def _is_default(marginal: Marginal, default: Default) -> bool:
    return (marginal.low, marginal.mode, marginal.high) == (default.low, default.central, default.high)


class DrawnInputs(Mapping[str, Operand]):
    """The inputs of a scenario at some points, drawn when the model asks for them.

    ``rows`` picks points, all of them when absent; ``fixed`` values (drawn gates, say) are answered as they are.
    """

    def __init__(
        self,
        scenario: UncertainScenario,
        points: Points,
        rows: NDArray[np.intp] | None = None,
        fixed: Values | None = None,
    ) -> None:
        self._scenario, self._points, self._rows = scenario, points, rows
        self._known: dict[str, Operand] = dict(fixed or {})

    def __getitem__(self, name: str) -> Operand:
        if name not in self._known:
            column = self._scenario.column(name, self._points)
            whole = self._rows is None or not np.ndim(column)
            self._known[name] = column if whole else column[self._rows]
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scenario.marginals)

    def __len__(self) -> int:
        return len(self._scenario.marginals)


def _at(bound: Operand, position: Position) -> float:
    return float(np.asarray(bound)[position]) if np.ndim(bound) else float(bound)
