"""Sentences of many rows, joined once per combination."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from costbench.interfaces.batch.tables.messages import joined, neutral


@given(st.integers(1, 30), st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_each_row_gets_its_own_sentences_in_order(rows, sentences, seed):
    rng = np.random.default_rng(seed)
    masks = rng.random((sentences, rows)) < rng.random((sentences, 1))
    notes = [(mask, f"Sentence {place}.") for place, mask in enumerate(masks)]
    expected = [" ".join(said for mask, said in notes if mask[row]) for row in range(rows)]
    assert joined(notes, rows).texts().tolist() == expected


def test_a_combination_is_written_once_however_many_rows_have_it():
    notes = [(np.arange(10_000) % 2 == 0, "Even."), (np.arange(10_000) % 3 == 0, "Third.")]
    assert sorted(joined(notes, 10_000).labels) == ["", "Even.", "Even. Third.", "Third."]


def test_only_what_a_spreadsheet_would_run_is_neutralised():
    assert [neutral(text) for text in ("=1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "")] == [
        "'=1", "'+1", "'-1", "'@a", "'\ta", "'\ra", "a=1", "",
    ]  # fmt: skip
