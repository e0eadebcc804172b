from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from costbench.finance import (
    Tier,
    format_rate_card,
    internal_rate_of_return,
    parse_rate_card,
    protected_share,
    rate_card,
    repayment,
)

ROWS = list(csv.DictReader(Path(__file__).with_name("returns.csv").read_text().splitlines()))
REDUCTION, MULTIPLE, PRINTED = (np.array([float(row[name]) for row in ROWS]) for name in ROWS[0])
PRINCIPAL, YEARS, PROTECTION = 9.6, 4, 0.75  # million dollars, years, share of principal
CARD = parse_rate_card(
    format_rate_card(Tier(at, 1, percent / 100) for at, percent in zip(REDUCTION, PRINTED, strict=True))
)


def paid_to_the_investor(reduction):
    """Return what the city repays on the card's tiers, and what the guarantor adds below the first one."""
    share = rate_card(reduction, [(tier.threshold, tier.share) for tier in CARD])
    annual_return = rate_card(reduction, [(tier.threshold, tier.annual_return) for tier in CARD])
    return repayment(PRINCIPAL * protected_share(share, PROTECTION), annual_return, YEARS, "compound")


def investors_rate(payment):
    flows = np.zeros((YEARS + 1, *np.shape(payment)))
    flows[0], flows[-1] = -PRINCIPAL, payment
    return 100 * internal_rate_of_return(flows).rate


def test_rikers_island_sib_2012_payments_have_the_printed_rates():
    assert investors_rate(PRINCIPAL * MULTIPLE) == pytest.approx(PRINTED, abs=0.05)


def test_rikers_island_sib_2012_rate_card_has_the_printed_rates_on_every_tier():
    assert investors_rate(paid_to_the_investor(REDUCTION)) == pytest.approx(PRINTED, abs=1e-9)


def test_rikers_island_sib_2012_profit_stays_within_what_was_announced():
    assert 2.1 <= paid_to_the_investor(0.35) - PRINCIPAL <= 2.2


@pytest.mark.parametrize("reduction", [0.0, 0.05, 0.099])
def test_rikers_island_sib_2012_investor_loses_a_quarter_below_the_first_tier(reduction):
    paid = paid_to_the_investor(reduction)
    assert paid == pytest.approx(7.2)
    assert PRINCIPAL - paid == pytest.approx(2.4)
