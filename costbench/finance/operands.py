"""What the arithmetic is done on: numbers, arrays over scenarios, or symbols that become formulas."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]

# A number, an array with one value per scenario, or a symbolic operand that answers NumPy with a formula.
Operand: TypeAlias = Any

TOLERANCE: Final = 1e-9


def unwrapped(value: Operand) -> Operand:
    """Return ``value``, where an array without axes becomes the number it holds.

    >>> unwrapped(np.where(True, 2.0, 3.0)) == 2.0, unwrapped("a symbol")
    (np.True_, 'a symbol')
    """
    return value[()] if isinstance(value, np.ndarray) else value
