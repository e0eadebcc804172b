"""Nothing valuable is overwritten."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

import costbench
from costbench.cli import main
from costbench.errors import CostbenchError
from costbench.interfaces.workbook import build_workbook, read_workbook

ROWS = "scenario,model,annual_budget\nours,sponsorship,900000\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "x.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def names_of(rows: Path) -> list[Path]:
    """Return the same file under other names: spelled another way, by a symbolic and by a hard link."""
    by_symbol, by_link = rows.with_name("symbolic.csv"), rows.with_name("hard.csv")
    by_symbol.symlink_to(rows)
    os.link(rows, by_link)
    return [rows, rows.parent / "." / ".." / rows.parent.name / rows.name, by_symbol, by_link]


@pytest.mark.parametrize("name", range(4))
def test_scenarios_are_never_written_over_by_their_results(rows: Path, name: int):
    with pytest.raises(CostbenchError, match="is the file being read"):
        costbench.score_file(rows, names_of(rows)[name])
    assert rows.read_text(encoding="utf-8") == ROWS


def test_a_workbook_called_csv_is_not_erased_by_what_is_read_from_it(tmp_path: Path, capsys: pytest.CaptureFixture):
    book = build_workbook(tmp_path / "mine.xlsx", "en", ["sponsorship"], {"annual_budget": 900_000}, "essential")
    disguised = book.rename(tmp_path / "mine.csv")
    before = disguised.read_bytes()
    other = tmp_path / "other.csv"
    other.write_bytes(before)
    for target in (disguised, other):
        with pytest.raises(SystemExit) as ended:
            main(["read", str(disguised), "-o", str(target)])
        assert ended.value.code not in {0, None}
        assert target.read_bytes() == before


def test_a_filled_in_workbook_is_replaced_only_when_forced(tmp_path: Path):
    path = tmp_path / "mine.xlsx"
    build_workbook(path, "en", ["sponsorship"], {"annual_budget": 900_000}, "essential")
    before = path.read_bytes()
    with pytest.raises(CostbenchError, match=r"1 value differs|values differ"):
        build_workbook(path, "en", ["sponsorship"], None, "essential")
    assert path.read_bytes() == before
    build_workbook(path, "en", ["sponsorship"], None, "essential", force=True)
    assert not read_workbook(path).inputs


def test_an_untouched_template_is_replaced_and_keeps_its_mode(tmp_path: Path):
    path = build_workbook(tmp_path / "mine.xlsx", "en", ["sponsorship"], None, "essential")
    path.chmod(0o640)
    build_workbook(path, "en", ["sponsorship"], None, "essential")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
