"""Twelve significant digits, whatever the machine."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.interfaces.batch.tables.rounding import twelve_digits

MAGNITUDES = st.floats(1e-9, 1e30) | st.floats(-1e30, -1e-9) | st.floats(-1e7, 1e7).filter(lambda x: abs(x) >= 1e-9)


@given(MAGNITUDES)
def test_the_shortest_spelling_has_at_most_twelve_digits(value):
    written = Decimal(repr(float(twelve_digits(value))))
    assert len(written.normalize().as_tuple().digits) <= 12


@given(MAGNITUDES)
def test_the_rounded_number_is_within_half_a_unit_of_the_twelfth_digit(value):
    exact = Decimal(value)
    unit = Decimal(10) ** (exact.adjusted() - 11)
    difference = abs(Decimal(repr(float(twelve_digits(value)))) - exact)
    assert difference <= unit * Decimal("0.5001")


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(-8, 6))
def test_a_number_of_twelve_digits_stays_as_it_is(digits, exponent):
    value = float(f"{digits}e{exponent}")
    if abs(value) >= 1e-9:
        assert float(twelve_digits(value)) == value


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=40))
def test_a_number_is_rounded_alike_alone_and_among_others(values):
    assert twelve_digits(values).tolist() == [float(twelve_digits(value)) for value in values]


def test_most_numbers_are_rounded_as_decimal_arithmetic_rounds_them():
    context = Context(prec=12, rounding=ROUND_HALF_EVEN)
    values = np.random.default_rng(3).normal(0, 1e5, 2000)
    assert twelve_digits(values).tolist() == [float(context.create_decimal(Decimal(value))) for value in values]


@pytest.mark.parametrize("value", [0.0, -0.0, 1e-17, -9e-10])
def test_what_is_nothing_is_zero_without_a_sign(value):
    assert math.copysign(1, float(twelve_digits(value))) == 1
    assert float(twelve_digits(value)) == 0


def test_absent_stays_absent():
    assert np.isnan(twelve_digits([np.nan, 1.0])).tolist() == [True, False]
