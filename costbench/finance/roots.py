"""Where a function changes sign between two bounds, for many scenarios at once."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from costbench.finance.operands import FloatArray, IntArray, unwrapped

# Called with trial values and the flat indices of the scenarios they belong to; answers one value each.
ScenarioFunction: TypeAlias = Callable[[FloatArray, IntArray], FloatArray]

RELATIVE_TOLERANCE: Final = 2e-14  # fifty times finer than twelve digits, coarser than the rounding of a long sum
ABSOLUTE_TOLERANCE: Final = 1e-24
MAXIMUM_STEPS: Final = 200


class RootStatus(IntEnum):
    """What became of the search for a root."""

    FOUND = 0
    NOT_BRACKETED = 1
    NOT_FOUND = 2


class Roots(NamedTuple):
    """One root per scenario, NaN where absent, and the :class:`RootStatus` code that says why."""

    root: FloatArray
    status: IntArray


class _Brackets(NamedTuple):
    """The newest trial, the bound across the root from it, and the trial or bound before that."""

    x: FloatArray
    f: FloatArray
    x_across: FloatArray
    f_across: FloatArray
    x_before: FloatArray
    f_before: FloatArray

    def where(self, kept: npt.NDArray[np.bool_]) -> _Brackets:
        return _Brackets(*(column[kept] for column in self))

    def best(self) -> FloatArray:
        return np.where(np.abs(self.f) < np.abs(self.f_across), self.x, self.x_across)

    def tolerance(self) -> FloatArray:
        return RELATIVE_TOLERANCE * np.abs(self.best()) + ABSOLUTE_TOLERANCE

    def solved(self) -> npt.NDArray[np.bool_]:
        narrow = np.abs(self.x_across - self.x) <= self.tolerance()
        exact = (self.f == 0) | (self.f_across == 0)
        done: npt.NDArray[np.bool_] = ~np.isnan(self.f) & (narrow | exact)
        return done

    def narrowed(self, x: FloatArray, f: FloatArray) -> _Brackets:
        same_side = np.sign(f) == np.sign(self.f)
        across = np.where(same_side, (self.x_across, self.f_across), (self.x, self.f))
        before = np.where(same_side, (self.x, self.f), (self.x_across, self.f_across))
        return _Brackets(x, f, *across, *before)

    def next_trial(self) -> FloatArray:
        """Inverse quadratic interpolation where the three points allow it, the middle elsewhere."""
        width = self.x_across - self.x
        with np.errstate(all="ignore"):
            position = width / (self.x_across - self.x_before)
            height = (self.f_across - self.f) / (self.f_across - self.f_before)
            curved = (height**2 < position) & ((1 - height) ** 2 < 1 - position)
            fraction = self.f / (self.f_across - self.f) * self.f_before / (self.f_across - self.f_before)
            fraction += (
                (self.x_before - self.x) / width * self.f / (self.f_before - self.f)
                * self.f_across / (self.f_before - self.f_across)
            )  # fmt: skip
            margin = np.minimum(self.tolerance() / 2 / np.abs(width), 0.5)
        return self.x + np.clip(np.where(curved, fraction, 0.5), margin, 1 - margin) * width


def find_root(
    function: ScenarioFunction,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    *,
    at_bounds: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    start: npt.ArrayLike | None = None,
    maximum_steps: int = MAXIMUM_STEPS,
) -> Roots:
    """Return where ``function`` changes sign between ``low`` and ``high``, for every scenario at once.

    Parameters
    ----------
    function
        ``function(x, rows)`` answers for the scenarios ``rows`` (flat indices) only, those not yet solved;
        ``x`` has one trial value for each of them.
    low, high
        Bounds of the search, scalars or one value per scenario.
    at_bounds
        Values of ``function`` at ``low`` and at ``high``, where they are known already.
    start
        First trial, between the bounds; their middle when absent.
    maximum_steps
        Trials after which a scenario is given up.

    Returns
    -------
    Roots and status codes in the shape the bounds and ``start`` broadcast to. A root is NaN with
    ``NOT_BRACKETED`` where the values at the two bounds have the same sign (or are not numbers), and with
    ``NOT_FOUND`` where a trial has no value or the trials ran out.

    Convention
    ----------
    A root is a change of sign located to 2e-14 of its size. Where the function jumps across zero it is the
    place of the jump. Where there are several changes of sign, one of them is found.

    References
    ----------
    T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
    function without using derivatives", Advances in Engineering Software 28(3), 1997, pp. 145-149.

    Examples
    --------
    Two loans of 1,000 euros cost 1,100 and 1,210 euros after two years: at which yearly rates?

    >>> repaid = np.array([1_100.0, 1_210.0])
    >>> find_root(lambda rate, rows: 1_000 * (1 + rate) ** 2 - repaid[rows], [0, 0], [1, 1]).root.round(4)
    array([0.0488, 0.1   ])
    """
    lows, highs = np.asarray(low, np.float64), np.asarray(high, np.float64)
    middle = (lows + highs) / 2 if start is None else np.clip(start, lows, highs)
    columns = np.broadcast_arrays(lows, highs, middle)
    shape, (left, right, x) = columns[0].shape, (column.ravel() for column in columns)
    rows = np.arange(left.size)
    if at_bounds is None:
        f_left, f_right = function(left, rows), function(right, rows)
    else:
        f_left, f_right = (np.broadcast_to(value, shape).ravel() for value in at_bounds)
    trials = _Brackets(left, f_left, right, f_right, left, left)
    bracketed = np.sign(trials.f) * np.sign(trials.f_across) <= 0
    root = np.full(left.size, np.nan)
    status = np.where(bracketed, RootStatus.NOT_FOUND, RootStatus.NOT_BRACKETED)
    rows, trials, x = rows[bracketed], trials.where(bracketed), x[bracketed]
    for _ in range(maximum_steps):
        solved = trials.solved()
        root[rows[solved]], status[rows[solved]] = trials.best()[solved], RootStatus.FOUND
        going = ~solved & ~np.isnan(trials.f)
        if not going.any():
            break
        rows, trials, x = rows[going], trials.where(going), x[going]
        trials = trials.narrowed(x, function(x, rows))
        x = trials.next_trial()
    return Roots(unwrapped(root.reshape(shape)), unwrapped(status.reshape(shape)))
