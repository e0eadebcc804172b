"""The workbooks of the folder ``workbooks`` are those that the generator writes today, byte for byte."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import openpyxl
import pytest

LARGEST = {"essential": 400_000, "complete": 1_500_000}


@pytest.fixture(scope="module")
def maker(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "workbooks" / "rebuild.py"))


def test_rebuilding_gives_the_same_bytes(maker: dict[str, Any], root: Path, tmp_path: Path) -> None:
    made = maker["rebuild"](tmp_path)
    stale = [path.name for path in made if path.read_bytes() != (root / "workbooks" / path.name).read_bytes()]
    assert stale == [], "run python workbooks/rebuild.py"


def test_each_edition_keeps_to_its_size(maker: dict[str, Any], root: Path) -> None:
    for name, template in maker["FILES"].items():
        assert (root / "workbooks" / name).stat().st_size <= LARGEST[template.edition], name


def test_the_folder_holds_no_workbook_that_is_not_rebuilt(maker: dict[str, Any], root: Path) -> None:
    assert {path.name for path in (root / "workbooks").glob("*.xlsx")} == set(maker["FILES"])


def test_the_filled_example_holds_the_deals_of_the_article(maker: dict[str, Any], root: Path) -> None:
    given = maker["scenario"](maker["FILES"]["example-article.en.xlsx"].deals)
    assert given["social_impact_bond.programme_budget"] == 1_300_000
    assert given["joint_venture.organisation_share"] == 0.51
    sheet = openpyxl.load_workbook(root / "workbooks" / "example-article.en.xlsx", data_only=True)["Assumptions"]
    found = {row[11]: row[4] for row in sheet.iter_rows(values_only=True) if row[11]}
    plain = {code: value for code, value in given.items() if code in found and isinstance(value, float)}
    assert len(plain) > 8
    for code, value in plain.items():
        assert found[code] == pytest.approx(value), code


def test_every_figure_of_the_deals_names_its_document(maker: dict[str, Any], root: Path) -> None:
    cited = maker["sources"](maker["FILES"]["example-article.en.xlsx"].deals)
    sheet = openpyxl.load_workbook(root / "workbooks" / "example-article.en.xlsx", data_only=True)["Assumptions"]
    found = {row[11]: row[7:9] for row in sheet.iter_rows(values_only=True) if row[11]}
    assert set(cited) == {"social_impact_bond", "joint_venture", "pilot_rollout"}
    assert "source to give" not in {nature for nature, _ in found.values()}
    nature, source = found["joint_venture.jobs_at_maturity"]
    assert nature == "derived"
    assert cited["joint_venture"].sources[0].title.startswith(source.partition("…")[0].strip())
