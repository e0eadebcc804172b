"""``compare --draws``: ranking by the mean, ranges, chances, the tornado of the leader, in both languages."""

from __future__ import annotations

import pytest

from costbench import compare
from costbench.analysis.chance.sensitivity import Swing
from costbench.catalogue.simulations import simulate_together
from costbench.cli import main
from costbench.cli.pages.risks import CELLS, bars, risks_of
from costbench.cli.terminal.figures import grouped, thousands


@pytest.fixture
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def said(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(["compare", *arguments])
    captured = capsys.readouterr()
    assert left.value.code == 0, captured.err
    return captured.out


def test_draws_show_ranking_ranges_chances_and_the_tornado_of_the_leader(capsys, wide):
    shown = said(capsys, "--lang", "en", "--draws", "512")
    simulations = simulate_together(None, 512, 0)
    for simulation in simulations:
        summary = simulation.summary()
        label = simulation.model.definition.label.en
        mean, *ranges = (thousands(summary[name], "en") for name in ("mean", "p5", "p50", "p95"))
        figures = [mean, grouped((simulation.standard_errors().mean or 0) / 1000, "en", 1), *ranges]
        lines = [line.split() for line in shown.splitlines() if label in line]
        assert any(" ".join(figures) in " ".join(line) for line in lines), label
    leader = max(simulations, key=lambda simulation: simulation.summary().mean)
    assert f"What moves “{leader.model.definition.label.en}” most" in shown
    assert "█" in shown and "▒" in shown
    assert "512 draws (seed 0)" in shown


def test_the_same_in_french(capsys, wide):
    shown = said(capsys, "--lang", "fr", "--draws", "256")
    assert "Ce qui pèse le plus sur «" in shown
    assert "256 tirages (graine 0)" in shown
    assert "En bref" in shown


def test_without_draws_the_result_is_still_said_in_short(capsys, wide):
    shown = said(capsys, "--lang", "en")
    assert "In short" in shown
    assert "leads with an expected NPV of" in shown
    assert "seed" not in shown


def test_another_seed_is_another_simulation(capsys, wide):
    one, same, other = (said(capsys, "--lang", "en", "--draws", "256", "--seed", seed) for seed in ("1", "1", "2"))
    assert one == same != other


def test_a_picture_alone_makes_its_own_draws(capsys, wide, tmp_path):
    shown = said(capsys, "--lang", "en", "--chart", str(tmp_path / "out.png"), "--set", "sites=12")
    assert "4,096 draws" in shown
    assert (tmp_path / "out.png").stat().st_size > 50_000


@pytest.mark.parametrize("arguments", [["--draws", "-5"], ["--draws", "many"], ["--draws", "4", "--seed", "-1"]])
def test_draws_that_are_no_number_are_refused_in_a_sentence(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(["compare", "--lang", "en", *arguments])
    assert left.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_models_stand_in_the_order_of_their_means():
    given = {"sites": 30.0}
    compared = compare(**given)
    found = risks_of(compared, 512, 0, given)
    means = [simulation.summary().mean for simulation in found.simulations]
    assert means == sorted(means, reverse=True)
    assert [appraisal.model.id for _, appraisal in found.ranked(compared)] == [s.model.id for s in found.simulations]
    assert found.ranks[found.simulations[0].model.id] == 1


def test_a_bar_covers_the_part_of_the_scale_between_the_central_case_and_each_end():
    (long, short) = bars([Swing("a", 0, 1, 0.0, 300.0), Swing("b", 0, 1, 90.0, 110.0)], 100.0)
    assert len(long.plain) == len(short.plain) == CELLS
    assert long.plain.count("▒") == pytest.approx(CELLS / 3, abs=1)
    assert long.plain.count("█") == pytest.approx(2 * CELLS / 3, abs=1)
    assert set(long.plain) == {"▒", "█"}
    assert short.plain.count(" ") > CELLS * 0.8
    assert short.plain.index("▒") == pytest.approx(CELLS / 3, abs=1.5)


def test_a_swing_of_nothing_is_an_empty_bar():
    (flat,) = bars([Swing("a", 0, 1, 5.0, 5.0)], 5.0)
    assert "▒" not in flat.plain
    assert "█" not in flat.plain
