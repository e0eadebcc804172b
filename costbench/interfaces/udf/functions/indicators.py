"""One indicator a function, the years of a stakeholder, the whole ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from costbench.catalogue import get_model
from costbench.catalogue.cards import entry_label
from costbench.interfaces.udf.functions.appraising import appraisal, indicator
from costbench.interfaces.udf.functions.arguments import INPUTS, MODEL, STAKEHOLDER, Inputs
from costbench.interfaces.udf.functions.registry import EFFORT, INDICATOR, TABLE, Function, function, register
from costbench.language import Language, Text
from costbench.vocabulary import Stakeholder

SINGLE: Final[dict[str, tuple[str, Text, Text]]] = {
    "SETUP_FTE": (
        "setup_fte_months",
        EFFORT,
        Text("Setup effort, in FTE-months of the organisation.", "Effort de montage, en mois-ETP de la structure."),
    ),
    "SETUP_COST": ("setup_cost", EFFORT, Text("Setup cost, in euros.", "Coût de montage, en euros.")),
    "SETUP_MONTHS": (
        "setup_months",
        EFFORT,
        Text("Months from the first idea to signature.", "Mois entre la première idée et la signature."),
    ),
    "SIGNING_PROBABILITY": (
        "probability_of_signing",
        EFFORT,
        Text("Probability that the deal is signed.", "Probabilité que l’accord soit signé."),
    ),
    "SUNK_COST": (
        "expected_sunk_cost",
        EFFORT,
        Text(
            "Setup cost lost on average when the deal is not signed, in euros.",
            "Coût de montage perdu en moyenne quand l’accord n’est pas signé, en euros.",
        ),
    ),
    "EXPECTED_NPV": (
        "expected_npv",
        INDICATOR,
        Text(
            "Expected net present value for the organisation, weighed by the chance of signing, in euros.",
            "VAN espérée pour la structure, pondérée par les chances de signature, en euros.",
        ),
    ),
    "IRR": (
        "irr",
        INDICATOR,
        Text(
            "Internal rate of return of the organisation, deal signed, or the reason why there is none.",
            "Taux de rentabilité interne de la structure, accord signé, ou la raison de son absence.",
        ),
    ),
    "PAYBACK": (
        "payback_year",
        INDICATOR,
        Text(
            "Year in which the organisation has its money back for good, or the reason why there is none.",
            "Année où la structure a durablement récupéré sa mise, ou la raison de son absence.",
        ),
    ),
    "PEAK_FUNDING": (
        "peak_funding_need",
        INDICATOR,
        Text(
            "Deepest point of the organisation's cumulated cash, as a positive amount in euros.",
            "Point bas de la trésorerie cumulée de la structure, en euros, compté positivement.",
        ),
    ),
    "BREAK_EVEN": (
        "break_even_scale",
        INDICATOR,
        Text(
            "Smallest size at which the expected NPV reaches zero, or the reason why there is none.",
            "Plus petite taille à laquelle la VAN espérée atteint zéro, ou la raison de son absence.",
        ),
    ),
    "BCR": (
        "benefit_cost_ratio",
        INDICATOR,
        Text(
            "Benefits of society divided by what it uses up, at the social discount rate.",
            "Gains de la collectivité rapportés aux ressources consommées, au taux d’actualisation social.",
        ),
    ),
}
ENTRY_HEADINGS: Final = (
    Text("Entry", "Écriture"),
    Text("Kind", "Nature"),
    Text("Payer", "Qui paie"),
    Text("Payee", "Qui reçoit"),
)
YEAR: Final = Text("Year {year}", "Année {year}")


def _single(name: str) -> Callable[[Language, str, Inputs], float | str]:
    def compute(language: Language, model: str, inputs: Inputs) -> float | str:
        return indicator(model, inputs, name, language)

    return compute


def _register(*names: str) -> None:
    for name in names:
        inside, category, about = SINGLE[name]
        register(Function(name, about, category, (MODEL, INPUTS), _single(inside)))


_register("SETUP_FTE", "SETUP_COST", "SETUP_MONTHS", "SIGNING_PROBABILITY", "SUNK_COST")


@function(
    Text(
        "Yearly flows of a stakeholder from year 0 to year 20, across, deal signed, in euros.",
        "Flux annuels d’une partie prenante de l’année 0 à l’année 20, en ligne, accord signé, en euros.",
    ),
    TABLE,
    MODEL,
    INPUTS,
    STAKEHOLDER,
    is_range=True,
)
def cashflow(language: Language, model: str, inputs: Inputs, stakeholder: str) -> list[list[float]]:
    """Return one row of 21 years."""
    return [appraisal(model, inputs).cash_flow(stakeholder)]


@function(
    Text(
        "Every entry of a model: kind, who pays, who receives, years across, in euros.",
        "Toutes les écritures d’un modèle : nature, qui paie, qui reçoit, années en ligne, en euros.",
    ),
    TABLE,
    MODEL,
    INPUTS,
    is_range=True,
)
def ledger(language: Language, model: str, inputs: Inputs) -> list[list[Any]]:
    """Return one row an entry under a row of headings."""
    lines = appraisal(model, inputs).ledger().lines
    definition = get_model(model).definition
    years = range(len(lines[0].amounts)) if lines else range(0)
    head = [text.to(language) for text in ENTRY_HEADINGS] + [YEAR.format(year=year).to(language) for year in years]

    def party(stakeholder: Stakeholder | None) -> str:
        return stakeholder.label.to(language) if stakeholder else ""

    return [
        head,
        *(
            [
                *(entry_label(line.name, definition).to(language), line.kind.label.to(language)),
                *(party(line.payer), party(line.payee), *line.amounts),
            ]
            for line in lines
        ),
    ]


@function(
    Text(
        "Net present value of a stakeholder, deal signed, year 0 not discounted, in euros.",
        "Valeur actuelle nette d’une partie prenante, accord signé, année 0 non actualisée, en euros.",
    ),
    INDICATOR,
    MODEL,
    INPUTS,
    STAKEHOLDER,
)
def npv(language: Language, model: str, inputs: Inputs, stakeholder: str) -> float | str:
    """Return the net present value at the organisation's discount rate."""
    own = stakeholder == Stakeholder.ORGANISATION
    return indicator(model, inputs, "npv" if own else f"npv_{stakeholder}", language)


_register("EXPECTED_NPV", "IRR", "PAYBACK", "PEAK_FUNDING", "BREAK_EVEN", "BCR")
