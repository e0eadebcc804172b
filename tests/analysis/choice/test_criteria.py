"""The criteria table: each figure against the ledger it is read off, for every model, and what is absent."""

from __future__ import annotations

import numpy as np
import pytest

from costbench import compare, list_models
from costbench.analysis.choice.criteria import (
    CRITERIA,
    autonomy,
    criteria_table,
    first_revenue_year,
    measure,
    people_reached,
    profile,
    profiles,
    rank_criteria,
)
from costbench.appraisal import YEARS
from costbench.appraisal.readings.flows import Ledger, LedgerLine, run_ledger
from costbench.appraisal.settling.inputs import defaults_of, settle
from costbench.errors import InputError, ParameterError, UnknownNameError
from costbench.vocabulary import Kind, Stakeholder
from tests.appraisal.scenarios import random_values

MODELS = list_models()
BY_NAME = {model.id: model for model in MODELS}
ORGANISATION = Stakeholder.ORGANISATION


def central(name: str) -> dict[str, float]:
    return {key: default.central for key, default in defaults_of(BY_NAME[name]).items()}


def alternatives(**inputs: float):
    return [(appraisal.model, appraisal.settled.values()) for appraisal in compare(**inputs).appraisals]


def income(payer: Stakeholder, *amounts: float, kind: Kind = Kind.PAYMENT) -> LedgerLine:
    return LedgerLine("paid", kind, payer, ORGANISATION, np.pad(np.array(amounts), (0, len(YEARS) - len(amounts))))


class Deal:
    """What autonomy asks of a model."""

    def __init__(self, budget: float, years: float) -> None:
        self.annual_budget, self.operation_years = budget, years


@pytest.mark.parametrize("model", MODELS, ids=[model.id for model in MODELS])
def test_the_criteria_of_every_model_are_those_of_its_appraisal(model):
    values = settle(model, {}).values()
    found = measure(model, values)
    (appraised,) = compare([model.id]).appraisals
    assert list(found) == list(CRITERIA)
    assert found["expected_npv"] == pytest.approx(appraised["expected_npv"], abs=1e-6)
    assert found["setup_effort"] == pytest.approx(appraised["setup_fte_months"], abs=1e-12)
    assert found["peak_funding_need"] == pytest.approx(appraised["peak_funding_need"], abs=1e-6)
    assert np.isnan(found["probability_of_loss"])


@pytest.mark.parametrize("model", MODELS, ids=[model.id for model in MODELS])
def test_draws_at_once_give_what_each_gives_alone(model):
    values = random_values(model, np.random.default_rng(11), 20)
    together = measure(model, values, (20,))
    for draw in range(20):
        alone = measure(model, {name: column[draw] for name, column in values.items()})
        for name in CRITERIA:
            np.testing.assert_allclose(together[name][draw], alone[name], rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("model", MODELS, ids=[model.id for model in MODELS])
def test_social_value_of_a_sure_deal_is_societys_and_of_a_hopeless_one_is_what_was_spent(model):
    phases = [f"{phase}.probability" for phase in model.definition.phases]
    (sure,) = compare([model.id], **dict.fromkeys(phases, 1.0)).appraisals
    worth = measure(model, sure.settled.values())
    assert worth["social_value"] == pytest.approx(sure["net_present_social_value"], abs=1e-6)
    if phases:
        (never,) = compare([model.id], **dict.fromkeys(phases, 0.0)).appraisals
        hopeless = measure(model, never.settled.values())
        assert hopeless["social_value"] <= 0
        assert hopeless["beneficiaries_reached"] == 0 or np.isnan(hopeless["beneficiaries_reached"])


@pytest.mark.parametrize("model", MODELS, ids=[model.id for model in MODELS])
def test_autonomy_is_a_share_and_falls_as_the_organisation_is_smaller(model):
    values = settle(model, {}).values()
    large, small = (measure(model, {**values, "annual_budget": budget})["autonomy"] for budget in (5e6, 1e4))
    assert 0 <= small <= large <= 1


def test_autonomy_by_hand():
    # In a mean year of two, the partner brings 30 and the State 10, on a budget of 60: 1 − 30 / 100.
    ledger = Ledger([income(Stakeholder.PARTNER, 0, 40, 20), income(Stakeholder.OUTCOME_PAYER, 0, 0, 20)])
    assert autonomy(Deal(60, 2), ledger) == pytest.approx(0.7)
    assert autonomy(Deal(60, 2), Ledger([])) == 1
    assert autonomy(Deal(0, 2), ledger) == pytest.approx(0.25)


def test_the_first_revenue_is_the_first_payment_and_neither_a_benefit_nor_a_negative_one():
    ledger = Ledger(
        [
            income(Stakeholder.PARTNER, 0, 0, -5, 0, 7),
            income(Stakeholder.PARTNER, 9, 9, kind=Kind.BENEFIT),
        ]
    )
    assert first_revenue_year(ledger) == 4
    assert np.isnan(first_revenue_year(Ledger([])))


@pytest.mark.parametrize(("months", "year"), [(3, 1), (12, 2), (15, 2), (24, 3)])
def test_the_first_revenue_comes_in_the_year_after_the_setup(months, year):
    values = settle(BY_NAME["guaranteed_credit_line"], {"setup_months": months}).values()
    assert measure(BY_NAME["guaranteed_credit_line"], values)["first_revenue_year"] == year


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("social_impact_bond", lambda ledger, values: values["cohort"]),
        ("micro_franchise", lambda ledger, values: ledger.workings["entrants"].sum()),
        ("co_designed_product", lambda ledger, values: ledger.workings["clients"].max()),
        ("joint_venture", lambda ledger, values: ledger.workings["jobs"].max()),
        ("guaranteed_credit_line", lambda ledger, values: ledger.workings["firms"].sum()),
    ],
)
def test_people_are_counted_once_a_year_or_at_the_highest(name, count):
    model, values = BY_NAME[name], central(name)
    ledger = run_ledger(model, values)
    assert people_reached(model, values, ledger) == pytest.approx(count(ledger, values))
    signed = measure(model, values)["beneficiaries_reached"] / model(values).probability_of_signing
    assert signed == pytest.approx(count(ledger, values))


def test_nothing_reaches_nobody_and_a_model_without_a_count_says_so():
    assert measure(BY_NAME["do_nothing"], central("do_nothing"))["beneficiaries_reached"] == 0
    assert np.isnan(measure(BY_NAME["sponsorship"], central("sponsorship"))["beneficiaries_reached"])


def test_an_absent_value_counts_as_the_worst_found_and_is_said():
    table = criteria_table(alternatives())
    place = {criterion.name: position for position, criterion in enumerate(table.criteria)}
    row = {name: position for position, name in enumerate(table.alternatives)}
    completed, first, people = table.completed(), place["first_revenue_year"], place["beneficiaries_reached"]
    assert np.isnan(table.values[row["do_nothing"], first])
    assert completed[row["do_nothing"], first] == np.nanmax(table.values[:, first])
    assert completed[row["sponsorship"], people] == np.nanmin(table.values[:, people]) == 0
    said = [remark.en for remark in table.remarks]
    assert "“First revenue” is absent for “Do nothing” and counts there as the worst value found." in said
    assert any("Ne rien faire" in remark.fr for remark in table.remarks)


def test_the_probability_of_loss_takes_part_only_when_a_simulation_gives_it():
    without = criteria_table(alternatives())
    assert "probability_of_loss" not in without.benefit
    assert any("asks for draws" in remark.en for remark in without.remarks)
    losses = {model.id: 0.1 * place for place, model in enumerate(MODELS)}
    given = criteria_table(alternatives(), losses=losses)
    assert list(given.benefit) == list(CRITERIA)
    column = given.values[:, list(given.benefit).index("probability_of_loss")]
    assert column.tolist() == [losses[name] for name in given.alternatives]


def test_a_criterion_absent_everywhere_in_one_draw_moves_nothing_there():
    model = BY_NAME["guaranteed_credit_line"]
    values = central(model.id) | {"outstanding_at_maturity": np.array([0.0, 1e6])}
    table = criteria_table([(model, values), (model, values)], (2,))
    assert np.isnan(table.values[0]).any()
    assert not np.isnan(table.completed()).any()


def test_every_profile_gives_a_hundred_points_each_with_its_reason_in_both_languages():
    assert list(profiles()) == ["cautious_small_structure", "growing_enterprise", "network_head"]
    for chosen in profiles().values():
        assert set(chosen.points) == set(CRITERIA)
        assert sum(chosen.points.values()) == 100
        for provenance in chosen.provenance.values():
            assert provenance.kind == "assumption"
            assert all(len(reason) > 10 for reason in provenance.explanation)
            assert provenance.explanation.en != provenance.explanation.fr


def test_an_unknown_profile_or_criterion_is_answered_with_the_close_names():
    with pytest.raises(UnknownNameError) as unknown:
        profile("network_heads")
    assert unknown.value.matches == ("network_head",)
    with pytest.raises(UnknownNameError) as unknown:
        rank_criteria(criteria_table(alternatives()), {"autonomi": 1})
    assert unknown.value.matches == ("autonomy",)


def test_weights_on_nothing_that_is_known_are_refused():
    with pytest.raises(InputError):
        rank_criteria(criteria_table(alternatives()), {"probability_of_loss": 1})


def test_weight_on_one_criterion_ranks_by_it():
    table = criteria_table(alternatives())
    ranking = rank_criteria(table, {"setup_effort": 1}, "weighted_sum")
    efforts = dict(zip(table.alternatives, table.values[:, 1], strict=True))
    assert [name for _, name, _ in ranking.ranked()] == sorted(efforts, key=efforts.__getitem__)
    by_value = rank_criteria(table, {"expected_npv": 1}, "topsis")
    assert by_value.ranks.tolist() == list(compare().ranks)


def test_a_small_structure_and_a_network_head_do_not_choose_alike():
    table = criteria_table(alternatives())
    small, head = (
        rank_criteria(table, profile(name).points, "weighted_sum").ranked()
        for name in ("cautious_small_structure", "network_head")
    )
    place = {name: rank for rank, name, _ in small}
    assert place["sponsorship"] < place["micro_franchise"]
    assert [name for _, name, _ in small] != [name for _, name, _ in head]


def test_a_model_that_counts_people_by_a_name_it_does_not_have_cannot_be_defined():
    model = BY_NAME["sponsorship"]
    with pytest.raises(ParameterError, match="counts people by 'crowd'"):
        type("Crowd", (model,), {"__module__": model.__module__, "__doc__": "A test.", "beneficiaries": "crowd"})
