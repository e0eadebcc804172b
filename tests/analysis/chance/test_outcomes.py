"""The simulation's short way through a ledger against the ledger itself, draw by draw."""

from __future__ import annotations

import numpy as np
import pytest

from costbench.analysis.chance.draws import dimension_blocks, gates_of, sampling
from costbench.analysis.chance.outcomes import (
    ORGANISATION,
    ORGANISATION_ONLY,
    drawn_outcomes,
    expected_value,
    operation_value,
    setup_value,
)
from costbench.analysis.chance.uncertain_inputs import DrawnInputs, uncertain_scenario
from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import get_model, list_models
from costbench.errors import InputError
from costbench.finance import net_present_value
from costbench.vocabulary import SOCIETY, Stakeholder
from tests.appraisal.scenarios import random_values

BLOCKS = dimension_blocks(list_models())
EVERYBODY = (*Stakeholder, SOCIETY)
MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)


def close(found, expected):
    scale = max(1.0, float(np.max(np.abs(expected))))
    assert np.max(np.abs(found - expected)) <= 1e-9 * scale


def simulated(model, draws=512, correlation=0.0, **given):
    settled = settle(model, given)
    settled.raise_problems()
    points = next(sampling(BLOCKS, draws, 3, correlation).spans())
    scenario = uncertain_scenario(settled)
    return scenario, points, drawn_outcomes(scenario, points, EVERYBODY)


@MODELS
def test_the_expected_value_is_the_indicator_expected_npv(model):
    values = random_values(model, np.random.default_rng(11), 200)
    flows = run(model, values, (200,))
    close(expected_value(model, values, 200), expected_net_present_value(model(values), flows))


@MODELS
def test_a_ledger_is_empty_after_its_settlement_so_that_the_years_may_end_there(model):
    values = random_values(model, np.random.default_rng(12), 200)
    flows, deal = run(model, values, (200,)), model(values)
    years = np.arange(21)[:, None]
    settled = np.broadcast_to(np.asarray(deal.settlement_year, float), (200,))
    signed = np.broadcast_to(np.asarray(deal.setup_years, float), (200,))
    for party in Stakeholder:
        assert not flows.operation[party][years >= settled + 1].any()
        assert not flows.setup[party][years >= signed + 1].any()


@MODELS
def test_each_draw_is_its_ledger_with_the_gates_drawn(model):
    scenario, points, (signed, worth) = simulated(model)
    passed = {gate: (points.uniform(f"{gate}.gate") < scenario.column(gate, points)) * 1.0 for gate in gates_of(model)}
    values = dict(DrawnInputs(scenario, points, fixed=passed))
    flows, deal = run(model, values, (points.count,)), model(values)
    close(worth[ORGANISATION], expected_net_present_value(deal, flows))
    for party in set(Stakeholder) - {ORGANISATION}:
        whole = np.broadcast_to(net_present_value(flows.net(party), deal.discount_rate), signed.shape)
        close(worth[party][signed], whole[signed])
    society = np.broadcast_to(net_present_value(flows.society(), deal.social_discount_rate), signed.shape)
    close(worth[SOCIETY][signed], society[signed])


@MODELS
def test_in_every_draw_signed_or_not_the_parties_add_up_to_society(model):
    _, _, (_, worth) = simulated(model, discount_rate=0.035, social_discount_rate=0.035)
    close(sum(worth[party] for party in Stakeholder), worth[SOCIETY])


def test_asking_for_other_parties_changes_no_byte_of_the_organisations():
    for model in list_models():
        scenario, points, (_, worth) = simulated(model)
        assert drawn_outcomes(scenario, points)[1][ORGANISATION].tobytes() == worth[ORGANISATION].tobytes()


def test_talks_that_fail_end_the_spending_of_everybody():
    given = {"acquaintance.probability": 0.0, "discount_rate": 0.0, "acquaintance.months": 6.0, "setup_months": 18.0}
    scenario, points, (signed, worth) = simulated(get_model("joint_venture"), 64, **given)
    assert not signed.any()
    inputs = DrawnInputs(scenario, points)
    deal = get_model("joint_venture")(inputs)
    part = inputs["acquaintance.months"] / 18.0
    close(worth[ORGANISATION], 0 - deal.phase_cost("acquaintance"))
    close(worth["partner"], 0 - deal.counterpart_cost(Stakeholder.PARTNER) * part)


def test_a_contract_that_ends_after_the_ledgers_last_year_loses_no_payment():
    model = get_model("social_impact_bond")
    values = dict(settle(model, {"success_bonus": 0.0, "discount_rate": 0.0, "inflation": 0.0}).values())
    values["programme_years"] = np.array([4.0, 30.0])
    assert float(np.max(model(values).settlement_year)) > 21
    short, long = operation_value(model, values, ORGANISATION_ONLY)[ORGANISATION]
    assert long == pytest.approx(short, rel=1e-12)
    assert short > 0


def test_a_spread_that_lasts_centuries_is_an_input_error():
    given = {"contracts.months": 7.0, "contracts.months.high": 1e6, "contracts.months.low": 7.0}
    with pytest.raises(InputError, match="100 years"):
        simulated(get_model("social_impact_bond"), 64, **given)


def test_certain_signature_signs_every_draw_and_costs_the_whole_setup():
    model = get_model("guaranteed_credit_line")
    given = dict.fromkeys(gates_of(model), 1.0) | {"discount_rate": 0.0}
    scenario, points, (signed, worth) = simulated(model, 64, **given)
    assert signed.all()
    inputs = DrawnInputs(scenario, points)
    setup = setup_value(model, inputs, ORGANISATION_ONLY)[ORGANISATION]
    close(setup, 0 - model(inputs).setup_cost)
    close(worth[ORGANISATION], setup + operation_value(model, inputs, ORGANISATION_ONLY)[ORGANISATION])
