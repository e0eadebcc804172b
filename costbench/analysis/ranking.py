"""Ranks: the best first, ties sharing theirs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from costbench.appraisal import TOLERANCE


def rank(scores: ArrayLike) -> NDArray[np.int_]:
    """Return the rank of each score, 1 for the highest; alternatives on the first axis.

    Scores within 1e-9 (relative to the larger, at least 1) of one another share the better rank, and the
    next rank is skipped (1, 2, 2, 4).

    >>> rank([3.0, 5.0, 5.0, 1.0]).tolist()
    [3, 1, 1, 4]
    """
    values = np.asarray(scores, dtype=float)
    mine, others = values[:, None], values[None, :]
    margin = TOLERANCE * np.maximum(1.0, np.maximum(np.abs(mine), np.abs(others)))
    better: NDArray[np.int_] = np.sum(others - mine > margin, axis=1)
    return better + 1
