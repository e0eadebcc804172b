"""``costbench models``: the catalogue."""

from __future__ import annotations

from costbench.cli.terminal.program import JSON, Command, Option, print_json
from costbench.language import Language, Text


def run(language: Language, as_json: bool) -> None:
    """Print every model with its setup effort and how well its defaults are known."""
    from costbench.catalogue import list_models
    from costbench.catalogue.cards import summary

    cards = [summary(model, language) for model in list_models()]
    if as_json:
        return print_json(cards)
    from costbench.cli.pages import catalogue

    return catalogue.write(cards, language)


command = Command(
    "models",
    run,
    Text(
        "List the cooperation models: what each one is, its setup effort, and how well its defaults are known.",
        "Liste les modèles de coopération : ce qu’ils sont, l’effort de montage, la solidité des valeurs par défaut.",
    ),
    ("costbench models", "costbench models --json"),
    [Option(["--json", "as_json"], JSON, is_flag=True)],
)
