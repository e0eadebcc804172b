"""The tests stand where the code stands, and a model's folder is complete."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE, TESTS = ROOT / "costbench", ROOT / "tests"
ROOMS_OF_THEIR_OWN = {"architecture", "docs", "fuzz", "published", "spreadsheets"}
PARTS_OF_A_MODEL = ("model.py", "defaults.toml", "README.md")


def says_something(module: Path) -> bool:
    """Return whether a module holds more than its docstring."""
    return any(not isinstance(node, ast.Expr) for node in ast.parse(module.read_text(encoding="utf-8")).body)


def packages() -> set[str]:
    """Return the folders of the package that hold code; the models count as one."""
    folders = {path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if says_something(path)}
    return {path.as_posix() for path in folders if path.parts and path.parts[0] != "models"} | {"models"}


def model_folders() -> list[Path]:
    """Return the folder of each cooperation model; one that begins with an underscore is none."""
    inside = (path for path in (PACKAGE / "models").iterdir() if path.is_dir())
    return sorted(path for path in inside if not path.name.startswith(("_", ".")))


def test_folders() -> set[str]:
    """Return the folders of tests/ that hold tests."""
    folders = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    return {path.as_posix() for path in folders if path.parts}


test_folders.__test__ = False  # a question asked by tests, not a test


def test_every_package_has_its_mirror_under_tests():
    """A room within a room may be judged with the whole that it is part of, as the sheets of a workbook are."""
    folders = test_folders()
    halls = {name.partition("/")[0] for name in folders}
    without = {name for name in packages() if not {name, name.rpartition("/")[0]} & folders}
    assert without - halls == set()


def test_no_folder_of_tests_is_without_its_package():
    models = {f"models/{folder.name}" for folder in model_folders()}
    strangers = {name for name in test_folders() if name.split("/")[0] not in ROOMS_OF_THEIR_OWN}
    assert strangers - packages() - models == set()


def test_every_model_folder_holds_a_model_its_defaults_and_its_page():
    folders = model_folders()
    assert folders
    missing = [f"{folder.name}/{part}" for folder in folders for part in PARTS_OF_A_MODEL
               if not (folder / part).is_file()]  # fmt: skip
    assert missing == []


def test_every_model_folder_holds_a_worked_case():
    without = [folder.name for folder in model_folders() if not any((folder / "cases").glob("*.toml"))]
    assert without == []
