"""A model written once computes the same on arrays and as spreadsheet formulas."""

from __future__ import annotations

from pathlib import Path

import ironcalc
import numpy as np
import pytest

from costbench.appraisal import TOLERANCE, YEARS, CooperationModel, flag
from costbench.appraisal.readings.flows import run_ledger
from costbench.appraisal.tracing.symbolic import Condition, Reference, Symbol, TraceError, Where, formula, trace
from costbench.catalogue import list_models
from tests.appraisal.scenarios import random_values
from tests.appraisal.sheet import FIRST_YEAR_COLUMN, TracedSheet

SCENARIOS = 300
MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)


def close(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return np.abs(found - expected) <= TOLERANCE * np.maximum(1, np.maximum(np.abs(found), np.abs(expected)))


@MODELS
def test_formulas_give_what_numpy_gives_for_hundreds_of_random_inputs(
    model: type[CooperationModel], tmp_path: Path
) -> None:
    scenarios = random_values(model, np.random.default_rng(20_260), SCENARIOS)
    sheet = TracedSheet(model, scenarios)
    sheet.write(tmp_path / "traced.xlsx")
    ledger = run_ledger(model, scenarios, (SCENARIOS,))
    engine = ironcalc.load_from_xlsx(str(tmp_path / "traced.xlsx"), "en", "UTC", "en")
    for case in range(SCENARIOS):
        engine.set_user_input(0, 1, 2, str(case + 1))
        engine.evaluate()
        for name, row in sheet.fixed_row.items():
            found = engine.get_cell_value(1, row, 2)
            assert close(np.float64(found), ledger.workings[name][case]), (name, case, found)
        rows = [(name, row, ledger.workings[name]) for name, row in sheet.yearly_row.items()]
        rows += [(line.name, row, line.amounts) for line, row in zip(ledger.lines, sheet.entry_row, strict=True)]
        for name, row, expected in rows:
            found = np.array([engine.get_cell_value(1, row, FIRST_YEAR_COLUMN + year) for year in YEARS], float)
            assert close(found, expected[:, case]).all(), (name, case, found, expected[:, case])


@MODELS
def test_a_trace_names_every_entry_and_working_of_the_ledger(model: type[CooperationModel]) -> None:
    ledger = run_ledger(model, random_values(model, np.random.default_rng(1), 1), (1,))
    traced = trace(model)
    assert [item.entry.name for item in traced.entries] == [line.name for line in ledger.lines]
    assert set(ledger.workings) <= {*traced.fixed, *traced.yearly}


def test_case_zero_retains_the_chosen_scenario(tmp_path: Path) -> None:
    model = list_models()[0]
    scenarios = random_values(model, np.random.default_rng(3), 2)
    sheet = TracedSheet(model, scenarios)
    sheet.write(tmp_path / "traced.xlsx")
    engine = ironcalc.load_from_xlsx(str(tmp_path / "traced.xlsx"), "en", "UTC", "en")
    row = sheet.input_row["discount_rate"]
    for case, scenario in ((0, 0), (2, 1), (1, 0)):
        engine.set_user_input(0, 1, 2, str(case))
        engine.evaluate()
        assert engine.get_cell_value(0, row, 2) == pytest.approx(scenarios["discount_rate"][scenario], rel=1e-15)


X = Symbol(Reference(Where.INPUT, "x"))


@pytest.mark.parametrize(
    "operation",
    [
        lambda: 1 if X > 0 else 2,
        lambda: min(X, 5),
        lambda: max(5, X),
        lambda: 0 < X < 5,
        lambda: X in [1, 2],
        lambda: np.maximum.reduce(X),
        lambda: np.add.accumulate(X),
        lambda: float(X),
        lambda: int(X),
        lambda: round(X),
        lambda: [0][X],
        lambda: list(X),
        lambda: len(X),
        lambda: X[0],
        lambda: np.asarray(X),
        lambda: X == 1,
        lambda: X != 1,
        lambda: np.floor(X),
        lambda: X // 2,
        lambda: X % 2,
        lambda: abs(X),
        lambda: np.sum(X),
        lambda: X + np.ones(3),
        lambda: X * True,
        lambda: X + float("nan"),
        lambda: X * (X > 1),
        lambda: np.where(X, 1, 2),
        lambda: np.add(X, 1, out=np.zeros(1)),
        lambda: np.logical_and(X, X > 1),
    ],
)
def test_what_no_formula_can_follow_is_refused_naming_the_line(operation: object) -> None:
    with pytest.raises(TraceError, match=r"test_symbolic\.py:\d+"):
        operation()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        (-(X**2), "(0-(x^2))"),
        ((X**2) ** 3, "((x^2)^3)"),
        (2 ** (X**2), "(2^(x^2))"),
        (X - (X - 1), "(x-(x-1))"),
        (np.clip(X, 0, 1), "MIN(1,MAX(0,x))"),
        (np.where(X >= 1, X, 0), "IF((x>=1),x,0)"),
        (np.where(np.logical_or(X > 1, np.logical_not(X < 0)), 1, 0), "IF(OR((x>1),NOT((x<0))),1,0)"),
        (flag(X > 1) * 0.5, "(IF((x>1),1,0)*0.5)"),
        (np.float64(2) * X, "(2*x)"),
        (np.exp(X), "EXP(x)"),
    ],
)
def test_expressions_are_written_with_every_parenthesis(symbol: Symbol, expected: str) -> None:
    assert not isinstance(symbol, Condition)
    assert formula(symbol.expression, lambda reference: reference.name) == expected
