"""Texts of many rows kept as codes: a row's sentences are joined once per combination, not once per row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.intp]
Note: TypeAlias = tuple[NDArray[np.bool_], str]

AT_ONCE: Final = 12
TABLE: Final = 1 << 20
UNSAFE: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Coded:
    """A column of texts: row r holds ``labels[codes[r]]``."""

    codes: Codes
    labels: Sequence[str]

    def taken(self, rows: Codes | slice) -> Coded:
        """Return the column of the chosen rows."""
        return Coded(self.codes[rows], self.labels)

    def texts(self) -> NDArray[np.object_]:
        """Return the texts themselves."""
        chosen: NDArray[np.object_] = np.array([*self.labels, None], dtype=object)[self.codes]
        return chosen


def joined(notes: Sequence[Note], count: int) -> Coded:
    """Return for each of ``count`` rows the sentences whose mask holds there, in order, joined by spaces."""
    codes: Codes = np.zeros(count, dtype=np.intp)
    labels = [""]
    for start in range(0, len(notes), AT_ONCE):
        batch = notes[start : start + AT_ONCE]
        bits = codes << len(batch)
        for place, (mask, _) in enumerate(batch):
            bits |= mask.astype(np.intp) << place
        used, codes = _renumbered(bits)
        labels = [
            " ".join([labels[pattern >> len(batch)], *_chosen(batch, pattern)]).strip() for pattern in used.tolist()
        ]
    return Coded(codes, labels)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe goes before what would begin a formula.

    >>> neutral("=1+1"), neutral("Nantes")
    ("'=1+1", 'Nantes')
    """
    return f"'{text}" if text.startswith(UNSAFE) else text


def _chosen(batch: Sequence[Note], pattern: int) -> list[str]:
    return [sentence for place, (_, sentence) in enumerate(batch) if pattern >> place & 1]


def _renumbered(bits: Codes) -> tuple[Codes, Codes]:
    """Return the distinct values in ascending order, and each value's place among them."""
    if not bits.size or bits.max() >= TABLE:
        used, places = np.unique(bits, return_inverse=True)
        return used, places
    table = np.zeros(int(bits.max()) + 1, dtype=np.intp)
    table[bits] = 1
    used = np.flatnonzero(table)
    table[used] = np.arange(used.size)
    return used, table[bits]
