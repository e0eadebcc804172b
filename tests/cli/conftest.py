"""The program as a user runs it: in this process for its words, in another for what only a process shows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from costbench.cli import main

Run = Callable[..., Result]


@pytest.fixture
def costbench(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; English unless asked otherwise, on a wide page."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run ``python -m costbench`` in a process of its own, its output in a pipe."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "COLUMNS"))}
        return subprocess.run(
            [sys.executable, "-m", "costbench", *map(str, arguments)],
            capture_output=True,
            env=kept | {"LC_ALL": "C.UTF-8"} | environment,
            timeout=120,
        )

    return run


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    """A file of scenarios: one of a single model, one of all the models, one with a mistake, one with a warning."""
    file = tmp_path / "scenarios.csv"
    file.write_text(
        "scenario,model,annual_budget,staff_fte,cash_reserve,programme_budget,discount_rate\n"
        "Alone,cis,900000,10,120000,1000000,0.03\n"
        "Ours,all,300000,4,40000,,0.03\n"
        "Mistaken,cis,900000,10,120000,1000000,3\n"
        "Stranger,joint_venture,900000,10,120000,1000000,0.03\n",
        encoding="utf-8",
    )
    return file
