"""Ranking on several criteria at once: weighted sum and TOPSIS, bare arithmetic on arrays.

Alternatives stand on the axis before the last, criteria on the last one; any axes before these are problems
solved at once (draws, scenarios, organisations). ``benefit`` says for each criterion whether more is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from costbench.analysis.ranking import rank
from costbench.appraisal.readings.flows import Array
from costbench.errors import InputError, Problem, UnknownNameError
from costbench.language import Text

UNDECIDED: Final = 0.5
METHOD: Final = Text("method of ranking", "mode de classement")


def scaled_by_range(matrix: ArrayLike, benefit: ArrayLike) -> Array:
    """Return each criterion as 0 at its worst alternative and 1 at its best.

    Formula: (x − worst) / (best − worst).
    Convention: a criterion on which all alternatives are equal (a column of zeros, a single alternative)
    is 1 everywhere, so that it moves no rank.

    >>> scaled_by_range([[10.0, 5.0], [20.0, 5.0]], [False, True]).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    values, more = np.asarray(matrix, dtype=float), np.asarray(benefit, dtype=bool)
    low, high = values.min(axis=-2, keepdims=True), values.max(axis=-2, keepdims=True)
    span = high - low
    distance = np.where(more, values - low, high - values)
    return np.where(span > 0, distance / np.where(span > 0, span, 1.0), 1.0)


def scaled_by_length(matrix: ArrayLike) -> Array:
    """Return each criterion divided by its Euclidean length over the alternatives.

    Formula: x / √Σx², signs kept. Convention: a column of zeros stays zero.
    """
    values = np.asarray(matrix, dtype=float)
    length = np.sqrt(np.sum(values**2, axis=-2, keepdims=True))
    return values / np.where(length > 0, length, 1.0)


def weighted_sum(matrix: ArrayLike, weights: ArrayLike, benefit: ArrayLike) -> Array:
    """Return the weighted sum of the criteria scaled by range, one score an alternative, between 0 and 1.

    ``matrix`` is (…, alternatives, criteria), ``weights`` (…, criteria) summing to 1.
    Source: Fishburn, Additive utilities with incomplete product set, Operations Research 15(3), 1967.

    >>> weighted_sum([[10.0, 5.0], [20.0, 9.0]], [0.25, 0.75], [False, True]).tolist()
    [0.25, 0.75]
    """
    parts = scaled_by_range(matrix, benefit) * np.asarray(weights, dtype=float)[..., None, :]
    return np.asarray(np.sum(parts, axis=-1))


def topsis(matrix: ArrayLike, weights: ArrayLike, benefit: ArrayLike) -> Array:
    """Return the closeness of each alternative to the ideal one, between 0 (the worst of all) and 1 (the best).

    ``matrix`` is (…, alternatives, criteria), ``weights`` (…, criteria) summing to 1.
    Formula: D⁻ / (D⁺ + D⁻), with D⁺ and D⁻ the Euclidean distances of the weighted criteria, scaled by length,
    to the best and the worst value of each.
    Convention: where nothing tells the alternatives apart (one alternative, equal rows, weight on zero columns
    only) both distances are zero and the closeness is ½.
    Source: Hwang and Yoon, Multiple Attribute Decision Making, Springer, 1981, pages 128 to 140.
    """
    more = np.asarray(benefit, dtype=bool)
    weighted = scaled_by_length(matrix) * np.asarray(weights, dtype=float)[..., None, :]
    low, high = weighted.min(axis=-2, keepdims=True), weighted.max(axis=-2, keepdims=True)
    from_best = np.sqrt(np.sum((weighted - np.where(more, high, low)) ** 2, axis=-1))
    from_worst = np.sqrt(np.sum((weighted - np.where(more, low, high)) ** 2, axis=-1))
    total = from_best + from_worst
    return np.where(total > 0, from_worst / np.where(total > 0, total, 1.0), UNDECIDED)


Scoring = Callable[[ArrayLike, ArrayLike, ArrayLike], Array]
METHODS: Final[dict[str, Scoring]] = {"weighted_sum": weighted_sum, "topsis": topsis}


def method_named(name: str) -> Scoring:
    """Return the scoring function ``weighted_sum`` or ``topsis``.

    Raises :class:`~costbench.errors.UnknownNameError` for any other name.
    """
    if name not in METHODS:
        raise UnknownNameError(METHOD, name, METHODS)
    return METHODS[name]


def settle_weights(given: Mapping[str, float] | None, criteria: Sequence[str]) -> Array:
    """Return one weight a criterion, in the order of ``criteria``, summing to 1.

    A criterion that is not named weighs nothing; ``None`` weighs all alike.
    Raises :class:`~costbench.errors.InputError` for a weight that is negative or not a number, or when nothing
    weighs; :class:`~costbench.errors.UnknownNameError` for a criterion that does not exist.

    >>> settle_weights({"npv": 3, "effort": 1}, ["effort", "npv", "cash"]).tolist()
    [0.25, 0.75, 0.0]
    """
    if given is None:
        return np.full(len(criteria), 1 / len(criteria))
    for name in given:
        if name not in criteria:
            raise UnknownNameError(Text("criterion", "critère"), name, criteria)
    wrong = [name for name, weight in given.items() if not 0 <= weight < np.inf]
    if wrong:
        raise InputError(_wrong_weight(name, given[name]) for name in wrong)
    weights: Array = np.array([given.get(name, 0.0) for name in criteria], dtype=float)
    if weights.sum() <= 0:
        raise InputError([_wrong_weight("weights", 0.0)])
    return np.asarray(weights / weights.sum())


def _wrong_weight(name: str, found: float) -> Problem:
    allowed = Text(
        "weights are positive or zero, and one at least is above zero",
        "les poids sont positifs ou nuls, et l’un au moins dépasse zéro",
    )
    hint = Text("Write points such as 3, 1 and 0.", "Écrivez des points, par exemple 3, 1 et 0.")
    return Problem(name, f"{found:g}", allowed, hint)


@dataclass(frozen=True)
class Reversal:
    """Two alternatives that change places when a third comes or goes."""

    moved: str
    first: str
    """The better of the two while ``moved`` takes part."""
    second: str

    def sentence(self) -> Text:
        """Return the warning in words, with the names as they stand."""
        return self.named({})

    def named(self, labels: Mapping[str, Text]) -> Text:
        """Return the warning in words, with labels for names."""
        moved, first, second = (labels.get(name, Text(name, name)) for name in (self.moved, self.first, self.second))
        return Text(
            "Rank reversal: “{first}” comes before “{second}” only while “{moved}” is compared too.",
            "Inversion de rang : « {first} » ne devance « {second} » que si « {moved} » est aussi comparé.",
        ).format(moved=moved, first=first, second=second)


def order_changes(
    before: Mapping[str, float], after: Mapping[str, float], margin: float = 1e-9
) -> list[tuple[str, str]]:
    """Return the pairs, best first by ``before``, that stand strictly the other way round by ``after``.

    Only alternatives in both count: so it compares a ranking with what it becomes when one is added or removed.
    """
    common = [name for name in before if name in after]
    return [
        (first, second)
        for first in common
        for second in common
        if before[first] - before[second] > margin and after[second] - after[first] > margin
    ]


def rank_reversals(
    names: Sequence[str], matrix: ArrayLike, weights: ArrayLike, benefit: ArrayLike, method: str = "topsis"
) -> list[Reversal]:
    """Return every pair that changes places when one alternative is taken out of one problem.

    Read the other way it is also the warning for an alternative that is added to the others.
    With one or two alternatives nothing can change places.
    """
    score, values = method_named(method), np.asarray(matrix, dtype=float)
    before = dict(zip(names, score(values, weights, benefit).tolist(), strict=True))
    found = []
    for place, moved in enumerate(names if len(names) > 2 else ()):
        kept = [name for name in names if name != moved]
        without = score(np.delete(values, place, axis=0), weights, benefit)
        after = dict(zip(kept, without.tolist(), strict=True))
        found += [Reversal(moved, first, second) for first, second in order_changes(before, after)]
    return found


@dataclass(frozen=True)
class MulticriteriaRanking:
    """Alternatives ranked on several criteria, with every intermediate figure.

    ``normalised`` is the matrix the method works on (alternatives × criteria) before the weights.
    """

    method: str
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    matrix: Array
    weights: Array
    normalised: Array
    scores: Array
    ranks: NDArray[np.int_]
    reversals: tuple[Reversal, ...]

    def ranked(self) -> list[tuple[int, str, float]]:
        """Return rank, alternative and score, the best first; ties keep the order given."""
        rows = zip(self.ranks.tolist(), self.alternatives, self.scores.tolist(), strict=True)
        return sorted(rows, key=lambda row: row[0])


def rank_alternatives(
    names: Sequence[str],
    matrix: ArrayLike,
    criteria: Mapping[str, bool],
    weights: Mapping[str, float] | None = None,
    method: str = "topsis",
) -> MulticriteriaRanking:
    """Rank the rows of ``matrix``; ``criteria`` maps each column's name to whether more is better.

    Alternatives within 1e-9 of one another share the better rank.
    """
    values, benefit = np.asarray(matrix, dtype=float), np.array(list(criteria.values()))
    settled = settle_weights(weights, list(criteria))
    scores = method_named(method)(values, settled, benefit)
    return MulticriteriaRanking(
        method,
        tuple(names),
        tuple(criteria),
        values,
        settled,
        scaled_by_length(values) if method == "topsis" else scaled_by_range(values, benefit),
        scores,
        rank(scores),
        tuple(rank_reversals(names, values, settled, benefit, method)),
    )
