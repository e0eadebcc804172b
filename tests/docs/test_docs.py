"""The documentation is held to the program: nothing public is unmentioned, nothing mentioned is missing."""

from __future__ import annotations

import functools
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from costbench import errors

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SENTENCE_END = re.compile(r"[a-zé\d)”»`*\u00a0][.!?] +(?=[A-ZÉÀ«])")


def pages() -> list[Path]:
    """Return README.md and everything under docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@functools.cache
def prose() -> str:
    """Return all the pages as one text."""
    return "\n".join(page.read_text(encoding="utf-8") for page in pages())


def blocks(page: Path, *languages: str) -> Iterator[str]:
    """Yield the fenced blocks of ``page`` that are written in one of ``languages``."""
    for language, block in FENCE.findall(page.read_text(encoding="utf-8")):
        if language in languages:
            yield block


def program(*arguments: str) -> str:
    """Run costbench in English and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "costbench", *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@functools.cache
def commands() -> frozenset[str]:
    """Return the names of the program's commands."""
    import click

    from costbench.cli import main

    return frozenset(main.list_commands(click.Context(main)))


def commands_shown(page: Path) -> set[str]:
    """Return the commands that a page tells its reader to type."""
    shown = "\n".join(blocks(page, "sh", "console", "powershell", "text"))
    shown += "\n".join(re.findall(r"`(costbench [a-z]+[^`]*)`", page.read_text(encoding="utf-8")))
    return set(re.findall(r"(?:^|[\s\\/])costbench ([a-z]+)\b", shown))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_command_is_documented():
    assert commands()
    assert {name for name in commands() if f"costbench {name}" not in prose()} == set()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_every_command_shown_exists(page):
    assert commands_shown(page) - commands() == set()


def test_every_model_is_in_the_reference_and_no_other():
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    table = reference.split("## Models")[1].split("## Commands")[0]
    listed = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert listed == {model["id"] for model in json.loads(program("models", "--json"))}


def test_every_column_of_the_results_is_in_the_reference():
    import pandas as pd

    import costbench

    scored = costbench.score(pd.DataFrame({"scenario": ["one"], "model": ["do_nothing"]}), draws=16)
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert "expected_npv" in scored.columns
    assert [name for name in scored.columns if f"`{name}`" not in reference] == []


def test_every_error_is_in_the_reference():
    family = [
        name for name, item in vars(errors).items() if inspect.isclass(item) and issubclass(item, errors.CostbenchError)
    ]
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert len(family) > 3
    assert [name for name in family if f"`{name}`" not in reference] == []


def test_every_name_of_the_public_door_is_in_the_reference():
    import costbench

    functions = [name for name in costbench.__all__ if inspect.isfunction(getattr(costbench, name))]
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert functions
    assert [name for name in functions if f"costbench.{name}(" not in reference] == []


@pytest.mark.parametrize("command", ["costbench score workbooks/examples/scenarios.csv", "-m pytest"])
def test_the_readme_shows_one_line_for_each_of_its_two_commands(command):
    lines = "\n".join(blocks(ROOT / "README.md", "sh")).splitlines()
    assert len([line for line in lines if command in line]) == 1


def test_the_files_that_the_readme_commands_name_exist():
    lines = "\n".join(blocks(ROOT / "README.md", "sh"))
    named = re.findall(r"\bworkbooks/[\w/.-]+", lines)
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("code", list(blocks(ROOT / "README.md", "python")))
def test_the_python_of_the_readme_runs(code):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "joint_venture" in done.stdout


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for target in LINK.findall(text):
        if target.startswith(("https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        goal = (page.parent / name).resolve() if name else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_line_holds_one_sentence(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if not line.startswith(("|", "#"))]
    plain = [re.sub(r"`[^`]*`|\*[^*]+\*|^ *\d+\. ", "x", line) for line in lines]
    assert [line for line in plain if SENTENCE_END.search(line)] == []


def test_two_sentences_on_a_line_would_be_found():
    assert SENTENCE_END.search("One thing is said here. Another follows.")
    assert SENTENCE_END.search("Cela suffit\u00a0! Une autre phrase suit.")
    assert SENTENCE_END.search("One thing, e.g. a grant, is said here.") is None


def test_the_glossary_speaks_the_programs_french():
    from costbench.vocabulary import INDICATORS

    rows = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()]
    said = {row[1].strip(" `"): re.sub("[()]", "", row[3]).lower() for row in rows if len(row) > 3}
    missing = {name: label.fr for name, (_, label) in INDICATORS.items()
               if name in said and label.fr.lower() not in said[name]}  # fmt: skip
    assert missing == {}
    assert len(said.keys() & INDICATORS.keys()) > 12
