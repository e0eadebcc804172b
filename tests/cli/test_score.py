"""``costbench score``: ranked tables on the screen, a results file where one is asked for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "workbooks" / "examples" / "scenarios.csv"


def test_without_an_output_every_scenario_is_shown_with_all_its_models(costbench, scenarios):
    result = costbench("score", scenarios)
    page = result.stdout
    assert result.exit_code == 2  # a row is in error
    ours = page.split("\nOurs\n")[1]
    ranks = re.findall(r"^(\d) +(\S.*?\S)  ", ours.split("Who gains")[0], re.MULTILINE)
    assert [rank for rank, _ in ranks] == [str(place) for place in range(1, 9)]
    for heading in ("FTE-months", "signing", "Expected", "Peak", "Break-even", "Affordability", "Society"):
        assert heading in ours


def test_errors_warnings_and_absences_are_told_once_and_apart(costbench, scenarios):
    page = " ".join(costbench("score", scenarios).stdout.split())
    assert page.count("Write 0.03 for 3 %.") == 1
    assert "Not scored • Mistaken – `discount_rate` is 3 (row 4)" in page
    assert "Warnings • Stranger – `programme_budget` is an input of another model" in page
    assert page.count("No break-even size (Do nothing)") == 1
    assert "4 scenarios, 11 results: 9 in order, 1 with a warning, 1 in error." in page


def test_a_file_without_mistakes_exits_with_0(costbench, tmp_path):
    file = tmp_path / "good.csv"
    file.write_text("scenario,model\nOurs,cis\n", encoding="utf-8")
    assert costbench("score", file).exit_code == 0


def test_the_results_are_written_and_still_shown_when_they_are_few(costbench, scenarios, tmp_path):
    target = tmp_path / "results.csv"
    result = costbench("score", scenarios, "-o", target)
    assert f"Results written to {target}." in " ".join(result.stdout.split())
    assert "Who gains" in result.stdout
    with target.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 11
    assert [row["status"] for row in rows if row["scenario"] == "Mistaken"] == ["error"]


def test_many_results_are_written_and_not_shown(costbench, tmp_path):
    source, target = tmp_path / "many.csv", tmp_path / "results.csv"
    source.write_text("scenario,model\n" + "\n".join(f"s{place},cis" for place in range(61)), encoding="utf-8")
    result = costbench("score", source, "-o", target)
    assert result.exit_code == 0
    assert "Who gains" not in result.stdout
    assert "61 scenarios, 61 results" in result.stdout


def test_a_french_results_file_has_semicolons_and_commas_and_a_french_screen(costbench, scenarios, tmp_path):
    target = tmp_path / "results.csv"
    page = costbench("score", scenarios, "-o", target, "--dialect", "fr", "--lang", "fr").stdout
    assert target.read_bytes().startswith(b"\xef\xbb\xbfscenario;model;")
    assert "VAN" in page
    assert "Écrivez 0,03 pour 3\u00a0%." in page.replace("\n    ", " ")


def test_a_scenario_without_a_name_is_called_by_its_row(costbench, tmp_path):
    file = tmp_path / "nameless.csv"
    file.write_text("model\ncis\njvs\n", encoding="utf-8")
    page = costbench("score", file).stdout
    assert "Row 2" in page
    assert "Row 3" in page


def test_draws_add_a_table_of_risk(costbench, scenarios):
    page = costbench("score", scenarios, "--draws", "64", "--seed", "1").stdout
    assert "Over the draws" in page
    assert "Median" in page


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv"], "There is no file `nowhere.csv`."),
        (["IN", "-o", "no/such/folder/out.csv"], "There is no folder `no/such/folder`."),
        (["IN", "-o", "out.doc"], "the name must end in .csv, .xlsx or .parquet"),
        (["IN", "--jobs", "0"], "--jobs is not usable: it is a whole number from 1 up."),
        (["IN", "--dialect", "de"], "--dialect is not usable: it is one of en, fr."),
        ([], "IN.csv is missing."),
    ],
)
def test_a_misuse_is_answered_by_a_sentence_and_2(costbench, scenarios, arguments, sentence):
    result = costbench("score", *(scenarios if word == "IN" else word for word in arguments))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_an_unknown_column_is_refused_unless_it_is_to_be_ignored(costbench, tmp_path):
    file = tmp_path / "unknown.csv"
    file.write_text("scenario,model,anual_budget\nOurs,cis,3\n", encoding="utf-8")
    refused = costbench("score", file)
    assert refused.exit_code == 2
    assert "annual_budget" in refused.stderr
    ignored = costbench("score", file, "--ignore-unknown")
    assert ignored.exit_code == 0
    assert "Columns left aside: anual_budget." in ignored.stdout


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_shipped_examples_are_scored_and_fit_100_columns(costbench, monkeypatch, language):
    monkeypatch.setenv("COLUMNS", "100")
    result = costbench("score", EXAMPLES, "--lang", language)
    assert result.exit_code == 0, result.stderr
    assert max(map(len, result.stdout.splitlines())) <= 100
    with EXAMPLES.open(encoding="utf-8", newline="") as handle:
        names = {row["scenario"] for row in csv.DictReader(handle)}
    bare = " ".join(result.stdout.split())
    assert all(name.split()[0] in bare for name in names)
