from __future__ import annotations

import numpy as np
import numpy_financial
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from costbench.finance import discount_factor, net_present_value, nominal_to_real

RATES = st.floats(-0.5, 1.0).filter(lambda rate: abs(rate) > 1e-3)


def random_flows(scenarios: int, years: int = 21, seed: int = 11) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1_000, (years, scenarios))


def test_every_scenario_has_the_net_present_value_that_two_oracles_give_it():
    flows = random_flows(200)
    rates = np.random.default_rng(3).uniform(-0.2, 0.5, 200)
    ours = net_present_value(flows, rates)
    columns = list(zip(rates, flows.T, strict=True))
    assert ours == pytest.approx([pyxirr.npv(rate, flow) for rate, flow in columns], rel=1e-9, abs=1e-9)
    assert ours == pytest.approx([numpy_financial.npv(rate, flow) for rate, flow in columns], rel=1e-9, abs=1e-9)


def test_excel_discounts_the_first_flow_and_we_do_not():
    assert net_present_value([100, 110], 0.10) == pytest.approx(200.00)
    assert pyxirr.npv(0.10, [100, 110], start_from_zero=False) == pytest.approx(181.82, abs=0.005)


def test_one_scenario_gives_a_number_and_several_an_array():
    flows = random_flows(6).reshape(21, 2, 3)
    assert np.ndim(net_present_value(flows[:, 0, 0], 0.04)) == 0
    assert net_present_value(flows, 0.04).shape == (2, 3)
    assert net_present_value(flows[:, 0, 0], np.full(5, 0.04)).shape == (5,)


@pytest.mark.parametrize("chunk", [1, 2, 7, 64])
def test_a_scenario_has_the_same_bits_alone_and_in_any_batch(chunk):
    flows = random_flows(64)
    rates = np.linspace(0, 0.2, 64)
    whole = net_present_value(flows, rates)
    parts = [net_present_value(flows[:, i : i + chunk], rates[i : i + chunk]) for i in range(0, 64, chunk)]
    assert np.array_equal(whole, np.concatenate(parts))


@settings(deadline=None)
@given(RATES, st.integers(1, 40), st.floats(1, 1e6))
def test_the_present_value_of_an_annuity_is_its_closed_form(rate, years, amount):
    flows = np.concatenate([[0.0], np.full(years, amount)])
    closed_form = amount * (1 - (1 + rate) ** -years) / rate
    assert net_present_value(flows, rate) == pytest.approx(closed_form, rel=1e-9)


@settings(deadline=None)
@given(RATES, st.integers(0, 20))
def test_the_present_value_of_one_flow_is_its_discount_factor(rate, year):
    flows = np.eye(21)[year]
    assert net_present_value(flows, rate) == pytest.approx(discount_factor(year, rate), rel=1e-12)


@given(st.floats(0, 20), st.floats(0, 20), RATES)
def test_discounting_over_two_periods_is_discounting_twice(first, second, rate):
    twice = discount_factor(first, rate) * discount_factor(second, rate)
    assert discount_factor(first + second, rate) == pytest.approx(twice, rel=1e-12)


@given(st.floats(1, 1e6), st.floats(0, 0.2), st.floats(0, 20), st.floats(0, 0.2))
def test_real_money_at_a_real_rate_is_nominal_money_at_a_nominal_rate(amount, inflation, year, real_rate):
    nominal_rate = (1 + real_rate) * (1 + inflation) - 1
    real = nominal_to_real(amount, inflation, year) * discount_factor(year, real_rate)
    assert real == pytest.approx(amount * discount_factor(year, nominal_rate), rel=1e-9)
