from __future__ import annotations

import csv
from pathlib import Path

import pytest

from costbench.finance import internal_rate_of_return, rate_card, repayment

ROWS = list(csv.DictReader(Path(__file__).with_name("gates.csv").read_text().splitlines()))
SHARE, ANNUAL_RETURN, YEARS = 1.0, 0.03, 5


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["measured_on"])
def test_peterborough_sib_2010_pays_only_behind_its_gate(row):
    gate, reduction = float(row["gate"]), float(row["reduction"])
    share = rate_card(reduction, [(gate, SHARE)])
    annual_return = rate_card(reduction, [(gate, ANNUAL_RETURN)])
    assert (share, annual_return) == (float(row["share"]), float(row["annual_return"]))
    payment = repayment(share, annual_return, YEARS, "compound")
    rate = internal_rate_of_return([-1, 0, 0, 0, 0, payment]).rate
    assert rate == pytest.approx(ANNUAL_RETURN if share else float("nan"), nan_ok=True)


def test_peterborough_sib_2010_first_cohort_would_have_passed_the_lower_gate():
    first, both = (float(row["gate"]) for row in ROWS)
    reduction = float(ROWS[0]["reduction"])
    assert both < reduction < first
    assert rate_card(reduction, [(both, SHARE)]) == SHARE
