"""Finds the cooperation models: a folder under ``models/`` is a model, with no list to edit."""

from __future__ import annotations

import pkgutil
import unicodedata
from functools import cache
from importlib import import_module

import costbench.models
from costbench.appraisal import CooperationModel
from costbench.errors import UnknownNameError
from costbench.language import Text

MODEL = Text("cooperation model", "modèle de coopération")


def list_models() -> list[type[CooperationModel]]:
    """Return every model found in ``costbench.models``, in the order their cards ask for."""
    return list(_found(tuple(costbench.models.__path__)))


@cache
def _found(folders: tuple[str, ...]) -> tuple[type[CooperationModel], ...]:
    found = [_model(module.name) for module in pkgutil.iter_modules(folders) if module.ispkg]
    return tuple(sorted(found, key=lambda model: (model.definition.order, model.id)))


def get_model(name: str) -> type[CooperationModel]:
    """Return the model of that identifier, alias or label.

    Raises :class:`~costbench.errors.UnknownNameError` with the close names for any other name.
    """
    names = model_names()
    if plain(name) not in names:
        raise UnknownNameError(MODEL, name, names)
    return _model(names[plain(name)])


def model_names() -> dict[str, str]:
    """Return every accepted name of a model, in lower case and without accents, with the identifier it stands for."""
    names: dict[str, str] = {}
    for model in list_models():
        for name in (*model.definition.label, *model.definition.aliases):
            names.setdefault(plain(name), model.id)
    return names | {model.id: model.id for model in list_models()}


def plain(name: str) -> str:
    """Return a name in lower case, without accents, words joined by underscores.

    >>> plain(" Contrat à impact ")
    'contrat_a_impact'
    """
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "_".join(bare.replace("-", " ").replace("’", " ").replace("'", " ").split())


@cache
def _model(name: str) -> type[CooperationModel]:
    module = import_module(f"costbench.models.{name}.model")
    own = [
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, CooperationModel) and item.__module__ == module.__name__
    ]
    return own[0]
