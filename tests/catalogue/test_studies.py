"""Studies by name: every door leads to the arithmetic of the scenario that was asked for."""

from __future__ import annotations

import inspect

import pytest

import costbench
from costbench.catalogue.appraisals import known_names
from costbench.catalogue.decisions import explain
from costbench.errors import InputError, UnknownNameError

OF_ONE_MODEL = (
    "tornado",
    "switching_values",
    "three_cases",
    "optimism_bias_effect",
    "sobol_indices",
    "rank_correlations",
)
OF_MANY = ("first_place_values", "information_values")
UPLIFT = {"optimism_bias_effect": {"uplift": 0.2}}


@pytest.mark.parametrize("name", [*OF_ONE_MODEL, *OF_MANY])
def test_the_public_door_opens_on_them(name):
    assert name in costbench.__all__
    parameters = inspect.signature(getattr(costbench, name)).parameters
    assert known_names().isdisjoint(parameters), "an input of that name could not be given"


@pytest.mark.parametrize("name", OF_ONE_MODEL)
def test_an_unknown_model_and_a_value_out_of_range_are_refused(name):
    study, more = getattr(costbench, name), UPLIFT.get(name, {})
    with pytest.raises(UnknownNameError):
        study("jion_venture", **more)
    with pytest.raises(InputError):
        study("cis", discount_rate=4, **more)


@pytest.mark.parametrize("name", OF_MANY)
def test_an_unknown_name_among_many_models_is_refused(name):
    with pytest.raises(InputError):
        getattr(costbench, name)(annual_bugdet=3)


def test_a_value_given_is_certain_and_takes_no_part_in_the_tornado():
    usual = {swing.name for swing in costbench.tornado("cis")}
    given = {swing.name for swing in costbench.tornado("cis", programme_budget=900_000)}
    assert usual - given == {"programme_budget"}


def test_at_a_switching_value_the_model_breaks_even():
    nearest = costbench.switching_values("guaranteed_credit_line", outstanding_at_maturity=1_500_000)[0]
    there = {"outstanding_at_maturity": 1_500_000, nearest.name: nearest.value}
    assert costbench.appraise("guaranteed_credit_line", **there)["expected_npv"] == pytest.approx(0, abs=1e-3)


def test_the_successor_leads_past_the_value_at_which_the_first_place_changes():
    found = costbench.first_place_values()[0]
    value = found.value + 1e-3 * (found.value - found.central)
    assert explain(**{found.name: value}).leader == found.successor


def test_the_central_case_is_the_appraisal():
    cases = {case.name: case for case in costbench.three_cases("jvs", jobs_at_maturity=60)}
    appraisal = costbench.appraise("jvs", jobs_at_maturity=60)
    assert cases["central"].indicators["expected_npv"] == pytest.approx(appraisal["expected_npv"])
    worth = [cases[name].indicators["expected_npv"] for name in ("pessimistic", "central", "optimistic")]
    assert worth == sorted(worth)


def test_an_uplift_is_that_of_the_input_of_that_name():
    effect = costbench.optimism_bias_effect("cis", 0.4, programme_budget=2_000_000)
    uplifted = costbench.appraise("cis", programme_budget=2_000_000, setup_optimism_bias=0.4)
    assert effect.setup_cost_uplifted == pytest.approx(uplifted["setup_cost"])
    assert effect.expected_npv_uplifted == pytest.approx(uplifted["expected_npv"])


def test_indices_and_correlations_name_the_uncertain_inputs():
    names = {swing.name for swing in costbench.tornado("pilot_rollout")}
    assert {index.name for index in costbench.sobol_indices("pilot_rollout", 16)} == names
    assert set(costbench.rank_correlations("pilot_rollout", 64)) == names


def test_knowing_is_worth_nothing_where_there_is_no_choice():
    alone = costbench.information_values(["cis"], 512)
    assert (alone.of_everything.value, alone.of_inputs.value) == (0, 0)
    assert costbench.information_values(["cis", "jvs"], 512).of_everything.value > 0
