"""``costbench show MODEL``: the card of a model."""

from __future__ import annotations

from costbench.cli.terminal.program import JSON, NAMED, Argument, Command, Option, print_json
from costbench.language import Language, Text


def run(language: Language, model: str, as_json: bool) -> None:
    """Print the card of a model."""
    from costbench.catalogue import get_model
    from costbench.catalogue.cards import card

    shown = card(get_model(model), language)
    if as_json:
        return print_json(shown)
    from costbench.cli.pages import model_card

    return model_card.write(shown, language)


command = Command(
    "show",
    run,
    Text(
        "Show the card of a model: phases, inputs and where they come from, who pays whom, what is left out.",
        "Montre la fiche d’un modèle : étapes, données et leurs sources, qui paie qui, ce qui n’est pas compté.",
    ),
    ("costbench show joint_venture", "costbench show cis --lang fr"),
    [Argument("model", NAMED), Option(["--json", "as_json"], JSON, is_flag=True)],
)
