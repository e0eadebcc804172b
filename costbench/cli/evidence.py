"""``costbench evidence [MODEL]``: where every default comes from."""

from __future__ import annotations

from costbench.cli.terminal.program import JSON, NAMED, Argument, Command, Option, print_json
from costbench.language import Language, Text


def run(language: Language, model: str | None, as_json: bool) -> None:
    """Print every default with its value, source, confidence and the day it was checked."""
    from costbench.catalogue import get_model, list_models
    from costbench.catalogue.cards import evidence

    models = [get_model(model)] if model else [None, *list_models()]
    found = [item for one in models for item in evidence(one, language)]
    if as_json:
        return print_json(found)
    from costbench.cli.pages import sources

    labels = {one.id: one.definition.label.to(language) for one in models if one}
    return sources.write(found, labels, language)


command = Command(
    "evidence",
    run,
    Text(
        "List every default with its value, its source, how far to trust it and the day it was checked; without a "
        "model, those of the organisation and of all models.",
        "Liste chaque valeur par défaut avec sa source, sa fiabilité et la date de vérification ; sans modèle, celles "
        "de la structure et de tous les modèles.",
    ),
    ("costbench evidence", "costbench evidence micro_franchise"),
    [Argument("model", NAMED, required=False), Option(["--json", "as_json"], JSON, is_flag=True)],
)
