"""Ranks: the best first, ties sharing theirs."""

from __future__ import annotations

import numpy as np
import pytest

from costbench.analysis.ranking import rank


@pytest.mark.parametrize(
    ("scores", "ranks"),
    [
        ([3.0, 5.0, 5.0, 1.0], [3, 1, 1, 4]),
        ([1e6, 1e6 + 1e-4, 1e6 - 1.0], [1, 1, 3]),
        ([0.0, 1e-10, -1e-8], [1, 1, 3]),
        ([np.inf, 1.0, np.inf, -np.inf], [1, 3, 1, 4]),
        ([7.0], [1]),
        ([], []),
    ],
)
def test_scores_that_cannot_be_told_apart_share_the_better_rank(scores: list[float], ranks: list[int]) -> None:
    assert rank(scores).tolist() == ranks


def test_an_absent_score_is_never_the_best() -> None:
    assert rank([np.nan, -1e9, 2.0, np.nan]).tolist() == [3, 2, 1, 3]


def test_every_scenario_is_ranked_by_itself() -> None:
    assert rank([[1.0, 5.0], [2.0, 4.0]]).tolist() == [[2, 1], [1, 2]]
