"""The explanation: its figures do what they say, its sentences are two, in two languages, for every model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from costbench import compare, list_models
from costbench.analysis.chance.sensitivity import tornado
from costbench.analysis.chance.simulation import simulate_models
from costbench.analysis.words.explanation import explain, weakest_evidence
from costbench.appraisal.settling.inputs import settle
from costbench.errors import InputError
from costbench.parameters.provenance import ProvenanceKind

MODELS = {model.id: model for model in list_models()}
NAMES = list(MODELS)


def settled(*names: str, **inputs: float):
    return [appraisal.settled for appraisal in compare(list(names), **inputs).appraisals]


def worth(name: str, **inputs: float) -> float:
    (appraised,) = compare([name], **inputs).appraisals
    return appraised["expected_npv"]


@pytest.mark.parametrize("name", NAMES)
def test_every_model_is_explained_in_two_sentences_in_both_languages(name):
    for others in ([], ["do_nothing"], NAMES):
        found = explain(settled(*dict.fromkeys([name, *others])))
        for language in ("en", "fr"):
            for sentence in found.sentences:
                words = sentence.to(language)
                assert words[0] in "“«" or words[0].isupper()
                assert words.endswith(".")
                assert "{" not in words
                assert "nan" not in words.lower().split()
        french = " ".join(sentence.fr for sentence in found.sentences)
        for sign in (":", ";", "»", "%"):
            assert f" {sign}" not in french
        assert "« " not in french


def test_the_leader_is_the_model_of_the_highest_expected_npv():
    ranked = [appraisal.model.id for _, appraisal in compare().ranked()]
    found = explain(settled(*NAMES))
    assert [found.leader, found.second] == ranked[:2]


@pytest.mark.parametrize("pair", [("guaranteed_credit_line", "pilot_rollout"), ("do_nothing", "joint_venture")])
def test_the_contribution_said_at_signature_brings_the_second_level(pair):
    found = explain(settled(*pair))
    (leader, second) = compare(list(pair)).appraisals
    assert found.leader == leader.model.id
    values = second.settled.values()
    years = second["setup_months"] / 12
    received = found.contribution * second["probability_of_signing"] / (1 + values["discount_rate"]) ** years
    assert second["expected_npv"] + received == pytest.approx(leader["expected_npv"], abs=1e-6)


def test_a_model_by_itself_asks_for_the_required_contribution():
    (appraised,) = compare(["micro_franchise"]).appraisals
    found = explain([appraised.settled])
    assert found.second is None
    assert found.contribution == pytest.approx(appraised["required_contribution"])
    assert "is the only model compared" in found.sentences[0].en
    assert explain(settled("guaranteed_credit_line")).contribution is None


def test_the_figure_said_puts_the_second_level_with_the_leader_and_lies_within_its_range():
    found = explain(settled("pilot_rollout", "do_nothing"))
    assert (found.leader, found.second) == ("pilot_rollout", "do_nothing")
    assert found.switching.within_spread
    assert worth("pilot_rollout", **{found.switching.name: found.switching.value}) == pytest.approx(0, abs=1e-4)
    assert "Revenue per site" in found.sentences[1].en


def test_doing_nothing_leads_when_nothing_pays():
    found = explain(settled("sponsorship", "micro_franchise", "do_nothing"))
    assert (found.leader, found.second) == ("do_nothing", "sponsorship")
    assert "no model compared brings the organisation more than it costs" in found.sentences[0].en
    assert "its weakest evidence is" in found.sentences[1].en
    assert found.weakest == weakest_evidence(settled("sponsorship")[0])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "do_nothing"])
def test_the_weakest_evidence_is_the_assumption_with_the_longest_swing(name):
    (scenario,) = settled(name)
    inputs = {**scenario.model.definition.inputs}
    swings = tornado(scenario)
    assumed = [s for s in swings if s.name in inputs and inputs[s.name].provenance.kind is ProvenanceKind.ASSUMPTION]
    found = weakest_evidence(scenario)
    assert found.size >= max(s.size for s in assumed)
    (other,) = settled(name, **{found.name: found.optimistic_input})
    assert weakest_evidence(other).name != found.name


def test_where_nothing_is_uncertain_there_is_no_weakest_evidence():
    assert weakest_evidence(settled("do_nothing")[0]) is None
    assert "nothing uncertain weighs on" in explain(settled("do_nothing")).sentences[1].en


def test_a_figure_of_the_user_is_called_theirs():
    (scenario,) = settled("sponsorship")
    certain = {name: replace(spread, low=spread.mode, high=spread.mode) for name, spread in scenario.spreads.items()}
    certain["mean_gift"] = replace(certain["mean_gift"], low=certain["mean_gift"].mode / 2)
    given = replace(scenario, spreads=certain, given=frozenset({"mean_gift"}))
    assert "a figure of yours" in explain([given]).sentences[1].en


def test_two_models_that_are_level_are_said_to_be_so():
    first, second = settled("pilot_rollout", "pilot_rollout")
    found = explain([first, second])
    assert "are level" in found.sentences[0].en
    assert "à égalité" in found.sentences[0].fr
    assert found.sentences[1].en.startswith("The smallest advantage")
    assert (found.contribution, found.switching) == (None, None)


def test_the_reason_given_is_a_figure_in_which_the_leader_is_better():
    # Same deal, but one is far more likely to be signed.
    likely = settled("pilot_rollout", **{"approach.probability": 1.0, "pilot_negotiation.probability": 1.0})
    unlikely = settled("pilot_rollout")
    found = explain([*likely, *unlikely])
    assert "more likely to be signed (100% against 30%)" in found.sentences[0].en
    assert "a plus de chances d’être signé (100\u00a0% contre 30\u00a0%)" in found.sentences[0].fr
    cheap = settled("pilot_rollout", setup_fte_months=0.5)
    assert "setup is expected to cost less" in explain([*cheap, *unlikely]).sentences[0].en
    rich = settled("pilot_rollout", revenue_per_site=9_000)
    assert "brings more once signed" in explain([*rich, *unlikely]).sentences[0].en


def test_a_second_that_is_never_signed_cannot_be_helped_by_a_contribution():
    never = {"pilot_rollout.approach.probability": 0.0}
    found = explain(settled("guaranteed_credit_line", "pilot_rollout", **never))
    assert found.second == "pilot_rollout"
    assert found.contribution is None


def test_with_draws_the_ranking_is_by_the_mean():
    scenarios = settled(*NAMES)
    simulations = simulate_models(scenarios, draws=512)
    found = explain(scenarios, simulations)
    means = [simulation.summary().mean for simulation in simulations]
    order = np.argsort(means)[::-1]
    assert [found.leader, found.second] == [NAMES[place] for place in order[:2]]
    assert "over the draws" in found.sentences[0].en
    assert "sur les tirages" in found.sentences[0].fr


def test_nothing_to_explain_is_refused():
    with pytest.raises(InputError):
        explain([])


def test_one_settled_scenario_is_enough():
    assert explain([settle(MODELS["do_nothing"], {})]).leader == "do_nothing"
