"""Weighted sum and TOPSIS: the oracle, the edges, and the warning when ranks turn over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS, WSM
from pymcdm.normalizations import minmax_normalization, vector_normalization

from costbench.analysis.choice.multicriteria import (
    METHODS,
    order_changes,
    rank_alternatives,
    rank_reversals,
    scaled_by_length,
    scaled_by_range,
    settle_weights,
    topsis,
    weighted_sum,
)
from costbench.errors import InputError, UnknownNameError

RANDOM_PROBLEMS = 200
HALF = np.array([0.5, 0.5])
MORE = np.array([True, True])


def random_problems() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return matrices of 2 to 9 alternatives and 1 to 8 criteria, of both signs and of very different sizes."""
    rng = np.random.default_rng(2)
    problems = []
    for _ in range(RANDOM_PROBLEMS):
        alternatives, criteria = rng.integers(2, 10), rng.integers(1, 9)
        matrix = rng.normal(0, 1, (alternatives, criteria)) * 10.0 ** rng.integers(-3, 7, criteria)
        weights = rng.dirichlet(np.ones(criteria))
        problems.append((matrix, weights, rng.random(criteria) < 0.5))
    return problems


@pytest.mark.filterwarnings("ignore:Alternatives with indices:UserWarning")  # pymcdm on dominant alternatives
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(weighted_sum, WSM(minmax_normalization)), (topsis, TOPSIS(vector_normalization))],
    ids=["weighted_sum", "topsis"],
)
def test_scores_equal_those_of_pymcdm_on_two_hundred_random_matrices(ours, theirs):
    for matrix, weights, benefit in random_problems():
        expected = theirs(matrix, weights, np.where(benefit, 1, -1))
        np.testing.assert_allclose(ours(matrix, weights, benefit), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_many_problems_at_once_give_what_each_gives_alone(method):
    rng = np.random.default_rng(3)
    matrices, weights = rng.normal(size=(50, 6, 4)), rng.dirichlet(np.ones(4), 50)
    benefit = np.array([True, False, True, False])
    together = method(matrices, weights, benefit)
    alone = [method(matrix, weight, benefit) for matrix, weight in zip(matrices, weights, strict=True)]
    np.testing.assert_array_equal(together, alone)


def test_hwang_and_yoon_topsis_worked_by_hand():
    # Columns 3, 4 and 6, 8 have lengths 5 and 10: scaled 0.6, 0.8 and 0.6, 0.8; the second is a cost.
    # Weighted by ½: distances to best and worst are 0.1 each way, so both alternatives are half way.
    np.testing.assert_allclose(topsis([[3, 6], [4, 8]], HALF, [True, False]), [0.5, 0.5])
    # With weights ¾ and ¼ the first criterion decides: 0.15 / (0.15 + 0.05).
    np.testing.assert_allclose(topsis([[3, 6], [4, 8]], [0.75, 0.25], [True, False]), [0.25, 0.75])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_column_of_zeros_moves_no_rank(method):
    matrix = np.array([[5.0, 0.0, 1.0], [3.0, 0.0, 9.0], [4.0, 0.0, 2.0]])
    benefit = np.array([True, False, False])
    weights = np.array([0.4, 0.2, 0.4])
    with_zeros = method(matrix, weights, benefit)
    without = method(np.delete(matrix, 1, axis=1), weights[[0, 2]], benefit[[0, 2]])
    assert np.isfinite(with_zeros).all()
    np.testing.assert_array_equal(np.argsort(with_zeros), np.argsort(without))


def test_one_alternative_is_first_with_nothing_to_be_compared_to():
    for method, score in (("weighted_sum", 1.0), ("topsis", 0.5)):
        ranking = rank_alternatives(["alone"], [[3.0, 0.0]], {"a": True, "b": False}, method=method)
        assert (ranking.ranks.tolist(), ranking.scores.tolist(), ranking.reversals) == ([1], [score], ())


@pytest.mark.parametrize("method", METHODS)
def test_alternatives_that_are_equal_share_the_better_rank(method):
    matrix = [[1.0, 5.0], [2.0, 4.0], [2.0, 4.0], [0.0, 9.0]]
    ranking = rank_alternatives(list("abcd"), matrix, {"gain": True, "cost": False}, method=method)
    assert dict(zip(ranking.alternatives, ranking.ranks.tolist(), strict=True)) == {"a": 3, "b": 1, "c": 1, "d": 4}
    assert [name for _, name, _ in ranking.ranked()] == ["b", "c", "a", "d"]


@pytest.mark.parametrize("method", METHODS)
def test_all_alternatives_equal_are_all_first(method):
    ranking = rank_alternatives(list("abc"), np.full((3, 2), 7.0), {"a": True, "b": False}, method=method)
    assert ranking.ranks.tolist() == [1, 1, 1]


@pytest.mark.parametrize("method", METHODS)
def test_no_weights_are_equal_weights(method):
    matrix, criteria = [[1.0, 5.0], [2.0, 7.0], [0.0, 1.0]], {"gain": True, "cost": False}
    unweighted = rank_alternatives(list("abc"), matrix, criteria, method=method)
    alike = rank_alternatives(list("abc"), matrix, criteria, {"gain": 7, "cost": 7}, method)
    np.testing.assert_array_equal(unweighted.scores, alike.scores)
    assert unweighted.weights.tolist() == [0.5, 0.5]


def test_the_normalised_matrix_is_shown_before_the_weights():
    matrix, criteria = np.array([[3.0, 10.0], [4.0, 20.0]]), {"gain": True, "cost": False}
    by_range = rank_alternatives(["a", "b"], matrix, criteria, {"gain": 1}, "weighted_sum")
    by_length = rank_alternatives(["a", "b"], matrix, criteria, {"gain": 1}, "topsis")
    np.testing.assert_array_equal(by_range.normalised, scaled_by_range(matrix, [True, False]))
    np.testing.assert_array_equal(by_length.normalised, scaled_by_length(matrix))
    np.testing.assert_array_equal(by_range.normalised, [[0, 1], [1, 0]])


@pytest.mark.parametrize("weights", [{"a": -1, "b": 2}, {"a": 0, "b": 0}, {}, {"a": np.nan}, {"b": np.inf}])
def test_weights_that_weigh_nothing_or_less_are_refused_in_a_sentence(weights):
    with pytest.raises(InputError) as refused:
        settle_weights(weights, ["a", "b"])
    assert "positive or zero" in refused.value.sentence("en")
    assert "positifs ou nuls" in refused.value.sentence("fr")


def test_an_unknown_criterion_or_method_is_answered_with_the_close_names():
    with pytest.raises(UnknownNameError) as unknown:
        settle_weights({"expected_np": 1}, ["expected_npv"])
    assert unknown.value.matches == ("expected_npv",)
    with pytest.raises(UnknownNameError) as unknown:
        rank_alternatives(["a"], [[1.0]], {"b": True}, method="topsiss")
    assert unknown.value.matches == ("topsis",)


def test_a_rank_reversal_is_found_and_said():
    # With c the second criterion runs from 0 to 5: a scores .3 + .7 × .8 = .86 and b .7.
    # Without c it runs from 4 to 5: a scores .3 and b .7.
    matrix, weights = np.array([[10.0, 4.0], [0.0, 5.0], [0.0, 0.0]]), [0.3, 0.7]
    np.testing.assert_allclose(weighted_sum(matrix, weights, MORE), [0.86, 0.7, 0.0])
    np.testing.assert_allclose(weighted_sum(matrix[:2], weights, MORE), [0.3, 0.7])
    (found,) = rank_reversals(["a", "b", "c"], matrix, weights, MORE, "weighted_sum")
    assert (found.moved, found.first, found.second) == ("c", "a", "b")
    assert found.sentence().en == "Rank reversal: “a” comes before “b” only while “c” is compared too."
    assert found.sentence().fr.startswith("Inversion de rang\u00a0: «\u00a0a\u00a0» ne devance")


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_reversals_are_those_that_scoring_again_shows(seed):
    rng = np.random.default_rng(seed)
    matrix, weights = rng.normal(size=(5, 3)), rng.dirichlet(np.ones(3))
    names, benefit = list("abcde"), rng.random(3) < 0.5
    for method in METHODS:
        before = METHODS[method](matrix, weights, benefit)
        expected = set()
        for out in range(5):
            after = METHODS[method](np.delete(matrix, out, 0), weights, benefit)
            kept = [place for place in range(5) if place != out]
            for i in range(4):
                for j in range(4):
                    if before[kept[i]] > before[kept[j]] and after[i] < after[j]:
                        expected.add((names[out], names[kept[i]], names[kept[j]]))
        found = rank_reversals(names, matrix, weights, benefit, method)
        assert {(item.moved, item.first, item.second) for item in found} == expected


def test_adding_an_alternative_is_compared_on_those_in_both():
    assert order_changes({"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 3.0, "new": 9.0}) == [("a", "b")]
    assert order_changes({"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 1.0, "new": 9.0}) == []


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_an_alternative_better_everywhere_never_ranks_behind(seed):
    rng = np.random.default_rng(seed)
    matrix, benefit = rng.normal(size=(4, 3)), rng.random(3) < 0.5
    matrix[0] = matrix[1] + np.where(benefit, 1.0, -1.0)
    for method in METHODS.values():
        scores = method(matrix, rng.dirichlet(np.ones(3)), benefit)
        assert scores[0] >= scores[1]
