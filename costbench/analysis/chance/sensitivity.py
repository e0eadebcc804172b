"""Which inputs matter: the tornado, Sobol indices and rank correlations of the expected net present value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from costbench.analysis.chance.distributions import Marginal
from costbench.analysis.chance.draws import SPAN, Sampling
from costbench.analysis.chance.outcomes import expected_outcomes, expected_value
from costbench.analysis.chance.uncertain_inputs import Position, UncertainScenario, uncertain_scenario
from costbench.analysis.libraries import risk_library
from costbench.appraisal import Operand
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.settling.inputs import Settled

CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Swing:
    """One bar of a tornado: an input at its two ends, and what the model is then worth, in EUR.

    The pessimistic end is low for an input that is good when it grows, high for one that is bad; for a neutral
    one it is the end at which the model is worth less.
    """

    name: str
    pessimistic_input: float
    optimistic_input: float
    pessimistic: float
    optimistic: float

    @property
    def size(self) -> float:
        """Length of the bar, in EUR."""
        return abs(self.optimistic - self.pessimistic)

    @property
    def against_its_direction(self) -> bool:
        """Whether the model is worth less at the end that ought to be the good one."""
        return self.optimistic < self.pessimistic


def tornado(settled: Settled, position: Position = (), chosen: Sampling | None = None) -> tuple[Swing, ...]:
    """Return a swing for every uncertain input of one scenario, the longest first.

    Each input goes to its low and its high while the others stay at their central values; the measure is the
    organisation's expected NPV. With a sampling the others are drawn, and the measure is the mean.
    """
    scenario = uncertain_scenario(settled, position)
    names = scenario.uncertain
    ends = np.array([_ends(scenario.marginals[name]) for name in names]).reshape(len(names), 2)
    worth = _worth_at(scenario, names, ends) if chosen is None else _mean_at(scenario, names, ends, chosen)
    swings = [
        _swing(name, scenario.marginals[name].sign, end, value)
        for name, end, value in zip(names, ends.tolist(), worth.tolist(), strict=True)
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.size))


def varied(base: Mapping[str, float], names: Sequence[str], trials: Array) -> dict[str, Operand]:
    """Return ``base`` once for each trial, the input named at the trial's place set to the trial's value."""
    values: dict[str, Operand] = dict(base)
    places = np.asarray(names, dtype=object)
    for name in set(names) & base.keys():
        values[name] = np.where(places == name, trials, base[name])
    return values


def central_values(scenario: UncertainScenario) -> dict[str, float]:
    """Return the central value of every input."""
    return {name: marginal.mode for name, marginal in scenario.marginals.items()}


@dataclass(frozen=True)
class SobolIndex:
    """Share of a result's variance that an input explains by itself, and with its interactions.

    The errors are half-widths of 95 % confidence intervals, by bootstrap.
    """

    name: str
    first_order: float
    total: float
    first_order_error: float
    total_error: float


def sobol_indices(
    function: Callable[[Array], Array], names: Sequence[str], base_draws: int = 1024, seed: int = 0
) -> tuple[SobolIndex, ...]:
    """Return first-order and total Sobol indices of ``function``, the largest total first, through SALib.

    Parameters
    ----------
    function
        Takes points of the unit cube, one row a point and one column a name; answers one value a point.
    names
        What the columns stand for.
    base_draws
        Size N of the two base samples, rounded up to a power of 2; the function meets N (columns + 2) points.

    Convention
    ----------
    A result that does not vary has indices of zero.

    References
    ----------
    A. Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics Communications
    181(2), 2010, pp. 259-270; SALib.
    """
    if not names:
        return ()
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    size = 1 << (max(base_draws, 2) - 1).bit_length()
    sample = risk_library("SALib.sample.sobol").sample
    results = function(sample(problem, size, calc_second_order=False, seed=seed))
    if np.ptp(results) == 0:
        return tuple(SobolIndex(name, 0.0, 0.0, 0.0, 0.0) for name in names)
    analyze = risk_library("SALib.analyze.sobol").analyze
    found = analyze(problem, results, calc_second_order=False, conf_level=CONFIDENCE, seed=seed)
    columns = (found[key].tolist() for key in ("S1", "ST", "S1_conf", "ST_conf"))
    indices = (SobolIndex(*row) for row in zip(names, *columns, strict=True))
    return tuple(sorted(indices, key=lambda index: -index.total))


def input_indices(
    settled: Settled, position: Position = (), base_draws: int = 512, seed: int = 0
) -> tuple[SobolIndex, ...]:
    """Return the Sobol indices of a model's expected NPV for its uncertain inputs, drawn independently.

    Gates are averaged: luck is no input that a study could settle.
    """
    scenario = uncertain_scenario(settled, position)
    names, central = scenario.uncertain, central_values(scenario)

    def worth(points: Array) -> Array:
        parts = []
        for start in range(0, len(points), SPAN):
            span = points[start : start + SPAN]
            drawn = {
                name: scenario.marginals[name].at(np.ascontiguousarray(span[:, place]))
                for place, name in enumerate(names)
            }
            parts.append(expected_value(scenario.model, central | drawn, len(span)))
        return np.concatenate(parts)

    return sobol_indices(worth, names, base_draws, seed)


def rank_correlations(settled: Settled, chosen: Sampling, position: Position = ()) -> dict[str, float | None]:
    """Return Spearman's rank correlation between each uncertain input and the expected NPV, the strongest first.

    ``None`` where the result does not vary.
    """
    scenario = uncertain_scenario(settled, position)
    rank = risk_library("scipy.stats").rankdata
    spans = list(chosen.spans())
    results = np.concatenate([expected_outcomes(scenario, points) for points in spans])
    if results.size < 2 or np.ptp(results) == 0:
        return dict.fromkeys(scenario.uncertain)
    ranked = rank(results)
    found: dict[str, float] = {
        name: float(np.corrcoef(rank(np.concatenate([scenario.column(name, p) for p in spans])), ranked)[0, 1])
        for name in scenario.uncertain
    }
    return {name: found[name] for name in sorted(found, key=lambda name: -abs(found[name]))}


def _ends(marginal: Marginal) -> tuple[float, float]:
    if marginal.quantiles:
        return marginal.quantiles[0], marginal.quantiles[-1]
    return marginal.low, marginal.high


def _worth_at(scenario: UncertainScenario, names: Sequence[str], ends: Array) -> Array:
    each = [name for name in names for _ in range(2)]
    values = varied(central_values(scenario), each, ends.ravel())
    return expected_value(scenario.model, values, len(each)).reshape(ends.shape)


def _mean_at(scenario: UncertainScenario, names: Sequence[str], ends: Array, chosen: Sampling) -> Array:
    total = np.zeros(ends.shape)
    for points in chosen.spans():
        for place, name in enumerate(names):
            for end in (0, 1):
                fixed = {name: float(ends[place, end])}
                total[place, end] += np.sum(expected_outcomes(scenario, points, fixed))
    return np.asarray(total / chosen.draws)


def _swing(name: str, sign: int, ends: Sequence[float], worth: Sequence[float]) -> Swing:
    (low, high), (at_low, at_high) = ends, worth
    low_is_worse = sign > 0 or (sign == 0 and at_low <= at_high)
    if low_is_worse:
        return Swing(name, low, high, at_low, at_high)
    return Swing(name, high, low, at_high, at_low)
