"""The stored draws as stratum numbers: scrambled Sobol points where it matters most, the same on every machine."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 9
POINTS: Final = 2**BITS
EVEN: Final = 64
TABLE: Final = Path(__file__).parent / "direction_numbers.txt"
"""SciPy's engine scrambles by a NumPy generator, whose stream may change between versions; files must not."""


@cache
def strata(dimensions: int) -> NDArray[np.int64]:
    """Return which of the 512 strata each of 512 draws falls in, one column a dimension.

    Shape (512, ``dimensions``), values 0..511; every column holds each stratum once. A draw is the middle
    of its stratum: ``(stratum + 0.5) / 512``.

    Convention
    ----------
    The first 64 dimensions are Sobol's. With 512 points later pairs of them line up (correlations up to
    0.8), so the others are random orders of the strata, a Latin hypercube.

    Formula
    -------
    Stratum of point i in dimension d = L_d · V_d · bits(i) + s_d over the field of two elements, with V_d the
    Sobol direction numbers, L_d a random lower triangular matrix, s_d a random shift; both are read off a
    hash of d, so that no random generator has to stay the same.

    References
    ----------
    S. Joe, F. Y. Kuo, SIAM Journal on Scientific Computing 30(5), 2008, pp. 2635-2654 (direction numbers).
    J. Matoušek, Journal of Complexity 14(4), 1998, pp. 527-556 (the scrambling).
    """
    columns = [_sobol(place) if place < EVEN else _shuffled(place) for place in range(dimensions)]
    return np.stack(columns, axis=1) if columns else np.zeros((POINTS, 0), dtype=np.int64)


@cache
def _table() -> list[str]:
    return [line for line in TABLE.read_text("ascii").splitlines() if not line.startswith("#")]


def _sobol(dimension: int) -> NDArray[np.int64]:
    if not dimension:
        return _scrambled([1 << (BITS - 1 - bit) for bit in range(BITS)], dimension)
    return _scrambled(_directions(_table()[dimension - 1]), dimension)


def _shuffled(dimension: int) -> NDArray[np.int64]:
    return np.array(sorted(range(POINTS), key=lambda stratum: _random(f"{dimension}, stratum {stratum}")))


def _random(what: str) -> int:
    """Return 256 random bits, always the same for the same words."""
    return int.from_bytes(hashlib.sha256(f"costbench draws, dimension {what}".encode()).digest(), "big")


def _directions(line: str) -> list[int]:
    """Return the direction numbers of one dimension as integers of ``BITS`` bits, by Sobol's recurrence."""
    polynomial, *initial = map(int, line.split())
    degree = len(initial)
    m = initial[:BITS]
    for bit in range(degree, BITS):
        value = m[bit - degree] ^ (m[bit - degree] << degree)
        for step in range(1, degree):
            if polynomial >> (degree - step) & 1:
                value ^= m[bit - step] << step
        m.append(value)
    return [value << (BITS - 1 - bit) for bit, value in enumerate(m)]


def _scrambled(numbers: list[int], dimension: int) -> NDArray[np.int64]:
    bits = _random(str(dimension))
    rows = [(1 << (BITS - 1 - row)) | _upper(bits >> (row * BITS), row) for row in range(BITS)]
    shift = (bits >> (BITS * BITS)) % POINTS
    mixed = [_product(rows, number) for number in numbers]
    points = np.arange(POINTS)
    column = np.full(POINTS, shift, dtype=np.int64)
    for bit, number in enumerate(mixed):
        column ^= np.where(points >> bit & 1, number, 0)
    return column


def _upper(random: int, row: int) -> int:
    """Return random bits at the places above the diagonal bit of ``row``."""
    return (random % (1 << row)) << (BITS - row) if row else 0


def _product(rows: list[int], number: int) -> int:
    """Return the matrix of ``rows`` times the bits of ``number``, over the field of two elements."""
    return sum(((row & number).bit_count() & 1) << (BITS - 1 - place) for place, row in enumerate(rows))
