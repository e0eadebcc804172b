"""Simulations by name: the public door."""

from __future__ import annotations

import pytest

from costbench import simulate, simulate_together
from costbench.errors import InputError, UnknownNameError


def test_a_model_is_simulated_by_its_alias_with_the_users_inputs():
    found = simulate("cis", 64, 3, programme_budget=2e6)
    assert found.model.id == "social_impact_bond"
    assert (found.draws, found.sampling.seed) == (64, 3)
    assert found.mean != simulate("cis", 64, 3).mean


def test_all_models_are_simulated_together_and_share_the_first_place():
    found = simulate_together(None, 64)
    assert len({simulation.model.id for simulation in found}) == 8
    assert sum(simulation.probability_best for simulation in found) == pytest.approx(1)


def test_a_model_draws_the_same_alone_and_beside_others():
    alone, beside = simulate("joint_venture", 64), simulate_together(["sponsorship", "joint_venture"], 64)[1]
    assert alone.outcomes["organisation"].tobytes() == beside.outcomes["organisation"].tobytes()


def test_what_cannot_be_used_is_told():
    with pytest.raises(UnknownNameError, match="joint_venture"):
        simulate("joint_ventur", 64)
    with pytest.raises(InputError, match="discount_rate"):
        simulate("joint_venture", 64, discount_rate=3.5)
    with pytest.raises(InputError, match="capitale"):
        simulate("joint_venture", 64, capitale=1.0)
    with pytest.raises(InputError, match="correlation"):
        simulate("joint_venture", 64, correlation=1.0)


def test_a_mistake_in_a_shared_input_is_told_once():
    with pytest.raises(InputError) as caught:
        simulate_together(None, 64, discount_rate=3.5)
    assert [problem.path for problem in caught.value.problems] == ["discount_rate"]
