"""Stochastic multicriteria acceptability analysis: what can be said of ranks when nobody agrees on the weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from costbench.analysis.choice.criteria import CriteriaTable
from costbench.analysis.choice.multicriteria import method_named
from costbench.appraisal.readings.flows import Array
from costbench.errors import InputError, Problem
from costbench.language import Text

DIGITS: Final = 12
"""Scores are compared after rounding to this many decimals, so that being tied is transitive."""
SLICE: Final = 4096
"""Draws of weights scored at once."""


def weights_around(concentration: ArrayLike, count: int, seed: int = 0) -> Array:
    """Return ``count`` weight vectors (count, criteria) from the Dirichlet distribution of that concentration.

    All ones is uniform on the simplex; a multiple k of chosen weights is spread around them, ever closer as k
    grows. A criterion of concentration 0 always weighs nothing.
    Formula: independent gamma variables of these shapes divided by their sum. Same seed, same weights.
    Source: Devroye, Non-Uniform Random Variate Generation, Springer, 1986, chapter XI, section 4.
    Raises :class:`~costbench.errors.InputError` when ``count`` is below 1.
    """
    if count < 1:
        allowed = Text("at least one draw of weights is needed", "il faut au moins un tirage de poids")
        raise InputError([Problem("draws", str(count), allowed, Text("Write 4096.", "Écrivez 4096."))])
    shape = np.asarray(concentration, dtype=float)
    parts = np.random.default_rng(seed).standard_gamma(np.broadcast_to(shape, (count, shape.size)))
    total = parts.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, parts / np.where(total > 0, total, 1.0), shape / shape.sum()))


def rank_shares(scores: ArrayLike) -> Array:
    """Return the share of each rank that each alternative holds: (…, alternatives) gives (…, alternatives, ranks).

    The highest score holds the first rank. Alternatives tied over k ranks hold 1/k of each, so that every
    alternative and every rank adds up to 1.

    >>> rank_shares([0.2, 0.9, 0.9]).tolist()
    [[0.0, 0.0, 1.0], [0.5, 0.5, 0.0], [0.5, 0.5, 0.0]]
    """
    rounded = np.round(np.asarray(scores, dtype=float), DIGITS)
    mine, others = rounded[..., :, None], rounded[..., None, :]
    better, tied = (others > mine).sum(axis=-1)[..., None], (others == mine).sum(axis=-1)[..., None]
    places = np.arange(rounded.shape[-1])
    return np.where((places >= better) & (places < better + tied), 1 / tied, 0.0)


@dataclass(frozen=True)
class Acceptability:
    """What draws of weights and criteria say of each alternative.

    ``rank_acceptability`` (alternatives × ranks): share of the draws that give it that rank.
    ``central_weights`` (alternatives × criteria): mean of the weights that put it first; NaN when none do.
    ``confidence``: share of the draws of the criteria in which it is first under its central weights; NaN
    without central weights.
    ``standard_error`` is that of ``rank_acceptability``, for independent draws.
    """

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    rank_acceptability: Array
    central_weights: Array
    confidence: Array
    draws: int

    @property
    def first(self) -> dict[str, float]:
        """Share of the draws in which each alternative is the best."""
        return dict(zip(self.alternatives, self.rank_acceptability[:, 0].tolist(), strict=True))

    @property
    def standard_error(self) -> Array:
        """Standard error of each rank acceptability: √(b(1 − b)/n)."""
        share = self.rank_acceptability
        return np.asarray(np.sqrt(share * (1 - share) / self.draws))


def rank_acceptability(
    values: ArrayLike, benefit: ArrayLike, weights: ArrayLike, method: str = "weighted_sum"
) -> tuple[Array, Array, Array]:
    """Return rank acceptability, central weights and confidence factors for drawn weights and criteria.

    ``values`` is (alternatives, criteria), or (draws, alternatives, criteria) when the criteria are uncertain too;
    ``weights`` is (samples, criteria). Draw i of the weights meets draw i of the criteria, which start again from
    the first when they are fewer.
    Source: Lahdelma and Salminen, SMAA-2, Operations Research 49(3), 2001.
    """
    matrices = np.asarray(values, dtype=float)
    matrices = matrices if matrices.ndim == 3 else matrices[None]
    drawn, score = np.asarray(weights, dtype=float), method_named(method)
    shares = np.zeros((matrices.shape[1], matrices.shape[1]))
    favourable = np.zeros((matrices.shape[1], drawn.shape[1]))
    for start in range(0, len(drawn), SLICE):
        part = drawn[start : start + SLICE]
        met = matrices[np.arange(start, start + len(part)) % len(matrices)]
        held = rank_shares(score(met, part, benefit))
        shares += held.sum(axis=0)
        favourable += held[:, :, 0].T @ part
    won = shares[:, :1]
    central = np.where(won > 0, favourable / np.where(won > 0, won, 1.0), np.nan)
    return shares / len(drawn), central, _confidence(matrices, benefit, central, method)


def _confidence(matrices: Array, benefit: ArrayLike, central: Array, method: str) -> Array:
    score, found = method_named(method), np.full(len(central), np.nan)
    for place, weights in enumerate(central):
        if not np.isnan(weights).any():
            held = rank_shares(score(matrices, weights, benefit))
            found[place] = held[:, place, 0].mean()
    return found


def acceptability(
    table: CriteriaTable,
    draws: int = 4096,
    seed: int = 0,
    method: str = "weighted_sum",
    concentration: Mapping[str, float] | Sequence[float] | None = None,
) -> Acceptability:
    """Return how acceptable each rank is for each alternative of a table, whatever the weights.

    ``draws`` weight vectors are drawn with ``seed``: uniformly, or from the Dirichlet distribution of
    ``concentration``. A table over draws (its values on three axes) lends its own uncertainty.
    Raises :class:`~costbench.errors.InputError` when ``draws`` is below 1.
    """
    names = list(table.benefit)
    given = [concentration.get(name, 0.0) for name in names] if isinstance(concentration, Mapping) else concentration
    weights = weights_around(np.ones(len(names)) if given is None else given, draws, seed)
    found = rank_acceptability(table.completed(), list(table.benefit.values()), weights, method)
    return Acceptability(table.alternatives, tuple(names), *found, draws)
