"""Flows as a polynomial in the discount factor: its value, its changes of sign, its root nearest to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from costbench.finance.operands import FloatArray, IntArray, Operand

NOISE: Final = 4 * np.finfo(np.float64).eps  # rounding of a sum of flows, relative to their sizes
MAXIMUM_STEPS: Final = 500
USUAL_STEPS: Final = 20  # of Newton's method; a search that takes more is one that it does not suit
CLOSE: Final = 1e-9
SMALLEST_DIVISOR: Final = 1e-200  # far below any flow, far above what overflows


def polynomial(coefficients: Sequence[Operand] | FloatArray, x: Operand) -> FloatArray:
    """Return the sum of ``coefficients[k] * x ** k``, the powers on the first axis, by Horner's rule.

    Coefficients are the rows of an array, or a sequence in which some may be single numbers.
    Every scenario is added up in the same order, whatever its neighbours.

    >>> float(polynomial(np.array([1.0, 2.0, 3.0]), np.float64(10)))
    321.0
    """
    value: FloatArray = coefficients[-1] + 0 * x
    for coefficient in coefficients[-2::-1]:
        value *= x
        value += coefficient
    return value


def columns(table: FloatArray, chosen: IntArray) -> FloatArray:
    """Return the chosen columns in ascending order; the table itself where that is all of them."""
    return table if chosen.size == table.shape[1] else table.take(chosen, axis=1)


def running_total(values: FloatArray) -> FloatArray:
    """Return the sums along the first axis, row after row: several times faster there than ``cumsum``.

    >>> running_total(np.array([1.0, 2.0, -4.0])).tolist()
    [1.0, 3.0, -1.0]
    """
    total = np.array(values, dtype=np.float64)
    for row in range(1, len(total)):
        total[row] += total[row - 1]
    return total


def sign_changes(values: FloatArray) -> IntArray:
    """Return how often the sign changes along the first axis; zeros are passed over.

    >>> int(sign_changes(np.array([-100.0, 0.0, 230.0, -132.0])))
    2
    """
    count = np.zeros(values.shape[1:], dtype=np.int16)
    last = np.zeros(values.shape[1:], dtype=np.int8)
    for value in values:
        sign = (value > 0).view(np.int8) - (value < 0).view(np.int8)
        count += sign * last < 0
        last = np.where(sign == 0, last, sign)
    return count.astype(np.int64)


def largest_root(coefficients: FloatArray, start: npt.ArrayLike = 0.9) -> FloatArray:
    """Return each column's largest root above 0 and not above 1, NaN where there is none.

    Parameters
    ----------
    coefficients
        Finite coefficients, the powers first, one column per scenario; no column is all zeros.
    start
        Where the search begins when there is one root only; it changes the time taken, not the root.

    Returns
    -------
    One root per column.

    Convention
    ----------
    The number of roots between 0 and 1 is at most the number of sign changes of the cumulated coefficients,
    and of the same parity: none needs no search, one is bracketed by 0 and 1, more are approached from 1 by
    steps that cannot jump over a root.

    References
    ----------
    C. J. Norstrøm, "A sufficient condition for a unique nonnegative internal rate of return",
    Journal of Financial and Quantitative Analysis 7(3), 1972, pp. 1835-1839.

    Examples
    --------
    2 - 5x + 2x² is zero at 1/2 and at 2: only the first lies between 0 and 1.

    >>> largest_root(np.array([[2.0], [-5.0], [2.0]]))
    array([0.5])
    """
    table = _without_leading_zeros(coefficients)
    totals = running_total(table)
    changes = sign_changes(totals)
    root = np.full(table.shape[1], np.nan)
    at_one = np.abs(totals[-1]) <= NOISE * np.abs(table).sum(axis=0)
    root[at_one] = 1.0
    single = np.flatnonzero(~at_one & (changes == 1))
    if single.size:
        begin = np.clip(np.broadcast_to(start, root.shape)[single], 0, 1)
        root[single] = _between_zero_and_one(columns(table, single), begin)
    several = np.flatnonzero(~at_one & (changes > 1))
    if several.size:
        root[several] = _approached_from_one(columns(table, several))
    return root


def _without_leading_zeros(coefficients: FloatArray) -> FloatArray:
    """Return the columns divided by the highest power of x that divides them: roots at 0 are not wanted."""
    while len(coefficients) > 1 and not coefficients[0].any():
        coefficients = coefficients[1:]
    if coefficients[0].all():
        return coefficients
    first = np.argmax(coefficients != 0, axis=0)
    count = len(coefficients)
    return np.take_along_axis(coefficients, (np.arange(count)[:, None] + first) % count, axis=0)


def _between_zero_and_one(table: FloatArray, x: FloatArray) -> FloatArray:
    """Return the one root that each column has between 0 and 1: Newton's steps from ``x``, kept in a bracket.

    A step that leaves the bracket is replaced by its middle, and so is every second one of a search that drags on.
    A step below :data:`CLOSE` is the last one: its square, which is what Newton's method leaves, is below rounding.
    """
    active, root = np.arange(x.size), np.full(x.size, np.nan)
    side, low, high = np.sign(table[0]), np.zeros(x.size), np.ones(x.size)
    for step in range(MAXIMUM_STEPS):
        value, slope = _value_and_slope(table, x)
        short = np.sign(value) == side
        low, high = np.where(short, x, low), np.where(short, high, x)
        with np.errstate(all="ignore"):
            following = x - value / slope
        inside = (following >= low) & (following <= high) & bool(step < USUAL_STEPS or step % 2)
        following = np.where(inside, following, (low + high) / 2)
        done = (value == 0) | (np.abs(following - x) <= np.where(inside, CLOSE, NOISE) * x)
        root[active[done]] = np.where(value == 0, x, following)[done]
        going = np.flatnonzero(~done)
        if not going.size:
            break
        active, table = active[going], columns(table, going)
        x, side, low, high = following[going], side[going], low[going], high[going]
    return root


def _value_and_slope(table: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    value, slope = table[-1].copy(), np.zeros(x.size)
    for coefficient in table[-2::-1]:
        slope *= x
        slope += value
        value *= x
        value += coefficient
    return value, slope


def _approached_from_one(coefficients: FloatArray) -> FloatArray:
    """Return the first root met on the way from 1 down to 0, NaN where there is none.

    From x, the value at x - h is at least p - g h - m h² / 2, where p is the size of the value at x, g its
    slope on that side and m bounds the downward curvature on (0, x). The step is the zero of that bound:
    it never passes a root, and near a simple root it is Newton's step.
    """
    side = np.sign(running_total(coefficients)[-1])
    table = side * coefficients
    power = np.arange(len(table))[:, None]
    slopes = (power * table)[1:]
    curvatures = (power * (power - 1) * np.maximum(-table, 0))[2:]
    active, x = np.arange(table.shape[1]), np.ones(table.shape[1])
    root = np.full(table.shape[1], np.nan)
    for _ in range(MAXIMUM_STEPS):
        value = polynomial(table, x)
        step = _safe_step(value, polynomial(slopes, x), polynomial(curvatures, x))
        found = (value <= NOISE * polynomial(np.abs(table), x)) | (step <= NOISE * x)
        root[active[found]] = x[found]
        going = ~found & (step < x)
        if not going.any():
            break
        active, x = active[going], (x - step)[going]
        table, slopes, curvatures = table[:, going], slopes[:, going], curvatures[:, going]
    return root


def _safe_step(value: FloatArray, slope: FloatArray, curvature: FloatArray) -> FloatArray:
    """Return the positive h where value - slope h - curvature h² / 2 is zero, infinite if none is."""
    height = np.maximum(value, 0)
    reach = np.sqrt(slope**2 + 2 * curvature * height)
    falling = 2 * height / np.maximum(slope + reach, SMALLEST_DIVISOR)
    rising = (reach - slope) / np.maximum(curvature, SMALLEST_DIVISOR)
    return np.select([slope > 0, curvature > SMALLEST_DIVISOR], [falling, rising], np.inf)
