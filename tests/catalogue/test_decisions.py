"""Decisions by name: the doors lead to the arithmetic, with and without draws, for every profile and method."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import costbench
from costbench import compare, explain, plan_portfolio, rank_models
from costbench.analysis.choice.criteria import CRITERIA, profiles
from costbench.analysis.choice.multicriteria import METHODS
from costbench.catalogue.appraisals import known_names
from costbench.errors import InputError, NoSolutionError, UnknownNameError


@pytest.mark.parametrize("name", ["rank_models", "plan_portfolio", "explain"])
def test_the_public_door_opens_on_them(name):
    assert name in costbench.__all__
    parameters = inspect.signature(getattr(costbench, name)).parameters
    assert known_names().isdisjoint(parameters), "an input of that name could not be given"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("weights", [None, *profiles(), {"setup_effort": 2, "social_value": 1}])
def test_every_profile_ranks_every_model(weights, method):
    found = rank_models(None, weights, method)
    assert sorted(found.ranking.alternatives) == sorted(model.id for model in costbench.list_models())
    assert found.ranking.ranks.min() == 1
    assert found.ranking.weights.sum() == pytest.approx(1)
    assert "probability_of_loss" not in found.ranking.criteria
    assert all(remark.en and remark.fr for remark in found.remarks)


def test_draws_bring_in_the_probability_of_loss_and_spread_the_ranks():
    without, drawn = rank_models(), rank_models(draws=256)
    assert drawn.ranking.criteria == tuple(CRITERIA)
    losses = drawn.table.values[:, list(CRITERIA).index("probability_of_loss")]
    simulated = {
        s.model.id: s.summary().probability_of_loss
        for s in costbench.catalogue.simulations.simulate_together(None, 256)
    }
    assert dict(zip(drawn.table.alternatives, losses.tolist(), strict=True)) == simulated
    certain, uncertain = (sum(share > 0 for share in item.acceptability.first.values()) for item in (without, drawn))
    assert uncertain > certain
    np.testing.assert_allclose(drawn.acceptability.rank_acceptability.sum(axis=0), 1)


def test_the_same_seed_gives_the_same_ranks():
    one, two = (rank_models(draws=128, seed=3).acceptability.rank_acceptability for _ in range(2))
    assert one.tobytes() == two.tobytes()


def test_two_models_by_their_french_names():
    found = rank_models(["mecenat", "cis"], {"setup_effort": 1})
    assert [name for _, name, _ in found.ranking.ranked()] == ["sponsorship", "social_impact_bond"]


def test_the_reversals_are_told_with_the_labels_of_the_models():
    remarks = [remark for remark in rank_models(None, "network_head").remarks if "reversal" in remark.en]
    labels = [model.definition.label for model in costbench.list_models()]
    assert remarks
    assert all(sum(label.fr in remark.fr for label in labels) == 3 for remark in remarks)


def test_a_portfolio_by_name_starts_what_is_worth_it():
    worth = {item.model.id for item in compare().appraisals if item["expected_npv"] > 0}
    assert {start.name for start in plan_portfolio().starts} == worth
    forced = plan_portfolio(required=["sponsorship"], negotiations=1)
    assert "sponsorship" in {start.name for start in forced.starts}
    with pytest.raises(NoSolutionError):
        plan_portfolio(required=["micro_franchise"], cash=1_000)


def test_the_explanation_by_name_follows_the_inputs():
    assert explain().leader == "guaranteed_credit_line"
    assert explain(sites=400.0).leader == "pilot_rollout"
    assert "over the draws" in explain(draws=128).sentences[0].en


def test_mistakes_are_those_of_every_other_door():
    with pytest.raises(InputError):
        rank_models(sitess=3)
    with pytest.raises(UnknownNameError):
        explain(["no_such_model"])
    with pytest.raises(UnknownNameError):
        rank_models(weights="network_heads")
    with pytest.raises(InputError):
        plan_portfolio(fte=-1)
