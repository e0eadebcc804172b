"""The catalogue: every model with its effort, and how well its defaults are known."""

from __future__ import annotations

from typing import Final

from costbench.catalogue.cards import Card
from costbench.cli.terminal.figures import ABSENT, grouped, percent
from costbench.cli.terminal.screen import Column, Screen
from costbench.language import Language, Text

MODEL, IDENTIFIER = Text("Model", "Modèle"), Text("Identifier", "Identifiant")
EFFORT, MONTHS = Text("Effort\nFTE-months", "Effort\nmois-ETP"), Text("Setup\nmonths", "Montage\nen mois")
INPUTS = Text("Inputs", "Données")
KINDS: Final[dict[str, Text]] = {
    "published": Text("Pub-\nlished", "Publié"),
    "derived": Text("De-\nrived", "Déduit"),
    "assumption": Text("As-\nsumed", "Supposé"),
}
SIZE = Text("Its size: {scale_input} ({scale_label}).", "Sa taille : {scale_input} ({scale_label}).")
FOOT = Text(
    "Published, derived, assumed: where the defaults come from. `costbench show joint_venture` shows a model's card, "
    "`costbench evidence` every source.",
    "Publié, déduit, supposé : d’où viennent les valeurs par défaut. « costbench show joint_venture » montre la fiche "
    "d’un modèle, « costbench evidence » toutes les sources.",
)


def write(cards: list[Card], language: Language) -> None:
    """Write the table of the models, then what each one is."""
    screen = Screen()
    screen.table(
        [
            Column(MODEL.to(language), [card["label"] for card in cards], side="left"),
            Column(IDENTIFIER.to(language), [card["id"] for card in cards], side="left"),
        ],
        _columns(cards, language),
    )
    for card in cards:
        screen.title(card["label"])
        screen.prose(card["summary"], "  ")
        if card["scale_input"]:
            screen.prose(SIZE.to(language).format(**card), "  ", style="dim")
    screen.write()
    screen.prose(FOOT.to(language))


def _columns(cards: list[Card], language: Language) -> list[Column]:
    shares = [
        Column(
            label.to(language),
            [percent(card["provenance"][kind], language) if card["inputs"] else ABSENT for card in cards],
        )
        for kind, label in KINDS.items()
    ]
    return [
        Column(EFFORT.to(language), [grouped(card["setup_fte_months"], language, 1) for card in cards]),
        Column(MONTHS.to(language), [grouped(card["setup_months"], language) for card in cards]),
        Column(INPUTS.to(language), [str(card["inputs"]) for card in cards]),
        *shares,
    ]
