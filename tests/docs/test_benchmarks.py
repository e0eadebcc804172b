"""The command that measures runs, at a size at which its promises mean nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import pages
from benchmarks.measuring import Finding

FOUND = [
    Finding("help", "90 ms", "≤ 250 ms", True),
    Finding("a row", "3 s", capacity=("a scenario row", 36e-6)),
    Finding("a draw", "9", "≤ 3", False, ("a draw", 7.2e-6)),
]


def test_the_command_scores_a_small_file_and_prints_a_table_of_its_promises(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "score", "--rows", "500", "--times", "1"],
        cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode in (0, 1) and not done.stderr, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert lines[0] == "| What | Measured | Promised | Kept |"
    assert all(line.count("|") == 5 for line in lines)
    assert any(line.endswith("| the same bytes | the same bytes | yes |") for line in lines)


@pytest.mark.parametrize("arguments", [["speed"], ["start", "--write"]])
def test_an_unknown_part_or_a_table_of_some_parts_is_refused_in_a_sentence(root: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "error: there is no part called speed" in done.stderr or "error: the tables hold one run" in done.stderr


def test_the_tables_replace_what_stands_between_their_marks_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, mark in (("README", "measured"), ("LARGE", "capacity")):
        page = tmp_path / f"{name}.md"
        page.write_text(f"before\n<!-- {mark}:begin -->\nold\n<!-- {mark}:end -->\nafter\n", encoding="utf-8")
        monkeypatch.setattr(pages, name, page)
    pages.write("2 cores.", FOUND)
    promises, capacity = ((tmp_path / f"{name}.md").read_text(encoding="utf-8") for name in ("README", "LARGE"))
    assert promises.startswith("before\n<!-- measured:begin -->\n2 cores.\n\n| What |")
    assert promises.endswith("| a draw | 9 | ≤ 3 | **no** |\n<!-- measured:end -->\nafter\n")
    assert "| a scenario row | 100 million | 10 |" in capacity  # 36 µs each: 3,600 s / 36 µs, and 36,000 s
    assert "old" not in promises + capacity


def test_the_pages_bear_the_marks_between_which_the_tables_go() -> None:
    for page, name in ((pages.README, "measured"), (pages.LARGE, "capacity")):
        text = page.read_text(encoding="utf-8")
        assert text.count(f"<!-- {name}:begin -->") == text.count(f"<!-- {name}:end -->") == 1
