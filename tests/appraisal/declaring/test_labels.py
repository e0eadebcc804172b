"""Nobody sees an identifier: every name has a label in both languages, and no two entries share one."""

from __future__ import annotations

import re

import pytest

from costbench.appraisal import ORGANISATION
from costbench.appraisal.declaring.labels import entry_label, input_label, working_label
from costbench.appraisal.declaring.names import accepted_names, defaults_of
from costbench.appraisal.tracing.symbolic import trace
from costbench.catalogue import get_model, list_models
from costbench.vocabulary import UNITS, Stakeholder

MODELS = list_models()
ENGLISH = re.compile(
    r"\b(the|of|and|year|cost|share|gain of|setup|benefit|wage|fee|profit|outcome|payment|saved|reporting)\b", re.I
)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def entries(model):
    """Return the names of the entries of a traced model."""
    return [item.entry.name for item in trace(model).entries]


def workings(model):
    """Return the traced workings of a model, whatever their kind."""
    traced = trace(model)
    return [*traced.fixed.values(), *traced.yearly.values()]


def is_composed(model, name):
    """Return whether a label is made of that of a phase or a party."""
    head, _, part = name.partition(".")
    return head in {"setup", *model.definition.phases, *Stakeholder} and bool(part)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_entry_has_a_label_of_its_own(model):
    for name in entries(model):
        assert name in model.definition.entry_labels or is_composed(model, name), name
        assert entry_label(model, name).en != name


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_working_has_a_label_of_its_own(model):
    written = model.definition.working_labels | ORGANISATION.working_labels
    for working in workings(model):
        assert working.name in written or is_composed(model, working.name), working.name
        assert "_" not in working_label(model, working.name).en


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_no_label_is_written_for_something_that_does_not_exist(model):
    assert set(model.definition.entry_labels) <= set(entries(model))
    assert set(model.definition.working_labels) <= {working.name for working in workings(model)}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_no_two_lines_of_a_model_share_a_label(model, language):
    for labels in (
        [entry_label(model, name).to(language) for name in entries(model)],
        [working_label(model, working.name).to(language) for working in workings(model)],
        [default.label.to(language) for default in defaults_of(model).values()],
    ):
        assert sorted({label for label in labels if labels.count(label) > 1}) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_french_labels_hold_no_english_word_and_keep_their_typography(model):
    shown = [entry_label(model, name).fr for name in entries(model)]
    shown += [working_label(model, working.name).fr for working in workings(model)]
    shown += [input_label(model, name).fr for name in accepted_names(model)]
    shown += [default.help.fr for default in defaults_of(model).values()]
    for label in shown:
        assert not ENGLISH.search(label.replace("rate_card", "").replace("payment_to_plan", "")), label
        assert "'" not in label, label
        assert not re.search(r" [;:!?%»]|« ", label.replace(NO_BREAK_SPACE, "")), label


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_everything_a_user_may_write_has_a_label_and_a_unit_with_words(model):
    for name in accepted_names(model):
        label = input_label(model, name)
        assert all(label), name
        assert "_" not in label.en + label.fr, name
    assert {default.unit for default in defaults_of(model).values()} <= set(UNITS)
    assert {working.unit for working in workings(model)} <= set(UNITS)


def test_the_setup_of_a_phase_and_of_a_party_are_composed():
    bond = get_model("social_impact_bond")
    assert entry_label(bond, "setup.design_and_bid").fr == "Montage – Conception et candidature"
    assert entry_label(bond, "setup.outcome_payer").en == "Setup – Public payer"
    assert working_label(bond, "investor.setup_cost").fr == "Investisseur – coût de montage"
    assert working_label(bond, "contracts.reach").en == "Contracts and signature – probability of getting there"


def test_a_label_of_the_model_comes_before_the_one_every_model_has():
    assert working_label(get_model("social_impact_bond"), "end_year").fr == "Fin du programme"
    assert working_label(get_model("joint_venture"), "end_year").fr == "Fin de l’exploitation"


def test_bounds_texts_totals_and_tiers_are_labelled_too():
    bond = get_model("social_impact_bond")
    assert input_label(bond, "programme_budget.low").fr == "Budget du programme (bas)"
    assert input_label(bond, "design_and_bid.fte_months.high").en == "Design and bid – working time (high)"
    assert input_label(bond, "setup_months").fr == "Durée de montage"
    assert input_label(bond, "rate_card").en == "Rate card"
    assert input_label(bond, "tier_3_share").fr == "Barème, part du capital au palier 3"
    assert input_label(get_model("joint_venture"), "wage_subsidy_date").fr == "Date de l’aide au poste"


def test_a_name_without_label_is_shown_as_words():
    bond = get_model("social_impact_bond")
    assert entry_label(bond, "late_fee").en == working_label(bond, "late_fee").fr == "late fee"
