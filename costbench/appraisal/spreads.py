"""Low, central and high value of an input, for one scenario or for many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from costbench.appraisal.entries import Operand

BOUNDS: Final = ("low", "mode", "high")


@dataclass(frozen=True)
class Spread:
    """The three values of one input: bounds and mode of its distribution; all equal when it is certain."""

    low: Operand
    mode: Operand
    high: Operand

    def scaled(self, factors: Spread) -> Spread:
        """Return the spread whose bounds are this mode times each factor."""
        return Spread(*(self.mode * getattr(factors, bound) for bound in BOUNDS))


def first_given(values: Operand, otherwise: Operand) -> Operand:
    """Return ``values`` where they are given, ``otherwise`` where they are NaN."""
    return np.where(np.isnan(values), otherwise, values)


def chosen(mask: Operand, then: Spread, otherwise: Spread) -> Spread:
    """Return ``then`` where ``mask`` holds, ``otherwise`` elsewhere."""
    return Spread(*(np.where(mask, getattr(then, bound), getattr(otherwise, bound)) for bound in BOUNDS))
