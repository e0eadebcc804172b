"""Where every default comes from, as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from costbench.catalogue.cards import Card
from costbench.cli.terminal.figures import day, plain_figure
from costbench.cli.terminal.screen import Screen
from costbench.language import SEMICOLON, Language, Text
from costbench.parameters import ProvenanceKind

ORGANISATION = Text("The organisation and its world", "La structure et son environnement")
FRACTION: Final = "/1"
BETWEEN = Text("from {low} to {high}", "de {low} à {high}")
CHECKED = Text(
    "{kind}, confidence {confidence}, checked on {day}",
    "{kind}, fiabilité {confidence}, dernière vérification le {day}",
)
FOOT = Text(
    "Confidence: A primary source, B reliable secondary source, C weak source or none.",
    "Fiabilité : A source primaire, B source secondaire fiable, C source fragile ou absente.",
)


def write(found: Sequence[Card], labels: Mapping[str, str], language: Language) -> None:
    """Write the defaults of each model in turn; ``labels`` are the models' names by identifier."""
    screen = Screen()
    for model, items in groupby(found, key=lambda item: item["model"]):
        screen.title(labels.get(model) or ORGANISATION.to(language))
        for item in items:
            _default(screen, item, language)
    screen.write()
    screen.prose(FOOT.to(language))


def _default(screen: Screen, item: Card, language: Language) -> None:
    known = item["provenance"]
    kind = ProvenanceKind(known["kind"]).label.to(language)
    screen.write()
    screen.prose(f"{item['label']} ({item['name']})", "  ", "    ", style="bold")
    checked = CHECKED.to(language).format(
        kind=kind, confidence=known["confidence"], day=day(known["checked_on"], language)
    )
    screen.prose(f"{_value(item, language)} – {checked}", "    ")
    page = f", {known['page']}" if known["page"] else ""
    where = [f"{source['title']}, {source['publisher']}" for source in known["sources"]]
    for line in (*([f"{SEMICOLON.to(language).join(where)}{page}."] if where else []), known["explanation"]):
        if line:
            screen.prose(line, "    ", style="dim")


def _value(item: Card, language: Language) -> str:
    """Return the central value with its unit, and the range where there is one."""
    if "unit" not in item:
        return f"« {item['value']} »" if language == "fr" else f'"{item["value"]}"'
    low, central, high = (plain_figure(item[key], item["unit"], language) for key in ("low", "value", "high"))
    value = central if item["unit"] == FRACTION else f"{central} {item['unit_label']}"
    return value if item["low"] == item["high"] else f"{value} ({BETWEEN.to(language).format(low=low, high=high)})"
