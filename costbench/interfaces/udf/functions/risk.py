"""Functions that say how sure a result is, and put it in words."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from costbench.analysis.chance.draws import Blocks, dimension_blocks
from costbench.analysis.chance.sensitivity import tornado as swings
from costbench.analysis.chance.simulation import simulate_models
from costbench.analysis.wording import amount, figure, quantity, share
from costbench.appraisal.declaring.names import defaults_of
from costbench.catalogue import Appraisal, list_models
from costbench.interfaces.udf.functions.appraising import appraisal
from costbench.interfaces.udf.functions.arguments import INPUTS, MODEL, Argument, Inputs, read_whole
from costbench.interfaces.udf.functions.registry import RISK, function
from costbench.language import Language, Text
from costbench.vocabulary import AFFORDABILITY

FEWEST_DRAWS, MOST_DRAWS = 2, 262_144
LARGEST_SEED: Final = 2**31 - 1

DRAWS: Final = Argument(
    "draws",
    Text(
        "Number of draws; left out, as many as a steady result takes.",
        "Nombre de tirages ; si omis, autant qu’il en faut pour un résultat stable.",
    ),
    read_whole(FEWEST_DRAWS, MOST_DRAWS),
    default=None,
)
SEED: Final = Argument(
    "seed",
    Text("A whole number; the same one gives the same draws.", "Un nombre entier ; le même redonne les mêmes tirages."),
    read_whole(0, LARGEST_SEED),
    default=None,
)
MEASURES: Final = {
    "mean": Text("Mean", "Moyenne"),
    "p5": Text("Low: one chance in twenty of less", "Bas : une chance sur vingt de faire moins"),
    "p50": Text("Median", "Médiane"),
    "p95": Text("High: one chance in twenty of more", "Haut : une chance sur vingt de faire plus"),
    "probability_of_loss": Text("Probability of loss", "Probabilité de perte"),
}
SWING_HEADINGS: Final = (
    Text("Input", "Donnée"),
    Text("Label", "Libellé"),
    Text("Pessimistic value", "Valeur pessimiste"),
    Text("Optimistic value", "Valeur optimiste"),
    Text("Expected NPV, pessimistic", "VAN espérée, pessimiste"),
    Text("Expected NPV, optimistic", "VAN espérée, optimiste"),
    Text("Swing", "Écart"),
)
RESULT: Final = Text(
    "{model} asks for {effort} FTE-months over {months} months, is signed with a chance of {chance}, and leaves the "
    "organisation an expected NPV of {worth}: {reach} for it.",
    "« {model} » demande {effort} mois-ETP en {months} mois, se signe avec {chance} de chances et laisse à la "
    "structure une VAN espérée de {worth} : {reach} pour elle.",
)
GAINS: Final = Text(
    "It pays for itself as it stands, and its cash goes down to {need} at its lowest.",
    "L’opération s’équilibre en l’état, et sa trésorerie descend au plus bas à {need}.",
)
NEEDS: Final = Text(
    "A contribution of {gift} at signature, or a size of {size}, would bring it to balance.",
    "Un apport de {gift} à la signature, ou une taille de {size}, suffirait à l’équilibrer.",
)
NEEDS_A_GIFT: Final = Text(
    "A contribution of {gift} at signature would bring it to balance; no larger size would.",
    "Un apport de {gift} à la signature suffirait à l’équilibrer ; aucune taille supérieure n’y suffit.",
)
HOPELESS: Final = Text(
    "As it would never be signed, no contribution at signature helps.",
    "Comme elle ne serait jamais signée, aucun apport à la signature n’y change rien.",
)


@function(
    Text(
        "Mean, 5th, 50th and 95th percentile and probability of loss of the organisation's result, over draws.",
        "Moyenne, 5e, 50e et 95e centiles et probabilité de perte du résultat de la structure, sur des tirages.",
    ),
    RISK,
    MODEL,
    INPUTS,
    DRAWS,
    SEED,
    is_range=True,
)
def risk(language: Language, model: str, inputs: Inputs, draws: int | None, seed: int | None) -> list[list[Any]]:
    """Return five rows, label and value; deals that are not signed are among the draws."""
    (found,) = simulate_models([appraisal(model, inputs).settled], _blocks(), draws=draws, seed=seed or 0)
    summary = found.summary()
    return [[label.to(language), summary[name]] for name, label in MEASURES.items()]


@function(
    Text(
        "The inputs of a model by their swing: expected NPV at the pessimistic and the optimistic value of each.",
        "Les données d’un modèle par écart décroissant : VAN espérée à la valeur pessimiste et optimiste de chacune.",
    ),
    RISK,
    MODEL,
    INPUTS,
    is_range=True,
)
def tornado(language: Language, model: str, inputs: Inputs) -> list[list[Any]]:
    """Return one row an uncertain input under a row of headings, the longest swing first."""
    found = appraisal(model, inputs)
    labels = defaults_of(found.model)
    lines = [
        [
            *(swing.name, labels[swing.name].label.to(language) if swing.name in labels else swing.name),
            *(swing.pessimistic_input, swing.optimistic_input),
            *(swing.pessimistic, swing.optimistic, swing.size),
        ]
        for swing in swings(found.settled)
    ]
    return [[text.to(language) for text in SWING_HEADINGS], *lines]


@function(
    Text(
        "The result of a model in two sentences: what it takes and leaves, what would bring it to balance.",
        "Le résultat d’un modèle en deux phrases : ce qu’il demande et laisse, ce qui l’équilibrerait.",
    ),
    RISK,
    MODEL,
    INPUTS,
)
def explain(language: Language, model: str, inputs: Inputs) -> str:
    """Return two sentences."""
    found = appraisal(model, inputs)
    said = RESULT.format(
        model=found.model.definition.label,
        effort=figure(found["setup_fte_months"] or 0.0),
        months=figure(found["setup_months"] or 0.0),
        chance=share(found["probability_of_signing"] or 0.0),
        worth=amount(found["expected_npv"] or 0.0),
        reach=AFFORDABILITY[found.affordability],
    )
    return f"{said.to(language)} {_balance(found).to(language)}"


def _balance(found: Appraisal) -> Text:
    """Return the sentence on what would bring the deal to balance."""
    gift, size = found["required_contribution"], found["break_even_scale"]
    if (found["expected_npv"] or 0.0) >= 0:
        return GAINS.format(need=amount(-(found["peak_funding_need"] or 0.0)))
    if gift is None:
        return HOPELESS
    if size is None:
        return NEEDS_A_GIFT.format(gift=amount(gift))
    return NEEDS.format(gift=amount(gift), size=_size(found, size))


def _size(found: Appraisal, size: float) -> Text:
    """Return a size with its unit."""
    name = found.model.scale_input()
    return quantity(size, found.model.definition.inputs[name].unit) if name else figure(size)


@cache
def _blocks() -> Blocks:
    """Return the dimensions of a draw over all models: it does not depend on the model asked for."""
    return dimension_blocks(list_models())
