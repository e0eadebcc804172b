"""Where a model's named workings are kept while it computes: on numbers, remembered; on symbols, written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from costbench.appraisal.declaring.entries import Operand


class Book(Protocol):
    """What a model needs from whoever runs it. ``carried`` names the workings that next year asks for."""

    carried: set[str]

    def fixed(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return the working's value for the whole deal, computed at the first call."""

    def yearly(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return the working's value this year, computed at the year's first call."""

    def previous(self, name: str, initial: Operand) -> Operand:
        """Return the working's value last year, ``initial`` in the first year."""


class NumericBook:
    """Workings on floats or arrays. :meth:`turn` opens the next year."""

    def __init__(self) -> None:
        self.units: dict[str, str] = {}
        self.of_the_deal: dict[str, Operand] = {}
        self.of_the_year: dict[str, Operand] = {}
        self.carried: set[str] = set()
        self._last_year: dict[str, Operand] | None = None
        self._first = True

    def turn(self) -> None:
        """Close the year: what was this year's value becomes the previous one."""
        self._last_year = None if self._first else self.of_the_year
        self._first = False
        self.of_the_year = {}

    def fixed(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return the working's value for the whole deal, computed at the first call."""
        if name not in self.of_the_deal:
            self.units[name] = unit
            self.of_the_deal[name] = compute()
        return self.of_the_deal[name]

    def yearly(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return the working's value this year, computed at the year's first call."""
        if name not in self.of_the_year:
            self.units[name] = unit
            self.of_the_year[name] = compute()
        return self.of_the_year[name]

    def previous(self, name: str, initial: Operand) -> Operand:
        """Return the working's value last year, ``initial`` in the first year."""
        self.carried.add(name)
        return initial if self._last_year is None else self._last_year[name]
