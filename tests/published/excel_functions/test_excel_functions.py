from __future__ import annotations

import csv
from pathlib import Path

import pytest

from costbench.finance import RateStatus, internal_rate_of_return, net_present_value

TABLE = Path(__file__).with_name("irr.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", list(csv.DictReader(TABLE)), ids=lambda row: row["case"])
def test_irr_microsoft_support_example(row):
    flows = [float(flow) for flow in row["flows"].split()]
    rate, status = internal_rate_of_return(flows, float(row["guess"]))
    assert status == RateStatus.FOUND
    assert 100 * rate == pytest.approx(float(row["printed_percent"]), abs=0.05)
    assert net_present_value(flows, rate) == pytest.approx(0, abs=1e-6)
