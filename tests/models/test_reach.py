"""Who can afford to try, what trying costs when it fails, and from which size it pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from costbench.appraisal import YEARS, CooperationModel, at
from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.catalogue import Appraisal, appraise, compare, list_models
from costbench.finance import net_present_value
from costbench.language import Text
from costbench.vocabulary import Stakeholder
from tests.appraisal.scenarios import random_values

BOND = "social_impact_bond"
SMALL = {"annual_budget": 300_000, "staff_fte": 4}
LARGE = {"annual_budget": 5_000_000, "staff_fte": 60}
WITH_PHASES = [model for model in list_models() if model.definition.phases]
MODELS = pytest.mark.parametrize("model", WITH_PHASES, ids=lambda model: model.id)


def sentences(reasons: list[Text]) -> str:
    return " ".join(reason.en for reason in reasons)


# Affordability --------------------------------------------------------------------------------------


def test_a_small_structure_is_told_that_a_bond_is_out_of_reach_and_why() -> None:
    found = appraise(BOND, **SMALL)
    assert found.affordability == "out_of_reach"
    assert "Out of reach: the setup costs too large a part of the annual budget." in sentences(
        found.reasons("affordability")
    )
    assert all("Hors de portée" in reason.fr or "Lourd" in reason.fr for reason in found.reasons("affordability"))


def test_a_large_structure_is_not() -> None:
    found = appraise(BOND, **LARGE)
    assert found.affordability != "out_of_reach"
    assert found["setup_cost_to_budget"] == pytest.approx((found["setup_cost"] or 0) / 5_000_000)
    assert appraise(BOND, **LARGE, cash_reserve=625_000).affordability == "within_reach"


def test_a_small_structure_has_something_within_reach_all_the_same() -> None:
    comparison = compare(**SMALL)
    within = {found.model.id for found in comparison.appraisals if found.affordability == "within_reach"}
    assert {"sponsorship", "do_nothing"} <= within
    assert BOND not in within


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"annual_budget": 100_000, "staff_fte": 1_000, "cash_reserve": 1e9}, "annual budget"),
        ({"annual_budget": 1e9, "staff_fte": 1, "cash_reserve": 1e9}, "staff"),
        ({"annual_budget": 1e9, "staff_fte": 1_000, "cash_reserve": 1_000}, "cash"),
    ],
)
def test_each_of_budget_staff_and_cash_alone_can_put_a_bond_out_of_reach(changed: dict[str, float], word: str) -> None:
    found = appraise(BOND, **changed)
    (reason,) = found.reasons("affordability")
    assert found.affordability == "out_of_reach"
    assert word in reason.en


# The size from which a bond pays ----------------------------------------------------------------------


def bond_break_even(**inputs: Any) -> float | None:
    return appraise(BOND, **inputs)["break_even_scale"]


def test_the_break_even_size_of_a_bond_falls_as_more_overheads_are_recovered() -> None:
    sizes = [bond_break_even(overhead_recovered=share) for share in (0.05, 0.08, 0.12, 0.17, 0.25)]
    assert all(size is not None for size in sizes)
    assert sizes == sorted(sizes, key=lambda size: -(size or 0))  # type: ignore[arg-type]
    assert len(set(sizes)) == len(sizes)


def test_the_break_even_size_of_a_bond_is_its_expected_setup_over_its_expected_margin() -> None:
    """Solved by hand: the margin on a euro of budget is overhead x (1 - real share), spread over the programme."""
    found = appraise(BOND)
    values, model = found.settled.values(), found.model(found.settled.values())
    rate, signed = values["discount_rate"], found["probability_of_signing"] or 0
    setup = sum(
        float(model.phase_reach(phase)) * float(net_present_value(found.flows.setup_by_phase[f"setup.{phase}"], rate))
        for phase in found.model.definition.phases
    )
    lines = {line.name: float(net_present_value(line.amounts, rate)) for line in found.ledger().lines}
    margin = values["overhead_recovered"] * (1 - values["overhead_real_cost_share"])
    a_euro = margin * lines["investment"] / values["programme_budget"]
    assert found["break_even_scale"] == pytest.approx((setup / signed - lines["success_bonus"]) / a_euro, rel=1e-9)


@pytest.mark.parametrize("changed", [{"overhead_recovered": 0}, {"overhead_real_cost_share": 1}])
def test_the_break_even_size_of_a_bond_is_absent_with_a_reason_where_its_size_brings_nothing(
    changed: dict[str, float],
) -> None:
    found = appraise(BOND, **changed)
    assert found["break_even_scale"] is None
    assert "break_even_scale is absent" in sentences(found.reasons("break_even_scale"))


def test_restricted_gifts_never_pay_for_themselves_and_the_tool_says_so() -> None:
    found = appraise("sponsorship")
    assert found["break_even_scale"] is None
    assert found.reasons("break_even_scale")


@MODELS
def test_at_its_break_even_size_a_model_is_expected_to_cost_nothing(model: type[CooperationModel]) -> None:
    found = appraise(model.id)
    size = found["break_even_scale"]
    if size is None:
        assert found.reasons("break_even_scale")
        return
    name = model.scale_input()
    assert name
    there = appraise(model.id, **{name: size})["expected_npv"] or 0
    assert abs(there) <= 1e-6 * (found["setup_cost"] or 1)


SEARCHED = {"joint_venture"}
"""The models whose expected NPV is no straight line in their size, as docs/reference.md says."""


@MODELS
def test_expected_value_is_a_straight_line_in_the_size_but_in_the_models_said_to_be_searched(
    model: type[CooperationModel],
) -> None:
    values, name = random_values(model, np.random.default_rng(5), 60), model.scale_input()
    assert name
    unit = np.where(values[name] > 0, values[name], model.definition.inputs[name].central)
    at_sizes = [
        expected_net_present_value(model(sized), run(model, sized, unit.shape))
        for sized in (values | {name: multiple * unit} for multiple in (0.0, 1.0, 3.0, 50.0))
    ]
    none, one, *larger = at_sizes
    straight = [
        np.allclose(worth - none, multiple * (one - none), rtol=1e-9, atol=1e-9 * float(np.abs(at_sizes).max()))
        for multiple, worth in zip((3.0, 50.0), larger, strict=True)
    ]
    assert all(straight) == (model.id not in SEARCHED)


# What trying costs ------------------------------------------------------------------------------------


def odds(model: type[CooperationModel], probability: float) -> dict[str, float]:
    return {f"{phase}.probability": probability for phase in model.definition.phases}


def present_values(found: Appraisal) -> tuple[float, list[float], float]:
    """Return the present value of operation, of each phase's cost, and the discount rate."""
    rate = float(found.settled.values()["discount_rate"])
    flows = found.flows
    spent = [
        float(net_present_value(flows.setup_by_phase[f"setup.{phase}"], rate))
        for phase in found.model.definition.phases
    ]
    return float(net_present_value(flows.operation[Stakeholder.ORGANISATION], rate)), spent, rate


@MODELS
def test_expected_value_weighs_operation_by_signing_and_each_phase_by_being_begun(
    model: type[CooperationModel],
) -> None:
    found = appraise(model.id)
    operation, spent, _ = present_values(found)
    expected, reach = 0.0, 1.0
    for phase, cost in zip(model.definition.phases, spent, strict=True):
        expected -= reach * cost
        reach *= float(found.settled.values()[f"{phase}.probability"])
    assert found["probability_of_signing"] == pytest.approx(reach, rel=1e-12)
    assert found["expected_npv"] == pytest.approx(expected + reach * operation, rel=1e-12)
    assert found["npv"] == pytest.approx(operation - sum(spent), rel=1e-9)


@MODELS
def test_a_deal_that_is_certain_is_worth_what_it_is_worth_signed(model: type[CooperationModel]) -> None:
    found = appraise(model.id, **odds(model, 1))
    assert found["expected_npv"] == pytest.approx(found["npv"], rel=1e-12)
    assert found["expected_sunk_cost"] is None
    assert "signing is certain" in sentences(found.reasons("expected_sunk_cost"))


@MODELS
def test_a_deal_that_never_passes_its_first_phase_costs_that_phase_and_no_contribution_helps(
    model: type[CooperationModel],
) -> None:
    found = appraise(model.id, **odds(model, 0))
    _, spent, _ = present_values(found)
    first = next(iter(model.definition.phases))
    assert found["expected_npv"] == pytest.approx(-spent[0], rel=1e-12)
    assert found["expected_sunk_cost"] == pytest.approx(float(found.flows.setup_by_phase[f"setup.{first}"].sum()))
    assert found["required_contribution"] is None
    assert found.reasons("required_contribution")


@MODELS
def test_the_sunk_cost_is_the_mean_spending_of_the_cases_that_fail(model: type[CooperationModel]) -> None:
    """Counted case by case: a deal fails in one phase, having paid for it and for all before it."""
    found = appraise(model.id)
    values, instance = found.settled.values(), found.model(found.settled.values())
    reach, paid, failed, spent = 1.0, 0.0, 0.0, 0.0
    for phase in model.definition.phases:
        paid += float(instance.phase_cost(phase))
        fails_here = reach * (1 - float(values[f"{phase}.probability"]))
        failed, spent = failed + fails_here, spent + fails_here * paid
        reach -= fails_here
    assert found["expected_sunk_cost"] == pytest.approx(spent / failed, rel=1e-9)
    assert found["expected_cost_per_signed_deal"] == pytest.approx((spent + reach * paid) / reach, rel=1e-9)


@MODELS
def test_the_required_contribution_paid_at_signature_brings_the_expected_value_to_zero(
    model: type[CooperationModel],
) -> None:
    """Added to the ledger as the lump that it is, shared between the year ends around signature."""
    found = appraise(model.id, setup_months=19)
    expected, needed = found["expected_npv"] or 0, found["required_contribution"] or 0
    if expected >= 0:
        assert needed == 0
        return
    _, _, rate = present_values(found)
    worth = sum(needed * float(at(year, 19 / 12)) / (1 + rate) ** year for year in YEARS)
    assert expected + (found["probability_of_signing"] or 0) * worth == pytest.approx(0, abs=1e-6)
