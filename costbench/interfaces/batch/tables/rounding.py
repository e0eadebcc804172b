"""Numbers as they are written: twelve significant digits."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

DIGITS: Final = 12
SMALLEST: Final = 1e-9
LARGEST: Final = 1e30
POWERS: Final = 10.0 ** np.arange(23)
"""The powers of ten that a float holds exactly."""


def twelve_digits(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the numbers rounded so that their shortest decimal form has at most twelve significant digits.

    What lies below 1e-9 is zero, as everywhere results are compared; NaN stays. Magnitudes go to 1e30.
    The last step divides or multiplies a whole number by an exact power of ten, once: the result is the
    float nearest to the decimal number, on every machine.

    >>> twelve_digits([1 / 3, 1234567.890123456, 2e-17, -0.1 - 0.2]).tolist()
    [0.333333333333, 1234567.89012, 0.0, -0.3]
    """
    numbers = np.asarray(values, dtype=np.float64)
    size = np.abs(numbers)
    small = size < SMALLEST
    size = np.where(small | np.isnan(size), 1.0, size)
    shift = (DIGITS - 1) - np.floor(np.log10(size)).astype(np.intp)
    power = POWERS[np.abs(shift)]
    up = shift >= 0
    if up.all():
        rounded = np.rint(numbers * power) / power
    else:
        whole = np.rint(np.where(up, numbers * power, numbers / power))
        rounded = np.where(up, whole / power, whole * power)
    return np.where(small, 0.0, rounded)
