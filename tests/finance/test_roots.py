from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from costbench.finance import RootStatus, find_root


def test_every_scenario_has_the_root_that_brent_finds():
    targets = np.random.default_rng(1).uniform(0.1, 20, 100)
    found = find_root(lambda x, rows: x * np.exp(x) - targets[rows], np.zeros(100), 5)
    brent = [brentq(lambda x, target=target: x * np.exp(x) - target, 0, 5, xtol=1e-14) for target in targets]
    assert (found.status == RootStatus.FOUND).all()
    assert found.root == pytest.approx(brent, rel=1e-12)


@settings(deadline=None)
@given(st.floats(-10, 10), st.floats(0.01, 100), st.sampled_from([1, 3, 5]))
def test_the_function_changes_sign_across_the_root(centre, slope, power):
    def function(x, rows):
        return slope * (x - centre) ** power

    root, status = find_root(function, -11.0, 12.0)
    width = 1e-9 * max(1, abs(centre))
    assert status == RootStatus.FOUND
    assert function(root - width, None) <= 0 <= function(root + width, None)


def test_only_the_scenarios_not_yet_solved_are_evaluated():
    asked = []

    def function(x, rows):
        asked.append(set(rows.tolist()))
        return np.where(rows == 0, x - 0.5, x**9 - 0.3)

    root, _ = find_root(function, 0, np.ones(2))
    assert root == pytest.approx([0.5, 0.3 ** (1 / 9)])
    assert asked[0] == {0, 1}
    assert asked[-1] == {1}
    assert all(later <= earlier for earlier, later in pairwise(asked))


def test_a_search_without_a_root_says_why():
    with np.errstate(invalid="ignore"):
        found = find_root(
            lambda x, rows: np.select(
                [rows == 0, rows == 1, rows == 2],
                [x + 1, np.nan * x, np.where(x < 0.4, -1, np.nan)],
                x - 1.0 / 3,
            ),
            np.zeros(4),
            np.ones(4),
        )
    assert found.root == pytest.approx([np.nan, np.nan, np.nan, 1 / 3], nan_ok=True)
    not_bracketed = RootStatus.NOT_BRACKETED
    assert found.status.tolist() == [not_bracketed, not_bracketed, not_bracketed, RootStatus.FOUND]


def test_a_value_missing_on_the_way_ends_the_search():
    found = find_root(lambda x, rows: np.where((x > 0.2) & (x < 0.8), np.nan, x - 0.5), 0, 1)
    assert np.isnan(found.root)
    assert found.status == RootStatus.NOT_FOUND


def test_trials_that_run_out_are_not_called_a_root():
    found = find_root(lambda x, rows: x**3 - 0.1, 0, 1, maximum_steps=2)
    assert np.isnan(found.root)
    assert found.status == RootStatus.NOT_FOUND


def test_a_bound_may_be_the_root():
    assert find_root(lambda x, rows: x, 0, 1).root == 0
    assert find_root(lambda x, rows: x - 1, 0, 1).root == 1


def test_a_jump_across_zero_is_located():
    found = find_root(lambda x, rows: np.where(x < 0.37, -1.0, 1.0), 0, 1)
    assert found.root == pytest.approx(0.37, rel=1e-12)
    assert found.status == RootStatus.FOUND


@settings(deadline=None)
@given(st.floats(-1, 2))
def test_the_first_trial_does_not_change_the_root(start):
    found = find_root(lambda x, rows: np.exp(x) - 1.5, 0, 1, start=start)
    assert found.root == pytest.approx(np.log(1.5), rel=1e-12)


def test_a_good_first_trial_saves_time():
    def trials(start):
        count = []
        find_root(lambda x, rows: count.append(1) or np.exp(x) - 1.5, 0, 1, start=start)
        return len(count)

    assert trials(np.log(1.5)) < trials(None)


def test_roots_have_the_shape_of_the_bounds():
    assert np.shape(find_root(lambda x, rows: x - 0.5, 0, 1).root) == ()
    assert find_root(lambda x, rows: x - 0.5, np.zeros((2, 3)), 1).root.shape == (2, 3)
    assert find_root(lambda x, rows: x - 0.5, np.zeros(0), 1).root.shape == (0,)
