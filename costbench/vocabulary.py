"""The words of the field: stakeholders, kinds of entry, units, directions, roles, indicators."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from costbench.language import Text


class Stakeholder(StrEnum):
    """Everybody who pays, receives, uses up or gains; together they are society."""

    ORGANISATION = "organisation"
    PARTNER = "partner"
    INVESTOR = "investor"
    OUTCOME_PAYER = "outcome_payer"
    BENEFICIARIES = "beneficiaries"
    MARKET = "market"
    VEHICLE = "vehicle"

    @property
    def label(self) -> Text:
        """The stakeholder's name for a reader."""
        return STAKEHOLDER_LABELS[self]


STAKEHOLDER_LABELS: Final[dict[Stakeholder, Text]] = {
    Stakeholder.ORGANISATION: Text("Organisation", "Structure"),
    Stakeholder.PARTNER: Text("Partner company", "Entreprise partenaire"),
    Stakeholder.INVESTOR: Text("Investor", "Investisseur"),
    Stakeholder.OUTCOME_PAYER: Text("Public payer", "Payeur public"),
    Stakeholder.BENEFICIARIES: Text("Beneficiaries", "Bénéficiaires"),
    Stakeholder.MARKET: Text("Market", "Marché"),
    Stakeholder.VEHICLE: Text("Joint venture", "Société commune"),
}
SOCIETY: Final = "society"
SOCIETY_LABEL: Final = Text("Society", "Collectivité")


class Kind(StrEnum):
    """The three kinds of entry of cost-benefit analysis; there is no fourth."""

    PAYMENT = "payment"
    RESOURCE_COST = "resource_cost"
    BENEFIT = "benefit"

    @property
    def label(self) -> Text:
        """The kind's name for a reader."""
        return KIND_LABELS[self]


KIND_LABELS: Final[dict[Kind, Text]] = {
    Kind.PAYMENT: Text("Payment", "Paiement"),
    Kind.RESOURCE_COST: Text("Resource cost", "Coût en ressources"),
    Kind.BENEFIT: Text("Benefit", "Gain"),
}


class Direction(StrEnum):
    """What it means for the organisation that an input grows."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"

    @property
    def label(self) -> Text:
        """The direction's name for a reader."""
        return DIRECTION_LABELS[self]


DIRECTION_LABELS: Final[dict[Direction, Text]] = {
    Direction.GOOD: Text("good", "favorable"),
    Direction.BAD: Text("bad", "défavorable"),
    Direction.NEUTRAL: Text("neutral", "neutre"),
}

ROLES: Final[dict[str, Text]] = {
    "project_manager": Text("project manager", "chef de projet"),
    "director": Text("director", "direction"),
    "specialist": Text("specialist (legal, finance, evaluation)", "spécialiste (droit, finance, évaluation)"),
}

AFFORDABILITY: Final[dict[str, Text]] = {
    "within_reach": Text("within reach", "à portée"),
    "heavy": Text("heavy", "lourd"),
    "out_of_reach": Text("out of reach", "hors de portée"),
}

UNITS: Final[dict[str, Text]] = {
    "/1": Text("fraction", "fraction"),
    "/year": Text("per year", "par an"),
    "EUR": Text("€", "€"),
    "EUR/year": Text("€ a year", "€ par an"),
    "EUR/FTE/year": Text("€ per FTE and year", "€ par ETP et par an"),
    "EUR/job/year": Text("€ per job and year", "€ par emploi et par an"),
    "EUR/client/year": Text("€ per client and year", "€ par client et par an"),
    "EUR/site/year": Text("€ per site and year", "€ par site et par an"),
    "EUR/unit/year": Text("€ per unit and year", "€ par unité et par an"),
    "EUR/firm": Text("€ per firm", "€ par entreprise"),
    "EUR/day": Text("€ a day", "€ par jour"),
    "EUR/EUR": Text("€ per €", "€ par €"),
    "FTE": Text("FTE", "ETP"),
    "FTE-month": Text("FTE-months", "mois-ETP"),
    "month": Text("months", "mois"),
    "day": Text("days", "jours"),
    "day/year": Text("days a year", "jours par an"),
    "day/FTE/year": Text("days per FTE and year", "jours par ETP et par an"),
    "year": Text("years", "années"),
    "date": Text("calendar year", "millésime"),
    "person": Text("people", "personnes"),
    "job": Text("jobs", "emplois"),
    "site": Text("sites", "sites"),
    "unit": Text("units", "unités"),
    "unit/year": Text("units a year", "unités par an"),
    "application/year": Text("applications a year", "dossiers par an"),
    "gift/year": Text("gifts a year", "dons par an"),
    "client": Text("clients", "clients"),
    "power": Text("exponent", "exposant"),
    "code": Text("code", "code"),
}


def unit_label(unit: str) -> Text:
    """Return a unit as a reader sees it; a unit unknown here is shown as it is written."""
    return UNITS.get(unit, Text(unit, unit))


INDICATORS: Final[dict[str, tuple[str, Text]]] = {
    "setup_fte_months": ("FTE-month", Text("Setup effort", "Effort de montage")),
    "setup_cost": ("EUR", Text("Setup cost", "Coût de montage")),
    "setup_months": ("month", Text("Setup time", "Durée de montage")),
    "probability_of_signing": ("/1", Text("Probability of signing", "Probabilité de signature")),
    "expected_sunk_cost": (
        "EUR",
        Text("Expected sunk cost, if it fails", "Coût perdu attendu en cas d’échec"),
    ),
    "expected_cost_per_signed_deal": (
        "EUR",
        Text("Expected cost per signed deal", "Coût attendu par accord signé"),
    ),
    "npv": ("EUR", Text("NPV, deal signed", "VAN, accord signé")),
    "expected_npv": ("EUR", Text("Expected NPV", "VAN espérée")),
    "irr": ("/year", Text("Internal rate of return", "Taux de rentabilité interne")),
    "payback_year": ("year", Text("Payback year", "Délai de récupération")),
    "peak_funding_need": ("EUR", Text("Peak funding need", "Besoin maximal de financement")),
    "break_even_scale": ("", Text("Break-even size", "Taille d’équilibre")),
    "required_contribution": ("EUR", Text("Required contribution", "Apport nécessaire")),
    "setup_cost_to_budget": ("/1", Text("Setup cost to budget", "Coût de montage rapporté au budget")),
    "affordability": ("code", Text("Affordability", "Faisabilité")),
    "npv_partner": ("EUR", Text("NPV, partner company", "VAN, entreprise partenaire")),
    "npv_investor": ("EUR", Text("NPV, investor", "VAN, investisseur")),
    "npv_outcome_payer": ("EUR", Text("NPV, public payer", "VAN, payeur public")),
    "npv_beneficiaries": ("EUR", Text("NPV, beneficiaries", "VAN, bénéficiaires")),
    "npv_market": ("EUR", Text("NPV, market", "VAN, marché")),
    "npv_vehicle": ("EUR", Text("NPV, joint venture", "VAN, société commune")),
    "net_present_social_value": ("EUR", Text("Net present social value", "Valeur sociale actuelle nette")),
    "benefit_cost_ratio": ("/1", Text("Benefit-cost ratio", "Ratio avantages-coûts")),
    "rank": ("", Text("Rank", "Rang")),
}
"""Indicator to its unit and label, in the order in which they are shown and written."""
