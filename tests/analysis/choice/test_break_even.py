"""The break-even size is the smallest root of the expected NPV, found by a scan that knows nothing of closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from costbench.analysis.choice.break_even import FARTHEST, add_break_even
from costbench.appraisal import CooperationModel
from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import Indicators, expected_net_present_value
from costbench.catalogue import appraise, list_models
from tests.appraisal.scenarios import random_values

COUNT = 150
SIZED = [model for model in list_models() if model.scale_input()]
MULTIPLES = [0.0, *np.geomspace(1 / 128, FARTHEST, 250)]
Array = NDArray[np.float64]


def expected(model: type[CooperationModel], values: dict[str, Array], size: Array) -> Array:
    chosen = values | {str(model.scale_input()): size}
    return expected_net_present_value(model(chosen), run(model, chosen, size.shape))


def break_even(model: type[CooperationModel], values: dict[str, Array]) -> Array:
    found = Indicators({"expected_npv": expected(model, values, values[str(model.scale_input())])})
    add_break_even(found, model, values)
    return found.values["break_even_scale"]


@pytest.mark.parametrize("model", SIZED, ids=lambda model: model.id)
def test_it_is_the_first_size_at_which_a_scan_finds_the_expected_npv_at_zero(model: type[CooperationModel]) -> None:
    values, name = random_values(model, np.random.default_rng(11), COUNT), str(model.scale_input())
    unit = np.where(values[name] > 0, values[name], model.definition.inputs[name].central)
    scan = np.array([expected(model, values, multiple * unit) for multiple in MULTIPLES])
    reached, place = (scan >= 0).any(axis=0), (scan >= 0).argmax(axis=0)
    after = np.take(MULTIPLES, place) * unit
    before = np.take(MULTIPLES, np.maximum(place - 1, 0)) * unit
    found = break_even(model, values)
    assert reached.any()
    assert np.all((found >= before * (1 - 1e-9))[reached])
    assert np.all((found <= after * (1 + 1e-9))[reached])
    beyond = found[~reached & ~np.isnan(found)] / unit[~reached & ~np.isnan(found)]
    assert np.all(beyond >= FARTHEST)


@pytest.mark.parametrize("model", SIZED, ids=lambda model: model.id)
def test_the_expected_npv_is_zero_there(model: type[CooperationModel]) -> None:
    values = random_values(model, np.random.default_rng(12), COUNT)
    size = break_even(model, values)
    inner = size > 0
    kept = {name: value[inner] for name, value in values.items()}
    left = expected(model, kept, size[inner])
    nothing = expected(model, kept, np.zeros(inner.sum()))
    assert inner.any()
    assert np.all(np.abs(left) <= 1e-7 * np.maximum(1, np.abs(nothing)))


def test_a_line_that_bends_far_beyond_the_size_given_is_not_taken_for_straight() -> None:
    """Two jobs lose money, so do four: the tax on the profit of hundreds sets in far beyond both."""
    found = appraise("joint_venture", jobs_at_maturity=2)
    at_default = appraise("joint_venture")
    assert found["break_even_scale"] == pytest.approx(at_default["break_even_scale"], rel=1e-9)
    there = appraise("joint_venture", jobs_at_maturity=found["break_even_scale"])
    assert there["expected_npv"] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("jobs", [0.05, 0.3, 1, 40, 2000])
def test_it_does_not_depend_on_the_size_given(jobs: float) -> None:
    usual = appraise("joint_venture")["break_even_scale"]
    assert appraise("joint_venture", jobs_at_maturity=jobs)["break_even_scale"] == pytest.approx(usual, rel=1e-9)


def test_a_line_is_not_prolonged_past_its_bend_beyond_the_farthest_size_looked_at() -> None:
    """Every size looked at loses money on one line; the first profits bend it beyond, before it comes to zero."""
    gigantic = appraise("joint_venture", fixed_cost=30_000_000, governance_fte=10)
    assert gigantic["break_even_scale"] is None
    assert "at no size within reach" in gigantic.reasons("break_even_scale")[0].en


def test_a_line_that_never_bends_is_prolonged_as_far_as_it_takes() -> None:
    far = appraise("social_impact_bond", overhead_recovered=0.001, success_bonus=0)["break_even_scale"]
    assert far is not None
    assert far > FARTHEST * 1_300_000
    there = appraise("social_impact_bond", overhead_recovered=0.001, success_bonus=0, programme_budget=far)
    assert there["expected_npv"] == pytest.approx(0, abs=1e-3)


def test_a_size_that_does_not_help_is_told_from_one_out_of_reach() -> None:
    """Without overheads a larger programme brings the organisation nothing."""
    useless = appraise("social_impact_bond", overhead_recovered=0, success_bonus=0)
    assert useless["break_even_scale"] is None
    assert "a larger size does not raise the expected NPV" in useless.reasons("break_even_scale")[0].en
