"""The inputs of one scenario with their distributions, and their values at the points drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.distributions import Marginal
from costbench.analysis.draws import SIGN, Points
from costbench.appraisal import CooperationModel, Operand
from costbench.appraisal.inputs import Settled
from costbench.appraisal.names import defaults_of

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
    marginals, as_shipped = {}, set()
    for name, default in defaults_of(settled.model).items():
        spread = settled.spreads[name]
        low, mode, high = (_at(bound, position) for bound in (spread.low, spread.mode, spread.high))
        own = (low, mode, high) == (default.low, default.central, default.high)
        quantiles = default.quantiles if own else ()
        marginals[name] = Marginal(low, mode, high, SIGN[default.direction], quantiles)
        if own:
            as_shipped.add(name)
    return UncertainScenario(settled.model, marginals, frozenset(as_shipped))


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
