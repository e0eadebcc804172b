"""The points: a dimension a name, common to all models, correlated along directions, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from costbench.analysis.chance.distributions import Marginal, pert_quantile
from costbench.analysis.chance.draws import COMMON_FACTOR, MOST_DRAWS, SPAN, dimension_blocks, gates_of, sampling
from costbench.appraisal.declaring.names import defaults_of
from costbench.catalogue import get_model, list_models
from costbench.errors import InputError

BLOCKS = dimension_blocks(list_models())
NAMES = [name for block in BLOCKS for name in block]
GOOD, BAD, NEUTRAL = "performance", "discount_rate", "cohort"


def points(draws=4096, seed=0, correlation=0.0):
    return next(sampling(BLOCKS, draws, seed, correlation).spans())


def test_an_input_keeps_its_dimension_when_a_model_is_added_after_the_others():
    fewer = dimension_blocks(list_models()[:-2])
    assert BLOCKS[: len(fewer)] == fewer


def test_names_are_counted_once_and_gates_have_a_dimension_of_their_own():
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[0] == COMMON_FACTOR
    assert max(map(len, BLOCKS)) <= 64
    assert {f"{gate}.gate" for model in list_models() for gate in gates_of(model)} < set(NAMES)
    assert {name for model in list_models() for name in defaults_of(model)} < set(NAMES)


def test_what_is_uncertain_by_default_comes_before_what_is_certain():
    for model in list_models():
        inputs = model.definition.inputs
        owned = [name for name in NAMES if name in inputs]
        certain = [not inputs[name].high > inputs[name].low for name in owned]
        assert len(owned) < 10 or certain == sorted(certain)


@pytest.mark.parametrize("draws", [512, 2048, 4096, 16_384])
def test_no_two_names_line_up_whatever_blocks_they_are_in(draws):
    spans = list(sampling(BLOCKS, draws).spans())
    drawn = [np.concatenate([span.uniform(name) for span in spans]) for name in NAMES]
    every = np.corrcoef(drawn)[np.triu_indices(len(NAMES), 1)]
    assert np.abs(every).max() < 6 / np.sqrt(draws)  # 56,000 pairs: independent ones stay within five
    assert every.std() < 1.05 / np.sqrt(draws)


def test_the_gates_are_the_phases_and_what_is_marked_as_one():
    assert gates_of(get_model("pilot_rollout")) == (
        "approach.probability", "pilot_negotiation.probability", "conversion_probability",
    )  # fmt: skip


def test_points_lie_strictly_inside_and_cover_each_half_evenly():
    drawn = points()
    for name in NAMES[::25]:
        u = drawn.uniform(name)
        assert u.min() > 0 and u.max() < 1
        assert np.mean(u < 0.5) == 0.5


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    assert points(seed=5).uniform(GOOD).tobytes() == points(seed=5).uniform(GOOD).tobytes()
    assert points(seed=5).uniform(GOOD).tobytes() != points(seed=6).uniform(GOOD).tobytes()


def test_replicates_are_scrambled_apart():
    u = points().uniform(GOOD).reshape(8, -1)
    assert len({part.tobytes() for part in u}) == 8


def test_many_points_come_in_spans_replicate_by_replicate():
    spans = list(sampling(BLOCKS[:1], 2**17, 1).spans())
    assert [span.count for span in spans] == [SPAN] * 16
    halves = [np.concatenate([spans[k].uniform(BAD) for k in (r, r + 1)]) for r in range(0, 16, 2)]
    assert all(np.mean(half < 0.5) == 0.5 for half in halves)


@pytest.mark.parametrize(("asked", "drawn"), [(1, 1), (2, 2), (3, 4), (1000, 1024), (4096, 4096)])
def test_draws_are_rounded_up_to_a_power_of_two(asked, drawn):
    assert sampling(BLOCKS, asked).draws == drawn
    assert points(asked).count == drawn


@pytest.mark.parametrize("rho", [0.2, 0.5, 0.9])
def test_inputs_move_together_along_their_directions_and_neutral_ones_alone(rho):
    drawn = points(8192, correlation=rho)
    good, bad, neutral, other = (
        drawn.score(name, sign) for name, sign in ((GOOD, 1), (BAD, -1), (NEUTRAL, 0), ("annual_survival", 1))
    )
    correlations = np.corrcoef([good, bad, neutral, other])
    assert correlations[0] == pytest.approx([1, -rho, 0, rho], abs=0.04)
    assert correlations[1, 3] == pytest.approx(-rho, abs=0.04)
    assert good.std() == pytest.approx(1, abs=0.02)
    assert bad.std() == pytest.approx(1, abs=0.02)


def test_correlation_leaves_each_distribution_as_it_is():
    marginal = Marginal(0.0, 2.0, 10.0, sign=1)
    drawn = points(8192, correlation=0.6).column(GOOD, marginal)
    at = np.linspace(0.01, 0.99, 50)
    assert np.quantile(drawn, at) == pytest.approx(pert_quantile(at, 0.0, 2.0, 10.0), abs=0.15)
    assert drawn.mean() == pytest.approx(3.0, abs=0.06)


def test_no_correlation_gives_the_plain_points():
    marginal = Marginal(0.0, 2.0, 10.0, sign=1)
    assert points().column(GOOD, marginal).tobytes() == points(correlation=0.0).column(GOOD, marginal).tobytes()


@pytest.mark.parametrize("rho", [-0.1, 1.0, 1.5, float("nan")])
def test_an_impossible_correlation_is_an_input_error(rho):
    with pytest.raises(InputError, match="correlation"):
        sampling(BLOCKS, 64, correlation=rho)


@pytest.mark.parametrize("draws", [0, -4, MOST_DRAWS + 1])
def test_no_draws_and_too_many_draws_are_input_errors(draws):
    with pytest.raises(InputError, match="draws"):
        sampling(BLOCKS, draws)


def test_every_fault_is_told_at_once():
    with pytest.raises(InputError) as caught:
        sampling(BLOCKS, 0, -1, 2.0)
    assert [problem.path for problem in caught.value.problems] == ["draws", "seed", "correlation"]
