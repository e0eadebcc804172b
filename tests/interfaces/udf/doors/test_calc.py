from __future__ import annotations

import stat
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from costbench.interfaces.udf.functions.registry import call, functions
from costbench.interfaces.udf.packaging.extension import build_libreoffice
from costbench.language import Language
from tests.interfaces.udf.conformance import INPUTS, MODEL, Case, cases
from tests.interfaces.udf.doors.calc import ERRORS, Calc, write_questions

LOCALES: dict[str, Language] = {"en-US": "en", "fr-FR": "fr"}
FAKE = """\
import json, sys, time
print(json.dumps({"ready": VERSION}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    if asked["name"] == "SETUP_FTE":
        time.sleep(60)
    if asked["name"] == "NPV":
        sys.exit(3)
    print(json.dumps({"id": asked["id"], "answer": 42.0}), flush=True)
"""


def rows(answer: Any) -> list[list[Any]]:
    return answer if isinstance(answer, list) else [[answer]]


def in_error(case: Case) -> str | None:
    """Return the error that a cell of the question holds.

    Calc then does not call the function: it answers with that error, or #VALUE! when it stands in a range.
    """
    cells = [
        cell
        for argument in case.cells
        for line in rows(argument)
        for cell in (line if isinstance(line, list) else [line])
    ]
    return next((cell for cell in cells if isinstance(cell, str) and cell in ERRORS), None)


@pytest.fixture(scope="module")
def calc(libreoffice, tmp_path_factory):
    return Calc(libreoffice, tmp_path_factory.mktemp("calc"))


def fake_python(folder: Path, version: str) -> str:
    """Return a program that answers as a worker of ``version`` would, too late or dying for two of the functions."""
    script = folder / "fake.py"
    script.write_text(FAKE.replace("VERSION", repr(version)), encoding="utf-8")
    program = folder / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.parametrize(("locale", "language"), list(LOCALES.items()))
def test_cells_answer_as_the_direct_call(calc, locale, language):
    table = [case for case in cases() if len(case.cells) <= len(functions()[case.function].arguments)]
    direct = [rows(call(case.function, *case.cells, language=language)) for case in table]
    questions = [
        (case.function, case.cells, len(answer), len(answer[0])) for case, answer in zip(table, direct, strict=True)
    ]
    for case, expected, found in zip(table, direct, calc.ask(questions, locale), strict=True):
        error = in_error(case)
        if error:
            assert found[0][0] in {error, "#VALUE!"}, str(case)
            continue
        for line, received in zip(expected, found, strict=True):
            numbers = [cell for cell in line if isinstance(cell, float)]
            assert [cell for cell in received if not isinstance(cell, str)] == pytest.approx(
                numbers, rel=1e-9, abs=1e-9
            )
            texts = [cell for cell in line if isinstance(cell, str)]
            assert [cell for cell in received if isinstance(cell, str)] == texts, str(case)


def test_without_the_extension_the_same_cells_show_that_the_name_is_unknown(calc):
    questions = [("SETUP_FTE", [MODEL, INPUTS], 1, 1), ("MODELS", [], 2, 2)]
    for answer in calc.ask(questions, extension=False):
        assert answer[0][0] == "#NAME?"


def test_the_demonstration_shows_no_error_and_saves_the_names_it_read(calc, tmp_path):
    for name, content in build_libreoffice(sys.executable).items():
        if name.endswith(".xlsx"):
            (tmp_path / name).write_bytes(content)
    sources = sorted(tmp_path.glob("*.xlsx"))
    assert len(sources) == 2
    for saved in calc.recalculated(*sources, locale="fr-FR"):
        values = openpyxl.load_workbook(saved, data_only=True).active
        shown = [cell for line in values.iter_rows(25, values.max_row, 2, 3, values_only=True) for cell in line]
        assert len([cell for cell in shown if cell is not None]) > 100
        assert [cell for cell in shown if isinstance(cell, str) and cell.startswith(("#", "Err:"))] == []
        formulas = openpyxl.load_workbook(saved).active
        written = {str(getattr(cell.value, "text", cell.value)) for line in formulas.iter_rows(25) for cell in line}
        for name in functions():
            assert any(text.startswith(f"=COSTBENCH.{name}(") for text in written), name


def test_ten_thousand_cells_are_answered_and_the_spreadsheet_lives(calc, tmp_path):
    source = tmp_path / "many.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 1001):
        sheet.append([1000.0 * row, *[f'=COSTBENCH.RATE_CARD(A{row}/1000000,$L$1:$M$2,"linear")'] * 10])
    for place, value in (("L1", 0.0), ("M1", 0.0), ("L2", 1.0), ("M2", 10.0)):
        sheet[place] = value
    book.save(source)
    started = time.monotonic()
    (saved,) = calc.recalculated(source)
    assert time.monotonic() - started < 60
    values = openpyxl.load_workbook(saved, data_only=True).active
    assert [values.cell(row, 11).value for row in (1, 500, 1000)] == pytest.approx([0.01, 5.0, 10.0])


def test_two_documents_opened_one_after_the_other_share_what_they_need(calc, tmp_path):
    question = [("SETUP_MONTHS", [MODEL, INPUTS], 1, 1)]
    sources = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for source in sources:
        write_questions(source, question)
    for saved in calc.recalculated(*sources):
        assert openpyxl.load_workbook(saved, data_only=True)["answers"]["A1"].value == call(
            "SETUP_MONTHS", MODEL, INPUTS
        )


@pytest.mark.parametrize(
    ("locale", "words"), [("en-US", "does not find its Python"), ("fr-FR", "ne trouve pas son Python")]
)
def test_a_missing_python_is_said_in_the_cell_with_the_remedy(libreoffice, tmp_path, locale, words):
    missing = str(tmp_path / "nowhere" / "python")
    calc = Calc(libreoffice, tmp_path, python=missing)
    started = time.monotonic()
    answers = calc.ask([("SETUP_FTE", [MODEL], 1, 1)] * 200 + [("MODELS", [], 1, 1)], locale)
    assert time.monotonic() - started < 60
    for answer in answers:
        assert words in answer[0][0]
        assert missing in answer[0][0]
        assert "costbench addin install" in answer[0][0]


def test_a_python_without_costbench_is_said_too(libreoffice, tmp_path):
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "raise SystemExit(1)"\n', encoding="utf-8")
    bare.chmod(bare.stat().st_mode | stat.S_IXUSR)
    calc = Calc(libreoffice, tmp_path, python=str(bare))
    assert "does not find its Python" in calc.ask([("SETUP_FTE", [MODEL], 1, 1)])[0][0][0]


def test_a_worker_that_is_too_slow_or_dies_is_said_and_the_other_cells_are_answered(libreoffice, tmp_path):
    from costbench import __version__

    calc = Calc(libreoffice, tmp_path, python=fake_python(tmp_path, __version__), seconds=1.0)
    questions = [("SETUP_FTE", [MODEL], 1, 1)] * 100 + [("NPV", [MODEL], 1, 1), ("UNIT", [MODEL, "inflation"], 1, 1)]
    started = time.monotonic()
    *slow, dead, alive = calc.ask(questions)
    assert time.monotonic() - started < 60
    assert all("took more than 1 s" in answer[0][0] for answer in slow)
    assert "stopped during this computation" in dead[0][0]
    assert alive == [[42.0]]


def test_a_worker_of_another_version_is_said(libreoffice, tmp_path):
    calc = Calc(libreoffice, tmp_path, python=fake_python(tmp_path, "0.0.1"))
    (answer,) = calc.ask([("UNIT", [MODEL, "inflation"], 1, 1)])
    assert "0.0.1" in answer[0][0]
    assert "costbench addin install" in answer[0][0]
