"""What a partner must bring for a cooperation to cost the organisation nothing."""

from __future__ import annotations

import numpy as np

from costbench.finance.operands import TOLERANCE, Operand, unwrapped


def required_contribution(expected_net_present_value: Operand, discounted_probability: Operand) -> Operand:
    """Return the contribution, paid at signature, that brings the expected net present value to zero.

    Parameters
    ----------
    expected_net_present_value
        The organisation's, unsigned deals included, before any contribution [EUR].
    discounted_probability
        Probability of signing times the discount factor of the date of signature [/1].

    Returns
    -------
    A positive amount in money of the date of signature [EUR], in the shape the operands broadcast to;
    0 where none is needed, NaN where the deal is never signed and nothing can be paid.

    Convention
    ----------
    The contribution comes only if the deal is signed, so it must also cover the effort spent on deals that
    are not; it is larger than the loss on one deal.

    Formula
    -------
    max(0, (0 - expected_net_present_value) / discounted_probability), where
    discounted_probability = probability of signing * discount_factor(date of signature, rate)

    References
    ----------
    Solved from the definition of the expected net present value, which is linear in the contribution.

    Examples
    --------
    A deal signed half of the time, in two years, is expected to lose 20,000 euros. At 4 % a year the partner
    must bring 43,264 euros at signature.

    >>> from costbench.finance.discounting import discount_factor
    >>> round(float(required_contribution(-20_000, 0.5 * discount_factor(2, 0.04))))
    43264
    """
    needed = np.maximum((0 - expected_net_present_value) / np.maximum(discounted_probability, TOLERANCE), 0)
    return unwrapped(np.where(discounted_probability > TOLERANCE, needed, np.nan))
