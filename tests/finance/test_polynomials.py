from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costbench.finance.polynomials import largest_root, polynomial, sign_changes

ROOTS = st.lists(st.integers(1, 40), min_size=1, max_size=5, unique=True)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=21), st.floats(-2, 2))
def test_a_polynomial_has_the_value_that_numpy_gives_it(coefficients, x):
    value = polynomial(np.array(coefficients), np.float64(x))
    assert value == pytest.approx(np.polynomial.polynomial.polyval(x, coefficients), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "changes"), [([1, 2], 0), ([0, 0], 0), ([-1, 0, 1], 1), ([1, 0, 0, 2], 0), ([-1, 2, -3, 4], 3)]
)
def test_zeros_are_no_change_of_sign(values, changes):
    assert sign_changes(np.array(values, dtype=float)) == changes


@settings(deadline=None)
@given(ROOTS, st.sampled_from([-3.0, 0.5]))
def test_the_largest_root_not_above_one_is_found_whatever_the_others(twentieths, scale):
    coefficients = np.array([scale])
    for root in twentieths:
        coefficients = np.convolve(coefficients, [-root / 20, 1])
    inside = [root / 20 for root in twentieths if root <= 20]
    expected = max(inside, default=np.nan)
    assert largest_root(coefficients[:, None]) == pytest.approx([expected], abs=1e-7, nan_ok=True)


@pytest.mark.parametrize("gap", [1e-2, 1e-4, 1e-6])
def test_two_roots_close_together_are_not_stepped_over(gap):
    right, left = 0.7, 0.7 - gap
    coefficients = np.convolve(np.convolve([-right, 1], [-left, 1]), [-0.2, 1])
    assert largest_root(coefficients[:, None]) == pytest.approx([right], abs=gap / 10)


@pytest.mark.parametrize("height", [1e-2, 1e-6, 1e-10])
def test_a_curve_that_comes_near_zero_without_touching_it_has_no_root(height):
    coefficients = np.array([0.25 + height, -1.0, 1.0])
    assert np.isnan(largest_root(coefficients[:, None]))


def test_a_root_at_zero_is_not_wanted():
    assert np.isnan(largest_root(np.array([[0.0], [0.0], [2.0], [1.0]])))
    assert largest_root(np.array([[0.0], [0.0], [-1.0], [2.0]])) == pytest.approx([0.5])
