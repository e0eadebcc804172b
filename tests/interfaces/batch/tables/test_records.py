"""Records end where a line ends outside a quoted cell, even when quotation marks are out of place."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.interfaces.batch.tables.records import MOST_LINES, cut, cut_carefully, records


def cells(data: bytes, separator: bytes = b",") -> list[list[str]]:
    return [[cell.decode() for cell in record.cells] for record in records(data, separator)]


TABLES = st.lists(st.lists(st.text('ab,;\n" é', max_size=5), min_size=2, max_size=4), min_size=1, max_size=8)


@given(TABLES, st.sampled_from(",;"))
def test_what_the_standard_library_writes_is_read_back(table, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(table)
    assert cells(text.getvalue().encode(), separator.encode()) == table


@given(TABLES)
def test_both_ways_of_cutting_agree_on_a_well_written_file(table):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    data = text.getvalue().encode()
    assert cut(data, b",", last=True) == cut_carefully(data, b",", last=True) == (len(data), len(table))


@given(TABLES, st.integers(0, 200))
def test_a_cut_anywhere_in_the_file_falls_between_two_records(table, place):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    data = text.getvalue().encode()
    found = cut(data[:place], b",", last=False) or cut_carefully(data[:place], b",", last=False)
    assert cells(data[: found.end]) + cells(data[found.end :]) == table
    assert len(cells(data[: found.end])) == found.rows


@pytest.mark.parametrize(
    ("data", "table"),
    [
        (b'a,5" pipe\nb,2\n', [["a", '5" pipe'], ["b", "2"]]),
        (b'a,"open\nb,2\n', [["a", '"open'], ["b", "2"]]),
        (b'a,"open\n"b",2\n', [["a", '"open'], ["b", "2"]]),
        (b'a,"b"c,d\ne,f\n', [["a", "bc", "d"], ["e", "f"]]),
        (b'a,"b""c"\r\n"","\r\n"\r\n', [["a", 'b"c'], ["", "\r\n"]]),
        (b"a,b\n\n,\n", [["a", "b"], [""], ["", ""]]),
    ],
)
def test_a_quotation_mark_out_of_place_is_a_letter_like_the_others(data, table):
    assert cells(data) == table


def test_a_mark_that_another_row_s_mark_would_close_far_below_costs_its_own_row_only():
    rows = [b"a,1\n"] * (MOST_LINES + 5)
    data = b'a,"open\n' + b"".join(rows) + b'b,"closed"\n'
    assert cut(data, b",", last=True) is None
    assert len(cells(data)) == len(rows) + 2
