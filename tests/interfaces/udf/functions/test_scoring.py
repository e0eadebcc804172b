"""The scorer of a range is held against the batch scorer: another road to the same figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import costbench
from costbench.interfaces.udf.functions.registry import call

HEADERS = ["scenario", "model", "annual_budget", "staff_fte", "inflation", "programme_budget", "readiness"]


def random_table(rows: int) -> list[list[Any]]:
    """Return scenarios with blanks, French numbers, texts and mistakes."""
    rng = np.random.default_rng(4)
    models = [model.id for model in costbench.list_models()] + ["all", None, "cis", "joint_ventur"]
    table: list[list[Any]] = [HEADERS]
    for row in range(rows):
        budget = rng.choice(
            np.array([None, "300 000,5", 2_000_000.0, "many", -1.0], dtype=object), p=[0.2, 0.3, 0.3, 0.1, 0.1]
        )
        inflation = rng.choice(np.array([None, 0.02, "0,03", 2.1], dtype=object))
        readiness = rng.choice(
            np.array([None, "measurable_outcomes=full", "nonsense"], dtype=object), p=[0.6, 0.3, 0.1]
        )
        table.append(
            [
                f"s{row}",
                rng.choice(np.array(models, dtype=object)),
                budget,
                10.0 * rng.random(),
                inflation,
                None,
                readiness,
            ]
        )
    return table


def batch(table: list[list[Any]]) -> list[list[Any]]:
    frame = costbench.score(pd.DataFrame(table[1:], columns=table[0]))
    return [list(frame.columns), *frame.astype(object).where(frame.notna(), "").to_numpy().tolist()]


def test_a_range_is_scored_as_the_batch_scores_it():
    table = random_table(120)
    mine, theirs = call("SCORE", table, language="en"), batch(table)
    assert mine[0] == theirs[0]
    assert len(mine) == len(theirs) > 300
    statuses = set()
    for one, other in zip(mine[1:], theirs[1:], strict=True):
        statuses.add(one[2])
        for name, own, its in zip(mine[0], one, other, strict=True):
            if name == "messages":
                assert bool(own) == bool(its)
            elif isinstance(own, str):
                assert own == its, (name, one, other)
            else:
                assert own == pytest.approx(float(its), rel=1e-9, abs=1e-9), (name, one, other)
    assert statuses >= {"ok", "error"}


def test_an_input_of_another_model_is_a_warning_where_the_model_is_named():
    rows = [["scenario", "model", "programme_budget"], ["a", "sponsorship", 1e6], ["b", "all", 1e6]]
    lines = call("SCORE", rows, language="en")[1:]
    assert lines[0][2] == "warning"
    assert {line[2] for line in lines[1:]} == {"ok"}


def test_two_mistakes_of_a_row_are_both_said_and_name_the_row():
    (line,) = call("SCORE", [["model", "annual_budget", "staff_fte"], ["cis", "x", -1.0]], language="fr")[1:]
    assert line[-1].count("(ligne 2)") == 2


def test_an_empty_row_is_passed_over_and_headers_must_be_words():
    assert len(call("SCORE", [["model"], [None], ["cis"]])) == 2
    assert "headers" in call("SCORE", [[None, 3.0], ["cis", 1.0]], language="en")
    assert "annual_budget" in call("SCORE", [["annual_budget", "annual_budget"], [1.0, 2.0]], language="en")
