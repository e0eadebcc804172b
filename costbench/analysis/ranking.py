"""Ranks: the best first, ties sharing theirs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from costbench.appraisal import TOLERANCE


def rank(scores: ArrayLike) -> NDArray[np.int_]:
    """Return the rank of each score, 1 for the highest; alternatives on the first axis.

    Scores within 1e-9 (relative to the larger, at least 1) of one another share the better rank, and the
    next rank is skipped (1, 2, 2, 4). An absent score (NaN) comes after every other.

    >>> rank([3.0, 5.0, 5.0, 1.0]).tolist()
    [3, 1, 1, 4]
    """
    values = np.asarray(scores, dtype=float)
    values = np.where(np.isnan(values), -np.inf, values)
    size = np.where(np.isfinite(values), np.abs(values), 0.0)
    ranks = np.ones(values.shape, dtype=np.int_)
    for one, value in enumerate(values):
        margin = TOLERANCE * np.maximum(1.0, np.maximum(size, size[one]))
        ranks[one] += np.sum(values > value + margin, axis=0)
    return ranks
