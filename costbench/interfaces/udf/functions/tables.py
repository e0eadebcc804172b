"""Functions that return whole tables, and the rate card."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import numpy as np

from costbench.analysis.choice.criteria import criteria_table, profile
from costbench.analysis.choice.multicriteria import weighted_sum
from costbench.analysis.ranking import rank
from costbench.catalogue import Comparison
from costbench.errors import InputError, Problem
from costbench.finance import rate_card as payment
from costbench.interfaces.udf.functions.appraising import appraisal, comparison, heading
from costbench.interfaces.udf.functions.arguments import (
    INPUTS,
    INTERPOLATIONS,
    MODEL,
    Argument,
    Inputs,
    named_values,
    not_a_number,
    read_choice,
    read_numbers,
    read_pairs,
    read_rows,
)
from costbench.interfaces.udf.functions.catalogue import HEADINGS as MODEL_HEADINGS
from costbench.interfaces.udf.functions.cells import Rows, as_number, shown
from costbench.interfaces.udf.functions.registry import INDICATOR, TABLE, function
from costbench.interfaces.udf.functions.scoring import score_table
from costbench.language import Language, Text
from costbench.vocabulary import INDICATORS, unit_label

HEADINGS: Final = (
    Text("Indicator", "Indicateur"),
    Text("Label", "Libellé"),
    Text("Value", "Valeur"),
    Text("Unit", "Unité"),
    Text("Remark", "Remarque"),
)
CODE: Final = Text("code", "code")
SIDE_BY_SIDE: Final = (
    "setup_fte_months",
    "setup_cost",
    "setup_months",
    "probability_of_signing",
    "npv",
    "expected_npv",
    "peak_funding_need",
    "break_even_scale",
    "required_contribution",
    "affordability",
    "net_present_social_value",
    "benefit_cost_ratio",
)
SCORE: Final = Text("Score", "Note")


def read_weights(given: Rows, path: str) -> Inputs:
    """Return criteria and points from a range of two columns, or from the name of a profile of weights."""
    if given == ((0.0,),):
        return ()
    if len(given) == len(given[0]) == 1 and isinstance(given[0][0], str):
        return tuple(sorted(profile(given[0][0][:80]).points.items()))
    pairs = named_values(given, path)
    weights = {name: as_number(cell) for name, cell in pairs.items()}
    problems = [not_a_number(name, pairs[name]) for name, weight in weights.items() if weight is None]
    if problems:
        raise InputError(problems)
    return tuple(sorted((name, weight) for name, weight in weights.items() if weight is not None))


WEIGHTS: Final = Argument(
    "weights",
    Text(
        "Two columns, criteria and points, or the name of a profile; left out, the rank is by expected NPV.",
        "Deux colonnes, critères et points, ou le nom d’un profil ; si omis, le rang suit la VAN espérée.",
    ),
    read_weights,
    default=(),
    is_range=True,
)
TABLE_OF_SCENARIOS: Final = Argument(
    "table",
    Text(
        "A range whose first row holds headers: scenario, model, then any input by its name.",
        "Une plage dont la première ligne porte les en-têtes : scenario, model, puis les données par leur nom.",
    ),
    read_rows,
    is_range=True,
)
PERFORMANCE: Final = Argument(
    "performance",
    Text("Outcome achieved, one cell or a range.", "Résultat atteint, une cellule ou une plage."),
    read_numbers,
    is_range=True,
)
TIERS: Final = Argument(
    "tiers",
    Text(
        "Two columns: thresholds in ascending order, and what each one earns.",
        "Deux colonnes : les seuils par ordre croissant, et ce que chacun rapporte.",
    ),
    read_pairs,
    is_range=True,
)
INTERPOLATION: Final = Argument(
    "interpolation",
    Text("step (left out) or linear.", "step (par paliers, si omis) ou linear (linéaire)."),
    read_choice(INTERPOLATIONS, "step"),
    default="step",
)


@function(
    Text(
        "All the indicators of a model: name, label, value, unit, and why one is absent.",
        "Tous les indicateurs d’un modèle : nom, libellé, valeur, unité, et pourquoi l’un d’eux manque.",
    ),
    TABLE,
    MODEL,
    INPUTS,
    is_range=True,
)
def appraise(language: Language, model: str, inputs: Inputs) -> list[list[Any]]:
    """Return one row an indicator under a row of headings."""
    found = appraisal(model, inputs)
    lines = []
    for name, (unit, label) in INDICATORS.items():
        if name == "rank":
            continue
        value = found.affordability if name == "affordability" else found[name]
        said = " ".join(reason.to(language) for reason in found.reasons(name))
        shown_unit = (CODE if unit == "code" else unit_label(unit)).to(language)
        lines.append([name, label.to(language), value, shown_unit, said])
    return [[text.to(language) for text in HEADINGS], *lines]


@function(
    Text(
        "The models side by side, ranked by expected NPV, or by the weights given to several criteria.",
        "Les modèles côte à côte, classés selon la VAN espérée ou selon les poids donnés à plusieurs critères.",
    ),
    TABLE,
    INPUTS,
    WEIGHTS,
    is_range=True,
)
def compare(language: Language, inputs: Inputs, weights: Inputs) -> list[list[Any]]:
    """Return one row a model under a row of headings, the best first; the score last where weights are given."""
    found = comparison(inputs)
    scores = _scores(found, dict(weights)) if weights else None
    places = found.ranks if scores is None else [int(place) for place in rank(scores)]
    head = [heading("rank", language), *(text.to(language) for text in MODEL_HEADINGS[:2])]
    head += [heading(name, language) for name in SIDE_BY_SIDE] + ([] if scores is None else [SCORE.to(language)])
    lines: list[list[Any]] = []
    for position, (place, one) in enumerate(zip(places, found.appraisals, strict=True)):
        values = [one.affordability if name == "affordability" else one[name] for name in SIDE_BY_SIDE]
        score = [] if scores is None else [scores[position]]
        lines.append([place, one.model.id, one.model.definition.label.to(language), *values, *score])
    return [head, *sorted(lines, key=lambda line: int(line[0]))]


@function(
    Text(
        "What a performance earns on a rate card, by steps or by straight lines; on a threshold it has reached it.",
        "Ce que rapporte un résultat selon une grille, par paliers ou en ligne droite ; au seuil, il est atteint.",
    ),
    INDICATOR,
    PERFORMANCE,
    TIERS,
    INTERPOLATION,
    is_range=True,
)
def rate_card(language: Language, performance: Rows, tiers: Rows, interpolation: Any) -> Any:
    """Return the payments in the shape of the performances; a single one for a single one."""
    outcomes = np.array([[np.nan if cell is None else cell for cell in line] for line in performance], dtype=float)
    earned = np.where(np.isnan(outcomes), np.nan, payment(outcomes, _ascending(tiers), interpolation))
    return float(earned[0, 0]) if earned.size == 1 else earned.tolist()


@function(
    Text(
        "Scores a table of scenarios: one row per scenario and model, with the columns of the batch scorer.",
        "Évalue un tableau de scénarios : une ligne par scénario et par modèle, avec les colonnes du calcul par lot.",
    ),
    TABLE,
    TABLE_OF_SCENARIOS,
    is_range=True,
)
def score(language: Language, table: Rows) -> list[list[Any]]:
    """Return the results under the column names of the contract."""
    return score_table(table, language)


def _scores(found: Comparison, weights: dict[str, Any]) -> list[float]:
    """Return the weighted sum of the criteria, each scaled from the worst model (0) to the best (1)."""
    table = criteria_table([(one.model, one.settled.values()) for one in found.appraisals])
    benefit = list(table.benefit.values())
    return [float(value) for value in weighted_sum(table.completed(), table.weights(weights), benefit)]


def _ascending(tiers: Rows) -> list[tuple[Any, Any]]:
    pairs = [(threshold, value) for threshold, value in tiers]
    thresholds = [float(threshold or 0.0) for threshold, _ in pairs]
    if any(later <= earlier for earlier, later in pairwise(thresholds)):
        allowed = Text("thresholds ascend, each once", "les seuils se suivent par ordre croissant, chacun une fois")
        hint = Text("Sort the first column.", "Triez la première colonne.")
        raise InputError([Problem("tiers", "; ".join(map(shown, thresholds)), allowed, hint)])
    return pairs
