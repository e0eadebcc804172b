"""A file and a range of cells follow the same rules: these."""

from __future__ import annotations

import pytest

from costbench.catalogue import get_model, list_models
from costbench.catalogue.finder import model_names
from costbench.catalogue.scoring_rules import COLUMNS, foreign_columns, models_asked, own_columns
from costbench.interfaces.batch.scorer import result_columns
from costbench.interfaces.udf.functions.scoring import score_table

VENTURE = get_model("joint_venture")


@pytest.mark.parametrize("written", ["", "all", "ALL", "tous"])
def test_an_empty_cell_and_a_word_for_all_ask_for_every_model(written: str) -> None:
    assert models_asked(written, model_names()) == tuple(list_models())


@pytest.mark.parametrize("written", ["joint_venture", "JVS", " Joint-venture sociale "])
def test_an_identifier_an_alias_or_a_label_asks_for_its_model(written: str) -> None:
    assert models_asked(written, model_names()) == (VENTURE,)


@pytest.mark.parametrize("written", ["nothing", "x" * 100_000, "joint_venture" + "x" * 80])
def test_no_other_word_asks_for_a_model(written: str) -> None:
    assert models_asked(written, model_names()) == ()


def test_a_column_of_one_model_alone_comes_after_the_plain_one_and_so_goes_before_it() -> None:
    columns = ["joint_venture.capital", "capital", "sites", "pilot_rollout.sites"]
    assert list(own_columns(VENTURE, columns)) == [("capital", "capital"), ("joint_venture.capital", "capital")]


def test_every_column_is_a_models_own_or_foreign_to_it() -> None:
    columns = ["capital", "joint_venture.capital", "sites", "pilot_rollout.capital", "annual_budget"]
    assert list(foreign_columns(VENTURE, columns)) == ["sites", "pilot_rollout.capital"]
    own = {column for column, _ in own_columns(VENTURE, columns)}
    assert own == set(columns) - {"sites", "pilot_rollout.capital"}


def test_a_file_and_a_range_of_cells_come_back_with_the_same_columns() -> None:
    cells = score_table((("scenario", "model"), ("Ours", "jvs")), "en")
    assert tuple(cells[0]) == result_columns(0) == COLUMNS
    assert all(len(line) == len(COLUMNS) for line in cells)
