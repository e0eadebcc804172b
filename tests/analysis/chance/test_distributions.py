"""The quantile table against SciPy's exact inverse, over shapes, tails and degenerate cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from costbench.analysis.chance.distributions import (
    PERT_ERROR,
    Marginal,
    cells,
    empirical_quantile,
    gate_passed,
    log_odds,
    normal_score,
    pert_quantile,
    probability_of,
)

TAILS = 10.0 ** -np.arange(1, 11)
U = np.sort(np.concatenate([(np.arange(2000) + 0.5) / 2000, TAILS, 1 - TAILS]))
MODES = np.unique(np.concatenate([np.linspace(0, 1, 173), TAILS, 1 - TAILS]))


def exact(u, low, mode, high):
    shape = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    return low + (high - low) * special.betaincinv(*shape, u)


@pytest.fixture(scope="module")
def errors():
    """Distance of the table from the exact inverse on [0, 1]: shapes down, probabilities across."""
    return np.abs([pert_quantile(U, 0, mode, 1) - exact(U, 0, mode, 1) for mode in MODES])


def test_the_table_is_within_its_stated_error_for_every_shape_down_to_the_tails(errors):
    assert errors.max() <= PERT_ERROR


def test_its_mean_error_is_below_a_millionth_of_the_range(errors):
    assert errors.mean() < 5e-7


@pytest.mark.parametrize(("low", "mode", "high"), [(10, 10, 60), (10, 60, 60), (-5, 0, 0.5), (0, 1e-9, 1e6)])
def test_a_mode_on_or_near_a_bound_keeps_the_stated_error(low, mode, high):
    assert np.abs(pert_quantile(U, low, mode, high) - exact(U, low, mode, high)).max() <= PERT_ERROR * (high - low)


def test_equal_bounds_are_certain():
    assert pert_quantile([0, 0.3, 1], 7, 7, 7).tolist() == [7, 7, 7]


def test_the_bounds_are_met_exactly_at_zero_and_one():
    assert pert_quantile([0, 1], [2, 3], [5, 5], [9, 8]).tolist() == [2, 8]


def test_probabilities_and_shapes_broadcast():
    found = pert_quantile(np.array([[0.1], [0.9]]), [0, 10, 20], [1, 10, 29], [5, 10, 30])
    assert found.shape == (2, 3)
    assert found[1, 2] == pert_quantile(0.9, 20, 29, 30)


def test_quantiles_never_fall_as_the_probability_grows():
    for mode in (0.0, 0.003, 0.4, 1.0):
        assert (np.diff(pert_quantile(U, 0, mode, 1)) >= 0).all()


def test_a_marginal_draws_what_the_public_function_answers():
    for low, mode, high in [(0.0, 0.2, 1.0), (50.0, 50.0, 90.0), (-3.0, 2.0, 2.0)]:
        drawn = Marginal(low, mode, high).at(U)
        assert np.abs(drawn - pert_quantile(U, low, mode, high)).max() <= 1e-12 * (high - low)


def test_the_mean_of_the_quantiles_is_the_pert_mean():
    u = (np.arange(2**16) + 0.5) / 2**16
    assert pert_quantile(u, 10, 20, 60).mean() == pytest.approx((10 + 4 * 20 + 60) / 6, rel=1e-6)


def test_scores_and_probabilities_are_inverse_and_scores_are_held():
    assert probability_of(normal_score(U)) == pytest.approx(U, rel=1e-9)
    assert np.isfinite(normal_score([0.0, 1.0])).all()


def test_log_odds_are_held_and_fill_the_table_from_end_to_end():
    assert log_odds(U) == pytest.approx(special.logit(U), rel=1e-9)
    cell, rest = cells(log_odds(np.array([0.0, 0.5, 1.0])))
    assert cell.tolist() == [0, 2048, 4095]
    assert rest.tolist() == [0.0, 0.0, 1.0]


def test_empirical_quantiles_are_those_of_numpy():
    table = np.sort(stats.lognorm(1).rvs(29, random_state=3))
    assert empirical_quantile(U, table) == pytest.approx(np.quantile(table, U), rel=1e-12)


def test_a_table_of_one_value_is_certain():
    assert empirical_quantile([0.0, 0.7, 1.0], [4.2]).tolist() == [4.2, 4.2, 4.2]


def test_observed_quantiles_stand_in_for_the_pert():
    marginal = Marginal(0.0, 1.0, 3.0, quantiles=(1.0, 2.0, 10.0))
    assert not marginal.certain
    assert marginal.at(np.array([0.5])).tolist() == [2.0]


def test_a_gate_of_probability_zero_never_opens_and_of_one_always_does():
    u = (np.arange(1024) + 0.5) / 1024
    assert not gate_passed(u, 0.0).any()
    assert gate_passed(u, 1.0).all()
    assert gate_passed(u, 0.25).mean() == 0.25
