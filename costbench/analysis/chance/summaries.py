"""What is read off the draws of a result: mean, spread, percentiles, losses, and how far each may be off."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from costbench.analysis.chance.distributions import empirical_quantile
from costbench.appraisal import TOLERANCE
from costbench.appraisal.readings.flows import Array

TAIL: Final = 0.05
"""Share of the draws that expected shortfall looks at: the worst ones."""


@dataclass(frozen=True)
class Summary:
    """Statistics of a result over its draws, in its own unit; ``None`` where too few draws give an answer.

    ``p5``, ``p50``, ``p95``: percentiles, linear between neighbouring draws. ``probability_of_loss``: share of
    the draws below zero. ``expected_shortfall``: mean of the worst 5 % of the draws.
    """

    mean: float | None
    sd: float | None
    p5: float | None
    p50: float | None
    p95: float | None
    probability_of_loss: float | None
    expected_shortfall: float | None

    def __getitem__(self, name: str) -> float | None:
        value: float | None = getattr(self, name)
        return value


STATISTICS: Final = tuple(item.name for item in fields(Summary))
NOTHING_KNOWN: Final = Summary(*(None for _ in STATISTICS))


def summarise(outcomes: ArrayLike) -> Summary:
    """Return the statistics of ``outcomes``, one value a draw; no standard deviation from one draw, nothing from none.

    >>> summarise([-10.0, 0.0, 10.0, 20.0]).probability_of_loss
    0.25
    """
    ordered = np.sort(np.asarray(outcomes, dtype=float))
    if not ordered.size:
        return NOTHING_KNOWN
    lowest = ordered[0]
    above = ordered - lowest  # so that a result that does not vary has a standard deviation of exactly zero
    p5, p50, p95 = (float(value) for value in empirical_quantile((0.05, 0.5, 0.95), ordered))
    return Summary(
        mean=float(lowest + np.mean(above)),
        sd=float(np.std(above, ddof=1)) if ordered.size > 1 else None,
        p5=p5,
        p50=p50,
        p95=p95,
        probability_of_loss=float(np.mean(ordered < -TOLERANCE)),
        expected_shortfall=_mean_of_the_worst(ordered),
    )


def standard_errors(outcomes: Array, replicates: int) -> Summary:
    """Return the standard error of each statistic, from ``replicates`` equal parts drawn independently.

    Formula: standard deviation of the statistic over the parts, divided by √replicates. With scrambled
    Sobol points it is the error of a part's points, larger than that of all of them taken as one sequence.

    References
    ----------
    A. B. Owen, "Scrambled net variance for integrals of smooth functions", Annals of Statistics 25(4), 1997.
    """
    if replicates < 2:
        return NOTHING_KNOWN
    parts = [summarise(part) for part in np.split(np.asarray(outcomes, dtype=float), replicates)]
    return Summary(*(_error([part[name] for part in parts]) for name in STATISTICS))


def shares_of_being_best(outcomes: ArrayLike) -> Array:
    """Return how often each alternative (first axis) has the highest outcome over the draws; ties are shared.

    Outcomes within 1e-9 of the best (relative to it, at least 1) are ties.

    >>> shares_of_being_best([[1.0, 5.0, 2.0, 0.0], [1.0, 4.0, 3.0, 0.0]])
    array([0.5, 0.5])
    """
    values = np.asarray(outcomes, dtype=float)
    best = values.max(axis=0)
    ahead = values >= best - TOLERANCE * np.maximum(1.0, np.abs(best))
    return np.asarray(np.mean(ahead / ahead.sum(axis=0), axis=1))


def _mean_of_the_worst(ordered: Array) -> float:
    whole, rest = divmod(TAIL * ordered.size, 1)
    count = int(whole)
    edge = rest * ordered[min(count, ordered.size - 1)]
    return float((np.sum(ordered[:count]) + edge) / (TAIL * ordered.size))


def _error(estimates: list[float | None]) -> float | None:
    known = [estimate for estimate in estimates if estimate is not None]
    if len(known) < len(estimates):
        return None
    return float(np.std(known, ddof=1) / np.sqrt(len(known)))
