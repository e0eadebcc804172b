"""A folder is all a new model needs: the one that docs/adding_a_model.md builds is added and scored."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "adding_a_model.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def extended(tmp_path: Path) -> Path:
    """A copy of the package with the page's model in it."""
    shutil.copytree(ROOT / "costbench", tmp_path / "costbench", ignore=shutil.ignore_patterns("__pycache__"))
    parts = dict(FENCE.findall(PAGE.read_text(encoding="utf-8")))
    folder = tmp_path / "costbench" / "models" / "paid_training"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "model.py").write_text(parts["python"], encoding="utf-8")
    (folder / "defaults.toml").write_text(parts["toml"], encoding="utf-8")
    (folder / "README.md").write_text("# Paid training\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    """Run Python in ``folder``, where the copied package comes first."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_folder_is_in_the_catalogue(extended):
    listed = json.loads(run(extended, "-m", "costbench", "models", "--json"))
    added = {model["id"]: model for model in listed}["paid_training"]
    assert added["scale_input"] == "days_sold"
    assert added["setup_fte_months"] == pytest.approx(1.2)


def test_a_new_folder_is_scored_under_its_french_alias(extended):
    (extended / "in.csv").write_text(
        "scenario,model,days_sold,price_per_day,discount_rate\na,formation_vendue,10,1000,0\nb,paid_training,20,1000,0\n",
        encoding="utf-8",
    )
    run(extended, "-m", "costbench", "score", "in.csv", "-o", "out.csv")
    import pandas as pd

    scored = pd.read_csv(extended / "out.csv").set_index("scenario")
    assert list(scored["status"]) == ["ok", "ok"]
    assert set(scored["model"]) == {"paid_training"}
    twice = scored.loc["b", "npv"] + scored.loc["b", "setup_cost"]
    assert twice == pytest.approx(2 * (scored.loc["a", "npv"] + scored.loc["a", "setup_cost"]))
