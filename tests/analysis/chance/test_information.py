"""The value of information against textbook cases with closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from costbench.analysis.chance.draws import dimension_blocks, sampling
from costbench.analysis.chance.information import information_values, partial_information, perfect_information
from costbench.catalogue import list_models
from costbench.catalogue.appraisals import settle_models
from costbench.errors import InputError

BLOCKS = dimension_blocks(list_models())


def normals(count=2**14, dimensions=2, seed=1):
    parts = [stats.qmc.Sobol(dimensions, rng=seed + part).random(count // 8) for part in range(8)]
    u = np.concatenate(parts).clip(1e-9, 1 - 1e-9)
    return u.T, stats.norm.ppf(u).T


def loss(mean, sd):
    """Return the unit normal loss: E max(0, X) less max(0, E X) for X normal (Raiffa and Schlaifer 1961)."""
    return sd * stats.norm.pdf(mean / sd) - abs(mean) * stats.norm.cdf(-abs(mean) / sd)


def test_two_actions_with_a_normal_payoff_meet_the_normal_loss():
    u, x = normals()
    for mean, sd in ((0.0, 1.0), (30.0, 50.0), (-80.0, 40.0)):
        payoffs = np.array([mean + sd * x[0], np.zeros(x.shape[1])])
        assert perfect_information(payoffs) == pytest.approx(loss(mean, sd), abs=0.005 * sd)
        assert partial_information(payoffs, u[0]).value == pytest.approx(loss(mean, sd), abs=0.01 * sd)


def test_knowing_one_of_two_inputs_is_worth_the_loss_of_its_own_spread():
    u, x = normals()
    payoffs = np.array([10 + 30 * x[0] + 40 * x[1], np.zeros(x.shape[1])])
    assert perfect_information(payoffs) == pytest.approx(loss(10, 50), abs=0.3)
    for place, sd in enumerate((30, 40)):
        found = partial_information(payoffs, u[place])
        assert found.value == pytest.approx(loss(10, sd), abs=4 * found.standard_error + 0.3)
        assert found.value < perfect_information(payoffs)


def test_an_input_that_changes_no_choice_is_worth_nothing():
    u, x = normals(dimensions=3)
    payoffs = np.array([10 + 30 * x[0], np.full(x.shape[1], 5.0)])
    assert partial_information(payoffs, u[2]).value <= 0.3
    certain = np.array([500 + x[0], np.zeros(x.shape[1])])
    assert partial_information(certain, u[0]).value == 0


def test_an_action_said_to_be_unrelated_is_left_at_its_mean():
    u, x = normals()
    payoffs = np.array([30 * x[0], np.zeros(x.shape[1])])
    assert partial_information(payoffs, u[0], related=[False, False]).value == pytest.approx(0, abs=0.1)


def test_one_action_and_equal_actions_leave_nothing_to_know():
    assert perfect_information([[1.0, -5.0, 9.0]]) == 0
    assert perfect_information([[1.0, -5.0, 9.0], [1.0, -5.0, 9.0]]) == 0


@pytest.fixture(scope="module")
def of_models():
    return information_values(settle_models(None, {}), sampling(BLOCKS, 4096))


def test_knowing_more_is_never_worth_less(of_models):
    assert of_models.of_everything.value > of_models.of_inputs.value > 0
    most = next(iter(of_models.by_input.values()))
    assert 0 < most.value < of_models.of_inputs.value + 3 * of_models.of_inputs.standard_error


def test_inputs_are_ordered_by_what_knowing_them_is_worth(of_models):
    values = [item.value for item in of_models.by_input.values()]
    assert values == sorted(values, reverse=True)
    assert {"outstanding_at_maturity", "jobs_at_maturity"} & set(list(of_models.by_input)[:3])


def test_an_input_that_only_others_gain_from_is_worth_nothing_to_the_organisation(of_models):
    assert of_models.by_input["gain_per_outcome"].value == 0


def test_correlated_inputs_are_told_apart_no_more_but_still_bounded():
    found = information_values(settle_models(["joint_venture", "do_nothing"], {}), sampling(BLOCKS, 4096, 0, 0.3))
    assert 0 < next(iter(found.by_input.values())).value <= found.of_inputs.value * 1.1


def test_too_few_draws_are_an_input_error():
    with pytest.raises(InputError, match="512"):
        information_values(settle_models(["do_nothing"], {}), sampling(BLOCKS, 256))
