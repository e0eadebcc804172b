"""``costbench workbook``: its help in both languages, what it writes, what it refuses."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Write the template workbook", "--edition", "--scenario", "Compare these models only", "512 draws")),
        ("fr", ("Écrit le classeur modèle", "--edition", "--scenario", "Ne compare que ces modèles", "512 tirages")),
    ],
)
def test_help_is_written_in_the_language_asked_for(costbench: Run, language: str, words: tuple[str, ...]) -> None:
    shown = costbench("workbook", "--help", "--lang", language)
    assert shown.exit_code == 0
    assert all(word in shown.output for word in words), shown.output


def test_it_writes_the_models_asked_for_filled_from_a_scenario(costbench: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "ours.toml"
    scenario.write_text("annual_budget = 432100\n", encoding="utf-8")
    output = tmp_path / "out.xlsx"
    done = costbench("workbook", "-o", output, "--models", "sponsorship,joint_venture", "--scenario", scenario,
                     "--edition", "essential")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert str(output) in done.output
    book = openpyxl.load_workbook(output, data_only=True)
    rows = {row[11]: row for row in book["Assumptions"].iter_rows(values_only=True)}
    assert rows["annual_budget"][4] == 432_100
    assert {code.partition(".")[0] for code in rows if code and "." in code} == {"sponsorship", "joint_venture"}


def test_french_is_the_language_of_the_sheets_too(costbench: Run, tmp_path: Path) -> None:
    output = tmp_path / "sortie.xlsx"
    done = costbench("workbook", "-o", output, "--lang", "fr", "--models", "sponsorship", "--edition", "essential")
    assert "Écrit" in done.output
    with zipfile.ZipFile(output) as file:
        assert 'name="Hypothèses"' in file.read("xl/workbook.xml").decode("utf-8")


def test_a_file_or_folder_that_does_not_exist_is_named_and_nothing_is_written(costbench: Run, tmp_path: Path) -> None:
    lost = costbench("workbook", "-o", tmp_path / "x.xlsx", "--scenario", tmp_path / "none.toml")
    assert lost.exit_code != 0
    assert "none.toml" in lost.output
    nowhere = costbench("workbook", "-o", tmp_path / "nowhere" / "x.xlsx")
    assert nowhere.exit_code != 0
    assert "nowhere" in nowhere.output
    assert list(tmp_path.iterdir()) == []
