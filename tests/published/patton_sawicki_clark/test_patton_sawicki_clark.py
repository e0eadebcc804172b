from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from costbench.finance import discount_factor, net_present_value

ROWS = list(csv.DictReader(Path(__file__).with_name("present_value.csv").read_text().splitlines()))
YEARS = np.array([int(row["year"]) for row in ROWS])
RATES = np.array([float(rate) for rate in list(ROWS[0])[1:]])
PRINTED = np.array([[float(factor) for factor in list(row.values())[1:]] for row in ROWS])
HALF_A_DIGIT = 0.00005 + 1e-9


def test_discount_factors_patton_sawicki_clark_appendix_7_2():
    assert PRINTED.shape == (9, 17)
    assert discount_factor(YEARS[:, None], RATES) == pytest.approx(PRINTED, abs=HALF_A_DIGIT)


def test_net_present_value_of_one_a_year_is_the_sum_of_the_printed_factors():
    flows = np.concatenate([[0.0], np.ones(len(YEARS))])
    assert net_present_value(flows, RATES) == pytest.approx(PRINTED.sum(axis=0), abs=len(YEARS) * HALF_A_DIGIT)
