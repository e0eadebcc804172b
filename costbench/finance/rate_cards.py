"""What an outcome pays: tiers of performance, the share of principal they repay and the return they add."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np

from costbench.errors import InputError, Problem
from costbench.finance.operands import TOLERANCE, Operand, unwrapped
from costbench.language import Text

Interpolation: TypeAlias = Literal["step", "linear"]
Compounding: TypeAlias = Literal["simple", "compound"]

NO_TIER: Final = Problem(
    "tiers",
    Text("empty", "vide"),
    Text("a card has at least one tier", "un barème compte au moins un palier"),
    Text("Write for instance [(0, 0), (0.8, 1)].", "Écrivez par exemple [(0, 0), (0.8, 1)]."),
    verb=Text("is", "est"),
)


def rate_card(
    performance: Operand,
    tiers: Sequence[tuple[Operand, Operand]],
    interpolation: Interpolation = "step",
    *,
    floor: Operand | None = None,
    cap: Operand | None = None,
) -> Operand:
    """Return what a performance earns on a card of (threshold, value) tiers, by steps or by straight lines.

    Parameters
    ----------
    performance
        Outcome achieved, in the unit of the thresholds.
    tiers
        (threshold, value) pairs, thresholds growing; one column of the card at a time. Each may hold one
        value per scenario. A tier may be repeated, which changes nothing: short cards are padded so.
    interpolation
        ``"step"``: the value of the last tier reached. ``"linear"``: straight lines between the tiers.
    floor, cap
        Bounds put on the value, where given.

    Returns
    -------
    Values in the unit of the tiers' values, in the shape the operands broadcast to.
    Every operand may be symbolic: the answer is then a formula.

    Raises
    ------
    InputError
        ``interpolation`` is neither of the two words, or the card has no tier.

    Convention
    ----------
    A performance on a threshold has reached it (within 1e-9). Below the first threshold the value is the
    first tier's if that threshold is 0, else 0. Beyond the last one it is the last tier's.

    Formula
    -------
    Step: the value of the last tier with performance >= threshold.
    Linear: first value + sum over tiers k of (value[k] - value[k - 1]) *
    clip((performance - threshold[k - 1]) / (threshold[k] - threshold[k - 1]), 0, 1).

    References
    ----------
    Government Outcomes Lab, INDIGO data standard, ``outcome_pricings``: a list of prices per outcome is a
    rate card.

    Examples
    --------
    A public payer repays the principal from 80 % of the target on, and half as much again at 100 %.

    >>> tiers = [(0, 0.0), (0.8, 1.0), (1.0, 1.5)]
    >>> rate_card(np.array([0.79, 0.8, 0.9, 1.2]), tiers)
    array([0. , 1. , 1. , 1.5])
    >>> rate_card(np.array([0.4, 0.8, 0.9, 1.2]), tiers, "linear")
    array([0.5 , 1. , 1.25, 1.5 ])
    """
    if interpolation not in ("step", "linear"):
        raise InputError([_not_a_choice("interpolation", interpolation, "step", "linear")])
    if len(tiers) == 0:
        raise InputError([NO_TIER])
    threshold, first = tiers[0]
    below = np.where(np.maximum(threshold, 0 - threshold) <= TOLERANCE, first, 0)
    value = np.where(performance >= threshold - TOLERANCE, first, below)
    for (start, lower), (end, upper) in pairwise(tiers):
        if interpolation == "step":
            value = np.where(performance >= end - TOLERANCE, upper, value)
        else:
            way = (performance - start) / np.maximum(end - start, TOLERANCE)
            value = value + (upper - lower) * np.clip(way, 0, 1)
    if floor is not None:
        value = np.maximum(value, floor)
    if cap is not None:
        value = np.minimum(value, cap)
    return unwrapped(value)


def repayment(principal: Operand, rate: Operand, years: Operand, compounding: Compounding = "simple") -> Operand:
    """Return what repays a principal and its return in one payment after ``years``.

    Parameters
    ----------
    principal
        Amount invested that the payment repays [nominal EUR].
    rate
        Annual return, above -1 [fraction per year].
    years
        From the investment to the payment, whole or not [year].
    compounding
        ``"simple"``: the return is earned on the principal. ``"compound"``: on earlier returns as well.

    Returns
    -------
    Principal and return [nominal EUR], in the shape the operands broadcast to.
    Every operand may be symbolic: the answer is then a formula.

    Raises
    ------
    InputError
        ``compounding`` is neither of the two words.

    Convention
    ----------
    One payment at the end, nothing in between, as in contracts that repay on final results.

    Formula
    -------
    Simple: principal * (1 + rate * years). Compound: principal * (1 + rate) ** years.

    References
    ----------
    S. Ross, R. Westerfield, J. Jaffe, Corporate Finance, chapter on discounted cash flow valuation
    (simple and compound interest).

    Examples
    --------
    1,300,000 euros at 1.5 % a year for five years: the return is 97,500 euros simple, 100,469 compound.

    >>> round(repayment(1_300_000, 0.015, 5, "simple")), round(repayment(1_300_000, 0.015, 5, "compound"))
    (1397500, 1400469)
    """
    if compounding == "simple":
        return principal * (1 + rate * years)
    if compounding == "compound":
        return principal * (1 + rate) ** years
    raise InputError([_not_a_choice("compounding", compounding, "simple", "compound")])


def protected_share(share: Operand, protection: Operand) -> Operand:
    """Return the share of principal an investor recovers when a guarantor makes losses up to a floor.

    Parameters
    ----------
    share
        Share of the principal that the outcome payer repays [/1].
    protection
        Share of the principal that is guaranteed, 0 for none [/1].

    Returns
    -------
    Share recovered [/1], in the shape the operands broadcast to. Either operand may be symbolic.

    Convention
    ----------
    The guarantor pays ``protected_share(share, protection) - share``, the outcome payer pays ``share``.

    Formula
    -------
    maximum(share, protection)

    References
    ----------
    Social Ventures Australia, Rikers Island SIB case study (75 % principal protection).

    Examples
    --------
    The target is missed and nothing is repaid, but three quarters of the principal are guaranteed.

    >>> float(protected_share(0.0, 0.75))
    0.75
    """
    return np.maximum(share, protection)


def _not_a_choice(path: str, found: str, one: str, other: str) -> Problem:
    """Return the problem of a word that is neither of the two known ones."""
    return Problem(
        path,
        str(found),
        Text("only two words are known", "seuls deux mots sont connus"),
        Text(f"Write {one} or {other}.", f"Écrivez {one} ou {other}."),
    )
