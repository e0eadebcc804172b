from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from costbench.finance import parse_rate_card, rate_card, repayment

ROWS = list(csv.DictReader(Path(__file__).with_name("tiers.csv").read_text().splitlines()))
CARD = parse_rate_card("0,01:1:0; 0,5:1:0; 1:1:0,075")
INVESTED = 2.2  # million euros


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["excess"])
def test_brussels_iod_terms_are_a_linear_rate_card(row):
    excess, share, least, most = (float(value) for value in row.values())
    found = rate_card(excess, [(tier.threshold, tier.share) for tier in CARD], "linear")
    premium = rate_card(excess, [(tier.threshold, tier.annual_return) for tier in CARD], "linear")
    assert found == pytest.approx(share)
    assert least - 1e-12 <= premium <= most + 1e-12
    repaid = repayment(INVESTED * found, premium, 1)
    assert INVESTED * share * (1 + least) - 1e-12 <= repaid <= INVESTED * share * (1 + most) + 1e-12


def test_brussels_iod_premium_grows_all_the_way():
    returns = [(tier.threshold, tier.annual_return) for tier in CARD]
    premiums = [rate_card(hundredth / 100, returns, "linear") for hundredth in range(50, 101)]
    assert all(later > earlier for earlier, later in pairwise(premiums))
