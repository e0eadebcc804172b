"""A default called published is print from end to end: nothing in its words is ours."""

from __future__ import annotations

import re

import pytest

from costbench.appraisal import CooperationModel
from costbench.catalogue import list_models
from costbench.parameters import Provenance, ProvenanceKind

OURS = re.compile(r"\bassum|\bour\b|\bby us\b|judgement|midpoint|half the|supposé|\bnotre\b|\bnos\b|par nous|hypothèse")


def provenances(model: type[CooperationModel]) -> dict[str, Provenance]:
    """Return where each number of a model comes from, the questions of its checklist left out."""
    inputs = model.definition.inputs
    return {name: item.provenance for name, item in inputs.items() if not name.startswith("readiness.")}


def ours_called_published(found: dict[str, Provenance]) -> list[str]:
    """Return the values that are called published although their own words say that a part is ours."""
    return [
        name
        for name, item in found.items()
        if item.kind is ProvenanceKind.PUBLISHED and any(OURS.search(words) for words in item.explanation)
    ]


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
def test_no_value_is_called_published_when_its_own_words_say_that_a_part_of_it_is_ours(
    model: type[CooperationModel],
) -> None:
    assert ours_called_published(provenances(model)) == []


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("sponsorship", "days_per_application"),
        ("pilot_rollout", "conversion_probability"),
        ("pilot_rollout", "years_to_rollout"),
        ("pilot_rollout", "pilot_negotiation.months"),
    ],
)
def test_a_value_of_which_a_part_is_ours_says_so(model: str, name: str) -> None:
    (chosen,) = (item for item in list_models() if item.id == model)
    found = provenances(chosen)[name]
    assert found.kind is not ProvenanceKind.PUBLISHED
    assert all(OURS.search(words) for words in found.explanation)
