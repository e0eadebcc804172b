"""The rules of a table of scenarios, one for a file and for a range of cells: what a row asks for, what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.names import accepted_names
from costbench.catalogue.finder import get_model, list_models, plain
from costbench.vocabulary import INDICATORS

Model: TypeAlias = type[CooperationModel]

KEYS: Final = ("scenario", "model")
EVERY_MODEL: Final = frozenset({"", "all", "tous"})
INDICATOR_COLUMNS: Final = tuple(name for name in INDICATORS if name != "expected_cost_per_signed_deal")
COLUMNS: Final = (*KEYS, "status", *INDICATOR_COLUMNS, "messages")
STATUSES: Final = ("ok", "warning", "error")
LONGEST_NAME: Final = 80
"""Characters of a name that are looked at: no model and no input has as many."""


def models_asked(written: str, names: Mapping[str, str]) -> tuple[Model, ...]:
    """Return the models that the cell ``model`` of a row asks for, none where there is no such model.

    ``names`` are the accepted names, as :func:`~costbench.catalogue.finder.model_names` gives them.
    """
    if written.lower() in EVERY_MODEL:
        return tuple(list_models())
    identifier = names.get(plain(written[:LONGEST_NAME]))
    return (get_model(identifier),) if identifier else ()


def own_columns(model: Model, columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns that concern a model, each with its input; ``MODEL.input`` comes last, and so goes first."""
    names, prefix = accepted_names(model), f"{model.id}."
    for column in sorted(columns, key=lambda name: name.startswith(prefix)):
        if column.removeprefix(prefix) in names:
            yield column, column.removeprefix(prefix)


def foreign_columns(model: Model, columns: Iterable[str]) -> Iterator[str]:
    """Yield the columns that a model does not use."""
    names, prefix = accepted_names(model), f"{model.id}."
    return (column for column in columns if column.removeprefix(prefix) not in names)
