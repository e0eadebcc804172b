"""A model run as a program gives what its ledger adds up to, and does nothing that nobody asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.appraisal import TOLERANCE, YEARS, CooperationModel
from costbench.appraisal.readings.flows import LedgerLine, run, run_ledger
from costbench.appraisal.readings.worth import worth
from costbench.appraisal.tracing.program import FUNCTIONS, program
from costbench.appraisal.tracing.programs import operation_program, setup_program
from costbench.appraisal.tracing.symbolic import trace
from costbench.catalogue import get_model, list_models
from costbench.finance import net_present_value
from costbench.vocabulary import Kind, Stakeholder
from tests.appraisal.scenarios import random_values

SCENARIOS = 60
PARTIES = tuple(Stakeholder)
MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
MIXTURES = pytest.mark.parametrize("single", [0.0, 0.5, 1.0], ids=["arrays", "both", "numbers"])


def some_values(model: type[CooperationModel], single: float) -> dict[str, float | np.ndarray]:
    """Return random inputs, a share of them one number for all scenarios."""
    rng = np.random.default_rng(int(7 + 10 * single))
    values = random_values(model, rng, SCENARIOS)
    return {name: float(array[0]) if rng.random() < single else array for name, array in values.items()}


def added_up(lines: list[LedgerLine], party: Stakeholder) -> np.ndarray:
    """Return a party's flows, read off the ledger line by line."""
    received = [line.amounts for line in lines if line.payee is party]
    paid = [line.amounts for line in lines if line.payer is party]
    return sum(received, np.zeros((len(YEARS), SCENARIOS))) - sum(paid, np.zeros(1))


def of_kind(lines: list[LedgerLine], kind: Kind) -> np.ndarray:
    return sum((line.amounts for line in lines if line.kind is kind), np.zeros((len(YEARS), SCENARIOS)))


def same(found: np.ndarray, expected: np.ndarray, turnover: np.ndarray) -> bool:
    return bool(np.all(np.abs(found - expected) <= TOLERANCE * np.maximum(1, turnover)))


@MODELS
@MIXTURES
def test_flows_are_the_sums_of_the_ledger(model, single):
    values = some_values(model, single)
    lines = run_ledger(model, values, (SCENARIOS,)).lines
    turnover = np.sum([np.abs(line.amounts) for line in lines] or [np.zeros(1)], axis=0)
    flows = run(model, values, (SCENARIOS,))
    for party in PARTIES:
        alone = run(model, values, (SCENARIOS,), perspective=party)
        assert same(flows.net(party), added_up(lines, party), turnover), party
        assert same(alone.net(party), added_up(lines, party), turnover), party
    assert same(flows.benefits, of_kind(lines, Kind.BENEFIT), turnover)
    assert same(flows.resource_costs, of_kind(lines, Kind.RESOURCE_COST), turnover)
    for phase in model.definition.phases:
        (line,) = (line for line in lines if line.name == f"setup.{phase}")
        assert same(flows.setup_by_phase[line.name], line.amounts, turnover)


@MODELS
@MIXTURES
def test_present_values_are_those_of_the_ledger(model, single):
    values = some_values(model, single)
    lines = run_ledger(model, values, (SCENARIOS,)).lines
    turnover = np.sum([np.abs(line.amounts).sum(axis=0) for line in lines] or [np.zeros(1)], axis=0)
    own, social = (np.broadcast_to(values[name], SCENARIOS) for name in ("discount_rate", "social_discount_rate"))
    found = worth(model, values)
    operation = [line for line in lines if not line.name.startswith("setup.")]
    organisation = Stakeholder.ORGANISATION
    assert same(found.operation, net_present_value(added_up(operation, organisation), own), turnover)
    for party in PARTIES:
        assert same(found.parties[party], net_present_value(added_up(lines, party), own), turnover), party
    for kind in (Kind.BENEFIT, Kind.RESOURCE_COST):
        assert same(found.kinds[kind], net_present_value(of_kind(lines, kind), own), turnover)
        assert same(found.social[kind], net_present_value(of_kind(lines, kind), social), turnover)
    for year, net in enumerate(found.net):
        assert same(net, added_up(lines, organisation)[year], turnover)


@MODELS
def test_a_size_has_no_part_in_the_setup_effort(model):
    scale = model.scale_input()
    assert scale is None or scale not in {name for name, _ in setup_program(model, PARTIES).inputs}


def test_what_nobody_asked_for_is_not_computed():
    bond = get_model("social_impact_bond")
    everybody = operation_program(bond, (*PARTIES, *Kind))
    organisation = operation_program(bond, (Stakeholder.ORGANISATION,))
    assert len(organisation.before) + len(organisation.yearly) < (len(everybody.before) + len(everybody.yearly)) / 3
    asked: list[str] = []

    class Watched(dict):
        def __getitem__(self, name: str) -> float:
            asked.append(name)
            return super().__getitem__(name)

    values = {name: array[0] for name, array in random_values(bond, np.random.default_rng(2), 1).items()}
    list(organisation.years(Watched(values), 3))
    assert "gain_per_outcome" not in asked
    assert "programme_budget" in asked


@MODELS
def test_no_operation_is_done_twice_and_none_looks_ahead(model):
    traced = trace(model)
    results = {str(place): item.expression for place, item in enumerate(traced.entries)}
    steps = program(traced, results)
    done = {slot for slot, value in enumerate(steps.slots) if value is not None}
    done |= {slot for _, slot in steps.inputs} | {item.slot for item in steps.carried} | {steps.year}
    for step in (*steps.before, *steps.yearly):
        assert {*step.arguments} <= done, "an argument is there before it is used"
        assert step.slot not in done
        done = (done | {step.slot}) - {*step.spent}
    operations = [(step.function, step.arguments) for step in (*steps.before, *steps.yearly)]
    assert len(set(operations)) == len(operations)
    assert {slot for _, slot in steps.outputs} | {item.source for item in steps.carried} <= done


PLAIN = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "MIN": np.minimum,
    "MAX": np.maximum,
    ">=": np.greater_equal,
}
LEAST_DENOMINATOR = 1e-9  # a model keeps its denominators away from zero: neither 0 nor a subnormal divides
NUMBERS = st.sampled_from([0.0, 1.0, -1.0]) | st.floats(-1e12, 1e12)


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(PLAIN)), st.tuples(st.booleans(), st.booleans()))
def test_an_operation_gives_on_numbers_and_on_arrays_what_numpy_gives(one, other, sign, are_arrays):
    operands = [np.full(3, item) if array else item for item, array in zip((one, other), are_arrays, strict=True)]
    if sign == "/" and abs(other) < LEAST_DENOMINATOR:
        return
    found, expected = FUNCTIONS[sign](*operands), PLAIN[sign](np.float64(one), np.float64(other))
    assert np.all(np.broadcast_to(found, 3) == expected)
