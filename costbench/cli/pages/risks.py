"""What the draws say: the models by their mean, what moves the leader, and the result in two sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from rich.text import Text as Styled

from costbench.analysis.chance.sensitivity import Swing, tornado
from costbench.analysis.chance.simulation import Simulation
from costbench.analysis.ranking import rank
from costbench.analysis.wording import plain_quantity, quantity
from costbench.analysis.words.explanation import Explanation, explain
from costbench.appraisal import TOLERANCE, CooperationModel
from costbench.appraisal.declaring.names import defaults_of
from costbench.catalogue import Appraisal, Comparison
from costbench.catalogue.simulations import simulate_together
from costbench.cli.terminal.figures import grouped, thousands
from costbench.cli.terminal.screen import Column, Screen
from costbench.language import Language, Text

BARS: Final = 8
"""Inputs of a tornado that are shown."""
CELLS: Final = 31
"""Width of a bar in the terminal."""
SHOWN: Final = ("mean", "p5", "p50", "p95", "probability_of_loss")

IN_SHORT = Text("In short", "En bref")
TORNADO = Text(
    "What moves “{label}” most: expected NPV with one input at its two ends, the others central (k€)",
    "Ce qui pèse le plus sur « {label} » : VAN espérée, une donnée à ses deux bornes, les autres centrales (k€)",
)
INPUT, FROM, TO = Text("Input", "Donnée"), Text("Pessimistic", "Pessimiste"), Text("Optimistic", "Optimiste")
DRAWN = Text(
    "Ranked by the mean over {draws} draws (seed {seed}), in which inputs and the passing of each phase are drawn; it "
    "differs from the expected NPV of the central case because the spreads are lopsided. The standard error says how "
    "far the mean of other draws would usually lie.",
    "Classement par la moyenne de {draws} tirages (graine {seed}), où l’on tire les données et le passage de chaque "
    "étape ; elle s’écarte de la VAN espérée du cas central, car les fourchettes sont dissymétriques. L’erreur type "
    "dit de combien la moyenne d’autres tirages s’en écarterait d’ordinaire.",
)


@dataclass(frozen=True)
class Risks:
    """Models simulated together, the best mean first, with the swings of the best one that has any."""

    simulations: tuple[Simulation, ...]
    ranks: Mapping[str, int]
    focus: type[CooperationModel]
    swings: tuple[Swing, ...]
    central: float
    explanation: Explanation

    def figures(self, model: str) -> dict[str, float | None]:
        """Return the statistics of a model by the names of the columns that show them."""
        (found,) = (simulation for simulation in self.simulations if simulation.model.id == model)
        summary, error = found.summary(), found.standard_errors().mean
        return {name: summary[name] for name in SHOWN} | {
            "standard_error": error,
            "probability_best": found.probability_best,
        }

    def ranked(self, comparison: Comparison) -> list[tuple[int, Appraisal]]:
        """Return rank and appraisal by the mean of the draws, the best first."""
        appraised = {appraisal.model.id: appraisal for appraisal in comparison.appraisals}
        names = [simulation.model.id for simulation in self.simulations]
        return [(self.ranks[name], appraised[name]) for name in names]


def risks_of(comparison: Comparison, draws: int, seed: int, given: Mapping[str, Any]) -> Risks:
    """Return what ``draws`` draws say of the models of ``comparison``, for the values ``given``."""
    simulations = simulate_together([item.model.id for item in comparison.appraisals], draws, seed, **given)
    scenarios = [appraisal.settled for appraisal in comparison.appraisals]
    expected = {appraisal.model.id: appraisal["expected_npv"] or 0.0 for appraisal in comparison.appraisals}
    means = np.array([simulation.summary().mean for simulation in simulations], dtype=float)
    order = np.argsort(-means, kind="stable")
    places = rank(means)
    swings = {settled.model: [s for s in tornado(settled) if s.size > TOLERANCE] for settled in scenarios}
    models = [simulations[place].model for place in order]
    focus = next((model for model in models if swings[model]), models[0])
    return Risks(
        tuple(simulations[place] for place in order),
        {simulation.model.id: int(place) for simulation, place in zip(simulations, places, strict=True)},
        focus,
        tuple(swings[focus][:BARS]),
        expected[focus.id],
        explain(scenarios, simulations),
    )


def input_label(model: type[CooperationModel], swing: Swing, language: Language) -> str:
    """Return the label of a swing's input."""
    return defaults_of(model)[swing.name].label.to(language)


def ends(model: type[CooperationModel], swing: Swing, language: Language) -> tuple[str, str]:
    """Return the pessimistic and the optimistic value of a swing's input, as written for a reader."""
    unit = defaults_of(model)[swing.name].unit
    write = plain_quantity if unit.startswith("EUR") else quantity
    low, high = (write(value, unit) for value in (swing.pessimistic_input, swing.optimistic_input))
    return low.to(language), high.to(language)


def write_tornado(screen: Screen, risks: Risks, language: Language) -> None:
    """Write the swings of the model in focus as a table with bars."""
    if not risks.swings:
        return
    screen.title(TORNADO.format(label=risks.focus.definition.label).to(language))
    labels = [Column(INPUT.to(language), [input_label(risks.focus, s, language) for s in risks.swings], side="left")]
    values = [ends(risks.focus, swing, language) for swing in risks.swings]
    screen.table(
        labels,
        [
            Column(FROM.to(language), [low for low, _ in values]),
            Column(TO.to(language), [high for _, high in values]),
            Column("k€", [thousands(swing.pessimistic, language) for swing in risks.swings]),
            Column("", bars(risks.swings, risks.central), side="left"),
            Column("k€", [thousands(swing.optimistic, language) for swing in risks.swings]),
        ],
    )


def bars(swings: Sequence[Swing], central: float) -> list[Styled]:
    """Return each swing as a bar on one scale: ▒ on the pessimistic side of the central case, █ on the optimistic."""
    low = min(min(swing.pessimistic, swing.optimistic, central) for swing in swings)
    high = max(max(swing.pessimistic, swing.optimistic, central) for swing in swings)
    step = (high - low) / CELLS or 1.0
    middles = low + step * (np.arange(CELLS) + 0.5)
    return [_bar(swing, central, middles, step) for swing in swings]


def _bar(swing: Swing, central: float, middles: np.ndarray, step: float) -> Styled:
    drawn = Styled()
    for middle in middles.tolist():
        bad, good = (_between(middle, central, end, step) for end in (swing.pessimistic, swing.optimistic))
        sign, style = (
            ("▒", "red")
            if bad
            else ("█", "blue")
            if good
            else ("│", "dim")
            if _near(middle, central, step)
            else (" ", "")
        )
        drawn.append(sign, style)
    return drawn


def _between(value: float, start: float, end: float, step: float) -> bool:
    low, high = min(start, end), max(start, end)
    return high - low > step / 2 and low - step / 2 <= value <= high + step / 2


def _near(value: float, central: float, step: float) -> bool:
    return abs(value - central) <= step / 2


def write_in_short(screen: Screen, explanation: Explanation, language: Language) -> None:
    """Write the result in two sentences."""
    screen.write(IN_SHORT.to(language), style="bold")
    screen.prose(" ".join(sentence.to(language) for sentence in explanation.sentences))


def note(risks: Risks, language: Language) -> str:
    """Return how the draws were made."""
    leader = risks.simulations[0]
    return DRAWN.to(language).format(
        draws=grouped(leader.draws, language),
        seed=leader.sampling.seed,
    )
