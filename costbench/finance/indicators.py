"""What yearly flows say of a project: rate of return, payback, funding need, benefits to costs."""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from costbench.finance.operands import TOLERANCE, FloatArray, IntArray, unwrapped
from costbench.finance.polynomials import columns, largest_root, running_total, sign_changes

MONEY_TOLERANCE: Final = 1e-6  # a cumulated flow this near to zero is zero: a millionth of a euro


class RateStatus(IntEnum):
    """Why a rate of return is there, doubtful or absent."""

    FOUND = 0
    SEVERAL_SIGN_CHANGES = 1
    NO_SIGN_CHANGE = 2
    NOT_FOUND = 3


class RateOfReturn(NamedTuple):
    """One rate per scenario [fraction per year], NaN where absent, and its :class:`RateStatus` code."""

    rate: FloatArray
    status: IntArray


def internal_rate_of_return(flows: npt.ArrayLike, guess: npt.ArrayLike = 0.1) -> RateOfReturn:
    """Return the rate at which the net present value is zero: of several, the smallest that is not negative.

    Parameters
    ----------
    flows
        Flows with the years first, ``flows[y]`` being year y's; other axes are scenarios or draws [EUR].
    guess
        Rate near which the search begins, above -1 [fraction per year]; it changes the time taken, never
        the rate found.

    Returns
    -------
    ``rate`` [fraction per year], above -1 and NaN where absent, and ``status``: ``FOUND``,
    ``SEVERAL_SIGN_CHANGES`` (the flows change sign more than once, so that other rates are possible:
    read the net present value first), ``NO_SIGN_CHANGE`` (only payments, only income, or nothing),
    ``NOT_FOUND`` (no rate solves the equation, or a flow is not a finite number).

    Convention
    ----------
    Year 0 is now; flows fall at the end of their year. Where several rates solve the equation, the rate is
    the smallest that is not negative; where all are negative, the one nearest to zero. That is the first
    rate at which the project stops being worth doing as the discount rate grows from nothing.

    Formula
    -------
    sum over years y of flows[y] / (1 + rate) ** y = 0

    References
    ----------
    L. J. Gitman, Principles of Managerial Finance, Brief, 3rd ed., Addison-Wesley, 2003, p. 348.
    C. J. Norstrøm, "A sufficient condition for a unique nonnegative internal rate of return",
    Journal of Financial and Quantitative Analysis 7(3), 1972, pp. 1835-1839.

    Examples
    --------
    An investor puts in 1,000 euros and gets 500, 400 and 300 back; a second one never gets anything back.

    >>> first, second = [-1_000, 500, 400, 300], [-1_000, 0, 0, 0]
    >>> rate, status = internal_rate_of_return(np.transpose([first, second]))
    >>> rate.round(4), [RateStatus(code).name for code in status]
    (array([0.1065,    nan]), ['FOUND', 'NO_SIGN_CHANGE'])
    """
    flows = np.asarray(flows, dtype=np.float64)
    shape, table = flows.shape[1:], flows.reshape(len(flows), -1)
    start = 1 + np.broadcast_to(guess, shape).ravel()
    finite = np.isfinite(table).all(axis=0)
    changes = sign_changes(table)
    rate = np.full(table.shape[1], np.nan)
    rows = np.flatnonzero(finite & (changes > 0))
    rate[rows] = 1 / largest_root(columns(table, rows), 1 / start[rows]) - 1
    rows = rows[np.isnan(rate[rows])]
    rate[rows] = largest_root(table[::-1, rows], start[rows]) - 1
    status = np.select(
        [finite & (changes == 0), np.isnan(rate), changes > 1],
        [RateStatus.NO_SIGN_CHANGE, RateStatus.NOT_FOUND, RateStatus.SEVERAL_SIGN_CHANGES],
        RateStatus.FOUND,
    )
    return RateOfReturn(unwrapped(rate.reshape(shape)), unwrapped(status.reshape(shape)))


def payback_year(flows: npt.ArrayLike) -> FloatArray:
    """Return the date from which the cumulated flows are never negative again, NaN where they stay so.

    Parameters
    ----------
    flows
        Flows with the years first, ``flows[y]`` being year y's; other axes are scenarios or draws [EUR].

    Returns
    -------
    Years from now [year] per scenario; 0 where nothing ever has to be recovered, NaN where it is not.

    Convention
    ----------
    Flows are not discounted. Within the year of recovery the flow is taken to come in evenly (linear
    interpolation). Where one spell of spending follows another, the end of the last one counts: money that
    has to be put back in had not been recovered. A cumulated flow above minus a millionth of a euro is zero.

    Formula
    -------
    y - 1 + (0 - cumulated[y - 1]) / flows[y], with y the last year whose cumulated flow turns from negative
    to not negative

    References
    ----------
    L. J. Gitman, Principles of Managerial Finance, Brief, 3rd ed., Addison-Wesley, 2003, chapter on capital
    budgeting techniques.

    Examples
    --------
    An association spends 30,000 euros now and earns 20,000 euros a year: it is paid back after a year and
    a half.

    >>> float(payback_year([-30_000, 20_000, 20_000, 20_000]))
    1.5
    """
    cumulated = running_total(np.asarray(flows, dtype=np.float64))
    payback = np.zeros(cumulated.shape[1:])
    for year, (before, after) in enumerate(pairwise(cumulated)):
        recovered = (before < -MONEY_TOLERANCE) & (after >= -MONEY_TOLERANCE)
        part = -before / np.where(recovered, after - before, 1)
        payback = np.where(recovered, year + np.clip(part, 0, 1), payback)
    result: FloatArray = unwrapped(np.where(cumulated[-1] >= -MONEY_TOLERANCE, payback, np.nan))
    return result


def peak_funding_need(flows: npt.ArrayLike) -> FloatArray:
    """Return the cash that must be found elsewhere: the lowest point of the cumulated flows, as a positive.

    Parameters
    ----------
    flows
        Flows with the years first, ``flows[y]`` being year y's; other axes are scenarios or draws [EUR].

    Returns
    -------
    A positive amount per scenario [EUR]; 0 where the cumulated flows are never negative.

    Convention
    ----------
    Flows are not discounted and fall at the end of their year; a deeper point within a year is not seen.

    Formula
    -------
    maximum over years y of (0 - sum of flows[0..y]), and 0 at least

    References
    ----------
    European Commission, Guide to Cost-Benefit Analysis of Investment Projects, 2014, section on financial
    sustainability (the cumulated net cash flow).

    Examples
    --------
    Setting a contract up costs 20,000 euros a year for two years, then 50,000 euros come in.

    >>> float(peak_funding_need([-20_000, -20_000, 50_000]))
    40000.0
    """
    cumulated = running_total(np.asarray(flows, dtype=np.float64))
    need: FloatArray = np.maximum(0 - cumulated.min(axis=0), 0)
    return need


def benefit_cost_ratio(present_benefits: npt.ArrayLike, present_costs: npt.ArrayLike) -> FloatArray:
    """Return the present value of benefits for each euro of the present value of costs.

    Parameters
    ----------
    present_benefits
        Present value of the benefits [EUR].
    present_costs
        Present value of the costs, as a positive amount [EUR].

    Returns
    -------
    Ratio in the shape the operands broadcast to [EUR/EUR]; NaN where there is no cost to divide by.

    Convention
    ----------
    Both values are discounted at the same rate. For society, costs are resource costs only: payments
    between stakeholders are neither a cost nor a benefit.

    Formula
    -------
    present_benefits / present_costs

    References
    ----------
    HM Treasury, The Green Book, 2022, chapter 7 (benefit-cost ratios).

    Examples
    --------
    Society uses up 200,000 euros of resources and gains 300,000.

    >>> float(benefit_cost_ratio(300_000, 200_000))
    1.5
    """
    benefits, costs = np.asarray(present_benefits, np.float64), np.asarray(present_costs, np.float64)
    some = costs > TOLERANCE
    result: FloatArray = unwrapped(np.where(some, benefits / np.where(some, costs, 1), np.nan))
    return result
