"""Quantiles of the PERT distribution, exact: what BETAINV gives in a cell, and no table between."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from costbench.analysis.libraries import risk_library

PERT_WEIGHT: Final = 4


def pert_shape(low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the two parameters of the beta distribution of a PERT; 1 and 5 where low equals high."""
    low, mode, high = (np.asarray(item, dtype=float) for item in (low, mode, high))
    width = np.where(high > low, high - low, 1.0)
    inside = np.where(high > low, mode, low)
    return 1 + PERT_WEIGHT * (inside - low) / width, 1 + PERT_WEIGHT * (low + width - inside) / width


def pert_quantile(u: ArrayLike, low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> NDArray[np.float64]:
    """Return the values that PERTs stay below with probability ``u`` (strictly between 0 and 1).

    The arguments broadcast. The value is ``mode`` where low equals high: it is certain.

    Formula
    -------
    low + (high - low) * B(u), B the quantile of the beta distribution with parameters
    1 + 4 (mode - low) / (high - low) and 1 + 4 (high - mode) / (high - low)

    >>> pert_quantile([0.5], 0, 5, 10).round(6).tolist()
    [5.0]
    """
    u, low, mode, high = np.broadcast_arrays(*(np.asarray(item, dtype=float) for item in (u, low, mode, high)))
    betaincinv = risk_library("scipy.special").betaincinv
    alpha, beta = pert_shape(low, mode, high)
    return np.asarray(np.where(high > low, low + (high - low) * betaincinv(alpha, beta, u), mode))
