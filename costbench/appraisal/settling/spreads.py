"""Low, central and high value of an input, for one scenario or for many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from costbench.appraisal.declaring.entries import Operand

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


def each(function: Callable[..., Operand], *spreads: Spread) -> Spread:
    """Return the spread of what ``function`` makes of each bound; it is called once for inputs that are certain."""
    if all(spread.low is spread.mode is spread.high for spread in spreads):
        value = function(*(spread.mode for spread in spreads))
        return Spread(value, value, value)
    return Spread(*(function(*(getattr(spread, bound) for spread in spreads)) for bound in BOUNDS))


def first_given(values: Operand, otherwise: Operand) -> Operand:
    """Return ``values`` where they are given, ``otherwise`` where they are NaN."""
    absent = np.isnan(values)
    if not np.ndim(values):
        return otherwise if absent else values
    return np.where(absent, otherwise, values) if absent.any() else values


def chosen(mask: Operand, then: Spread, otherwise: Spread) -> Spread:
    """Return ``then`` where ``mask`` holds, ``otherwise`` elsewhere."""
    return Spread(*(np.where(mask, getattr(then, bound), getattr(otherwise, bound)) for bound in BOUNDS))


def replaced(mask: Operand, then: Spread, otherwise: Spread) -> Spread:
    """Return ``then`` where ``mask`` holds, ``otherwise`` elsewhere; a bound that is one number in both stays one."""
    bounds = ((getattr(then, bound), getattr(otherwise, bound)) for bound in BOUNDS)
    return Spread(*(np.where(mask, one, other) if np.ndim(other) or one != other else other for one, other in bounds))
