"""The value of information: what it would be worth to know, before choosing, how things will turn out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from costbench.analysis.chance.draws import FEWEST_TO_REPLICATE, REPLICATES, Points, Sampling
from costbench.analysis.chance.outcomes import ORGANISATION, drawn_outcomes, expected_outcomes
from costbench.analysis.chance.uncertain_inputs import Position, UncertainScenario, uncertain_scenario
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.settling.inputs import Settled
from costbench.errors import InputError, Problem
from costbench.language import Text

DEGREE: Final = 5
"""Degree of the polynomial that describes how what a model is worth moves with one input."""
FEWEST_DRAWS: Final = 8 * FEWEST_TO_REPLICATE


@dataclass(frozen=True)
class InformationValue:
    """What knowing something before choosing is worth, in EUR, and the standard error of that figure."""

    value: float
    standard_error: float


@dataclass(frozen=True)
class InformationValues:
    """What it is worth to know before choosing among models, in EUR.

    ``of_everything``: every input and whether each gate is passed; ``of_inputs``: every input, the most that
    studies can be worth; ``by_input``: one input alone, the most valuable first.
    """

    of_everything: InformationValue
    of_inputs: InformationValue
    by_input: dict[str, InformationValue]


def perfect_information(payoffs: ArrayLike) -> float:
    """Return the expected value of perfect information for ``payoffs`` of shape (actions, draws), in their unit.

    Formula: mean of the best action's payoff in each draw, less the best mean of one action held in all.
    Never negative; 0 with a single action.

    References
    ----------
    H. Raiffa, R. Schlaifer, Applied Statistical Decision Theory, Harvard, 1961.

    Examples
    --------
    Drill for 300 (one chance in four to find 1,600 worth of oil) or sell the land for 90: knowing the ground
    before choosing is worth 0.25 × 1,300 + 0.75 × 90 − 100 = 292.5.

    >>> perfect_information([[1300, -300, -300, -300], [90, 90, 90, 90]])
    292.5
    """
    values = np.asarray(payoffs, dtype=float)
    return float(np.mean(np.max(values, axis=0)) - np.max(np.mean(values, axis=1)))


def partial_information(
    payoffs: ArrayLike, u: ArrayLike, replicates: int = REPLICATES, related: ArrayLike | None = None
) -> InformationValue:
    """Return the expected value of knowing one input before choosing, in the payoffs' unit.

    Parameters
    ----------
    payoffs
        Shape (actions, draws), in ``replicates`` equal parts drawn independently.
    u
        Probability at which the input was drawn, one value a draw [/1].
    related
        Which actions depend on the input; all of them when absent.

    Convention
    ----------
    Each action's payoff is regressed on polynomials of degree 5 in ``u``; the rule "take the action with the
    highest regression" is judged on the part that took no part in the regression, for each part in turn.
    So noise cannot make an input look valuable, and the answer leans to the low side; below zero it is 0.

    References
    ----------
    M. Strong, J. E. Oakley, A. Brennan, "Estimating multiparameter partial expected value of perfect
    information from a probabilistic sensitivity analysis sample", Medical Decision Making 34(3), 2014.

    Examples
    --------
    >>> u = (np.arange(4096) * 0.6180339887) % 1
    >>> partial_information([u - 0.5, 0 * u], u).value  # exact: 1/8
    0.12...
    """
    values, place = np.asarray(payoffs, dtype=float), np.asarray(u, dtype=float)
    degrees = np.arange(DEGREE + 1)
    basis = np.polynomial.legendre.legvander(2 * place - 1, DEGREE) * np.sqrt(2 * degrees + 1)
    bases, results = np.split(basis, replicates), np.split(values.T, replicates)
    grams = [part.T @ part for part in bases]
    moments = [part.T @ result for part, result in zip(bases, results, strict=True)]
    unmoved = ~np.asarray(related, dtype=bool) if related is not None else np.full(len(values), False)
    usual = int(np.argmax(values.mean(axis=1)))
    gains = []
    for part, result, gram, moment in zip(bases, results, grams, moments, strict=True):
        fit = np.linalg.solve(sum(grams) - gram, sum(moments) - moment)
        fit[1:, unmoved] = 0.0
        best = np.argmax(part @ fit, axis=1)
        gains.append(float(np.mean(result[np.arange(len(result)), best] - result[:, usual])))
    return InformationValue(max(float(np.mean(gains)), 0.0), _error(gains))


def information_values(scenarios: Sequence[Settled], chosen: Sampling, position: Position = ()) -> InformationValues:
    """Return what it is worth to know each uncertain input, all of them, and everything, before choosing a model.

    Gates are averaged where inputs are known, for no study tells how talks will end.
    Raises :class:`~costbench.errors.InputError` for fewer than 512 draws.
    """
    if chosen.draws < FEWEST_DRAWS:
        allowed = Text(
            f"the value of information takes {FEWEST_DRAWS} draws or more",
            f"la valeur de l’information demande au moins {FEWEST_DRAWS} tirages",
        )
        raise InputError([Problem("draws", str(chosen.draws), allowed, Text("Write 4096.", "Écrivez 4096."))])
    rows = [uncertain_scenario(settled, position) for settled in scenarios]
    spans = list(chosen.spans())
    expected = np.array([np.concatenate([expected_outcomes(row, points) for points in spans]) for row in rows])
    drawn = np.array(
        [np.concatenate([drawn_outcomes(row, points)[1][ORGANISATION] for points in spans]) for row in rows]
    )
    names = dict.fromkeys(name for row in rows for name in row.uncertain)
    found = {name: _of_input(name, rows, expected, spans, chosen) for name in names}
    return InformationValues(
        of_everything=_in_total(drawn, chosen.replicates),
        of_inputs=_in_total(expected, chosen.replicates),
        by_input=dict(sorted(found.items(), key=lambda item: -item[1].value)),
    )


def _of_input(
    name: str, rows: Sequence[UncertainScenario], expected: Array, spans: Sequence[Points], chosen: Sampling
) -> InformationValue:
    sign = next(row.marginals[name].sign for row in rows if name in row.uncertain)
    u = np.concatenate([points.probability(name, sign) for points in spans])
    related = [bool(chosen.correlation) or name in row.uncertain for row in rows]
    return partial_information(expected, u, chosen.replicates, related)


def _in_total(payoffs: Array, replicates: int) -> InformationValue:
    parts = [perfect_information(part) for part in np.split(payoffs, replicates, axis=1)]
    return InformationValue(perfect_information(payoffs), _error(parts))


def _error(estimates: Sequence[float]) -> float:
    return float(np.std(estimates, ddof=1) / np.sqrt(len(estimates)))
