"""Statistics of draws against hand counts and NumPy; ties, one draw and none."""

from __future__ import annotations

import numpy as np
import pytest

from costbench.analysis.chance.summaries import STATISTICS, shares_of_being_best, standard_errors, summarise


def test_statistics_are_those_counted_by_hand():
    found = summarise(np.arange(-20.0, 80.0))  # a hundred draws
    assert found.mean == 29.5
    assert found.sd == pytest.approx(np.arange(100).std(ddof=1))
    assert (found.p5, found.p50, found.p95) == pytest.approx((-15.05, 29.5, 74.05))
    assert found.probability_of_loss == 0.2
    assert found.expected_shortfall == np.mean([-20, -19, -18, -17, -16])


def test_the_order_of_the_draws_does_not_matter():
    draws = np.random.default_rng(1).normal(size=1000)
    assert summarise(draws) == summarise(draws[::-1])


def test_shortfall_takes_a_part_of_the_draw_at_the_edge():
    draws = np.arange(30.0)  # 5 % is one draw and a half
    assert summarise(draws).expected_shortfall == pytest.approx((0 * 1 + 1 * 0.5) / 1.5)


def test_shortfall_of_few_draws_is_the_worst():
    assert summarise([3.0, 1.0, 2.0]).expected_shortfall == 1.0


def test_nothing_lost_and_nothing_won_is_no_loss():
    assert summarise([0.0, -1e-12, 5.0]).probability_of_loss == 0.0


def test_one_draw_has_a_mean_and_no_deviation():
    found = summarise([4.0])
    assert (found.mean, found.p5, found.p50, found.p95, found.expected_shortfall) == (4.0,) * 5
    assert found.sd is None


def test_no_draw_has_no_answer():
    assert [summarise([])[name] for name in STATISTICS] == [None] * len(STATISTICS)


def test_standard_errors_come_from_the_replicates():
    draws = np.concatenate([np.full(10, level) for level in (1.0, 2.0, 3.0, 4.0)])
    assert standard_errors(draws, 4).mean == pytest.approx(np.std([1, 2, 3, 4], ddof=1) / 2)
    assert standard_errors(draws, 1).mean is None


def test_the_best_is_counted_draw_by_draw_and_ties_are_shared():
    outcomes = [[3.0, 0.0, 5.0, 1.0], [3.0, 1.0, 0.0, 1.0], [3.0, 1.0, 0.0, 0.0]]
    assert shares_of_being_best(outcomes) == pytest.approx([(1 / 3 + 0 + 1 + 1 / 2) / 4,
                                                            (1 / 3 + 1 / 2 + 0 + 1 / 2) / 4,
                                                            (1 / 3 + 1 / 2 + 0 + 0) / 4])  # fmt: skip


def test_a_difference_of_rounding_is_a_tie():
    assert shares_of_being_best([[1e6], [1e6 + 1e-5]]) == pytest.approx([0.5, 0.5])


def test_a_single_alternative_is_always_best():
    assert shares_of_being_best([[-5.0, -6.0]]).tolist() == [1.0]
