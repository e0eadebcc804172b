from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from costbench.interfaces.udf.doors.excel import DOOR, PREFIX, XLWINGS, agreement, register
from costbench.interfaces.udf.functions.registry import call, functions
from costbench.interfaces.udf.packaging.vba import functions_module
from costbench.language import LANGUAGES
from tests.interfaces.udf.conformance import HUGE, cases, packed

WINDOWS = Path(__file__).with_name("windows.py")
ROOT = Path(__file__).resolve().parents[4]


def through_xlwings(questions: list[Any], language: str) -> dict[str, Any]:
    """Ask every question through xlwings' own conversion code, in a process that believes it is on Windows."""
    done = subprocess.run(
        [sys.executable, WINDOWS],
        input=json.dumps(questions), cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=180,
        env=os.environ | {"LC_ALL": "fr_FR.UTF-8" if language == "fr" else "C.UTF-8", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module", params=LANGUAGES)
def answered(request):
    table = [case for case in cases() if len(case.cells) <= len(functions()[case.function].arguments)]
    questions = [(case.function, packed(case.cells), True) for case in table]
    return request.param, table, through_xlwings(questions, request.param)


def rectangle(answer: Any) -> list[list[Any]]:
    """Return an answer as rows, whether it is one value, one row or several."""
    if not isinstance(answer, list):
        return [[answer]]
    return answer if isinstance(answer[0], list) else [answer]


def test_excel_receives_what_the_direct_call_answers(answered):
    language, table, found = answered
    answers = found["answers"]
    assert len(answers) == len(table) > 200
    for case, answer in zip(table, answers, strict=True):
        assert rectangle(answer) == rectangle(call(case.function, *case.cells, language=language)), str(case)


def test_the_generated_wrappers_are_those_that_xlwings_itself_writes(answered):
    _, _, found = answered
    body = found["vba"].split("'Adjust when using outside of Excel\n", 1)[1]
    assert body == functions_module().split("'Adjust when using outside of Excel\n", 1)[1]


def test_xlwings_would_register_the_same_descriptions(answered):
    language, _, found = answered
    described = {name: rest for name, *rest in found["described"]}
    for function in functions().values():
        about, category, arguments = described[f"'costbench.xlsm'!{PREFIX}{function.name}"]
        assert about == function.about.to(language)
        assert category == function.category.to(language)
        assert (arguments or []) == [argument.about.to(language) for argument in function.arguments]


def test_values_written_in_a_formula_answer_as_cells_do():
    questions = [("UNIT", ["cis", "annual_budget"], False), ("RATE_CARD", [0.9, [[0.0, 0.0], [0.8, 1.0]]], False)]
    first, second = through_xlwings(questions, "en")["answers"]
    assert (first, second) == (call("UNIT", "cis", "annual_budget", language="en"), 1.0)


def test_another_xlwings_than_the_macros_is_said_in_every_cell():
    def same(item: Any = None, **options: Any) -> Any:
        return (lambda found: found) if item is None or isinstance(item, str) else item

    doors = register(same, same, same, "0.30.0")
    assert len(doors) == len(functions())
    assert all("0.30.0" in door("cis") and XLWINGS in door("cis") for door in doors.values())
    assert agreement(XLWINGS) is None


def test_the_module_that_excel_loads_holds_every_function():
    module = __import__(DOOR, fromlist=["CB_NPV"])
    assert module.CB_SETUP_FTE("cis", [["setup_fte_months", 12.0]]) == pytest.approx(12.0)
    assert {name for name in vars(module) if name.startswith(PREFIX)} == {f"{PREFIX}{name}" for name in functions()}


def test_the_button_writes_a_workbook_or_says_why_not(tmp_path):
    door = __import__(DOOR, fromlist=["write_workbook"])
    assert door.write_workbook(str(tmp_path / "années.xlsx"), "fr") == ""
    assert (tmp_path / "années.xlsx").stat().st_size > 100_000
    said = door.write_workbook(str(tmp_path / "nulle part" / "à.xlsx"), "fr")
    assert "nulle part" in said
    assert "\ufffd" not in said
    assert "Traceback" not in said


def test_the_pinned_xlwings_is_the_one_installed():
    import xlwings

    assert xlwings.__version__ == XLWINGS


def test_a_range_of_more_cells_than_a_function_takes_is_refused_through_excel_too():
    (answer,) = through_xlwings([("SETUP_FTE", packed(["cis", HUGE * 9]), True)], "en")["answers"]
    assert str(len(HUGE) * 9) in answer
