"""Rank acceptability: shares that add up, a case with a known answer, and the same seed twice."""

from __future__ import annotations

import numpy as np
import pytest

from costbench.analysis.choice.acceptability import (
    acceptability,
    rank_acceptability,
    rank_shares,
    weights_around,
)
from costbench.analysis.choice.criteria import CRITERIA, CriteriaTable
from costbench.analysis.choice.multicriteria import METHODS
from costbench.errors import InputError

TWO = tuple(CRITERIA[name] for name in ("expected_npv", "setup_effort"))


def table(values: object) -> CriteriaTable:
    array = np.asarray(values, dtype=float)
    return CriteriaTable(tuple("abcdef"[: array.shape[-2]]), TWO, array, ())


def test_uniform_weights_are_uniform_on_the_simplex():
    weights = weights_around(np.ones(4), 200_000, seed=1)
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-12)
    assert (weights >= 0).all()
    # Each weight follows Beta(1, 3): mean 1/4, variance 3/80, P(w > t) = (1 − t)³.
    np.testing.assert_allclose(weights.mean(axis=0), 0.25, atol=5 * np.sqrt(3 / 80 / 200_000))
    for limit in (0.1, 0.5, 0.9):
        expected = (1 - limit) ** 3
        error = np.sqrt(expected * (1 - expected) / 200_000)
        np.testing.assert_allclose((weights > limit).mean(axis=0), expected, atol=5 * error)


def test_weights_gather_around_the_chosen_ones_as_concentration_grows():
    loose, tight = (weights_around(k * np.array([0.7, 0.2, 0.1]), 5_000, seed=1) for k in (10, 1_000))
    np.testing.assert_allclose(tight.mean(axis=0), [0.7, 0.2, 0.1], atol=0.01)
    assert (tight.std(axis=0) < loose.std(axis=0) / 5).all()
    assert (weights_around([1.0, 0.0, 2.0], 100, seed=1)[:, 1] == 0).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    values = np.random.default_rng(0).normal(size=(5, 2))
    one, two, other = (acceptability(table(values), 1_000, seed) for seed in (7, 7, 8))
    assert one.rank_acceptability.tobytes() == two.rank_acceptability.tobytes()
    assert one.rank_acceptability.tobytes() != other.rank_acceptability.tobytes()


@pytest.mark.parametrize("method", METHODS)
def test_every_rank_and_every_alternative_adds_up_to_one(method):
    rng = np.random.default_rng(5)
    values = np.round(rng.normal(size=(6, 2)), 0)  # rounded, so that there are ties
    shares = acceptability(table(values), 2_000, 1, method).rank_acceptability
    np.testing.assert_allclose(shares.sum(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-12)


def test_two_alternatives_and_two_criteria_win_half_of_the_weights_each():
    # a is best on the first criterion, b on the second: a wins where the first weight is above ½.
    found = acceptability(table([[1, 9], [0, 3]]), 100_000, 1)
    error = found.standard_error[0, 0]
    assert abs(found.first["a"] - 0.5) < 5 * error
    assert error == pytest.approx(0.5 / np.sqrt(100_000), rel=1e-3)
    # Given that a wins, its weight is uniform on [½, 1]: the central weight is ¾.
    np.testing.assert_allclose(found.central_weights, [[0.75, 0.25], [0.25, 0.75]], atol=0.01)
    assert found.confidence.tolist() == [1.0, 1.0]


def test_an_alternative_that_no_weights_put_first_has_no_central_weights():
    found = acceptability(table([[2, 1], [1, 2], [0, 3]]), 500, 1)
    assert found.first == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert np.isnan(found.central_weights[1:]).all()
    assert np.isnan(found.confidence[1:]).all()
    assert found.rank_acceptability[1, 1] == 1


def test_draws_of_the_criteria_spread_the_ranks_and_lower_the_confidence():
    rng = np.random.default_rng(3)
    certain = np.array([[1.0, 5.0], [0.0, 5.0]])
    uncertain = certain + np.stack([rng.normal(0, 1.5, (4_000, 2)), np.zeros((4_000, 2))], axis=-1)
    assert acceptability(table(certain), 4_000, 1).first["a"] == 1
    found = acceptability(table(uncertain), 4_000, 1)
    wins = (uncertain[:, 0, 0] > uncertain[:, 1, 0]).mean()
    assert found.first["a"] == pytest.approx(wins)
    assert found.confidence[0] == pytest.approx(wins)


def test_fewer_draws_of_criteria_than_weights_start_again_from_the_first():
    values = np.random.default_rng(1).normal(size=(3, 4, 2))
    weights = weights_around(np.ones(2), 9, seed=1)
    shares, _, _ = rank_acceptability(values, [True, False], weights)
    tiled, _, _ = rank_acceptability(np.tile(values, (3, 1, 1)), [True, False], weights)
    np.testing.assert_array_equal(shares, tiled)


def test_many_weights_are_scored_in_slices_without_changing_the_result():
    values = np.random.default_rng(1).normal(size=(4, 2))
    weights = weights_around(np.ones(2), 10_000, seed=1)
    whole = rank_acceptability(values, [True, False], weights)[0]
    parts = [rank_acceptability(values, [True, False], part)[0] for part in np.split(weights, 4)]
    np.testing.assert_allclose(whole, np.mean(parts, axis=0), rtol=1e-12)


def test_ties_share_the_ranks_between_them():
    np.testing.assert_allclose(rank_shares([1.0, 1.0, 1.0]), np.full((3, 3), 1 / 3))
    np.testing.assert_allclose(rank_shares([2.0, 1.0, 2.0]), [[0.5, 0.5, 0], [0, 0, 1], [0.5, 0.5, 0]])
    assert acceptability(table([[1, 1], [1, 1]]), 10, 1).first == {"a": 0.5, "b": 0.5}


def test_one_alternative_is_always_first():
    found = acceptability(table([[3, 0]]), 10, 1)
    assert found.first == {"a": 1.0}
    assert found.confidence.tolist() == [1.0]


@pytest.mark.parametrize("draws", [0, -1])
def test_no_draws_are_refused_in_a_sentence(draws):
    with pytest.raises(InputError) as refused:
        acceptability(table([[1, 1], [2, 2]]), draws)
    assert refused.value.sentence("en").startswith(f"`draws` is {draws}, but at least one")
    assert "au moins un tirage" in refused.value.sentence("fr")
