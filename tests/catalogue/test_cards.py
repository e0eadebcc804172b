"""A model's card as plain data, against the model itself."""

from __future__ import annotations

import json

import pytest

from costbench.appraisal.readings.flows import run_ledger
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import appraise, get_model, list_models
from costbench.catalogue.cards import assumed_share, card, entry_label, evidence, figures, provenances, shares, summary

MODELS = list_models()
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)


@every_model
def test_a_card_is_plain_data_in_both_languages(model):
    english, french = card(model, "en"), card(model, "fr")
    assert json.loads(json.dumps(english, allow_nan=False)) == english
    assert english["label"] == model.definition.label.en
    assert french["label"] == model.definition.label.fr


@every_model
def test_the_effort_on_a_card_is_that_of_an_appraisal(model):
    found, told = appraise(model.id), summary(model, "en")
    for name in ("setup_fte_months", "setup_months", "setup_cost", "probability_of_signing"):
        assert told[name] == pytest.approx(found[name])
    assert sum(phase["fte_months"] for phase in card(model, "en")["phases"]) == pytest.approx(found["setup_fte_months"])


@every_model
def test_a_card_holds_every_input_and_every_entry(model):
    told = card(model, "en")
    assert [item["name"] for item in told["inputs"]] == list(model.definition.inputs)
    lines = run_ledger(model, settle(model, {}).values()).lines
    assert [entry["name"] for entry in told["ledger"]] == [line.name for line in lines]


@every_model
def test_an_entry_never_shows_its_code(model):
    for line in run_ledger(model, settle(model, {}).values()).lines:
        for label in entry_label(line.name, model.definition):
            assert "_" not in label and "." not in label


def test_the_tiers_of_a_rate_card_are_counted_once():
    bond = get_model("social_impact_bond")
    names = {item.name for item in figures(bond)}
    assert not any(name.startswith("tier_") for name in names)
    assert {"programme_budget", "contracts.fees"} <= names
    assert "rate_card" in provenances(bond)
    tiers = [item for item in card(bond, "en")["inputs"] if item["name"].startswith("tier_")]
    assert {item["set_by"] for item in tiers} == {"rate_card"}


def test_a_phase_may_have_a_better_source_for_one_of_its_parts():
    inputs = {item["name"]: item for item in card(get_model("cis"), "en")["inputs"]}
    assert inputs["design_and_bid.probability"]["provenance"]["kind"] == "derived"
    assert inputs["design_and_bid.director"]["provenance"]["kind"] == "assumption"


@every_model
def test_evidence_has_a_line_for_each_figure_and_text(model):
    told = evidence(model, "fr")
    assert {item["name"] for item in told} == set(provenances(model))
    assert all(item["provenance"]["source"] and item["label"] for item in told)


def test_evidence_without_a_model_is_the_organisations():
    assert "discount_rate" in {item["name"] for item in evidence(None, "en")}


def test_shares_add_up_and_are_zero_where_there_is_nothing():
    bond = shares(provenances(get_model("cis")).values())
    assert sum(bond.values()) == pytest.approx(1)
    assert set(shares([]).values()) == {0}


def test_a_figure_of_ones_own_no_longer_counts_as_an_assumption():
    pilot = get_model("pilot_rollout")
    known = provenances(pilot)
    assumed = [name for name, item in known.items() if item.kind == "assumption"]
    assert assumed_share(pilot) == pytest.approx(len(assumed) / len(known))
    given = {assumed[0], f"{assumed[1]}.low"}
    assert assumed_share(pilot, given) == pytest.approx((len(assumed) - 2) / (len(known) - 2))
    assert assumed_share(pilot, known) == 0
