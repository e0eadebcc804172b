"""Tables that fit, prose that breaks where it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.cli.terminal.mistakes import not_possible
from costbench.cli.terminal.program import spoken
from costbench.cli.terminal.progress import bar
from costbench.cli.terminal.screen import Column, Screen

LABELS = [Column("Model", ["Ligne de crédit garantie", "Ne rien faire"], side="left")]


def columns(count: int) -> list[Column]:
    """Return columns with a full heading, a short one, and two figures."""
    return [Column(f"Heading {place}", [f"{place}00", f"{place}11"], f"H{place}") for place in range(count)]


@pytest.fixture
def page(monkeypatch, capsys):
    """Print a table on a page of some columns and return its lines."""

    def printed(width: int, count: int) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        Screen().table(LABELS, columns(count))
        return capsys.readouterr().out.splitlines()

    return printed


def test_a_wide_page_shows_full_headings(page):
    assert "Heading 3" in page(100, 4)[0]


def test_a_narrower_page_shows_short_headings_and_the_same_rows(page):
    lines = page(45, 4)
    assert "H3" in lines[0] and "Heading" not in lines[0]
    assert len(lines) == 4


def test_a_narrow_page_wraps_labels_then_splits_the_table(page):
    lines = page(30, 8)
    assert max(map(len, lines)) <= 30
    assert "\n".join(lines).count("Model") > 1
    assert all(f"{place}11" in "\n".join(lines) for place in range(8))


@pytest.mark.parametrize("width", range(28, 121, 7))
def test_no_figure_is_cut_at_any_width(page, width):
    text = "\n".join(page(width, 9))
    assert "…" not in text
    assert all(f"{place}{rest}" in text for place in range(9) for rest in ("00", "11"))


def test_prose_never_begins_a_line_with_a_colon(monkeypatch, capsys):
    for width in range(20, 60):
        monkeypatch.setenv("COLUMNS", str(width))
        Screen().prose("Hors de portée : la trésorerie ne couvre pas le point bas ; voir « comparer » ?")
        assert not any(line.lstrip()[:1] in {":", ";", "?", "»"} for line in capsys.readouterr().out.splitlines())


@given(st.lists(st.sampled_from(["--lang", "fr", "en", "--lang=fr", "--lang=en", "x", "--help"]), max_size=5))
def test_any_arguments_choose_a_language(arguments):
    assert spoken(arguments) in {"en", "fr"}


def test_a_progress_bar_is_drawn_where_somebody_watches(monkeypatch):
    with bar("fr") as progress:
        assert progress is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with bar("fr") as progress:
        assert progress is not None
        progress(1, 2)


def test_a_failure_of_the_system_is_a_sentence():
    said = not_possible(PermissionError(13, "Permission denied", "results.csv"))
    assert said.en == "`results.csv` cannot be used: access is refused."
    assert said.fr == "« results.csv » ne peut pas être utilisé : l’accès est refusé."
