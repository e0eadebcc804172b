"""The Python of xlwings Lite is Pyodide: there the package must install, import, and read what it is given.

NumPy for Pyodide stands in no package registry, so what computes is not run here: see ``inside_pyodide.py``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import costbench
from costbench.interfaces.udf.doors.excel import XLWINGS
from costbench.interfaces.udf.functions.registry import call, functions
from costbench.interfaces.udf.packaging.lite import main_module, requirements
from costbench.language import LANGUAGES
from tests.interfaces.udf.conformance import Case, cases, packed

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PINNED = json.loads((ROOT / ".ci" / "pyodide" / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "extra": ""}
CATALOGUE = {"DEFAULT", "SOURCE", "UNIT"}
READ_WHILE_COMPUTING = {"out of range", "unknown criterion", "tiers in disorder"}
TABLE = [case for case in cases() if len(case.cells) <= len(functions()[case.function].arguments)]


@pytest.fixture(scope="module")
def runtime() -> Path:
    """The folder of Pyodide that COSTBENCH_PYODIDE names, required once it is named."""
    named = os.environ.get("COSTBENCH_PYODIDE")
    if not named:
        pytest.skip(f"Pyodide is not at hand: npm install pyodide@{PINNED}, and name its folder in COSTBENCH_PYODIDE")
    assert shutil.which("node"), "Node.js is not installed: https://nodejs.org"
    assert (Path(named) / "pyodide.mjs").is_file(), f"{named} holds no pyodide.mjs"
    return Path(named)


@pytest.fixture(scope="module")
def answered(runtime: Path) -> dict[str, Any]:
    """What the main.py of each language answers to the whole table in Pyodide."""
    asked = {
        "version": costbench.__version__,
        "main": {language: main_module(language) for language in LANGUAGES},
        "questions": [(case.function, packed(case.cells)) for case in TABLE],
    }
    xlwings = find_spec("xlwings")
    assert xlwings and xlwings.origin
    done = subprocess.run(
        ["node", HERE / "pyodide.mjs", runtime, HERE / "inside_pyodide.py",
         f"/project={ROOT}", f"/libraries/xlwings={Path(xlwings.origin).parent}"],
        input=json.dumps(asked), capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def computes(case: Case) -> bool:
    """Return whether a question goes as far as the engine."""
    if not case.says:
        return case.function not in CATALOGUE
    return case.kind in READ_WHILE_COMPUTING or (case.function == "SCORE" and case.kind in {"text", "unknown name"})


def test_what_needs_no_compiled_package_answers_in_pyodide_as_the_direct_call(answered):
    assert (answered["platform"], answered["xlwings"]) == ("emscripten", XLWINGS)
    asked = [(language, case) for language in LANGUAGES for case in TABLE]
    found = [answer for language in LANGUAGES for answer in answered["answers"][language]]
    for (language, case), (answer, read) in zip(asked, found, strict=True):
        if computes(case):
            expected = functions()[case.function].values(tuple(case.cells))
            assert (answer, read) == (None, json.loads(json.dumps(expected))), str(case)
        else:
            assert (answer, read) == (call(case.function, *case.cells, language=language), None), str(case)
    assert sum(not computes(case) for case in TABLE) > 150


def needed(requirement: Requirement, seen: set[str]) -> Iterator[Requirement]:
    """Yield what a requirement brings with it in the browser, itself included."""
    if requirement.name in seen or (requirement.marker and not requirement.marker.evaluate(BROWSER)):
        return
    seen.add(requirement.name)
    yield requirement
    for further in distribution(requirement.name).requires or ():
        yield from needed(Requirement(further), seen)


def test_pyodide_brings_or_can_install_everything_that_the_requirements_ask_for(runtime):
    brought = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    seen: set[str] = set()
    wanted = [one for line in requirements().splitlines() for one in needed(Requirement(line), seen)]
    assert {"costbench", "numpy", "pandas", "openpyxl", "scipy"} <= seen
    for one in wanted:
        if one.name in brought:
            assert one.specifier.contains(brought[one.name]["version"]), str(one)
        else:
            assert "Root-Is-Purelib: true" in (distribution(one.name).read_text("WHEEL") or ""), str(one)
