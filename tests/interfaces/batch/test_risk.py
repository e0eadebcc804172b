"""Draws add their columns, and the ranks follow their mean."""

from __future__ import annotations

import pytest

from costbench.catalogue.simulations import simulate
from tests.interfaces.batch.samples import CONTRACT, scored

RISK = ["mean", "p5", "p50", "p95", "probability_of_loss", "probability_best"]


def test_draws_add_six_columns_before_the_messages_and_rank_by_the_mean(tmp_path):
    rows = scored(tmp_path, "scenario,model,discount_rate\na,,0.04\nb,cis,\nc,,7\n", draws=64, seed=3)
    assert list(rows[0]) == [*CONTRACT[:-1], *RISK, "messages"]
    means = [float(row["mean"]) for row in rows[:8]]
    assert [int(row["rank"]) for row in rows[:8]] == [1 + sum(other > mean for other in means) for mean in means]
    assert sum(float(row["probability_best"]) for row in rows[:8]) == pytest.approx(1)
    assert all(float(row["p5"]) <= float(row["p50"]) <= float(row["p95"]) for row in rows[:9])
    assert rows[8]["probability_best"] == ""
    assert "probability_best is absent" in rows[8]["messages"]
    assert {row["status"] for row in rows[9:]} == {"error"}


def test_the_figures_are_those_of_a_simulation_of_one_scenario(tmp_path):
    (row,) = scored(tmp_path, "scenario,model,discount_rate\nb,cis,0.05\n", draws=256, seed=9)
    summary = simulate("social_impact_bond", 256, 9, discount_rate=0.05).summary()
    for name in RISK[:-1]:
        assert float(row[name]) == pytest.approx(summary[name], rel=1e-11)


def test_the_same_seed_gives_the_same_bytes_in_any_chunks_and_another_seed_other_ones(tmp_path):
    content = "scenario,model,discount_rate,staff_fte\na,,0.04,3\nb,cis,,\nc,,,5\nd,jvs,,1\n"
    results = []
    for options in ({"chunk_rows": 1}, {"chunk_rows": 1000}, {"seed": 2}):
        scored(tmp_path, content, **{"draws": 64, "seed": 1, **options})
        results.append((tmp_path / "results.csv").read_bytes())
    assert results[0] == results[1] != results[2]
