"""The same scoring on a table in memory."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

import costbench
from costbench.errors import InputError
from tests.interfaces.batch.samples import CONTRACT, random_rows, scored, text_of


def test_a_frame_scores_as_the_file_does(tmp_path):
    content = text_of(random_rows(80, seed=9))
    scored(tmp_path, content)
    expected = pd.read_csv(tmp_path / "results.csv")
    found = costbench.score(pd.read_csv(io.StringIO(content)), language="en")
    assert list(found.columns) == CONTRACT
    written = found.to_csv(index=False)
    pd.testing.assert_frame_equal(pd.read_csv(io.StringIO(written)), expected)


def test_a_frame_of_texts_is_read_as_people_write_numbers():
    numbers = pd.DataFrame({"scenario": ["a", "b"], "model": "cis", "programme_budget": [1234.5, np.nan]})
    texts = numbers.assign(programme_budget=["1\u202f234,5", None])
    pd.testing.assert_frame_equal(costbench.score(numbers), costbench.score(texts))


def test_chunks_do_not_change_results(monkeypatch):
    frame = pd.read_csv(io.StringIO(text_of(random_rows(50, seed=10))))
    whole = costbench.score(frame)
    monkeypatch.setattr("costbench.interfaces.batch.frames.CHUNK_ROWS", 7)
    pd.testing.assert_frame_equal(costbench.score(frame), whole, check_exact=True)


def test_cells_that_are_no_numbers_are_told_by_row():
    frame = pd.DataFrame({"model": ["cis"] * 5, "staff_fte": [1.5, "x", np.inf, True, None]})
    found = costbench.score(frame, language="en")
    assert found["scenario"].tolist() == ["2", "3", "4", "5", "6"]
    assert found["status"].tolist() == ["ok", "error", "error", "error", "ok"]
    assert '`staff_fte` is "inf" (row 4)' in found["messages"][2]
    assert found.loc[1:3, "npv"].isna().all()


def test_an_empty_frame_gives_an_empty_frame_with_the_columns():
    found = costbench.score(pd.DataFrame({"scenario": [], "model": []}))
    assert list(found.columns) == CONTRACT
    assert len(found) == 0


def test_the_frame_given_is_left_as_it_was():
    frame = pd.DataFrame({"scenario": ["=a"], "model": ["cis"], "annual_budget": ["1 000"]})
    before = frame.copy()
    assert costbench.score(frame)["scenario"].tolist() == ["'=a"]
    pd.testing.assert_frame_equal(frame, before)


def test_unknown_columns_are_refused_unless_left_aside():
    frame = pd.DataFrame({"model": ["cis"], "remark": ["x"]})
    with pytest.raises(InputError):
        costbench.score(frame)
    assert costbench.score(frame, ignore_unknown=True)["status"].tolist() == ["ok"]
