"""The example scenarios are the case files, line by line, and the French twins say the same."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from costbench.catalogue import compare, list_models
from tests.models.cases import Case, case_files, read_case

EXAMPLES = Path(__file__).resolve().parents[2] / "workbooks" / "examples"
PUBLISHED = {case.table["title"]["fr"]: case for case in map(read_case, case_files()) if case.ledger_file is None}
TWINS = [("scenarios.fr.csv", "utf-8-sig"), ("scenarios.fr.cp1252.csv", "cp1252")]
SPACES = ("\u00a0", "\u202f")


def rows_of(name: str, encoding: str = "utf-8", delimiter: str = ",") -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def plain(cell: str) -> float | str:
    """Return a cell's number, whether written the French way or not; the cell itself when it is a text."""
    bare = cell
    for space in SPACES:
        bare = bare.replace(space, "")
    try:
        return float(bare.replace(",", "."))
    except ValueError:
        return cell


def inputs_of(row: dict[str, str]) -> dict[str, Any]:
    return {name: plain(cell) for name, cell in row.items() if cell and name not in {"scenario", "model"}}


ROWS = rows_of("scenarios.csv")
CASES = [row for row in ROWS if row["model"]]
STRUCTURES = [row for row in ROWS if not row["model"]]


def test_every_published_case_is_a_line_of_the_examples() -> None:
    assert {row["scenario"] for row in CASES} == set(PUBLISHED)
    assert {row["model"] for row in CASES} == {model.id for model in list_models()} - {"do_nothing"}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["scenario"])
def test_a_line_of_the_examples_gives_what_its_case_gives_and_no_more(row: dict[str, str]) -> None:
    case: Case = PUBLISHED[row["scenario"]]
    found = inputs_of(row)
    assert row["model"] == case.model
    assert found.keys() == case.inputs.keys()
    for name, value in case.inputs.items():
        assert found[name] == (value if isinstance(value, str) else pytest.approx(value, rel=1e-12))


@pytest.mark.parametrize("row", STRUCTURES, ids=lambda row: row["scenario"])
def test_a_structure_of_the_examples_can_be_compared_over_all_models(row: dict[str, str]) -> None:
    assert len(compare(**inputs_of(row)).appraisals) == len(list_models())


@pytest.mark.parametrize(("name", "encoding"), TWINS)
def test_a_french_twin_says_the_same(name: str, encoding: str) -> None:
    twin = rows_of(name, encoding, ";")
    assert [(row["scenario"], row["model"]) for row in twin] == [(row["scenario"], row["model"]) for row in ROWS]
    assert [inputs_of(row) for row in twin] == [inputs_of(row) for row in ROWS]


def test_the_french_twins_hold_the_dialects_that_they_are_there_for() -> None:
    modern, older = (EXAMPLES / name for name in ("scenarios.fr.csv", "scenarios.fr.cp1252.csv"))
    assert modern.read_bytes().startswith(b"\xef\xbb\xbf") and "1\u202f300\u202f000" in modern.read_text("utf-8")
    assert b"0,015" in older.read_bytes() and b"1\xa0300\xa0000" in older.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        older.read_text("utf-8")


def test_the_sources_of_the_examples_name_every_line() -> None:
    page = (EXAMPLES / "SOURCES.md").read_text(encoding="utf-8")
    assert [row["scenario"] for row in ROWS if f"| {row['scenario']} |" not in page] == []
    addresses = {
        s["url"] for case in PUBLISHED.values() for s in [case.table["source"], *case.table.get("sources", [])]
    }
    assert {address for address in addresses if f"({address})" not in page} == set()


def test_the_examples_score_without_an_error_and_their_twins_score_the_same(tmp_path: Path) -> None:
    from costbench.interfaces.batch.files import score_file

    results = []
    for name in ("scenarios.csv", *(twin for twin, _ in TWINS)):
        target = tmp_path / f"{name}.out.csv"
        score_file(EXAMPLES / name, target, language="en")
        results.append(target.read_bytes())
    scored = list(csv.DictReader(results[0].decode("utf-8-sig").splitlines()))
    assert len(scored) == len(CASES) + len(STRUCTURES) * len(list_models())
    assert [row["scenario"] for row in scored if row["status"] != "ok"] == []
    assert results[1] == results[0] and results[2] == results[0]
