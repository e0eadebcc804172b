"""How dates in fractions of a year fall on year ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.appraisal.declaring.timing import LAST_YEAR, YEARS, at, between, elapsed, flag, ramp, spread

DATES = st.floats(0, LAST_YEAR, allow_subnormal=False)


def over_years(part, *moments):
    """Return a timing for every year of the ledger."""
    return np.array([float(part(year, *moments)) for year in YEARS])


@given(DATES, DATES)
def test_a_span_has_the_same_length_on_the_ledger(one, other):
    start, end = sorted((one, other))
    parts = over_years(elapsed, start, end)
    assert parts.sum() == pytest.approx(end - start, abs=1e-9)
    assert np.all((parts >= 0) & (parts <= 1))


@given(DATES, DATES)
def test_the_middle_of_a_span_is_where_its_parts_are(one, other):
    start, end = sorted((np.floor(one), np.floor(other)))
    middles = np.array(YEARS) - 0.5
    assert over_years(elapsed, start, end) @ middles == pytest.approx((end - start) * (start + end) / 2)


@given(DATES)
def test_a_lump_is_paid_once_and_on_its_date_on_average(moment):
    parts = over_years(at, moment)
    assert parts.sum() == pytest.approx(1)
    assert parts @ np.array(YEARS) == pytest.approx(moment, abs=1e-9)
    assert np.count_nonzero(parts) <= 2


@given(DATES, st.floats(0, LAST_YEAR))
def test_an_effort_is_spent_once_whatever_its_length(start, length):
    length = min(length, LAST_YEAR - start)
    parts = over_years(spread, start, length)
    assert parts.sum() == pytest.approx(1, abs=1e-9)
    assert np.all(parts >= 0)


@given(DATES, st.floats(0.01, LAST_YEAR))
def test_an_effort_is_its_span_at_a_steady_pace(start, length):
    length = min(length, LAST_YEAR - start)
    if length >= 0.01:
        assert over_years(spread, start, length) == pytest.approx(over_years(elapsed, start, start + length) / length)


def test_an_effort_without_length_is_a_lump():
    assert over_years(spread, 2.25, 0.0) == pytest.approx(over_years(at, 2.25))


@given(DATES, st.floats(0, 15), DATES)
def test_a_ramp_grows_from_nothing_to_full_size(start, length, other):
    low, high = sorted((start, other))
    assert 0 <= ramp(low, start, length) <= ramp(high, start, length) <= 1
    assert ramp(start, start, length) == 0
    assert ramp(start + length + 1e-6, start, length) == pytest.approx(1)


@given(DATES, st.floats(0, 1 / 12))
def test_a_month_more_moves_no_payment_by_more_than_a_month(moment, later):
    moved = np.abs(over_years(at, moment + later) - over_years(at, moment)).sum() / 2
    assert moved <= later + 1e-9


@given(st.floats(-5, 5), st.floats(-5, 0), st.floats(0, 5))
def test_a_value_held_between_two_bounds_is_inside(value, low, high):
    held = between(value, low, high)
    assert low <= held <= high
    assert held in {value, low, high}


def test_many_dates_at_once_are_the_same_as_one_by_one():
    starts, lengths = np.linspace(0, 5, 7), np.linspace(0, 4, 7)
    for part in (elapsed, spread, ramp):
        together = np.array([part(year, starts, lengths) for year in YEARS])
        for place, (start, length) in enumerate(zip(starts, lengths, strict=True)):
            assert together[:, place] == pytest.approx(over_years(part, start, length))


def test_a_flag_is_one_or_nothing():
    assert flag(np.array([True, False])).tolist() == [1, 0]
