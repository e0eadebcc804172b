"""Simulation: reproducible to the byte, sized by its precision, and sensible at the edges."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from costbench.analysis.chance.draws import dimension_blocks, gates_of, sampling
from costbench.analysis.chance.simulation import simulate_many, simulate_models
from costbench.analysis.chance.uncertain_inputs import uncertain_scenario
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import get_model, list_models
from costbench.errors import InputError
from costbench.vocabulary import SOCIETY

BLOCKS = dimension_blocks(list_models())
SIB, JV, LINE = (get_model(name) for name in ("social_impact_bond", "joint_venture", "guaranteed_credit_line"))
ROWS = {
    "discount_rate": np.array([0.03, np.nan, 0.05, 0.04, np.nan, 0.02, 0.06]),
    "programme_budget": np.array([5e5, 1e6, np.nan, 2e6, 3e6, np.nan, 1e6]),
    "programme_budget.low": np.array([4e5, np.nan, np.nan, 1e6, 3e6, np.nan, 1e6]),
    "programme_budget.high": np.array([6e5, np.nan, np.nan, 4e6, 3e6, np.nan, 1e6]),
    "contracts.probability": np.array([1.0, 0.0, np.nan, 0.5, np.nan, np.nan, 0.9]),
}


def one(model, draws=1024, seed=0, parties=(), correlation=0.0, **given):
    settled = settle(model, given)
    settled.raise_problems()
    (found,) = simulate_models([settled], BLOCKS, draws=draws, seed=seed, parties=parties, correlation=correlation)
    return found


def scored(rows, draws=512):
    """Return every statistic of the rows given, for two models beside doing nothing."""
    given = {name: column[rows] for name, column in ROWS.items()}
    mine = {"discount_rate": given["discount_rate"]}
    scenarios = [settle(SIB, given), settle(LINE, mine), settle(get_model("do_nothing"), mine)]
    found = simulate_many(scenarios, sampling(BLOCKS, draws, 4, 0.2))
    return np.array([list(statistics.values()) for statistics in found])


def test_every_cut_of_a_file_gives_the_same_bytes():
    whole = scored(np.arange(7))
    for cut in ([1], [2, 5], [1, 2, 3, 4, 5, 6]):
        parts = [scored(rows) for rows in np.split(np.arange(7), cut)]
        assert np.concatenate(parts, axis=2).tobytes() == whole.tobytes()


def test_a_scenario_does_not_depend_on_its_neighbours_nor_on_their_order():
    backwards = scored(np.arange(7)[::-1])
    assert backwards[:, :, ::-1].tobytes() == scored(np.arange(7)).tobytes()


PRINT_ROWS = """
import sys
from tests.analysis.chance.test_simulation import scored
import numpy as np
sys.stdout.write(scored(np.array([{row}])).tobytes().hex())
"""


def test_another_process_finds_the_same_bytes(root):
    whole = scored(np.arange(7))
    for row in (0, 3):
        run = subprocess.run(
            [sys.executable, "-c", PRINT_ROWS.format(row=row)], cwd=root, capture_output=True, text=True, check=True
        )
        assert bytes.fromhex(run.stdout) == np.ascontiguousarray(whole[:, :, [row]]).tobytes()


def test_one_scenario_by_itself_is_that_scenario_among_many():
    among = scored(np.arange(7))
    given = {"discount_rate": 0.04, "programme_budget": 2e6, "contracts.probability": 0.5}
    spread = {"programme_budget.low": 1e6, "programme_budget.high": 4e6}
    alone = one(SIB, 512, 4, correlation=0.2, **given, **spread)
    assert [alone.mean, alone.sd, alone.p5, alone.p50, alone.p95] == among[0, :5, 3].tolist()


def test_the_seed_decides_the_draws():
    assert one(JV, seed=1).outcomes["organisation"].tobytes() == one(JV, seed=1).outcomes["organisation"].tobytes()
    assert one(JV, seed=1).mean != one(JV, seed=2).mean


def test_certain_inputs_and_certain_gates_leave_no_spread():
    given = {name: spread.mode for name, spread in settle(LINE, {}).spreads.items() if not name.startswith("readiness")}
    found = one(LINE, **given | dict.fromkeys(gates_of(LINE), 1.0))
    assert found.sd == 0
    assert found.p5 == found.p95 == pytest.approx(found.mean)
    assert found.standard_errors().mean == 0


def test_certain_inputs_leave_the_luck_of_the_gates():
    given = {name: spread.mode for name, spread in settle(LINE, {}).spreads.items() if not name.startswith("readiness")}
    found = one(LINE, 4096, **given)
    assert len(np.unique(found.outcomes["organisation"])) == 1 + len(gates_of(LINE))
    assert found.signed.mean() == pytest.approx(0.8 * 0.75, abs=0.01)


def test_a_deal_never_signed_loses_what_was_spent():
    found = one(SIB, **{"design_and_bid.probability": 0.0})
    assert not found.signed.any()
    assert found.probability_of_loss == 1
    assert found.summary(signed_only=True).mean is None


def test_statistics_of_the_signed_draws_are_those_of_the_signed_draws():
    found = one(JV)
    assert found.summary(signed_only=True).mean == pytest.approx(found.outcomes["organisation"][found.signed].mean())


def test_models_simulated_together_meet_the_same_draws_as_each_alone():
    together = simulate_models([settle(JV, {}), settle(LINE, {})], BLOCKS, draws=512)
    for found, model in zip(together, (JV, LINE), strict=True):
        assert found.outcomes["organisation"].tobytes() == one(model, 512).outcomes["organisation"].tobytes()


def test_shared_inputs_make_models_move_together():
    cost = {"project_manager_cost.low": 1e4, "project_manager_cost": 1e5, "project_manager_cost.high": 2e7}
    settled = [settle(model, cost | dict.fromkeys(gates_of(model), 1.0)) for model in (SIB, LINE)]
    first, second = simulate_models(settled, BLOCKS, draws=1024)
    assert np.corrcoef(first.outcomes["organisation"], second.outcomes["organisation"])[0, 1] > 0.9


def test_twins_share_the_first_place():
    twins = simulate_models([settle(JV, {}), settle(JV, {}), settle(get_model("do_nothing"), {})], BLOCKS, draws=512)
    assert twins[0].probability_best == twins[1].probability_best
    assert sum(found.probability_best for found in twins) == pytest.approx(1)


def test_a_model_by_itself_has_no_probability_of_being_best():
    assert one(JV, 64).probability_best is None


def test_doing_nothing_is_worth_nothing_in_every_draw():
    found = one(get_model("do_nothing"), 64)
    assert (found.mean, found.sd, found.probability_of_loss, found.expected_shortfall) == (0, 0, 0, 0)


def test_one_draw_has_a_mean_and_no_spread():
    found = one(LINE, 1)
    assert found.draws == 1
    assert found.mean == found.p5 == found.p95
    assert found.sd is None
    assert found.standard_errors().mean is None


def test_zero_draws_are_an_input_error_in_both_languages():
    with pytest.raises(InputError) as caught:
        one(LINE, 0)
    assert caught.value.sentence("en") == "`draws` is 0, but a simulation takes 1 to 1048576 draws. Write 4096."
    assert "tirages" in caught.value.sentence("fr")


def test_an_unknown_party_is_an_input_error():
    with pytest.raises(InputError, match="organisation, partner"):
        one(LINE, 64, parties=("bank",))


def test_other_parties_are_simulated_when_asked_for():
    found = one(JV, 512, parties=("partner", SOCIETY))
    assert set(found.outcomes) == {"organisation", "partner", SOCIETY}
    assert found.summary("partner").sd > 0
    assert found.standard_errors(SOCIETY).mean > 0


def test_draws_not_asked_for_are_as_many_as_the_precision_takes():
    (found,) = simulate_models([settle(JV, {})], BLOCKS, precision=0.05)
    assert found.precise_to(0.05)
    (coarser,) = simulate_models([settle(JV, {})], BLOCKS, draws=found.draws // 2)
    assert found.draws == 1024 or not coarser.precise_to(0.05)


def test_standard_errors_tell_how_far_the_mean_is_off():
    runs = [one(SIB, 512, seed) for seed in range(40)]
    means, errors = [run.mean for run in runs], [run.standard_errors().mean for run in runs]
    assert 0.6 < np.sqrt(np.mean(np.square(errors))) / np.std(means, ddof=1) < 1.7


def test_scrambled_sobol_points_beat_pseudo_random_ones():
    means = [one(LINE, 4096, seed).mean for seed in range(20)]
    assert np.std(means, ddof=1) < 0.6 * one(LINE, 4096).sd / np.sqrt(4096)


def test_more_draws_than_a_span_are_told_in_replicates_too():
    found = one(LINE, 16_384)
    assert found.outcomes["organisation"].shape == (16_384,)
    assert abs(found.mean - one(LINE, 4096).mean) < 5 * one(LINE, 4096).standard_errors().mean


def test_a_common_factor_widens_the_spread():
    sds = [one(LINE, 4096, correlation=rho).sd for rho in (0.0, 0.3, 0.6)]
    assert sds == sorted(sds)
    assert sds[2] > 1.1 * sds[0]


# Observed quantiles instead of PERT ----------------------------------------------------------------


def ratio(**given):
    return uncertain_scenario(settle(SIB, given)).marginals["payment_to_plan_ratio"]


def test_observed_ratios_are_drawn_unless_the_user_says_otherwise():
    observed = SIB.definition.inputs["payment_to_plan_ratio"].quantiles
    assert len(observed) == 29
    assert ratio().quantiles == observed
    assert ratio(payment_to_plan_ratio=1.01).certain
    spread = ratio(**{"payment_to_plan_ratio.low": 0.5, "payment_to_plan_ratio.high": 1.5})
    assert (spread.low, spread.high, spread.quantiles) == (0.5, 1.5, ())


def test_observed_ratios_replace_the_rate_card_and_never_come_before_it():
    by_card = one(SIB, 512, parties=("investor",))
    fixed = one(SIB, 512, parties=("investor",), payment_to_plan_ratio=1.0)
    assert by_card.outcomes["investor"].tobytes() == fixed.outcomes["investor"].tobytes()
    by_ratio = one(SIB, 512, parties=("investor",), payment_basis="payment_to_plan")
    free = one(SIB, 512, parties=("investor",), payment_basis="payment_to_plan", rate_card="0:1:0.05")
    assert by_ratio.outcomes["investor"][by_ratio.signed].std() > 0
    assert by_ratio.summary("investor").mean != by_card.summary("investor").mean
    assert free.summary("investor").mean > by_ratio.summary("investor").mean  # the ratio is of the card's plan
