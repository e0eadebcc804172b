"""Scenarios as columns of numbers and texts, with what is wrong in single cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.errors import Problem
from costbench.interfaces.batch.tables.messages import Coded

Faults: TypeAlias = list[tuple[int, Problem]]

CHUNK_ROWS: Final = 25_000
"""Scenarios scored at once: enough for NumPy to be fast, few enough to stay in the processor's cache."""


@dataclass
class Table:
    """Scenarios, one a place: ``rows`` holds the row of each as a spreadsheet numbers it.

    ``numbers`` are NaN and ``texts`` empty where nothing is written. ``faults`` are cells that cannot be
    read, by place.
    """

    rows: NDArray[np.intp]
    models: Coded
    numbers: dict[str, NDArray[np.float64]]
    texts: dict[str, NDArray[np.object_]]
    faults: Faults = field(default_factory=list)

    def parts(self, count: int) -> Iterator[Table]:
        """Yield the scenarios in equal parts of at most ``count``; an empty table is one part."""
        size = len(self.rows)
        ends = np.linspace(0, size, max(ceil(size / count), 1) + 1).astype(int).tolist()
        for start, end in pairwise(ends):
            part = slice(start, end)
            yield Table(
                self.rows[part],
                self.models.taken(part),
                {name: cells[part] for name, cells in self.numbers.items()},
                {name: cells[part] for name, cells in self.texts.items()},
                [(at - start, fault) for at, fault in self.faults if start <= at < end],
            )
