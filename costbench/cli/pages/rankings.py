"""Results side by side: what a model takes and brings the organisation, then who gains and who pays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text as Styled

from costbench.cli.terminal.figures import ABSENT, THOUSAND, grouped, percent, size, thousands
from costbench.cli.terminal.screen import Column, Screen
from costbench.language import Language, Text
from costbench.vocabulary import AFFORDABILITY

STYLES: Final = {"within_reach": "green", "heavy": "yellow", "out_of_reach": "red"}
EFFORT_TITLE = Text("Effort and result (amounts in k€)", "Effort et résultat (montants en k€)")
GAINS_TITLE = Text(
    "Who gains, who pays: net present value if the deal is signed (k€)",
    "Qui gagne, qui paie : valeur actuelle nette si l’accord est signé (k€)",
)
MODEL, SCENARIO = Text("Model", "Modèle"), Text("Scenario", "Scénario")
PARTIES: Final[dict[str, tuple[Text, Text]]] = {
    "npv": (Text("Organisation", "Structure"), Text("Organi-\nsation", "Structure")),
    "npv_partner": (Text("Partner", "Entreprise\npartenaire"), Text("Partner", "Parte-\nnaire")),
    "npv_investor": (Text("Investor", "Investisseur"), Text("Investor", "Investis-\nseur")),
    "npv_outcome_payer": (Text("Public\npayer", "Payeur\npublic"), Text("Public\npayer", "Payeur\npublic")),
    "npv_beneficiaries": (Text("Beneficiaries", "Bénéficiaires"), Text("Benefi-\nciaries", "Bénéfi-\nciaires")),
    "npv_market": (Text("Market", "Marché"), Text("Market", "Marché")),
    "npv_vehicle": (Text("Joint\nventure", "Société\ncommune"), Text("Joint\nventure", "Société\ncommune")),
}
SOCIETY: Final = (Text("Society", "Collectivité"), Text("Society", "Collec-\ntivité"))


@dataclass(frozen=True)
class Line:
    """One model in one scenario as it is shown; ``values`` holds indicators by name, ``None`` where absent.

    A ``section`` is a line of its label alone, above the lines that belong to it.
    """

    label: str
    rank: str
    values: dict[str, float | None]
    affordability: str
    scale_unit: str = ""
    section: bool = False

    def society(self) -> float | None:
        """Return what all the stakeholders gain together, at the organisation's discount rate."""
        known = [value for name in PARTIES if (value := self.values.get(name)) is not None]
        return sum(known) if len(known) == len(PARTIES) else None


RISK_TITLE = Text(
    "Over the draws, unsigned deals included: the organisation's net present value (k€)",
    "Sur les tirages, accords non signés compris : valeur actuelle nette de la structure (k€)",
)
RISK: Final[dict[str, Text]] = {
    "mean": Text("Mean", "Moyenne"),
    "standard_error": Text("Standard\nerror", "Erreur\ntype"),
    "p5": Text("1 in 20\nbelow", "1 sur 20\nau-dessous"),
    "p50": Text("Median", "Médiane"),
    "p95": Text("1 in 20\nabove", "1 sur 20\nau-dessus"),
    "probability_of_loss": Text("Chance\nof loss", "Risque\nde perte"),
    "probability_best": Text("Chance of\nbeing best", "Chances d’être\nle meilleur"),
}

Write = Callable[[Line, Language], str]

EFFORT: Final[tuple[tuple[Text, Text, Write], ...]] = (
    (
        Text("Effort\nFTE-months", "Effort\nmois-ETP"),
        Text("Effort\nFTE-\nmonths", "Effort\nmois-\nETP"),
        lambda line, language: _decimal(line.values.get("setup_fte_months"), language),
    ),
    (
        Text("Setup\ncost", "Coût du\nmontage"),
        Text("Setup\ncost", "Coût\n(k€)"),
        lambda line, language: thousands(line.values.get("setup_cost"), language),
    ),
    (
        Text("Setup\nmonths", "Durée\n(mois)"),
        Text("Setup\nmonths", "Durée\n(mois)"),
        lambda line, language: _whole(line.values.get("setup_months"), language),
    ),
    (
        Text("Chance of\nsigning", "Chances de\nsigner"),
        Text("Chance\nof\nsigning", "Chances\nde\nsigner"),
        lambda line, language: percent(line.values.get("probability_of_signing"), language),
    ),
    (
        Text("Expected\nNPV", "VAN\nespérée"),
        Text("Expected\nNPV", "VAN\nespérée"),
        lambda line, language: thousands(line.values.get("expected_npv"), language),
    ),
    (
        Text("Peak\nfunding", "Besoin\nmaximal"),
        Text("Peak\nfunding", "Besoin\nmaximal"),
        lambda line, language: thousands(line.values.get("peak_funding_need"), language),
    ),
    (
        Text("Break-even\nsize", "Taille\nd’équilibre"),
        Text("Break-even\nsize", "Taille\nd’équilibre"),
        lambda line, language: size(line.values.get("break_even_scale"), line.scale_unit, language),
    ),
)


def write_ranking(screen: Screen, lines: Sequence[Line], language: Language, heading: Text = MODEL) -> None:
    """Write the two tables of a scenario: effort and result, then each stakeholder's net present value."""
    labels = labelled(lines, heading.to(language))
    effort = [
        Column(full.to(language), [_unless_section(line, write, language) for line in lines], short.to(language))
        for full, short, write in EFFORT
    ]
    screen.write(EFFORT_TITLE.to(language), style="italic")
    screen.table(labels, [*effort, _affordability(lines, language)])
    screen.write()
    screen.write(GAINS_TITLE.to(language), style="italic")
    screen.table(labels, _gains(lines, language))
    if any("mean" in line.values for line in lines):
        screen.write()
        screen.write(RISK_TITLE.to(language), style="italic")
        screen.table(labels, _risk(lines, language))


def labelled(lines: Sequence[Line], heading: str) -> list[Column]:
    """Return the columns at the left of each table: rank and model, the best in bold."""
    names = [Styled(line.label, style=_emphasis(line, lines)) for line in lines]
    ranks = [Styled(line.rank, style=_emphasis(line, lines)) for line in lines]
    return [Column("#", ranks), Column(heading, names, side="left")]


def _emphasis(line: Line, lines: Sequence[Line]) -> str:
    """Return the style of a section, and of the best of several models."""
    contest = any(other.rank not in {"", "1"} for other in lines)
    return "italic" if line.section else "bold" if contest and line.rank == "1" else ""


def _unless_section(line: Line, write: Write, language: Language) -> str:
    return "" if line.section else write(line, language)


def _gains(lines: Sequence[Line], language: Language) -> list[Column]:
    parties = [
        Column(
            full.to(language), [_amount(line, line.values.get(name), language) for line in lines], short.to(language)
        )
        for name, (full, short) in PARTIES.items()
    ]
    full, short = SOCIETY
    society = [_amount(line, line.society(), language) for line in lines]
    return [*parties, Column(full.to(language), society, short.to(language))]


def _risk(lines: Sequence[Line], language: Language) -> list[Column]:
    known = {name for line in lines for name in line.values}

    def cell(line: Line, name: str) -> str | Styled:
        value = line.values.get(name)
        if name == "standard_error":
            return "" if line.section else _decimal(None if value is None else value / THOUSAND, language)
        chance = name.startswith("probability") and not line.section
        return percent(value, language) if chance else _amount(line, value, language)

    return [
        Column(label.to(language), [cell(line, name) for line in lines])
        for name, label in RISK.items()
        if name in known
    ]


def _affordability(lines: Sequence[Line], language: Language) -> Column:
    cells = [
        Styled(AFFORDABILITY[line.affordability].to(language), style=STYLES[line.affordability])
        if line.affordability in AFFORDABILITY
        else Styled("" if line.section else ABSENT)
        for line in lines
    ]
    return Column(Text("Affordability", "Faisabilité").to(language), cells, side="left")


def _amount(line: Line, value: float | None, language: Language) -> Styled:
    """Write an amount; a nought is faint, a loss stands out."""
    written = "" if line.section else thousands(value, language)
    return Styled(written, style="red" if written.startswith("−") else "dim" if value == 0 else "")


def _decimal(value: float | None, language: Language) -> str:
    return ABSENT if value is None else grouped(value, language, 1)


def _whole(value: float | None, language: Language) -> str:
    return ABSENT if value is None else grouped(value, language)
