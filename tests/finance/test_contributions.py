from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.finance import discount_factor, net_present_value, required_contribution


@given(st.floats(-1e6, -1), st.floats(0.01, 1), st.floats(0, 5), st.floats(0, 0.2))
def test_with_the_contribution_the_expected_net_present_value_is_zero(expected, probability, date, rate):
    factor = discount_factor(date, rate)
    contribution = required_contribution(expected, probability * factor)
    assert expected + probability * factor * contribution == pytest.approx(0, abs=1e-6)
    assert contribution >= -expected


def test_the_contribution_put_in_the_flows_at_signature_closes_the_gap():
    flows = np.array([-20_000.0, -5_000.0, 0.0, 8_000.0])
    contribution = required_contribution(net_present_value(flows, 0.04), discount_factor(2, 0.04))
    flows[2] += contribution
    assert net_present_value(flows, 0.04) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("expected", "discounted_probability", "contribution"),
    [(-100, 0.5, 200), (100, 0.5, 0), (0, 0.5, 0), (-100, 0, np.nan), (100, 0, np.nan)],
)
def test_no_contribution_is_needed_for_a_gain_and_none_can_be_paid_without_a_signature(
    expected, discounted_probability, contribution
):
    found = required_contribution(expected, discounted_probability)
    assert found == pytest.approx(contribution, nan_ok=True)


def test_each_scenario_has_its_own_contribution():
    found = required_contribution(np.array([-100.0, 100.0, -30.0]), np.array([0.5, 0.5, 0.0]))
    assert np.array_equal(found, [200, 0, np.nan], equal_nan=True)
