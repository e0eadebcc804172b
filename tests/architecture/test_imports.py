"""Imports run downwards, and the engine needs NumPy alone: shown by faults planted on purpose."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

ENGINE = [
    "language",
    "errors",
    "vocabulary",
    "finance",
    "parameters",
    "appraisal",
    "models",
    "analysis",
    "catalogue",
]
HEAVY = [
    "SALib",
    "click",
    "matplotlib",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "rich",
    "scipy",
    "xlwings",
]

SETTINGS = f"HEAVY, ROOMS = {HEAVY!r}, {ENGINE!r}"
BLOCKER = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HEAVY:
            raise ImportError(f"{name} is not for the engine")

sys.meta_path.insert(0, Blocker())
"""
IMPORT_THE_ENGINE = """
def walk(name):
    module = importlib.import_module(name)
    for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
        walk(f"{name}.{found.name}")

for room in ROOMS:
    walk(f"costbench.{room}")
print(len([name for name in sys.modules if name.startswith("costbench.")]))
"""


def python(code: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a fresh interpreter, in ``folder``."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120
    )


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that stands in ``folder``."""
    return python(f"import sys; sys.argv = ['lint-imports', '--no-cache']; {LINT_IMPORTS}", folder)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and of its contracts, in which to plant a fault."""
    shutil.copytree(ROOT / "costbench", tmp_path / "costbench", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_run_downwards():
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("place", "fault", "contract"),
    [
        ("finance/__init__.py", "import costbench.appraisal", "Imports run downwards"),
        ("language.py", "import costbench.errors", "Imports run downwards"),
        ("appraisal/__init__.py", "def f():\n    import costbench.catalogue", "Imports run downwards"),
        ("finance/__init__.py", "import costbench.parameters", "Imports run downwards"),
        ("analysis/__init__.py", "import costbench.models", "Imports run downwards"),
        (
            "models/sponsorship/model.py",
            "import costbench.models.joint_venture.model",
            "Each cooperation model is a stranger to the others",
        ),
        (
            "interfaces/udf/__init__.py",
            "import costbench.interfaces.batch",
            "Spreadsheet functions, workbooks and batches are strangers",
        ),
    ],
)
def test_a_planted_import_breaks_its_contract(copy, place, fault, contract):
    planted = copy / "costbench" / place
    planted.write_text(planted.read_text(encoding="utf-8") + f"\n{fault}\n", encoding="utf-8")
    checked = lint_imports(copy)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert f"{contract} BROKEN" in " ".join(checked.stdout.split())


def test_a_room_without_a_storey_breaks_the_contract(copy):
    (copy / "costbench" / "helpers.py").write_text('"""A room nobody planned."""\n', encoding="utf-8")
    checked = lint_imports(copy)
    assert checked.returncode == 1
    assert "helpers" in checked.stdout + checked.stderr


def test_the_engine_imports_numpy_alone():
    run = python(SETTINGS + BLOCKER + IMPORT_THE_ENGINE)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > len(ENGINE)


def test_the_blocker_blocks():
    run = python(SETTINGS + BLOCKER + "import pandas")
    assert run.returncode == 1
    assert "pandas is not for the engine" in run.stderr
