"""What the program adds up as the years go by is what the flows add up to, for every model."""

from __future__ import annotations

import pytest

from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.appraisal.readings.worth import expected_worth, worth
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import list_models


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
def test_the_expected_value_is_the_same_read_off_the_program_and_off_the_flows(model):
    values = settle(model, {}).values()
    deal = model(values)
    found = float(expected_worth(deal, worth(model, values)))
    assert found == pytest.approx(float(expected_net_present_value(deal, run(model, values))), rel=1e-9, abs=1e-9)
