"""Imports run downwards, and the engine needs NumPy alone: shown by faults planted on purpose."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
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
    "dask",
    "distributed",
    "fsspec",
    "matplotlib",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "rich",
    "scipy",
    "xlwings",
]

DOORS = {  # where a library may be imported, and nowhere else
    "SALib": ("analysis",),
    "click": ("cli",),
    "dask": (),
    "distributed": ("interfaces/batch",),
    "fsspec": ("interfaces/batch",),
    "matplotlib": ("analysis", "cli"),
    "openpyxl": ("interfaces/workbook", "interfaces/batch"),
    "pandas": ("interfaces/batch",),
    "polars": ("interfaces/batch",),
    "rich": ("cli",),
    "scipy": ("analysis",),
    "xlwings": ("interfaces/udf",),
}

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
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that stands in ``folder``."""
    return python(f"import sys; sys.argv = ['lint-imports', '--no-cache']; {LINT_IMPORTS}", folder)


def broken(checked: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the names of the contracts that import-linter found broken."""
    return re.findall(r"^(\S.*\S) BROKEN$", checked.stdout, re.MULTILINE)


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the libraries that a module imports, those imported for type hints alone apart."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]
        yield from imported(node)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and of its contracts, in which to plant a fault."""
    shutil.copytree(ROOT / "costbench", tmp_path / "costbench", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_run_downwards():
    checked = lint_imports(ROOT)
    assert broken(checked) == []
    assert checked.returncode == 0, checked.stdout[-500:] + checked.stderr


def test_a_heavy_library_is_imported_behind_its_own_door_only():
    package = ROOT / "costbench"
    strays = [
        f"{path.relative_to(package).as_posix()} imports {library}"
        for path in sorted(package.rglob("*.py"))
        for library in imported(ast.parse(path.read_text(encoding="utf-8")))
        if not path.relative_to(package).as_posix().startswith(DOORS.get(library, ("",)))
    ]
    assert strays == []


@pytest.mark.parametrize(
    ("code", "libraries"),
    [
        ("def f():\n    from scipy.stats import qmc", ["scipy"]),
        ("import pandas as pd, numpy", ["pandas", "numpy"]),
        ("if TYPE_CHECKING:\n    import pandas", []),
        ("from . import near", []),
    ],
)
def test_imports_are_found_wherever_they_stand(code, libraries):
    assert list(imported(ast.parse(code))) == libraries


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
        (
            "appraisal/declaring/entries.py",
            "def f():\n    import costbench.appraisal.declaring.model",
            "No circles, at any depth",
        ),
    ],
)
def test_a_planted_import_breaks_its_contract(copy, place, fault, contract):
    planted = copy / "costbench" / place
    planted.write_text(planted.read_text(encoding="utf-8") + f"\n{fault}\n", encoding="utf-8")
    checked = lint_imports(copy)
    assert checked.returncode == 1
    assert contract in broken(checked)


def test_a_room_without_a_storey_breaks_the_contract(copy):
    (copy / "costbench" / "helpers.py").write_text('"""A room nobody planned."""\n', encoding="utf-8")
    checked = lint_imports(copy)
    assert checked.returncode == 1
    assert "helpers" in (checked.stdout + checked.stderr)[-500:]


def test_the_engine_imports_numpy_alone():
    run = python(SETTINGS + BLOCKER + IMPORT_THE_ENGINE)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > len(ENGINE)


def test_the_blocker_blocks():
    run = python(SETTINGS + BLOCKER + "import pandas")
    assert run.returncode == 1
    assert "pandas is not for the engine" in run.stderr
