from __future__ import annotations

import numpy as np
import numpy_financial
import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from costbench.finance import (
    RateStatus,
    benefit_cost_ratio,
    internal_rate_of_return,
    net_present_value,
    payback_year,
    peak_funding_need,
)

FLOWS = st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=21)


def investments(scenarios: int, years: int = 11, seed: int = 7) -> np.ndarray:
    generator = np.random.default_rng(seed)
    spent = -generator.uniform(500, 1_500, (1, scenarios))
    return np.concatenate([spent, generator.uniform(0, 400, (years - 1, scenarios))])


def rates_by_eigenvalues(flows: np.ndarray) -> np.ndarray:
    """Return every real rate above -1 that solves the flows' equation."""
    roots = np.roots(flows[::-1])
    factors = roots[(np.abs(roots.imag) < 1e-9) & (roots.real > 1e-9)].real
    rates = 1 / factors - 1
    return np.where(np.abs(rates) < 1e-9, 0, rates)


def by_policy(rates: np.ndarray) -> float:
    if not rates.size:
        return np.nan
    return rates[rates >= 0].min() if (rates >= 0).any() else rates.max()


def test_an_investment_followed_by_income_has_the_rate_that_two_oracles_give_it():
    flows = investments(300)
    rate, status = internal_rate_of_return(flows)
    assert (status == RateStatus.FOUND).all()
    assert rate == pytest.approx([pyxirr.irr(column) for column in flows.T], abs=1e-9)
    assert rate == pytest.approx([numpy_financial.irr(column) for column in flows.T], abs=1e-9)


# Where programs disagree (10 % or 20 % for the first case, -76.9 % or 185.4 % for the second), ours is the
# smallest rate that is not negative.
@pytest.mark.parametrize(
    ("flows", "rate", "status"),
    [
        ([-100, 230, -132], 0.10, RateStatus.SEVERAL_SIGN_CHANGES),
        ([-50, -100, 600, 300, -100], 1.854, RateStatus.SEVERAL_SIGN_CHANGES),
        ([-87.17] * 12 + [86.43], -0.502, RateStatus.FOUND),
        ([-100, 20, 20, 10], -0.305, RateStatus.FOUND),
        ([-100, 0, 64], -0.20, RateStatus.FOUND),
        ([-100, 0, 0], np.nan, RateStatus.NO_SIGN_CHANGE),
        ([0, 0, 0], np.nan, RateStatus.NO_SIGN_CHANGE),
        ([40, 50], np.nan, RateStatus.NO_SIGN_CHANGE),
        ([-100, 100, -100], np.nan, RateStatus.NOT_FOUND),
        ([-100, np.nan, 200], np.nan, RateStatus.NOT_FOUND),
        ([-100, np.inf], np.nan, RateStatus.NOT_FOUND),
        ([100, -110], 0.10, RateStatus.FOUND),
        ([-100, 200, -100], 0.0, RateStatus.SEVERAL_SIGN_CHANGES),
        ([0, 0, -100, 0, 121, 0, 0], 0.10, RateStatus.FOUND),
        ([-1, 1_000_000], 999_999, RateStatus.FOUND),
    ],
)
def test_a_hard_case_has_one_rate_or_a_reason(flows, rate, status):
    found = internal_rate_of_return(flows)
    assert found.rate == pytest.approx(rate, abs=5e-4, nan_ok=True)
    assert found.status == status


def test_of_several_rates_the_smallest_that_is_not_negative_is_returned():
    flows = np.random.default_rng(5).integers(-9, 10, (6, 2_000)).astype(float)
    flows = flows[:, (flows[0] != 0) & (flows[-1] != 0)]
    expected = np.array([by_policy(rates_by_eigenvalues(column)) for column in flows.T])
    rate, _ = internal_rate_of_return(flows)
    double = np.isnan(expected) != np.isnan(rate)  # two rates in one: rounding decides whether they are seen
    assert double.mean() < 0.01
    assert rate[~double] == pytest.approx(expected[~double], abs=1e-6, nan_ok=True)
    assert (~np.isnan(expected)).sum() > 1_000


@settings(deadline=None)
@given(st.lists(st.integers(-18, 60), min_size=1, max_size=4, unique=True))
def test_the_rates_a_project_was_built_from_are_found_by_the_policy(hundredths):
    rates = np.array(hundredths) * 5 / 100
    flows = np.array([-100.0])
    for rate in rates:
        flows = np.convolve(flows, [1, -(1 + rate)])
    found = internal_rate_of_return(flows)
    assert found.rate == pytest.approx(by_policy(rates), abs=1e-6)


@settings(deadline=None)
@given(FLOWS)
def test_the_net_present_value_at_the_rate_of_return_is_zero(flows):
    rate, status = internal_rate_of_return(flows)
    assume(np.isfinite(rate) and rate > -0.9)
    size = net_present_value(np.abs(flows), rate)
    assert abs(net_present_value(flows, rate)) <= 1e-9 * size
    assert status in (RateStatus.FOUND, RateStatus.SEVERAL_SIGN_CHANGES)


@settings(deadline=None)
@given(FLOWS, st.floats(0.01, 100))
def test_the_rate_of_return_has_no_unit_and_no_side(flows, scale):
    rate, status = internal_rate_of_return(flows)
    other = internal_rate_of_return(-scale * np.array(flows))
    assert other.rate == pytest.approx(rate, abs=1e-6, nan_ok=True) or status != RateStatus.FOUND
    assert other.status == status or status == RateStatus.NOT_FOUND or other.status == RateStatus.NOT_FOUND


@settings(deadline=None)
@given(FLOWS, st.floats(-0.9, 5))
def test_the_guess_never_changes_the_rate(flows, guess):
    expected = internal_rate_of_return(flows)
    found = internal_rate_of_return(flows, guess)
    assert found.rate == pytest.approx(expected.rate, rel=1e-9, abs=1e-9, nan_ok=True)
    assert found.status == expected.status


def test_a_scenario_has_the_same_indicators_alone_and_in_a_batch():
    flows = np.random.default_rng(2).normal(0, 1, (21, 60))
    for indicator in (payback_year, peak_funding_need):
        alone = [indicator(column) for column in flows.T]
        assert np.array_equal(indicator(flows), alone, equal_nan=True)
    rate, status = internal_rate_of_return(flows)
    alone = [internal_rate_of_return(column) for column in flows.T]
    assert np.array_equal(rate, [one.rate for one in alone], equal_nan=True)
    assert np.array_equal(status, [one.status for one in alone])


def test_scenarios_may_have_several_axes_or_be_absent():
    flows = investments(6).reshape(11, 2, 3)
    assert internal_rate_of_return(flows).rate.shape == (2, 3)
    assert payback_year(flows).shape == peak_funding_need(flows).shape == (2, 3)
    assert internal_rate_of_return(np.zeros((11, 0))).rate.shape == (0,)


@pytest.mark.parametrize(
    ("flows", "year"),
    [
        ([-30, 20, 20], 1.5),
        ([-30, 30], 1.0),
        ([0, -30, 0, 40], 2.75),
        ([-30, 40, -20, 40], 2.25),
        ([30, -10], 0.0),
        ([0, 0], 0.0),
        ([-30, 10, 10], np.nan),
        ([-30, 40, -20], np.nan),
        ([-0.3, 0.1, 0.2], 2.0),
        ([-30], np.nan),
    ],
)
def test_payback_is_the_date_after_which_nothing_is_owed_any_more(flows, year):
    assert payback_year(flows) == pytest.approx(year, nan_ok=True)


@given(st.floats(1, 1e6), st.floats(1, 1e5))
def test_the_payback_of_an_annuity_is_outlay_over_income(outlay, income):
    flows = np.concatenate([[-outlay], np.full(20, income)])
    expected = outlay / income if outlay <= 20 * income else np.nan
    assume(abs(outlay - 20 * income) > 1e-3)
    assert payback_year(flows) == pytest.approx(expected, rel=1e-9, nan_ok=True)


@settings(deadline=None)
@given(FLOWS)
def test_with_the_funding_need_in_hand_the_cash_is_never_negative_and_no_less_would_do(flows):
    need = peak_funding_need(flows)
    lowest = np.min(need + np.cumsum(flows))
    assert need >= 0
    assert lowest == 0 if need > 0 else lowest >= 0


def test_a_ratio_without_cost_is_absent():
    assert np.array_equal(
        benefit_cost_ratio([300, 300, 0, 300], [200, 0, 0, -5]), [1.5, np.nan, np.nan, np.nan], equal_nan=True
    )
