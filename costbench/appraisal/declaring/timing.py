"""How dates in fractions of a year fall on year ends.

The ledger has one column for each year 0..:data:`LAST_YEAR`; column ``y`` holds what happens in ]y − 1, y].
All of it is continuous in every date, but for an effort that shrinks to a moment: it then moves from the year
it falls in to the two nearest year ends. Written in the vocabulary that numbers, arrays and symbols share.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from costbench.appraisal.declaring.entries import Operand

LAST_YEAR: Final = 20
YEARS: Final = range(LAST_YEAR + 1)
MONTHS_A_YEAR: Final = 12
TOLERANCE: Final = 1e-9
SHORTEST: Final = 1e-4
"""A span below an hour is a moment: dividing by it would only amplify rounding."""


def between(value: Operand, low: Operand, high: Operand) -> Operand:
    """Return ``value`` held between ``low`` and ``high``."""
    return np.minimum(high, np.maximum(low, value))


def elapsed(year: Operand, start: Operand, end: Operand) -> Operand:
    """Return the part of year ``year`` (0 to 1) that lies in ]start, end].

    Sums over the years to ``end - start`` when the span ends by the last year.
    """
    return between(year - start, 0, 1) - between(year - end, 0, 1)


def at(year: Operand, moment: Operand) -> Operand:
    """Return the part of a lump due at ``moment`` that falls on the end of ``year``.

    Shared between the two neighbouring year ends: it sums to 1, its mean date is ``moment``,
    and a month more or less never moves a whole payment by a year.
    """
    return np.maximum(1 - np.maximum(year - moment, moment - year), 0)


def spread(year: Operand, start: Operand, length: Operand) -> Operand:
    """Return the part of an effort over ]start, start + length] that falls in ``year``; it sums to 1.

    A span without length is a lump at its date.
    """
    share = (between(year - start, 0, length) - between(year - 1 - start, 0, length)) / np.maximum(length, SHORTEST)
    return np.where(length >= SHORTEST, share, at(year, start))


def ramp(year: Operand, start: Operand, length: Operand) -> Operand:
    """Return the share of full size reached in ``year``: 0 at ``start``, 1 after ``length`` years."""
    return between((year - start) / np.maximum(length, TOLERANCE), 0, 1)


def flag(condition: Operand) -> Operand:
    """Return 1 where ``condition`` holds, else 0."""
    return np.where(condition, 1.0, 0.0)
