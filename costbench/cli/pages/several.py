"""Several scenarios side by side: the worth and the place of every model in each, and whether the leader stays."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text as Styled

from costbench.analysis.chance.scenarios import NamedScenario
from costbench.catalogue import Comparison
from costbench.cli.pages.rankings import MODEL
from costbench.cli.pages.risks import Risks
from costbench.cli.terminal.figures import thousands
from costbench.cli.terminal.screen import Column, Screen
from costbench.language import LANGUAGES, SEMICOLON, Language, Text

HEADING_WIDTH: Final = 14
EXPECTED = Text(
    "The scenarios side by side: expected NPV (k€), place in brackets",
    "Les scénarios côte à côte : VAN espérée (k€), place entre parenthèses",
)
MEAN = Text(
    "The scenarios side by side: mean over the draws (k€), place in brackets",
    "Les scénarios côte à côte : moyenne des tirages (k€), place entre parenthèses",
)
STAYS = Text(
    "“{model}” comes first in each of the {count} scenarios.",
    "« {model} » vient en tête dans chacun des {count} scénarios.",
)
CHANGES = Text("The first place changes: {leaders}.", "La première place change : {leaders}.")
LEADER = Text("“{model}” in {scenarios}", "« {model} » dans {scenarios}")
QUOTED = Text("“{name}”", "« {name} »")


@dataclass(frozen=True)
class Compared:
    """The models compared in one of the user's scenarios, with what draws say of them where there are draws."""

    scenario: NamedScenario
    comparison: Comparison
    risks: Risks | None = None

    def models(self) -> list[tuple[str, Text]]:
        """Return identifier and label of the models, the best first."""
        ranked = self.risks.ranked(self.comparison) if self.risks else self.comparison.ranked()
        return [(appraisal.model.id, appraisal.model.definition.label) for _, appraisal in ranked]

    def place(self, model: str) -> int:
        """Return the rank of a model."""
        if self.risks:
            return self.risks.ranks[model]
        return next(place for place, appraisal in self.comparison.ranked() if appraisal.model.id == model)

    def worth(self, model: str) -> float | None:
        """Return what a model is ranked by: its mean over the draws, or its expected NPV."""
        if self.risks:
            return self.risks.figures(model)["mean"]
        return next(item["expected_npv"] for item in self.comparison.appraisals if item.model.id == model)


def write(compared: Sequence[Compared], language: Language) -> None:
    """Write the scenarios side by side; the models stand in the order of the first scenario."""
    screen = Screen()
    screen.prose(leaders(compared).to(language))
    screen.write()
    screen.write((MEAN if compared[0].risks else EXPECTED).to(language), style="italic")
    models = compared[0].models()
    labels = [Column(MODEL.to(language), [label.to(language) for _, label in models], side="left")]
    screen.table(labels, [_column(one, [name for name, _ in models], language) for one in compared])


def leaders(compared: Sequence[Compared]) -> Text:
    """Return the sentence that says which model comes first, and whether that depends on the scenario."""
    first = {label: [one for one in compared if one.models()[0][1] == label] for label in _firsts(compared)}
    if len(first) == 1:
        return STAYS.format(model=next(iter(first)), count=len(compared))
    parts = [LEADER.format(model=label, scenarios=_named(where)) for label, where in first.items()]
    return CHANGES.format(leaders=Text(*(SEMICOLON.to(one).join(part.to(one) for part in parts) for one in LANGUAGES)))


def _firsts(compared: Sequence[Compared]) -> list[Text]:
    return list(dict.fromkeys(one.models()[0][1] for one in compared))


def _named(compared: Sequence[Compared]) -> Text:
    quoted = [QUOTED.format(name=one.scenario.label) for one in compared]
    return Text(*(", ".join(texts) for texts in zip(*quoted, strict=True)))


def _column(one: Compared, models: Sequence[str], language: Language) -> Column:
    cells = [Styled(_cell(one, model, language), style="bold" if one.place(model) == 1 else "") for model in models]
    return Column(wrapped(one.scenario.label.to(language)), cells)


def _cell(one: Compared, model: str, language: Language) -> str:
    return f"{thousands(one.worth(model), language)} ({one.place(model)})"


def wrapped(heading: str) -> str:
    """Return a heading on lines short enough for a column of figures."""
    return textwrap.fill(heading, HEADING_WIDTH)
