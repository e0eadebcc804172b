"""Money at different dates made comparable: discount factors, net present values, real prices."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from costbench.finance.operands import FloatArray, Operand, unwrapped
from costbench.finance.polynomials import polynomial


def discount_factor(year: Operand, rate: Operand) -> Operand:
    """Return what one euro paid at the end of ``year`` is worth today.

    Parameters
    ----------
    year
        Years from now, whole or not [year].
    rate
        Discount rate, above -1 [fraction per year].

    Returns
    -------
    Factor between 0 and 1 when neither operand is negative [/1], in the shape the operands broadcast to.
    Both operands may be symbolic: the answer is then a formula.

    Convention
    ----------
    Year 0 is now and is not discounted. Real flows take a real rate, nominal flows a nominal one.

    Formula
    -------
    1 / (1 + rate) ** year

    References
    ----------
    HM Treasury, The Green Book, 2022, annex A6.

    Examples
    --------
    A hundred euros promised in two years, at 10 % a year, are worth 82.64 euros today.

    >>> round(100 * discount_factor(2, 0.10), 2)
    82.64
    """
    return 1 / (1 + rate) ** year


def nominal_to_real(amount: Operand, inflation: Operand, year: Operand) -> Operand:
    """Return an amount of ``year``'s money in the money of today.

    Parameters
    ----------
    amount
        Amount fixed by contract and paid in ``year`` [nominal EUR].
    inflation
        Yearly rise of prices, above -1 [fraction per year].
    year
        Years from now, whole or not [year].

    Returns
    -------
    The amount at the prices of year 0 [EUR], in the shape the operands broadcast to.
    Every operand may be symbolic: the answer is then a formula.

    Convention
    ----------
    The price base is year 0. Deflating is not discounting: the result is still paid in ``year``.

    Formula
    -------
    amount / (1 + inflation) ** year

    References
    ----------
    HM Treasury, The Green Book, 2022, annex A6.

    Examples
    --------
    A loan of 1,000 euros repaid after five years of 2 % inflation buys what 905.73 euros buy today.

    >>> round(nominal_to_real(1_000, 0.02, 5), 2)
    905.73
    """
    return amount / (1 + inflation) ** year


def net_present_value(flows: npt.ArrayLike, rate: npt.ArrayLike) -> FloatArray:
    """Return today's value of yearly flows, the first being today's. Excel's NPV discounts the first, too.

    Parameters
    ----------
    flows
        Flows with the years first, ``flows[y]`` being year y's; other axes are scenarios or draws [EUR].
    rate
        Discount rate, one or one per scenario, above -1 [fraction per year].

    Returns
    -------
    Net present value per scenario [EUR]; a number when ``flows`` has one axis and ``rate`` none.

    Convention
    ----------
    Year 0 is now and is not discounted; flows fall at the end of their year; what comes in is positive.
    Excel's ``NPV`` discounts its first value: ours is its result times ``1 + rate``.
    The sum runs from the last year to the first, so that a scenario gets the same bits in any batch.

    Formula
    -------
    sum over years y of flows[y] / (1 + rate) ** y

    References
    ----------
    L. J. Gitman, Principles of Managerial Finance, Brief, 3rd ed., Addison-Wesley, 2003, p. 346.

    Examples
    --------
    A pilot costs 10,000 euros today and saves 6,000 euros a year for two years.
    At 4 % a year it is worth 1,316.57 euros more than it costs.

    >>> round(float(net_present_value([-10_000, 6_000, 6_000], 0.04)), 2)
    1316.57
    """
    table = np.asarray(flows, dtype=np.float64)
    result: FloatArray = unwrapped(polynomial(table, 1 / (1 + np.asarray(rate, dtype=np.float64))))
    return result
