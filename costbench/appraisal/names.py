"""The names that a user may write for a model, and which of them concern it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from costbench.appraisal.definition import Default
from costbench.appraisal.model import ORGANISATION, CooperationModel
from costbench.appraisal.quantities import TextInput
from costbench.appraisal.readiness import readiness_input

Given: TypeAlias = Mapping[str, Any]
"""Input name to a number, a text, an array of numbers (NaN: not given) or of texts (empty: not given)."""


def defaults_of(model: type[CooperationModel]) -> dict[str, Default]:
    """Return the organisation's and the model's inputs with their defaults."""
    return ORGANISATION.inputs | model.definition.inputs


def texts_of(model: type[CooperationModel]) -> dict[str, TextInput]:
    """Return the text inputs of a model, the readiness checklist among them."""
    checklist = {"readiness": readiness_input(model)} if model.definition.readiness else {}
    return model.contract.texts | checklist


def rescalers_of(model: type[CooperationModel]) -> tuple[str, ...]:
    """Return the names that rescale the phases: ``PHASE.fte_months``, ``setup_fte_months``, ``setup_months``."""
    phases = model.definition.phases
    totals = ("setup_fte_months", "setup_months") if phases else ()
    return (*(f"{phase}.fte_months" for phase in phases), *totals)


def accepted_names(model: type[CooperationModel]) -> set[str]:
    """Return every name that a user may write for ``model``, ``.low`` and ``.high`` included."""
    numbers = {*defaults_of(model), *rescalers_of(model)}
    columns = {column for item in texts_of(model).values() for column in item.columns}
    return numbers | columns | {f"{name}.{bound}" for name in numbers for bound in ("low", "high")}


def text_names(model: type[CooperationModel]) -> set[str]:
    """Return the names whose value is a text."""
    return {column for item in texts_of(model).values() for column in item.columns}


def for_model(given: Given, model: type[CooperationModel]) -> dict[str, Any]:
    """Return the part of ``given`` that concerns ``model``: its own names, and those written ``MODEL.name``."""
    names = accepted_names(model)
    own = {name: value for name, value in given.items() if name in names}
    prefix = f"{model.id}."
    qualified = {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}
    return own | {name: value for name, value in qualified.items() if name in names}
