"""Functions that say what the models are and what they assume."""

from __future__ import annotations

from typing import Any

from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.definition import Default, TextDefault
from costbench.appraisal.declaring.names import defaults_of, rescalers_of
from costbench.catalogue import get_model, list_models
from costbench.errors import UnknownNameError
from costbench.interfaces.udf.functions.appraising import heading, indicator
from costbench.interfaces.udf.functions.arguments import LEVELS, MODEL, Argument, read_choice, read_text
from costbench.interfaces.udf.functions.registry import CATALOGUE, function
from costbench.language import Language, Text
from costbench.vocabulary import ROLES, unit_label

INPUT_NAME = Text("input", "paramètre")
INPUT = Argument(
    "input_name", Text("Name of an input, such as annual_budget.", "Nom d’une donnée, comme annual_budget."), read_text
)
LEVEL = Argument(
    "level",
    Text("low, central (left out) or high.", "low (basse), central (si omis) ou high (haute)."),
    read_choice(LEVELS, "central"),
    default="central",
)
NO_UNIT = Text("text", "texte")
HEADINGS = (
    Text("Name", "Nom"),
    Text("Model", "Modèle"),
    Text("What it is", "En bref"),
)
SIZE = Text("Size is measured by", "La taille se mesure par")
COUNT = Text("Inputs", "Données")


@function(
    Text(
        "The cooperation models: name, label, summary, setup effort and time, input that gives the size.",
        "Les modèles de coopération : nom, libellé, résumé, effort et durée de montage, donnée qui donne la taille.",
    ),
    CATALOGUE,
    is_range=True,
)
def models(language: Language) -> list[list[Any]]:
    """Return one row a model under a row of headings."""
    effort = ("setup_fte_months", "setup_months")
    head = [text.to(language) for text in HEADINGS] + [heading(name, language) for name in effort]
    lines = [
        [model.id, model.definition.label.to(language), model.definition.summary.to(language)]
        + [indicator(model.id, (), name, language) for name in effort]
        + [model.scale_input() or "", len(defaults_of(model))]
        for model in list_models()
    ]
    return [[*head, SIZE.to(language), COUNT.to(language)], *lines]


@function(
    Text(
        "Default of an input of a model: its central value, or its low or high one.",
        "Valeur par défaut d’une donnée d’un modèle : valeur centrale, basse ou haute.",
    ),
    CATALOGUE,
    MODEL,
    INPUT,
    LEVEL,
)
def default(language: Language, model: str, name: str, level: str) -> float | str:
    """Return the default of an input, or of a total that rescales the phases."""
    chosen = get_model(model)
    if name in rescalers_of(chosen):
        inputs = defaults_of(chosen)
        return sum(float(getattr(inputs[part], level)) for part in _parts(chosen, name))
    found = _input(model, name)
    return found.default if isinstance(found, TextDefault) else float(getattr(found, level))


@function(
    Text("Where the default of an input comes from.", "D’où vient la valeur par défaut d’une donnée."),
    CATALOGUE,
    MODEL,
    INPUT,
)
def source(language: Language, model: str, name: str) -> str:
    """Return kind of provenance, source or reason, and the day it was checked."""
    chosen = get_model(model)
    found = _input(model, _parts(chosen, name)[0] if name in rescalers_of(chosen) else name)
    provenance = found.provenance
    said = provenance.sentence().to(language)
    return f"{provenance.kind.label.to(language)} – {said} ({provenance.checked_on.isoformat()})"


@function(Text("Unit of an input.", "Unité d’une donnée."), CATALOGUE, MODEL, INPUT)
def unit(language: Language, model: str, name: str) -> str:
    """Return the unit of an input in words."""
    chosen = get_model(model)
    found = _input(model, _parts(chosen, name)[0] if name in rescalers_of(chosen) else name)
    return (unit_label(found.unit) if isinstance(found, Default) else NO_UNIT).to(language)


def _input(model: str, name: str) -> Default | TextDefault:
    chosen = get_model(model)
    known: dict[str, Default | TextDefault] = {**defaults_of(chosen), **chosen.definition.texts}
    if name not in known:
        raise UnknownNameError(INPUT_NAME, name[:80], [*known, *rescalers_of(chosen)])
    return known[name]


def _parts(model: type[CooperationModel], total: str) -> list[str]:
    """Return the inputs that a rescaling total is the sum of."""
    phases = [total.removesuffix(".fte_months")] if "." in total else list(model.definition.phases)
    if total == "setup_months":
        return [f"{phase}.months" for phase in phases]
    return [f"{phase}.{role}" for phase in phases for role in ROLES]
