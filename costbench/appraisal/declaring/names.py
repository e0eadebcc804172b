"""The names that a user may write for a model, and which of them concern it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.organisation import ORGANISATION
from costbench.appraisal.declaring.quantities import TextInput
from costbench.appraisal.declaring.readiness import readiness_input

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
    """Return the part of ``given`` that concerns ``model``: its own names, and those written ``MODEL.name``.

    Where both are written the second counts, scenario by scenario.
    """
    names = accepted_names(model)
    own = {name: value for name, value in given.items() if name in names}
    for written, value in given.items():
        name = written.removeprefix(f"{model.id}.")
        if name != written and name in names:
            own[name] = _first_written(value, own[name]) if name in own else value
    return own


def _first_written(value: Any, otherwise: Any) -> Any:
    """Return ``value`` where something is written, ``otherwise`` elsewhere."""
    written = np.vectorize(_is_written, otypes=[bool])(value)
    if not written.ndim:
        return value if written else otherwise
    return np.where(written, np.asarray(value, dtype=object), np.asarray(otherwise, dtype=object))


def _is_written(value: Any) -> bool:
    return value is not None and value == value and str(value).strip() != ""  # NaN differs from itself
