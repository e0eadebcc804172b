"""The simulation of every model against four million pseudo-random draws, or fewer in a hurry.

``COSTBENCH_BRUTE_FORCE_DRAWS=4000000`` asks for the full check, a minute or two; the daily one takes a million
draws of each model and holds the simulation to their standard errors, twice as large.
"""

from __future__ import annotations

import os

import numpy as np
import pytest

from costbench.analysis.chance.draws import dimension_blocks
from costbench.analysis.chance.simulation import simulate_models
from costbench.analysis.chance.summaries import STATISTICS, standard_errors, summarise
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import list_models
from tests.analysis.brute_force import brute_force

DRAWS = int(os.environ.get("COSTBENCH_BRUTE_FORCE_DRAWS", "1000000"))
PARTS = 20
MOST_ERRORS = 4.0
"""Standard errors that the two may lie apart: with 56 comparisons, one run in three hundred would exceed it."""


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
def test_simulation_and_brute_force_agree_within_their_standard_errors(model):
    settled = settle(model, {})
    plain = brute_force(settled, DRAWS - DRAWS % PARTS, seed=20260)
    (found,) = simulate_models([settled], dimension_blocks(list_models()), draws=65_536, seed=1)
    expected, error = summarise(plain), standard_errors(plain, PARTS)
    own = found.standard_errors()
    for name in STATISTICS:
        allowed = MOST_ERRORS * np.hypot(error[name], own[name]) + 1e-9
        assert abs(getattr(found, name) - expected[name]) <= allowed, name
