from __future__ import annotations

import csv
from pathlib import Path

import pytest

from costbench.finance import net_present_value

TABLE = Path(__file__).with_name("npv.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", list(csv.DictReader(TABLE)), ids=lambda row: row["case"])
def test_npv_adobe_formcalc_reference_example(row):
    flows = [0.0] + [float(flow) for flow in row["flows"].split()]
    rate = float(row["yearly_rate"]) / float(row["periods_a_year"])
    assert net_present_value(flows, rate) == pytest.approx(float(row["printed"]), rel=1e-9)
