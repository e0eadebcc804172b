"""What is read off the flows of one model, for one scenario or for many: every indicator, and why one is absent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.declaring.entries import Operand
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.timing import TOLERANCE, at
from costbench.appraisal.readings.flows import Array, Flows, full, present_value, tabulated
from costbench.appraisal.readings.worth import SOCIAL, Worth, expected_worth, worth
from costbench.appraisal.settling.inputs import Settled
from costbench.finance import (
    RateStatus,
    benefit_cost_ratio,
    internal_rate_of_return,
    payback_year,
    peak_funding_need,
    required_contribution,
)
from costbench.language import Text
from costbench.vocabulary import AFFORDABILITY, Kind, Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
CODES = tuple(AFFORDABILITY)


@dataclass(frozen=True)
class Remark:
    """A sentence about an indicator in the scenarios of ``mask``: why it is absent, or what to beware of."""

    indicator: str
    mask: NDArray[np.bool_]
    sentence: Text


@dataclass
class Indicators:
    """Indicator name to a number a scenario; NaN where absent, with a remark that says why.

    ``affordability`` holds positions in :data:`~costbench.vocabulary.AFFORDABILITY`.
    """

    values: dict[str, Array]
    remarks: list[Remark] = field(default_factory=list)

    def note(self, indicator: str, mask: Operand, en: str, fr: str) -> None:
        """Add a remark where ``mask`` holds, if it holds anywhere."""
        where = np.asarray(mask, dtype=bool)
        if where.any():
            self.remarks.append(Remark(indicator, where, Text(en, fr)))

    def remarks_at(self, position: int | tuple[()] = ()) -> list[Remark]:
        """Return the remarks on one scenario."""
        return [remark for remark in self.remarks if remark.mask[position]]


def indicators(settled: Settled) -> Indicators:
    """Return every indicator of a settled model at its central values.

    Everything but ``break_even_scale``, which asks for other runs of the model (see ``analysis``).
    """
    values, shape = settled.values(), settled.shape
    model = settled.model(values)
    worths = worth(settled.model, values)
    found = Indicators({})
    _setup_effort(found, model, shape)
    _organisation(found, model, worths, shape)
    _others(found, worths, shape)
    _affordability(found, model)
    return found


def expected_net_present_value(model: CooperationModel, flows: Flows) -> Array:
    """Return P · PV(operation) − Σ reach of a phase · PV(its cost at its own dates), in EUR.

    Without division: harmless for probabilities 0 and 1. With the gates drawn as 0 or 1 in place of
    the probabilities it is the organisation's result in one draw.
    """
    total = model.probability_of_signing * flows.operation.present_value(ORGANISATION, model.discount_rate)
    for name in model.definition.phases:
        spent = flows.setup_by_phase.present_value(f"setup.{name}", model.discount_rate)
        total = total - model.phase_reach(name) * spent
    return np.asarray(total, dtype=float)


def _setup_effort(found: Indicators, model: CooperationModel, shape: tuple[int, ...]) -> None:
    for name in ("setup_fte_months", "setup_cost", "setup_months", "probability_of_signing"):
        found.values[name] = full(getattr(model, name), shape)
    failing = 1 - found.values["probability_of_signing"]
    certain = failing < TOLERANCE
    spent = full(model.setup_spent_in_failures, shape)
    found.values["expected_sunk_cost"] = np.where(certain, np.nan, spent / np.maximum(failing, TOLERANCE))
    found.note(
        "expected_sunk_cost",
        certain,
        "expected_sunk_cost is absent: signing is certain, nothing is ever lost.",
        "expected_sunk_cost est absent : la signature est certaine, rien n’est perdu.",
    )
    signed = found.values["probability_of_signing"]
    found.values["expected_cost_per_signed_deal"] = np.where(
        signed < TOLERANCE, np.nan, full(model.expected_setup_cost, shape) / np.maximum(signed, TOLERANCE)
    )
    found.note(
        "expected_cost_per_signed_deal",
        signed < TOLERANCE,
        "expected_cost_per_signed_deal is absent: the deal is never signed.",
        "expected_cost_per_signed_deal est absent : l’accord n’est jamais signé.",
    )


def _organisation(found: Indicators, model: CooperationModel, worths: Worth, shape: tuple[int, ...]) -> None:
    net = tabulated(worths.net, shape, len(worths.net))
    found.values["npv"] = full(worths.parties[ORGANISATION], shape)
    found.values["expected_npv"] = full(expected_worth(model, worths), shape)
    irr = internal_rate_of_return(net)
    found.values["irr"] = irr.rate
    _rate_remarks(found, irr.status)
    found.values["payback_year"] = payback_year(net)
    found.note(
        "payback_year",
        np.isnan(found.values["payback_year"]),
        "payback_year is absent: the organisation's cumulated flow does not come back to zero for good.",
        "payback_year est absent : le flux cumulé de la structure ne revient pas durablement à zéro.",
    )
    found.values["peak_funding_need"] = peak_funding_need(net)
    lump = [at(year, model.setup_years) for year in range(int(np.ceil(np.max(model.setup_years))) + 1)]
    at_signature = present_value(lump, model.discount_rate, shape)
    signature = at_signature * found.values["probability_of_signing"]
    found.values["required_contribution"] = required_contribution(found.values["expected_npv"], signature)
    found.note(
        "required_contribution",
        np.isnan(found.values["required_contribution"]),
        "required_contribution is absent: the deal is never signed, no contribution at signature helps.",
        "required_contribution est absent : l’accord n’est jamais signé, aucun apport à la signature n’y change rien.",
    )


def _rate_remarks(found: Indicators, status: NDArray[np.int_]) -> None:
    found.note(
        "irr",
        status == RateStatus.NO_SIGN_CHANGE,
        "irr is absent: the organisation's flows never change sign.",
        "irr est absent : les flux de la structure ne changent jamais de signe.",
    )
    found.note(
        "irr",
        status == RateStatus.NOT_FOUND,
        "irr is absent: no rate brings the net present value to zero.",
        "irr est absent : aucun taux n’annule la valeur actuelle nette.",
    )
    found.note(
        "irr",
        status == RateStatus.SEVERAL_SIGN_CHANGES,
        "irr is to be read with care: the flows change sign several times, several rates may exist.",
        "irr est à lire avec prudence : les flux changent plusieurs fois de signe, plusieurs taux peuvent exister.",
    )


def _others(found: Indicators, worths: Worth, shape: tuple[int, ...]) -> None:
    for party in Stakeholder:
        if party is not ORGANISATION:
            found.values[f"npv_{party}"] = full(worths.parties[party], shape)
    benefits, costs = (full(worths.social[kind], shape) for kind in SOCIAL)
    found.values["npv_society"] = full(worths.kinds[Kind.BENEFIT] - worths.kinds[Kind.RESOURCE_COST], shape)
    found.values["net_present_social_value"] = benefits - costs
    found.values["benefit_cost_ratio"] = benefit_cost_ratio(benefits, costs)
    found.note(
        "benefit_cost_ratio",
        np.isnan(found.values["benefit_cost_ratio"]),
        "benefit_cost_ratio is absent: nothing is used up.",
        "benefit_cost_ratio est absent : aucune ressource n’est consommée.",
    )


def _share(amount: Operand, means: Operand) -> Array:
    """Return ``amount`` as a share of ``means``; infinite when there is a need and no means at all."""
    ratio = np.asarray(amount, dtype=float) / np.maximum(means, TOLERANCE)
    return np.where(np.asarray(amount) < TOLERANCE, 0.0, np.where(np.asarray(means) < TOLERANCE, np.inf, ratio))


def _affordability(found: Indicators, model: CooperationModel) -> None:
    """Compare setup cost, staff and peak funding with what the organisation has; the worst of the three decides."""
    needed_fte = found.values["setup_fte_months"] / np.maximum(found.values["setup_months"], 1)
    shares = {
        "cost": _share(found.values["setup_cost"], model.annual_budget),
        "staff": _share(needed_fte, model.staff_fte),
        "cash": _share(found.values["peak_funding_need"], model.cash_reserve),
    }
    for share, (indicator, en, fr) in zip(shares.values(), SHARES, strict=True):
        found.values[indicator] = np.where(np.isinf(share), np.nan, share)
        found.note(indicator, np.isinf(share), f"{indicator} is absent: {en}.", f"{indicator} est absent : {fr}.")
    worst: Array = np.zeros(np.shape(shares["cash"]))
    for name, share in shares.items():
        out = share > model.value(f"out_of_reach_{name}_share") + TOLERANCE
        heavy = (share > model.value(f"heavy_{name}_share") + TOLERANCE) & ~out
        worst = np.maximum(worst, np.where(out, 2, np.where(heavy, 1, 0)))
        for mask, code in ((out, "out_of_reach"), (heavy, "heavy")):
            found.note("affordability", mask, *(text[code] for text in AFFORDABILITY_REASONS[name]))
    found.values["affordability"] = worst


SHARES: Final = (
    ("setup_cost_to_budget", "the organisation has no annual budget", "la structure n’a pas de budget annuel"),
    ("setup_fte_to_staff", "the organisation has no staff", "la structure n’a pas de salarié"),
    ("peak_funding_to_cash", "the organisation has no cash reserve", "la structure n’a pas de trésorerie disponible"),
)

AFFORDABILITY_REASONS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "cost": (
        {
            "out_of_reach": "Out of reach: the setup costs too large a part of the annual budget.",
            "heavy": "Heavy: the setup costs a large part of the annual budget.",
        },
        {
            "out_of_reach": "Hors de portée : le montage coûte une part trop grande du budget annuel.",
            "heavy": "Lourd : le montage coûte une part importante du budget annuel.",
        },
    ),
    "staff": (
        {
            "out_of_reach": "Out of reach: the setup takes too large a part of the staff.",
            "heavy": "Heavy: the setup takes a large part of the staff.",
        },
        {
            "out_of_reach": "Hors de portée : le montage mobilise une part trop grande de l’équipe.",
            "heavy": "Lourd : le montage mobilise une part importante de l’équipe.",
        },
    ),
    "cash": (
        {
            "out_of_reach": "Out of reach: the cash reserve does not cover the lowest point of cash.",
            "heavy": "Heavy: the lowest point of cash takes a large part of the reserve.",
        },
        {
            "out_of_reach": "Hors de portée : la trésorerie disponible ne couvre pas le point bas.",
            "heavy": "Lourd : le point bas de trésorerie prend une part importante des réserves.",
        },
    ),
}
