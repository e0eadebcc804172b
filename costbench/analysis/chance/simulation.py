"""Simulation: what each model may be worth, over many draws of its inputs and its gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.chance.draws import Blocks, Sampling, dimension_blocks, sampling
from costbench.analysis.chance.outcomes import ORGANISATION, ORGANISATION_ONLY, Parties, drawn_outcomes
from costbench.analysis.chance.summaries import (
    STATISTICS,
    Summary,
    shares_of_being_best,
    standard_errors,
    summarise,
)
from costbench.analysis.chance.uncertain_inputs import (
    Position,
    UncertainScenario,
    uncertain_scenario,
    uncertain_scenarios,
)
from costbench.appraisal import CooperationModel
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.settling.inputs import Settled
from costbench.errors import InputError, Problem, quoted
from costbench.language import Text
from costbench.vocabulary import SOCIETY, Stakeholder

FIRST_DRAWS: Final = 1024
LAST_DRAWS: Final = 65_536
PRECISION: Final = 0.02
"""Standard error of mean, p5 and p95 that an unasked number of draws aims at, in standard deviations."""
PRECISE: Final = ("mean", "p5", "p95")


@dataclass(frozen=True)
class Simulation:
    """One model over its draws.

    ``outcomes[party]`` holds the net present value in EUR of each draw, deals not signed included, at the
    organisation's discount rate (``society``: at the social one); ``signed`` says which draws were signed.
    ``probability_best`` is the share of the draws in which no model simulated beside it is worth more to the
    organisation, ties shared; absent for a model by itself.
    """

    model: type[CooperationModel]
    sampling: Sampling
    outcomes: dict[str, Array]
    signed: NDArray[np.bool_]
    probability_best: float | None = None

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.sampling.draws

    @property
    def mean(self) -> float | None:
        """Mean over the draws, in EUR."""
        return self._own.mean

    @property
    def sd(self) -> float | None:
        """Standard deviation, in EUR; absent with one draw."""
        return self._own.sd

    @property
    def p5(self) -> float | None:
        """Value that one draw in twenty falls below, in EUR."""
        return self._own.p5

    @property
    def p50(self) -> float | None:
        """Median, in EUR."""
        return self._own.p50

    @property
    def p95(self) -> float | None:
        """Value that one draw in twenty exceeds, in EUR."""
        return self._own.p95

    @property
    def probability_of_loss(self) -> float | None:
        """Share of the draws below zero."""
        return self._own.probability_of_loss

    @property
    def expected_shortfall(self) -> float | None:
        """Mean of the worst 5 % of the draws, in EUR."""
        return self._own.expected_shortfall

    @cached_property
    def _own(self) -> Summary:
        return self.summary()

    def summary(self, party: str = ORGANISATION, *, signed_only: bool = False) -> Summary:
        """Return the statistics of a party's outcomes; over the signed draws alone when asked."""
        outcomes = self.outcomes[party]
        return summarise(outcomes[self.signed] if signed_only else outcomes)

    def standard_errors(self, party: str = ORGANISATION) -> Summary:
        """Return the standard error of each statistic, from independently scrambled replicates."""
        return standard_errors(self.outcomes[party], self.sampling.replicates)

    def precise_to(self, precision: float) -> bool:
        """Return whether mean, p5 and p95 are known to ``precision`` standard deviations."""
        error, spread = self.standard_errors(), self.sd or 0.0
        return all((error[name] or 0.0) <= precision * spread for name in PRECISE)


def simulate_models(
    scenarios: Sequence[Settled],
    blocks: Blocks | None = None,
    *,
    draws: int | None = None,
    seed: int = 0,
    correlation: float = 0.0,
    parties: Parties = (),
    precision: float = PRECISION,
) -> tuple[Simulation, ...]:
    """Simulate one scenario under one model or several, with common random numbers.

    Parameters
    ----------
    scenarios
        The scenario settled for each model.
    blocks
        The names that have a dimension of their own (:func:`~costbench.analysis.chance.draws.dimension_blocks` of all
        the models there are, so that a draw does not depend on which are simulated); those of ``scenarios`` if absent.
    draws
        Number of draws, rounded up to a power of 2; when absent, doubled from 1,024 until the standard errors
        of mean, p5 and p95 are below ``precision`` standard deviations for every model, at most 65,536.
    correlation
        Correlation ρ of the inputs with a common factor, along their directions, 0 to below 1.
    parties
        Stakeholders whose outcomes are wanted besides the organisation's; ``society`` is one.

    Raises :class:`~costbench.errors.InputError` for figures that cannot be used.
    """
    wanted = (*ORGANISATION_ONLY, *(_party(name) for name in parties if name != ORGANISATION))
    every = blocks or dimension_blocks(settled.model for settled in scenarios)
    rows = [uncertain_scenario(settled) for settled in scenarios]
    if draws is not None:
        return _simulated(rows, sampling(every, draws, seed, correlation), wanted)
    tried = FIRST_DRAWS
    while True:
        found = _simulated(rows, sampling(every, tried, seed, correlation), wanted)
        if tried >= LAST_DRAWS or all(simulation.precise_to(precision) for simulation in found):
            return found
        tried *= 2


def simulate_many(scenarios: Sequence[Settled], chosen: Sampling) -> list[dict[str, Array]]:
    """Simulate many scenarios under several models: for each model, each statistic as an array over the scenarios.

    ``scenarios`` holds one :class:`~costbench.appraisal.settling.inputs.Settled` a model, the same scenarios in each.
    The statistics are those of :class:`~costbench.analysis.chance.summaries.Summary` and ``probability_best`` among
    these models; NaN where absent. Every scenario meets the same points, and its figures depend on nothing
    but itself and the sampling: not on its neighbours, nor on how a file was cut into chunks.
    """
    positions: Sequence[Position] = [()] if scenarios[0].size is None else range(scenarios[0].size)
    columns = (*STATISTICS, "probability_best")
    found = [{name: np.full(len(positions), np.nan) for name in columns} for _ in scenarios]
    for place, rows in enumerate(zip(*(uncertain_scenarios(settled, positions) for settled in scenarios), strict=True)):
        for simulation, arrays in zip(_simulated(rows, chosen, ORGANISATION_ONLY), found, strict=True):
            for name, array in arrays.items():
                value = getattr(simulation, name)
                array[place] = np.nan if value is None else value
    return found


def _simulated(rows: Sequence[UncertainScenario], chosen: Sampling, parties: Parties) -> tuple[Simulation, ...]:
    parts: list[list[tuple[NDArray[np.bool_], dict[str, Array]]]] = [[] for _ in rows]
    for points in chosen.spans():
        for row, part in zip(rows, parts, strict=True):
            part.append(drawn_outcomes(row, points, parties))
    simulations = [_joined(row, chosen, part) for row, part in zip(rows, parts, strict=True)]
    if len(rows) < 2:
        return tuple(simulations)
    shares = shares_of_being_best([simulation.outcomes[ORGANISATION] for simulation in simulations])
    return tuple(
        replace(simulation, probability_best=float(share))
        for simulation, share in zip(simulations, shares, strict=True)
    )


def _joined(
    row: UncertainScenario, chosen: Sampling, parts: list[tuple[NDArray[np.bool_], dict[str, Array]]]
) -> Simulation:
    outcomes = {party: np.concatenate([worth[party] for _, worth in parts]) for party in parts[0][1]}
    return Simulation(row.model, chosen, outcomes, np.concatenate([signed for signed, _ in parts]))


def _party(name: str) -> str:
    known = (*Stakeholder, SOCIETY)
    if name in known:
        return name
    allowed = Text(f"a party is one of {', '.join(known)}", f"une partie prenante est l’une de {', '.join(known)}")
    raise InputError([Problem("parties", quoted(name), allowed, Text("Write partner.", "Écrivez partner."))])
