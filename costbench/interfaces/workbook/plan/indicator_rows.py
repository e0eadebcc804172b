"""The indicators that a block of calculations holds, in the order of their rows."""

from __future__ import annotations

from typing import Final

from costbench.vocabulary import SOCIETY, Stakeholder

OTHERS: Final = tuple(party for party in Stakeholder if party is not Stakeholder.ORGANISATION)
INDICATOR_ROWS: Final[dict[str, str]] = {
    "setup_fte_months": "FTE-month",
    "setup_cost": "EUR",
    "setup_months": "month",
    "probability_of_signing": "/1",
    "expected_sunk_cost": "EUR",
    "expected_cost_per_signed_deal": "EUR",
    "npv": "EUR",
    "expected_npv": "EUR",
    "rate_guess": "/year",
    "irr": "/year",
    "payback_year": "year",
    "peak_funding_need": "EUR",
    "signature_factor": "/1",
    "required_contribution": "EUR",
    "setup_cost_to_budget": "/1",
    "setup_fte_to_staff": "/1",
    "peak_funding_to_cash": "/1",
    "cost_code": "code",
    "staff_code": "code",
    "cash_code": "code",
    "affordability": "code",
    **{f"npv_{party}": "EUR" for party in OTHERS},
    f"npv_{SOCIETY}": "EUR",
    "social_benefits": "EUR",
    "social_costs": "EUR",
    "net_present_social_value": "EUR",
    "benefit_cost_ratio": "EUR/EUR",
    "at_size_0": "EUR",
    "at_size_1": "EUR",
    "at_size_2": "EUR",
    "curvature": "/1",
    "slope": "/1",
    "break_even_scale": "",
    "balance_total": "EUR",
    "setup_gap": "EUR",
    "latest_year": "year",
}
"""Indicator to its unit, in the order of the rows."""
