"""The workbook computes what the engine computes, shows values unopened, and is the same file each time."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from scipy.stats import beta

import costbench
from costbench.appraisal import TOLERANCE
from costbench.appraisal.tracing.symbolic import formula, trace
from costbench.catalogue import list_models
from costbench.interfaces.workbook import build_workbook
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.expressions import DEEPEST, depth, in_steps, length
from costbench.interfaces.workbook.plan.layout import DRAWS, Layout, plan
from costbench.interfaces.workbook.plan.quantiles import pert_quantile, pert_shape
from costbench.interfaces.workbook.plan.sobol import EVEN, strata

BY_SEARCH = "break_even_scale"
"""The sheet gives it where three sizes stand on a line; a model that bends needs a search."""


def close(found: Any, expected: Any) -> Any:
    return np.abs(found - expected) <= TOLERANCE * np.maximum(1, np.maximum(np.abs(found), np.abs(expected)))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("workbooks")
    return {
        "complete": build_workbook(folder / "complet.xlsx", "fr", edition="complete"),
        "essential": build_workbook(folder / "essential.xlsx", "en", edition="essential"),
    }


def assert_engine_agrees(layout: Layout, sheet: Any, scenario: dict[str, Any]) -> None:
    """Hold every indicator of the calculations sheet against the engine."""
    for appraisal in costbench.compare([model.id for model in layout.models], **scenario).appraisals:
        block = layout.blocks[appraisal.model.id]
        for name, row in block.indicators.items():
            found, expected = sheet.cell(row, place.VALUE).value, appraisal.indicators.get(name)
            if name not in appraisal.indicators or (name == BY_SEARCH and isinstance(found, str)):
                continue
            if expected is None:
                assert isinstance(found, str), (appraisal.model.id, name, found)
            else:
                assert not isinstance(found, str), (appraisal.model.id, name, found, expected)
                assert close(found, expected), (appraisal.model.id, name, found, expected)


def test_every_formula_ships_with_its_value(books: dict[str, Path]) -> None:
    for book in books.values():
        formulas, values = openpyxl.load_workbook(book), openpyxl.load_workbook(book, data_only=True)
        layout = plan(list_models(), "fr" if book.name == "complet.xlsx" else "en",
                      "complete" if book.name == "complet.xlsx" else "essential")  # fmt: skip
        assert_engine_agrees(layout, values[layout.sheet("calculations")], {})
        assert formulas.sheetnames == [layout.sheet(key) for key in layout.sheets]


def test_a_rebuilt_workbook_is_the_same_file(books: dict[str, Path], tmp_path: Path) -> None:
    again = build_workbook(tmp_path / "again.xlsx", "en", edition="essential")
    assert again.read_bytes() == books["essential"].read_bytes()


def test_each_step_of_a_cut_formula_can_be_read() -> None:
    for model in list_models():
        steps = in_steps(trace(model))
        written = [step.expression for step in (*steps.fixed.values(), *steps.yearly.values())] + steps.entries
        assert max((length(item) for item in written), default=0) <= 120
        assert max((depth(item) for item in written), default=0) <= DEEPEST
        assert all(formula(item, lambda _: "A1").count("IF(") <= 1 for item in written)


def test_every_stratum_stands_once_in_each_column_of_the_draws() -> None:
    table = strata(EVEN + 40)
    assert (np.sort(table, axis=0) == np.arange(DRAWS)[:, None]).all()
    correlations = np.corrcoef(table, rowvar=False) - np.eye(EVEN + 40)
    assert np.abs(correlations).max() < 0.25


@pytest.mark.parametrize("mode", [0.0, 0.1, 0.5, 0.99, 1.0])
def test_quantiles_are_those_of_the_beta_distribution(mode: float) -> None:
    u = (np.arange(DRAWS) + 0.5) / DRAWS
    assert pert_quantile(u, 2, 2 + 5 * mode, 7) == pytest.approx(
        2 + 5 * beta.ppf(u, *pert_shape(0, mode, 1)), rel=1e-12
    )
    assert (pert_quantile(u, 3, 3, 3) == 3).all()


def test_faults_of_a_scenario_are_all_reported_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(costbench.errors.InputError) as found:
        build_workbook(tmp_path / "x.xlsx", scenario={"discount_rate": 3.5, "staff_fte": -1})
    assert {problem.path for problem in found.value.problems} == {"discount_rate", "staff_fte"}
    assert list(tmp_path.iterdir()) == []


def test_the_charts_of_the_file_show_its_models(books: dict[str, Path]) -> None:
    with zipfile.ZipFile(books["complete"]) as file:
        charts = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/chart")]
    assert "Ligne de crédit garantie" in charts[0]
    assert sum(len(sheet._charts) for sheet in openpyxl.load_workbook(books["complete"])) == len(charts)
