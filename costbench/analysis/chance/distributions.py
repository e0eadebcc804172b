"""How an uncertain input is distributed: PERT by a fine table, or observed quantiles; and gates, passed or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from costbench.analysis.libraries import risk_library
from costbench.appraisal.readings.flows import Array

SCORE_LIMIT: Final = 6.5
"""Normal scores are held within ± this: beyond lies less than one draw in ten thousand million."""

LOG_ODDS_LIMIT: Final = 24
"""Log-odds are held within ± this: as far out as a probability within 4e-11 of 0 or 1."""
COARSE_SHAPES, COARSE_ODDS = 64, 256
SHAPES: Final = 512
ODDS: Final = 4096
PERT_ERROR: Final = 1.5e-6
"""Largest error of the table, as a share of high − low, for 1e-10 ≤ u ≤ 1 − 1e-10; the mean error is 4e-7."""


@dataclass(frozen=True)
class PertTable:
    """Quantiles of the PERT distribution on [0, 1]: a row for each place of the mode, a column for each log-odds.

    The table is laid out in the log-odds of the probability, where quantiles are smooth up to both tails: even steps
    in the probability itself leave errors of several per cent in the outermost cells. Normal scores are as smooth,
    and take eight times as long to compute.
    """

    rows: Array

    def row(self, mode: float) -> Array:
        """Return the quantiles of the distribution whose mode lies at ``mode`` (0 to 1)."""
        place = mode * SHAPES
        above = min(int(place), SHAPES - 1)
        return np.asarray(self.rows[above] + (place - above) * (self.rows[above + 1] - self.rows[above]))

    def look_up(self, mode: Array, odds: Array) -> Array:
        """Return the quantiles for modes and log-odds of one shape, linear between the four cells around."""
        place, (cell, rest) = mode * SHAPES, cells(odds)
        above = np.minimum(place.astype(np.intp), SHAPES - 1)
        near, far = (
            self.rows[row, cell] + rest * (self.rows[row, cell + 1] - self.rows[row, cell])
            for row in (above, above + 1)
        )
        return np.asarray(near + (place - above) * (far - near))


@cache
def pert_table() -> PertTable:
    """Return the table, computed at the first call: exact quantiles on a coarse grid, cubic splines between."""
    special, interpolate = risk_library("scipy.special"), risk_library("scipy.interpolate")
    modes = np.linspace(0, 1, COARSE_SHAPES + 1)
    odds = np.linspace(-LOG_ODDS_LIMIT, LOG_ODDS_LIMIT, COARSE_ODDS + 1)
    exact = special.betaincinv(1 + 4 * modes[:, None], 5 - 4 * modes[:, None], special.expit(odds))
    fine = np.linspace(0, 1, SHAPES + 1), np.linspace(-LOG_ODDS_LIMIT, LOG_ODDS_LIMIT, ODDS + 1)
    rows = interpolate.RectBivariateSpline(modes, odds, exact)(*fine)
    return PertTable(np.clip(rows, 0, 1))


def log_odds(u: ArrayLike) -> Array:
    """Return log(u / (1 − u)), held within ± :data:`LOG_ODDS_LIMIT`.

    >>> log_odds([0, 0.5, 1]).tolist()
    [-24.0, 0.0, 24.0]
    """
    probability = np.asarray(u, dtype=float)
    with np.errstate(divide="ignore"):
        odds = np.log(probability / (1 - probability))
    return np.asarray(np.clip(odds, -LOG_ODDS_LIMIT, LOG_ODDS_LIMIT))


def normal_score(u: ArrayLike) -> Array:
    """Return the standard normal quantile of ``u``, held within ± :data:`SCORE_LIMIT`."""
    scores = risk_library("scipy.special").ndtri(u)
    return np.asarray(np.clip(scores, -SCORE_LIMIT, SCORE_LIMIT))


def probability_of(score: ArrayLike) -> Array:
    """Return the standard normal probability of a score: the inverse of :func:`normal_score`."""
    return np.asarray(risk_library("scipy.special").ndtr(score))


def cells(odds: Array) -> tuple[NDArray[np.intp], Array]:
    """Return the table's cell of each log-odds and how far it lies into the cell (0 to 1)."""
    place = (odds + LOG_ODDS_LIMIT) * (ODDS / (2 * LOG_ODDS_LIMIT))
    cell = np.minimum(place.astype(np.intp), ODDS - 1)
    return cell, place - cell


def cells_within(u: Array) -> tuple[NDArray[np.intp], Array]:
    """Return the same for probabilities none of which is within 4e-11 of 0 or 1, as the points drawn are."""
    place = (np.log(u / (1 - u)) + LOG_ODDS_LIMIT) * (ODDS / (2 * LOG_ODDS_LIMIT))
    cell = place.astype(np.intp)
    return cell, place - cell


def pert_quantile(u: ArrayLike, low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> Array:
    """Return the quantile at ``u`` of the PERT distribution between ``low`` and ``high``.

    Parameters
    ----------
    u
        Probability, 0 to 1 [/1].
    low, mode, high
        Bounds and mode, ascending, in the input's unit. Equal values are allowed: a mode on a bound,
        or low = high, which is certain.

    Returns
    -------
    Quantiles in the input's unit and the shape that the operands broadcast to.

    Convention
    ----------
    A modified beta with λ = 4: shape parameters 1 + 4 (mode − low)/(high − low) and
    1 + 4 (high − mode)/(high − low). Read off a table; off by at most 1.5e-6 of high − low
    (:data:`PERT_ERROR`), exact at 0 and 1.

    References
    ----------
    D. Vose, Risk Analysis: A Quantitative Guide, 3rd edition, Wiley, 2008, section on the PERT distribution.

    Examples
    --------
    >>> pert_quantile([0, 0.5, 1], 10, 20, 60).round(3)
    array([10.   , 23.834, 60.   ])
    """
    probability, a, m, b = np.broadcast_arrays(*(np.asarray(item, float) for item in (u, low, mode, high)))
    width = b - a
    place = np.clip((m - a) / np.where(width > 0, width, 1.0), 0, 1)
    inner = a + width * pert_table().look_up(place, log_odds(probability))
    return np.where(probability <= 0, a, np.where(probability >= 1, b, inner))


def empirical_quantile(u: ArrayLike, table: ArrayLike) -> Array:
    """Return the quantile at ``u`` of observed values, sorted and equally likely, linear between neighbours.

    The first value stands at 0 and the last at 1, as with Excel's ``PERCENTILE``.

    >>> empirical_quantile([0, 0.25, 1], [1.0, 2.0, 4.0])
    array([1. , 1.5, 4. ])
    """
    values = np.asarray(table, dtype=float)
    if values.size == 1:
        return np.full(np.shape(u), values[0])
    place = np.asarray(u, dtype=float) * (values.size - 1)
    cell = np.minimum(place.astype(np.intp), values.size - 2)
    return np.asarray(values[cell] + (place - cell) * (values[cell + 1] - values[cell]))


def gate_passed(u: ArrayLike, probability: ArrayLike) -> NDArray[np.bool_]:
    """Return whether a gate of that probability is passed: where ``u`` lies below it.

    >>> gate_passed([0.0, 0.29, 0.3, 0.999], [0.0, 0.3, 0.3, 1.0])
    array([False,  True, False,  True])
    """
    return np.asarray(u) < np.asarray(probability)


@dataclass(frozen=True)
class Marginal:
    """The distribution of one input by itself, and its ``sign`` in a good world: +1 up, −1 down, 0 unmoved.

    ``quantiles`` are observed values that replace the PERT distribution.
    """

    low: float
    mode: float
    high: float
    sign: int = 0
    quantiles: tuple[float, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the input has one value only."""
        return not self.quantiles and not self.high > self.low

    def at(self, u: Array) -> Array:
        """Return the input's values at probabilities."""
        return empirical_quantile(u, self.quantiles) if self.quantiles else self.at_cells(*cells(log_odds(u)))

    def at_cells(self, cell: NDArray[np.intp], rest: Array) -> Array:
        """Return the PERT values in cells of the table."""
        width = self.high - self.low
        row = self.low + width * pert_table().row((self.mode - self.low) / width)
        return np.asarray(row.take(cell) + rest * np.diff(row).take(cell))
