"""The card of a model as a page: setup, inputs, ledger, cautions, what to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text as Styled

from costbench.catalogue.cards import PHASE_PARTS, Card
from costbench.cli.terminal.figures import ABSENT, THOUSAND, figure, percent, plain_figure
from costbench.cli.terminal.screen import Column, Screen
from costbench.language import Language, Text
from costbench.parameters import ProvenanceKind
from costbench.vocabulary import ROLES, Direction, Kind, Stakeholder

BOUNDS: Final = ("low", "central", "high")
ALIASES = Text("Other names accepted: {names}.", "Autres noms acceptés : {names}.")
SETUP = Text("Setup, phase by phase (low–central–high)", "Montage, étape par étape (bas–central–haut)")
PHASE = Text("Phase", "Étape")
ROLE_HEADINGS: Final[dict[str, Text]] = {
    "project_manager": Text("Project manager\nFTE-months", "Chef de projet\nmois-ETP"),
    "director": Text("Director\nFTE-months", "Direction\nmois-ETP"),
    "specialist": Text("Specialist\nFTE-months", "Spécialiste\nmois-ETP"),
}
FEES, MONTHS = Text("Fees\nk€", "Honoraires\nk€"), Text("Duration\nmonths", "Durée\nen mois")
CHANCES = Text("Chance of\npassing", "Chances de\nla franchir")
PHASE_NAMES = Text(
    "Inputs by name: {names}; {phase}.fte_months sets the three roles at once, setup_fte_months and setup_months "
    "rescale all the phases.",
    "Noms des données : {names} ; {phase}.fte_months fixe les trois fonctions à la fois, setup_fte_months et "
    "setup_months changent toutes les étapes en proportion.",
)
INPUTS, INPUT = Text("Inputs", "Données"), Text("Input", "Donnée")
LEVELS: Final = (Text("Low", "Bas"), Text("Central", "Central"), Text("High", "Haut"))
HIGHER, KNOWN = Text("If higher", "Si elle croît"), Text("Known from", "Origine")
WORDS = Text("Inputs written in words", "Données écrites en toutes lettres")
BY_DEFAULT = Text("by default {default}", "par défaut {default}")
READINESS = Text(
    "Are you ready? Answers move the chances of passing a phase",
    "Êtes-vous prêts ? Les réponses changent les chances de franchir une étape",
)
ANSWER = Text(
    "Answer with no, half or full: --set readiness.{name}=full.",
    "Répondez par no, half ou full (non, en partie, oui) : --set readiness.{name}=full.",
)
LEDGER = Text("Who pays, who receives, who gains", "Qui paie, qui reçoit, qui y gagne")
ENTRY, KIND, PAYER, PAYEE = (
    Text("Entry", "Écriture"),
    Text("Kind", "Nature"),
    Text("Pays or uses up", "Paie ou consomme"),
    Text("Receives or gains", "Reçoit ou gagne"),
)
NOT_MODELLED, CAUTIONS = Text("Left out", "Ce qui n’est pas compté"), Text("Beware", "Points de vigilance")
REFERENCES = Text("To read (A: primary source, C: weak)", "À lire (A : source primaire, C : source fragile)")


def write(shown: Card, language: Language) -> None:
    """Write a card from top to bottom."""
    screen = Screen()
    screen.write(f"{shown['label']} ({shown['id']})", style="bold")
    screen.prose(shown["summary"])
    screen.prose(shown["flows"])
    if shown["aliases"]:
        screen.prose(ALIASES.to(language).format(names=", ".join(shown["aliases"])), style="dim")
    _phases(screen, shown["phases"], language)
    own = [item for item in shown["inputs"] if not item["set_by"] and not _of_a_phase(item, shown["phases"])]
    _inputs(screen, own, language)
    _texts(screen, shown["texts"], language)
    _readiness(screen, shown["readiness"], language)
    _ledger(screen, shown["ledger"], language)
    for title, lines in ((NOT_MODELLED, shown["not_modelled"]), (CAUTIONS, shown["cautions"])):
        _list(screen, title.to(language), lines)
    _list(screen, REFERENCES.to(language), [_reference(source) for source in shown["references"]])


def _phases(screen: Screen, phases: Sequence[Card], language: Language) -> None:
    if not phases:
        return
    screen.title(SETUP.to(language))

    def spread(part: str, scale: float = 1) -> list[str]:
        return ["–".join(figure(phase[part][bound] / scale, language) for bound in BOUNDS) for phase in phases]

    chances = ["–".join(percent(phase["probability"][bound], language) for bound in BOUNDS) for phase in phases]
    screen.table(
        [Column(PHASE.to(language), [_two_lines(phase["label"], phase["name"]) for phase in phases], side="left")],
        [
            *(Column(ROLE_HEADINGS[role].to(language), spread(role)) for role in ROLES),
            Column(FEES.to(language), spread("fees", THOUSAND)),
            Column(MONTHS.to(language), spread("months")),
            Column(CHANCES.to(language), chances),
        ],
    )
    first = phases[0]["name"]
    names = ", ".join([f"{first}.{PHASE_PARTS[0]}", *(f".{part}" for part in PHASE_PARTS[1:])])
    screen.prose(PHASE_NAMES.to(language).format(names=names, phase=first), style="dim")


def _of_a_phase(item: Card, phases: Sequence[Card]) -> bool:
    return item["name"].split(".")[0] in {phase["name"] for phase in phases}


def _inputs(screen: Screen, items: Sequence[Card], language: Language) -> None:
    if not items:
        return
    screen.title(INPUTS.to(language))
    levels = [
        Column(heading.to(language), [plain_figure(item[bound], item["unit"], language) for item in items])
        for heading, bound in zip(LEVELS, BOUNDS, strict=True)
    ]
    names = [_two_lines(item["label"], f"{item['name']}, {item['unit_label']}") for item in items]
    directions = [Direction(item["direction"]).label.to(language) for item in items]
    known = [_origin(item["provenance"], language) for item in items]
    screen.table(
        [Column(INPUT.to(language), names, side="left")],
        [
            *levels,
            Column(HIGHER.to(language), directions, side="left"),
            Column(KNOWN.to(language), known, side="left"),
        ],
    )


def _origin(known: Card, language: Language) -> str:
    """Return how a value is known; the confidence of a document says nothing of an assumption."""
    kind = ProvenanceKind(known["kind"])
    label = kind.label.to(language)
    return label if kind is ProvenanceKind.ASSUMPTION else f"{label} ({known['confidence']})"


def _texts(screen: Screen, items: Sequence[Card], language: Language) -> None:
    if not items:
        return
    screen.title(WORDS.to(language))
    for item in items:
        default = BY_DEFAULT.to(language).format(default=item["default"])
        screen.prose(f"{', '.join(item['columns'])} – {item['label']} ({default})", "  ", "    ")
        screen.prose(f"{item['help']} {_sentence(item['allowed'])}", "    ", style="dim")


def _readiness(screen: Screen, items: Sequence[Card], language: Language) -> None:
    if not items:
        return
    _list(screen, READINESS.to(language), [f"{item['name']} – {item['label']}" for item in items])
    screen.prose(ANSWER.to(language).format(name=items[0]["name"]), "  ", style="dim")


def _ledger(screen: Screen, entries: Sequence[Card], language: Language) -> None:
    if not entries:
        return

    def parties(side: str) -> list[str]:
        return [Stakeholder(line[side]).label.to(language) if line[side] else ABSENT for line in entries]

    screen.title(LEDGER.to(language))
    screen.table(
        [Column(ENTRY.to(language), [line["label"] for line in entries], side="left")],
        [
            Column(KIND.to(language), [Kind(line["kind"]).label.to(language) for line in entries], side="left"),
            Column(PAYER.to(language), parties("payer"), side="left"),
            Column(PAYEE.to(language), parties("payee"), side="left"),
        ],
    )


def _list(screen: Screen, title: str, lines: Sequence[str]) -> None:
    if lines:
        screen.title(title)
        screen.points(lines)


def _two_lines(first: str, second: str) -> Styled:
    return Styled.assemble(first, "\n", (second, "dim"))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _reference(source: Card) -> str:
    year = f", {source['year']}" if source["year"] else ""
    return f"{source['title']}, {source['publisher']}{year} ({source['confidence']}) {source['url']}"
