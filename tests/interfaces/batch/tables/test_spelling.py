"""Numbers as people write them, cell by cell and column by column."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.interfaces.batch.tables.cells import read_numbers
from costbench.interfaces.batch.tables.spelling import read_number, refused_cell

SPACES = (" ", "\u00a0", "\u202f")


def column(texts: list[str], decimal: str) -> tuple[np.ndarray, list[int]]:
    values, refused = read_numbers(pl.Series(texts, dtype=pl.String), decimal)
    return values, refused.tolist()


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 999_999),
    st.sampled_from(SPACES),
    st.sampled_from(".,"),
)
def test_a_number_written_with_spaces_between_thousands_is_read_exactly(whole, part, space, decimal):
    text = f"{whole:_}".replace("_", space) + f"{decimal}{part:06}"
    expected = float(f"{whole}.{part:06}")
    values, refused = column([text], decimal)
    assert refused == []
    assert values[0] == expected == read_number(text, decimal)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_comes_back_from_its_shortest_spelling(value):
    values, refused = column([repr(value)], ".")
    assert refused == []
    assert values[0] == value == read_number(repr(value), ".")


@given(st.lists(st.text("0123456789.,+-eE \u00a0\u202fNnafi%x_", max_size=9), max_size=20), st.sampled_from(".,"))
def test_a_whole_column_is_read_as_its_cells_are_one_by_one(texts, decimal):
    values, refused = column(texts, decimal)
    alone = [read_number(text, decimal) for text in texts]
    assert refused == [place for place, value in enumerate(alone) if value is None]
    assert np.array_equal(values, [math.nan if value is None else value for value in alone], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "decimal", "sentence"),
    [
        ("abc", ".", '`x` is "abc" (row 7), but a number is expected. Write digits alone, such as 1234.5.'),
        ("NaN", ".", '`x` is "NaN" (row 7), but a number is expected. Leave the cell empty to keep the default.'),
        ("-inf", ".", '`x` is "-inf" (row 7), but a number is expected. Leave the cell empty to keep the default.'),
        ("3,5 %", ",", '`x` is "3,5 %" (row 7), but a percentage is written as a fraction. Write 0,035.'),
        ("1,5", ".", '`x` is "1,5" (row 7), but this file writes decimals with a point. Write 1.5.'),
        ("1.5", ",", '`x` is "1.5" (row 7), but this file writes decimals with a comma. Write 1,5.'),
        ("1e999", ".", '`x` is "1e999" (row 7), but it is more than a number can hold. Check the digits.'),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_write_instead(text, decimal, sentence):
    assert column([text], decimal)[1] == [0]
    assert refused_cell(text, "x", 7, decimal).sentence("en") == sentence


@pytest.mark.parametrize(
    "text", ["1 2", "12 34", "1 000 00", "1.000,5", "1,000.5", "0x10", "1_000", "--1", "١٢", "1 €"]
)
def test_doubtful_spellings_are_refused_whatever_the_decimal_sign(text):
    assert column([text, text], ".")[1] == column([text, text], ",")[1] == [0, 1]


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t"])
def test_an_empty_cell_is_absent(text):
    values, refused = column([text, "1"], ".")
    assert refused == []
    assert math.isnan(values[0])
    assert values[1] == 1
