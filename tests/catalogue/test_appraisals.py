"""One model appraised by name, and what a wrong name is told."""

from __future__ import annotations

import pytest

from costbench.catalogue import appraise, compare, get_model, list_models, simulate, simulate_together
from costbench.errors import InputError, UnknownNameError
from costbench.vocabulary import SOCIETY, Stakeholder


def test_the_flows_of_all_stakeholders_add_up_to_those_of_society() -> None:
    bond = appraise("cis")
    everybody = [sum(year) for year in zip(*(bond.cash_flow(party) for party in Stakeholder), strict=True)]
    assert bond.cash_flow(SOCIETY) == pytest.approx(everybody, abs=1e-6)
    assert any(everybody)


def test_a_stakeholder_that_does_not_exist_is_told_the_close_ones() -> None:
    with pytest.raises(UnknownNameError) as raised:
        appraise("cis").cash_flow("investr")
    assert raised.value.matches == ("investor",)
    assert raised.value.sentence("fr").startswith("Aucun acteur ne s’appelle")


def test_a_model_is_found_by_its_french_name_whatever_its_accents_and_case() -> None:
    assert get_model(" Contrat à impact ") is get_model("CIS") is get_model("social_impact_bond")


def test_a_checklist_given_to_all_models_reaches_each_model_that_knows_the_question() -> None:
    plain, ready = compare(), compare(readiness="dedicated_person=full")
    asked = {model.id for model in list_models() if "dedicated_person" in model.definition.readiness}
    moved = {
        before.model.id
        for before, after in zip(plain.appraisals, ready.appraisals, strict=True)
        if before["probability_of_signing"] != after["probability_of_signing"]
    }
    assert moved == asked
    assert asked < {model.id for model in list_models()}
    assert (
        simulate("cis", 64, readiness="dedicated_person=full").mean
        == {one.model.id: one.mean for one in simulate_together(None, 64, readiness="dedicated_person=full")}[
            "social_impact_bond"
        ]
    )


def test_a_question_that_nobody_asks_or_that_the_one_model_does_not_ask_is_refused() -> None:
    with pytest.raises(InputError, match="nonsense"):
        compare(readiness="nonsense=full")
    with pytest.raises(InputError, match="dedicated_person"):
        appraise("jvs", readiness="dedicated_person=full")
    with pytest.raises(InputError, match="dedicated_person"):
        compare(["jvs"], readiness="dedicated_person=full")
