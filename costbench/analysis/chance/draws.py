"""The points at which uncertain inputs are drawn: scrambled Sobol, a dimension a name, shared by all the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from inspect import signature
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.chance.distributions import SCORE_LIMIT, Marginal, cells_within, normal_score, probability_of
from costbench.analysis.libraries import risk_library
from costbench.appraisal import ORGANISATION, CooperationModel
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.readings.flows import Array
from costbench.errors import InputError, Problem
from costbench.language import Text, number

COMMON_FACTOR: Final = "common factor"
SPAN: Final = 8192
"""Points held at once: one input of that length stays in a processor's cache."""
REPLICATES: Final = 8
FEWEST_TO_REPLICATE: Final = 64
FEWEST_IN_STEP: Final = 512
FEWEST_TO_SHARE: Final = 2048
"""Points of a part from which on the parts shift one net: in smaller ones the same pairs of names would line up."""
BLOCK: Final = 64
MOST_DRAWS: Final = 2**20
SOBOL_BITS: Final = 30
NETS: Final = 16
"""Nets kept in memory: one a block."""
Whole: TypeAlias = NDArray[np.uint32]
Blocks: TypeAlias = tuple[tuple[str, ...], ...]
SIGN: Final = {"good": 1, "bad": -1, "neutral": 0}


def gates_of(model: type[CooperationModel]) -> tuple[str, ...]:
    """Return the probabilities of ``model`` that a simulation draws as yes or no, the phases' in order first."""
    phases = tuple(f"{phase}.probability" for phase in model.definition.phases)
    return phases + tuple(name for name, item in model.contract.quantities.items() if item.gate)


def dimension_blocks(models: Iterable[type[CooperationModel]]) -> Blocks:
    """Return every name that has a dimension of its own, in blocks that depend on ``models`` alone.

    Name all the models there are, whichever are simulated: then an input keeps its dimension, and the models
    that share it are drawn with the same points. A gate takes a second dimension, ``NAME.gate``. The common
    factor and the organisation's inputs come first, then each model's gates and inputs, those that are certain
    unless a spread is given last.
    """
    known: dict[str, None] = {}
    owned = [[COMMON_FACTOR, *_uncertain_first(ORGANISATION.inputs)]]
    owned += [
        [*(f"{gate}.gate" for gate in gates_of(model)), *_uncertain_first(model.definition.inputs)] for model in models
    ]
    blocks: list[tuple[str, ...]] = []
    for names in owned:
        own = [name for name in names if name not in known]
        known |= dict.fromkeys(own)
        blocks += [tuple(own[start : start + BLOCK]) for start in range(0, len(own), BLOCK)]
    return tuple(blocks)


@dataclass(frozen=True)
class Sampling:
    """Which points to draw: the names with a dimension each, in ``blocks``, how many, the seed, the correlation.

    ``draws`` is a power of 2, in :attr:`replicates` parts of equal size, each scrambled or shifted by itself: the
    spread of a result over the parts measures its error.

    Convention
    ----------
    Each block is a scrambled Sobol sequence in at most 64 dimensions, and the blocks meet in random order
    (Latin supercube sampling): in hundreds of dimensions Sobol points line up, in 64 they do not. Parts of
    fewer than 512 points line up even so, and take their coordinates in random order (a Latin hypercube). Parts of
    2,048 points and more have one sequence in common, each shifted digit by digit on its own.

    References
    ----------
    S. Joe, F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM Journal on
    Scientific Computing 30(5), 2008. A. B. Owen, "Latin supercube sampling for very high-dimensional
    simulations", ACM Transactions on Modeling and Computer Simulation 8(1), 1998. P. L'Ecuyer, C. Lemieux, "Recent
    advances in randomized quasi-Monte Carlo methods", in Modeling Uncertainty, Kluwer, 2002 (random digital shifts).
    """

    blocks: Blocks
    draws: int
    seed: int = 0
    correlation: float = 0.0

    @property
    def replicates(self) -> int:
        """Number of independently scrambled or shifted parts."""
        return REPLICATES if self.draws >= FEWEST_TO_REPLICATE else 1

    @property
    def places(self) -> dict[str, tuple[int, int]]:
        """Block and column of each name."""
        return {name: (block, column) for block, names in enumerate(self.blocks) for column, name in enumerate(names)}

    def spans(self) -> Iterator[Points]:
        """Yield the points in order, at most :data:`SPAN` at once."""
        if self.draws <= SPAN:
            yield _few_points(self)
            return
        size = self.draws // self.replicates
        step = min(SPAN, size)
        for replicate in range(self.replicates):
            for start in range(0, size, step):
                yield Points(self, [Part(replicate, start, step)])


class Part(NamedTuple):
    """Consecutive points of one replicate."""

    replicate: int
    start: int
    size: int


def sampling(blocks: Blocks, draws: int, seed: int = 0, correlation: float = 0.0) -> Sampling:
    """Return a sampling of ``draws`` points, rounded up to a power of 2 as Sobol points ask.

    Raises :class:`~costbench.errors.InputError` for draws below 1 or above 2^20, a negative seed,
    a correlation outside [0, 1).
    """
    checks = {
        "draws": (draws, 1 <= draws <= MOST_DRAWS, DRAWS_ALLOWED),
        "seed": (seed, seed >= 0, SEED_ALLOWED),
        "correlation": (correlation, 0 <= correlation < 1, CORRELATION_ALLOWED),
    }
    problems = [
        Problem(name, number(float(found), "en"), *sentences)
        for name, (found, right, sentences) in checks.items()
        if not right
    ]
    if problems:
        raise InputError(problems)
    return Sampling(blocks, 1 << (int(draws) - 1).bit_length(), int(seed), float(correlation))


DRAWS_ALLOWED: Final = (
    Text(f"a simulation takes 1 to {MOST_DRAWS} draws", f"une simulation compte de 1 à {MOST_DRAWS} tirages"),
    Text("Write 4096.", "Écrivez 4096."),
)
SEED_ALLOWED: Final = (
    Text("a seed is a whole number from 0 up", "une graine est un nombre entier à partir de 0"),
    Text("Write 0.", "Écrivez 0."),
)
CORRELATION_ALLOWED: Final = (
    Text(
        "the correlation with the common factor runs from 0 to below 1",
        "la corrélation au facteur commun va de 0 à moins de 1",
    ),
    Text("Write 0.2 for inputs that move together a little.", "Écrivez 0,2 pour des données peu liées."),
)


class Points:
    """Some points of a sampling. Columns are made when asked for, and those of the defaults are kept."""

    def __init__(self, chosen: Sampling, parts: Sequence[Part]) -> None:
        self.count = sum(part.size for part in parts)
        self._chosen, self._parts, self._places = chosen, parts, chosen.places
        self._blocks: dict[int, list[_Shifted]] = {}
        self._factor: Array | None = None
        self._cells: dict[tuple[str, int], tuple[NDArray[np.intp], Array]] = {}
        self._columns: dict[tuple[str, Marginal], Array] = {}

    def uniform(self, name: str) -> Array:
        """Return the points of a name in (0, 1), each in the middle of its cell, so that none is 0 or 1."""
        block, column = self._places[name]
        if block not in self._blocks:
            self._blocks[block] = [_shifted(self._chosen, block, part) for part in self._parts]
        parts = [part.column(column) for part in self._blocks[block]]
        numbers = np.concatenate(parts) if len(parts) > 1 else parts[0]
        return np.asarray(numbers * 0.5**SOBOL_BITS + 0.5 ** (SOBOL_BITS + 1))

    def score(self, name: str, sign: int) -> Array:
        """Return the normal scores of a name, moved by the common factor along its ``sign``.

        Formula: √ρ · sign · F + √(1 − ρ) · e with F and e independent and standard normal; e alone without sign.
        """
        own, rho = normal_score(self.uniform(name)), self._chosen.correlation
        if not sign or not rho:
            return own
        if self._factor is None:
            self._factor = normal_score(self.uniform(COMMON_FACTOR))
        moved = np.sqrt(rho) * sign * self._factor + np.sqrt(1 - rho) * own
        return np.asarray(np.clip(moved, -SCORE_LIMIT, SCORE_LIMIT))

    def probability(self, name: str, sign: int) -> Array:
        """Return the points of a name in (0, 1), moved by the common factor along its ``sign``."""
        moves = sign and self._chosen.correlation
        return probability_of(self.score(name, sign)) if moves else self.uniform(name)

    def column(self, name: str, marginal: Marginal, keep: bool = False) -> Array:
        """Return the values of an input at every point; ``keep`` them for the next scenario that asks the same."""
        known = self._columns.get((name, marginal))
        if known is not None:
            return known
        if marginal.quantiles:
            column = marginal.at(self.probability(name, marginal.sign))
        else:
            column = marginal.at_cells(*self._cells_of(name, marginal.sign))
        if keep:
            self._columns[name, marginal] = column
        return column

    def _cells_of(self, name: str, sign: int) -> tuple[NDArray[np.intp], Array]:
        key = name, sign if self._chosen.correlation else 0
        if key not in self._cells:
            self._cells[key] = cells_within(self.probability(*key))
        return self._cells[key]


@lru_cache(maxsize=2)
def _few_points(chosen: Sampling) -> Points:
    """Return all the points of a sampling that fits one span; the next scenario finds them here."""
    size = chosen.draws // chosen.replicates
    return Points(chosen, [Part(replicate, 0, size) for replicate in range(chosen.replicates)])


class _Shifted(NamedTuple):
    """Points of one block in one part, a row a dimension: those of a net, shifted digit by digit, in random order."""

    net: Whole
    shifts: Whole
    orders: NDArray[np.intp]
    """One for all dimensions, or one a dimension where there are few points."""

    def column(self, place: int) -> Whole:
        order = self.orders if self.orders.ndim == 1 else self.orders[place]
        numbers: Whole = (self.net[place] ^ self.shifts[place]).take(order)
        return numbers


def _shifted(chosen: Sampling, block: int, part: Part) -> _Shifted:
    dimensions, own = len(chosen.blocks[block]), (chosen.seed, part.replicate, block)
    mixing, order = np.random.default_rng([*own, part.start]), np.arange(part.size)
    if part.size < FEWEST_IN_STEP:
        orders = mixing.permuted(np.tile(order, (dimensions, 1)), axis=1)
        return _Shifted(_net(dimensions, own, part.start, part.size), np.zeros(dimensions, np.uint32), orders)
    orders = mixing.permutation(order)
    if part.size < FEWEST_TO_SHARE:
        return _Shifted(_net(dimensions, own, part.start, part.size), np.zeros(dimensions, np.uint32), orders)
    shifts = np.random.default_rng(own).integers(1 << SOBOL_BITS, size=dimensions, dtype=np.uint32)
    return _Shifted(_shared_net(dimensions, (chosen.seed, block), part.start, part.size), shifts, orders)


def _net(dimensions: int, seed: tuple[int, ...], start: int, size: int) -> Whole:
    """Return points of a scrambled Sobol sequence in whole 2^-30, a row a dimension."""
    sobol = risk_library("scipy.stats").qmc.Sobol
    keyword = "rng" if "rng" in signature(sobol).parameters else "seed"  # renamed in SciPy 1.15
    engine = sobol(dimensions, scramble=True, bits=SOBOL_BITS, **{keyword: np.random.default_rng(seed)})
    if start:
        engine.fast_forward(start)
    points: Array = engine.random(size) * 2**SOBOL_BITS
    return np.ascontiguousarray(points.T, dtype=np.uint32)


_shared_net = lru_cache(maxsize=NETS)(_net)


def _uncertain_first(inputs: Mapping[str, Default]) -> list[str]:
    return sorted(inputs, key=lambda name: not inputs[name].high > inputs[name].low)
