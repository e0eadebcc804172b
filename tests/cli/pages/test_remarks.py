"""What was said about results, taken apart and gathered."""

from __future__ import annotations

import pytest

from costbench import list_models
from costbench.catalogue import appraise
from costbench.cli.pages.remarks import Absences, Reasons, reason_of, taken_apart
from costbench.cli.pages.scores import _blocks

WARNING = "`sites` is an input of another model; joint_venture does not use it."


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("identifier", [model.id for model in list_models()])
def test_the_sentences_of_any_model_are_taken_apart_without_a_rest(identifier, language):
    found = appraise(identifier, annual_budget=300_000, staff_fte=4, cash_reserve=40_000)
    sentences = [remark.sentence.to(language) for remark in found.remarks]
    said = taken_apart(" ".join(sentences))
    assert said.rest == ""
    assert len(said.reach) == len(found.reasons("affordability"))
    absent = [remark for remark in found.remarks if found.indicators.get(remark.indicator, 0) is None]
    assert [name for name, _ in said.absences] == [remark.indicator for remark in absent]


def test_a_warning_between_other_sentences_is_kept_whole():
    said = taken_apart(f"irr is absent: no rate. {WARNING} Heavy: the setup takes a large part of the staff.")
    assert said.absences == [("irr", "no rate.")]
    assert said.rest == WARNING
    assert said.reach == ["Heavy: the setup takes a large part of the staff."]


def test_a_caution_is_no_absence():
    assert reason_of("irr", "irr is to be read with care: several rates may exist.") is None


def test_reasons_name_some_models_and_count_the_others_the_worst_first():
    reasons = Reasons()
    for name in "abcd":
        reasons.add("Lourd : le montage pèse.", name)
    reasons.add("Hors de portée : trop cher.", "e")
    assert reasons.sentences("fr", 2) == [
        "Hors de portée : trop cher (e).",
        "Lourd : le montage pèse (a\u00a0; b et 2 de plus).",
    ]


def test_absences_are_told_once_a_reason():
    absences = Absences()
    for model in ("One", "Two", "One"):
        absences.add("break_even_scale", "the model has no size.", model)
    absences.add("irr", "not shown here.", "One")
    assert absences.sentences("en") == ["No break-even size (One, Two): the model has no size."]


def test_scenarios_of_one_model_share_a_table_and_one_of_several_has_its_own():
    written = ["a x", "b x", "c x", "c y", "d y", "d y"]
    rows = [dict(zip(("scenario", "model"), row.split(), strict=True)) for row in written]
    assert [[row["scenario"] for row in block] for block in _blocks(rows)] == [["a", "b"], ["c", "c"], ["d", "d"]]
