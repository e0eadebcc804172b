"""Arithmetic on arrays, NumPy only: discounting, indicators, roots, rate cards.

Conventions hold everywhere: the years are the first axis, a rate is a fraction per year, year 0 is now,
flows fall at the end of their year, and what comes in is positive.
"""

from costbench.finance.contributions import required_contribution
from costbench.finance.discounting import discount_factor, net_present_value, nominal_to_real
from costbench.finance.indicators import (
    RateOfReturn,
    RateStatus,
    benefit_cost_ratio,
    internal_rate_of_return,
    payback_year,
    peak_funding_need,
)
from costbench.finance.operands import TOLERANCE, FloatArray, IntArray, Operand
from costbench.finance.rate_card_texts import Tier, format_rate_card, parse_rate_card
from costbench.finance.rate_cards import Compounding, Interpolation, protected_share, rate_card, repayment
from costbench.finance.roots import Roots, RootStatus, find_root

__all__ = [
    "TOLERANCE",
    "Compounding",
    "FloatArray",
    "IntArray",
    "Interpolation",
    "Operand",
    "RateOfReturn",
    "RateStatus",
    "RootStatus",
    "Roots",
    "Tier",
    "benefit_cost_ratio",
    "discount_factor",
    "find_root",
    "format_rate_card",
    "internal_rate_of_return",
    "net_present_value",
    "nominal_to_real",
    "parse_rate_card",
    "payback_year",
    "peak_funding_need",
    "protected_share",
    "rate_card",
    "repayment",
    "required_contribution",
]
