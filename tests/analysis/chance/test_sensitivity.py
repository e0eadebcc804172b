"""Tornado against single appraisals, Sobol indices against analytic values, rank correlation against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from costbench import appraise
from costbench.analysis.chance.draws import dimension_blocks, sampling
from costbench.analysis.chance.outcomes import expected_outcomes
from costbench.analysis.chance.sensitivity import input_indices, rank_correlations, sobol_indices, tornado
from costbench.analysis.chance.uncertain_inputs import DrawnInputs, uncertain_scenario
from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import get_model, list_models
from costbench.vocabulary import Direction

BLOCKS = dimension_blocks(list_models())
MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)


@MODELS
def test_each_end_of_a_bar_is_the_appraisal_of_that_value(model):
    bars = tornado(settle(model, {}))
    assert [bar.size for bar in bars] == sorted((bar.size for bar in bars), reverse=True)
    assert {bar.name for bar in bars} == {name for name, item in defaults_of(model).items() if item.high > item.low}
    for bar in bars[:3] + bars[-2:]:
        ends = {bar.pessimistic_input: bar.pessimistic, bar.optimistic_input: bar.optimistic}
        for value, worth in ends.items():
            assert appraise(model.id, **{bar.name: value})["expected_npv"] == pytest.approx(worth, rel=1e-9, abs=1e-6)


@MODELS
def test_the_pessimistic_end_follows_the_direction(model):
    for bar in tornado(settle(model, {})):
        direction = defaults_of(model)[bar.name].direction
        if direction is Direction.GOOD:
            assert bar.pessimistic_input < bar.optimistic_input
        elif direction is Direction.BAD:
            assert bar.pessimistic_input > bar.optimistic_input
        else:
            assert bar.pessimistic <= bar.optimistic


def test_a_bar_that_runs_against_its_direction_says_so():
    bars = {bar.name: bar for bar in tornado(settle(get_model("sponsorship"), {}))}
    assert bars["prospecting_and_offer.probability"].against_its_direction  # a drive that costs more than it brings
    assert not bars["mean_gift"].against_its_direction


def test_the_bars_of_a_sampling_are_means_with_the_others_drawn():
    settled, chosen = settle(get_model("joint_venture"), {}), sampling(BLOCKS, 512)
    bar = tornado(settled, chosen=chosen)[0]
    points = next(chosen.spans())
    scenario = uncertain_scenario(settled)
    for value, worth in ((bar.pessimistic_input, bar.pessimistic), (bar.optimistic_input, bar.optimistic)):
        drawn = dict(DrawnInputs(scenario, points))
        rows = [
            appraise("joint_venture", **{k: float(v[row]) if np.ndim(v) else v for k, v in drawn.items()
                                         if k in scenario.uncertain} | {bar.name: value})["expected_npv"]
            for row in range(3)
        ]  # fmt: skip
        assert expected_outcomes(scenario, points, {bar.name: value})[:3] == pytest.approx(rows, rel=1e-9)
        assert worth == pytest.approx(expected_outcomes(scenario, points, {bar.name: value}).mean(), rel=1e-9)


def test_a_scenario_without_uncertainty_has_no_bars():
    model = get_model("do_nothing")
    given = {name: item.central for name, item in defaults_of(model).items()}
    assert tornado(settle(model, given)) == ()


# Sobol indices -------------------------------------------------------------------------------------


def test_indices_of_the_ishigami_function_are_the_analytic_ones():
    a, b = 7.0, 0.1  # Ishigami and Homma 1990; the usual constants

    def ishigami(points):
        x, y, z = ((2 * points - 1) * np.pi).T
        return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)

    variance = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 1 / 2
    first = [(1 + b * np.pi**4 / 5) ** 2 / 2 / variance, a**2 / 8 / variance, 0]
    together = b**2 * np.pi**8 * (1 / 18 - 1 / 50) / variance
    total = [first[0] + together, first[1], together]
    found = {index.name: index for index in sobol_indices(ishigami, "xyz", 8192, seed=1)}
    assert [found[name].first_order for name in "xyz"] == pytest.approx(first, abs=0.01)
    assert [found[name].total for name in "xyz"] == pytest.approx(total, abs=0.01)
    assert all(found[name].total_error < 0.05 for name in "xyz")


def test_indices_of_a_linear_model_are_the_shares_of_the_squared_slopes():
    slopes = np.array([1.0, 2.0, 0.0, 4.0])
    found = sobol_indices(lambda points: points @ slopes, ["a", "b", "c", "d"], 4096)
    assert [index.name for index in found] == ["d", "b", "a", "c"]
    shares = np.sort(slopes**2 / np.sum(slopes**2))[::-1]
    assert [index.first_order for index in found] == pytest.approx(shares, abs=0.01)
    assert [index.total for index in found] == pytest.approx(shares, abs=0.01)


def test_a_result_that_does_not_vary_has_indices_of_zero():
    found = sobol_indices(lambda points: np.full(len(points), 3.0), ["a", "b"], 64)
    assert [(index.first_order, index.total) for index in found] == [(0, 0), (0, 0)]
    assert sobol_indices(lambda points: points[:, 0], [], 64) == ()


def test_indices_of_a_model_name_its_uncertain_inputs_and_add_up_to_its_variance():
    found = input_indices(settle(get_model("guaranteed_credit_line"), {}), base_draws=512)
    firsts, totals = sum(index.first_order for index in found), sum(index.total for index in found)
    assert found[0].name == "outstanding_at_maturity"
    assert 0.7 < firsts < 1.05 < totals + 0.1
    inert = next(index for index in found if index.name == "additional_lending_share")
    assert (inert.first_order, inert.total) == pytest.approx((0, 0), abs=1e-9)


# Rank correlation ----------------------------------------------------------------------------------


def test_rank_correlations_are_those_of_scipy():
    settled, chosen = settle(get_model("micro_franchise"), {}), sampling(BLOCKS, 1024)
    found = rank_correlations(settled, chosen)
    scenario, points = uncertain_scenario(settled), next(chosen.spans())
    results = expected_outcomes(scenario, points)
    assert list(found) == sorted(found, key=lambda name: -abs(found[name]))
    for name in list(found)[:4]:
        assert found[name] == pytest.approx(stats.spearmanr(scenario.column(name, points), results).statistic)


def test_a_result_that_does_not_vary_has_no_rank_correlation():
    found = rank_correlations(settle(get_model("do_nothing"), {}), sampling(BLOCKS, 64))
    assert set(found.values()) == {None}
