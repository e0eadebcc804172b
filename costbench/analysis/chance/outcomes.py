"""What a deal is worth at each point drawn: present values accumulated year by year, no ledger kept.

The ledger runs on the draws that are signed only, and goes on until the last settlement drawn: a contract that
runs late loses no payment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.chance.distributions import gate_passed
from costbench.analysis.chance.draws import Points, gates_of
from costbench.analysis.chance.uncertain_inputs import DrawnInputs, UncertainScenario, Values
from costbench.appraisal import TOLERANCE, CooperationModel, Entry, Operand
from costbench.appraisal.declaring.timing import MONTHS_A_YEAR, between
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.readings.worth import Discounts
from costbench.appraisal.tracing.programs import (
    OWN_RATE,
    SOCIAL_RATE,
    operation_program,
    setup_entries,
    setup_program,
    worth_of,
)
from costbench.errors import InputError, Problem
from costbench.language import Text, number
from costbench.vocabulary import SOCIETY, Kind, Stakeholder

ORGANISATION: Final = Stakeholder.ORGANISATION
LONGEST: Final = 100
"""Years after which a drawn deal is taken for a mistake in the spreads."""

Parties: TypeAlias = tuple[str, ...]
ORGANISATION_ONLY: Final[Parties] = (ORGANISATION,)


def drawn_outcomes(
    scenario: UncertainScenario, points: Points, parties: Parties = ORGANISATION_ONLY
) -> tuple[NDArray[np.bool_], dict[str, Array]]:
    """Return which points are signed, and what the deal is worth to each party at each point, in EUR.

    Gates are drawn: a phase not passed ends the talks, and what was spent until then is lost. Present values
    at the organisation's discount rate, society's at the social one.
    """
    model = scenario.model
    phases = [f"{phase}.probability" for phase in model.definition.phases]
    passed = {
        gate: gate_passed(points.uniform(f"{gate}.gate"), scenario.column(gate, points)) for gate in gates_of(model)
    }
    talks = DrawnInputs(scenario, points, fixed={gate: flags * 1.0 for gate, flags in passed.items()})
    worth = {party: np.zeros(points.count) + value for party, value in setup_value(model, talks, parties).items()}
    signed = np.logical_and.reduce([np.full(points.count, True), *(passed[gate] for gate in phases)])
    rows = np.flatnonzero(signed)
    if rows.size:
        after = {gate: flags[rows] * 1.0 for gate, flags in passed.items()}
        deals = DrawnInputs(scenario, points, rows if rows.size < points.count else None, after)
        for party, value in operation_value(model, deals, parties).items():
            worth[party][rows] += value
    return signed, worth


def expected_value(model: type[CooperationModel], values: Values, count: int) -> Array:
    """Return the organisation's expected NPV for ``count`` sets of input values, gates averaged, in EUR.

    The indicator ``expected_npv`` without its horizon: a deal settled late is counted to its end.
    """
    signed = model(values).probability_of_signing
    operation = operation_value(model, values, ORGANISATION_ONLY)[ORGANISATION]
    setup = setup_value(model, values, ORGANISATION_ONLY)[ORGANISATION]
    return np.asarray(np.zeros(count) + (signed * operation + setup))


def expected_outcomes(scenario: UncertainScenario, points: Points, fixed: Values | None = None) -> Array:
    """Return the organisation's expected NPV at each point, inputs drawn and gates averaged, in EUR."""
    return expected_value(scenario.model, DrawnInputs(scenario, points, fixed=fixed), points.count)


def operation_value(model: type[CooperationModel], values: Values, parties: Parties) -> dict[str, Operand]:
    """Return the present value of the signed deal for each party, setup left out, in EUR."""
    worths = tuple((party, SOCIAL_RATE if party == SOCIETY else OWN_RATE) for party in parties)
    last = _last_year("settlement_year", model(values).settlement_year)
    for total in operation_program(model, (), worths).years(values, last):
        found = total
    return {party: found.get(worth_of(party, rate), 0.0) for party, rate in worths}


def setup_value(model: type[CooperationModel], values: Values, parties: Parties) -> dict[str, Operand]:
    """Return the present value of the setup effort for each party, as far as the talks go, in EUR.

    A phase counts with the probability that it is begun (0 or 1 where gates are drawn). The other parties'
    effort is spread over the whole setup and ends with the talks.
    """
    talks = model(values)
    begun: dict[str, Operand] = {f"setup.{phase}": talks.phase_reach(phase) for phase in model.definition.phases}
    months = (talks.phase_reach(phase) * talks.phase(phase, "months") for phase in model.definition.phases)
    end = sum(months, 0.0) / MONTHS_A_YEAR
    worth: dict[str, Operand] = dict.fromkeys(parties, 0.0)
    discounts = Discounts(own=talks.discount_rate, social=talks.social_discount_rate)
    last, entries = _last_year("setup_months", talks.setup_years), setup_entries(model, parties)
    for year, amounts in enumerate(setup_program(model, parties).years(values, last)):
        going = _part_before(end, year, talks.setup_years) if parties != ORGANISATION_ONLY else 0.0
        spent = [replace(entry, amount=amounts[entry.name] * begun.get(entry.name, going)) for entry in entries]
        for party, net in _nets(spent, parties).items():
            worth[party] = worth[party] + net * discounts["social" if party == SOCIETY else "own"]
        discounts.turn()
    return worth


def _nets(entries: Iterable[Entry], parties: Parties) -> dict[str, Operand]:
    nets: dict[str, Operand] = dict.fromkeys(parties, 0.0)
    for entry in entries:
        if entry.payer in nets:
            nets[entry.payer] = nets[entry.payer] - entry.amount
        if entry.payee in nets:
            nets[entry.payee] = nets[entry.payee] + entry.amount
        if SOCIETY in nets and entry.kind is not Kind.PAYMENT:
            gain = entry.amount if entry.kind is Kind.BENEFIT else -entry.amount
            nets[SOCIETY] = nets[SOCIETY] + gain
    return nets


def _part_before(end: Operand, year: int, whole: Operand) -> Operand:
    """Return the part of the year's setup effort that falls before the talks end; all of it at a moment."""
    planned = between(year, 0, whole) - between(year - 1, 0, whole)
    spent = between(year, 0, end) - between(year - 1, 0, end)
    return np.where(planned > TOLERANCE, spent / np.maximum(planned, TOLERANCE), 1.0)


def _last_year(name: str, latest: Operand) -> int:
    end = float(np.max(latest))
    if end <= LONGEST:
        return ceil(end - TOLERANCE)
    allowed = Text(
        f"a deal that can be drawn ends within {LONGEST} years",
        f"un accord tiré au hasard s’achève en {LONGEST} ans au plus",
    )
    hint = Text("Lower the high values of the durations.", "Abaissez les valeurs hautes des durées.")
    raise InputError([Problem(name, number(end, "en"), allowed, hint)])
