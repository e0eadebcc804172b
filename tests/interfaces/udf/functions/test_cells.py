from __future__ import annotations

import datetime
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.errors import InputError
from costbench.interfaces.udf.functions.cells import MOST_CELLS, answer, as_number, plain, rows


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("\u00a0", None),
        (float("nan"), None),
        (np.float64("nan"), None),
        (True, 1.0),
        (np.bool_(False), 0.0),
        (3, 3.0),
        (np.int64(3), 3.0),
        (Decimal("1.5"), 1.5),
        (datetime.date(2024, 11, 1), "2024-11-01"),
        (datetime.datetime(2024, 11, 1), "2024-11-01"),
        (datetime.datetime(2024, 11, 1, 9, 30), "2024-11-01 09:30:00"),
        (" joint_venture\u00a0", "joint_venture"),
        ("=1+1", "=1+1"),
        ("C:\\Windows\\system32", "C:\\Windows\\system32"),
    ],
)
def test_a_cell_of_any_spreadsheet_becomes_a_blank_a_number_or_a_text(raw, cell):
    assert plain(raw) == cell
    assert type(plain(raw)) is type(cell)


@pytest.mark.parametrize("raw", ["#DIV/0!", "#n/a", "#NOM?", "#VALEUR!", math.inf, 10**400, "x" * 40_000])
def test_an_error_or_what_no_cell_can_hold_is_refused(raw):
    with pytest.raises(InputError):
        plain(raw)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1\u202f234,5", 1234.5),
        ("1 234 567", 1_234_567.0),
        ("3,5 %", 0.035),
        ("300 000 €", 300_000.0),
        ("-2e3", -2000.0),
        ("1,234.5", None),
        ("abc", None),
        ("=1+1", None),
        ("1e999", None),
        ("٣", None),
    ],
)
def test_a_text_is_a_number_only_where_it_can_be_nothing_else(text, value):
    assert as_number(text) == value


@pytest.mark.parametrize(
    ("raw", "shape"),
    [
        (1.0, (1, 1)),
        ([1.0, 2.0], (1, 2)),
        ([[1.0], [2.0]], (2, 1)),
        (((1.0, 2.0), (3.0,)), (2, 2)),
        (np.zeros((2, 3)), (2, 3)),
        (np.zeros(3), (1, 3)),
        ([], (1, 0)),
    ],
)
def test_whatever_comes_in_is_a_rectangle(raw, shape):
    found = rows(raw)
    assert (len(found), len(found[0])) == shape
    assert all(len(line) == shape[1] for line in found)


def test_a_million_cells_are_refused_before_they_are_read():
    class Unreadable:
        def __str__(self) -> str:
            raise AssertionError("read")

    line = [Unreadable()]
    with pytest.raises(InputError, match=str(MOST_CELLS * 10)):
        rows([line] * (MOST_CELLS * 10), "inputs")


SCALARS = st.one_of(
    st.none(), st.floats(), st.integers(), st.text(max_size=20), st.booleans(), st.decimals(), st.dates()
)


@given(st.one_of(SCALARS, st.lists(SCALARS), st.lists(st.lists(SCALARS, max_size=4), max_size=4)))
def test_any_value_is_read_or_refused_with_a_sentence(raw):
    try:
        found = rows(raw)
    except InputError as error:
        assert error.in_a_cell("fr")
        return
    assert len({len(line) for line in found}) == 1
    assert all(cell is None or type(cell) in (float, str) for line in found for cell in line)


@given(st.lists(st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=9)), max_size=4), max_size=4))
def test_what_goes_out_is_rectangular_and_holds_only_finite_numbers_and_texts(raw):
    found = answer(raw)
    assert len({len(line) for line in found}) == 1
    assert all(isinstance(cell, str) or math.isfinite(cell) for line in found for cell in line)


@pytest.mark.parametrize(
    ("value", "out"),
    [
        (None, ""),
        (math.nan, ""),
        (Decimal("2.5"), 2.5),
        (np.float64(2.5), 2.5),
        (np.bool_(True), 1.0),
        ([], [[""]]),
        ([1, None], [[1.0], [""]]),
        (np.array([[1.0, np.nan]]), [[1.0, ""]]),
    ],
)
def test_an_answer_holds_nothing_that_a_spreadsheet_cannot_show(value, out):
    assert answer(value) == out
