from __future__ import annotations

import csv
from pathlib import Path

import pytest

from costbench.finance import net_present_value

TABLE = Path(__file__).with_name("npv.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", list(csv.DictReader(TABLE)))
def test_npv_mescius_spread_example_once_its_first_value_is_not_discounted(row):
    flows, rate = [float(flow) for flow in row["flows"].split()], float(row["rate"])
    assert net_present_value([0, *flows], rate) == pytest.approx(float(row["printed"]), abs=0.005)
    assert net_present_value(flows, rate) == pytest.approx(float(row["printed"]) * 1.065, abs=0.0054)
