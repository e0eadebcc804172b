from __future__ import annotations

import csv
from pathlib import Path

import pytest

from costbench.finance import internal_rate_of_return, repayment

ROWS = list(csv.DictReader(Path(__file__).with_name("returns.csv").read_text().splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["compounding"])
def test_adie_cis_2016_return(row):
    principal, rate, years = (float(row[name]) for name in ("principal", "annual_rate", "years"))
    paid = repayment(principal, rate, years, row["compounding"]) - principal
    assert paid == pytest.approx(float(row["return_paid"]), abs=float(row["tolerance"]))


def test_cravate_solidaire_cis_2019_bonus_is_a_little_over_one_percent_a_year():
    rate = internal_rate_of_return([-450_000, 0, 0, 465_000]).rate
    assert 100 * rate == pytest.approx(1.1, abs=0.05)
    assert repayment(450_000, rate, 3, "compound") == pytest.approx(465_000)
