"""A Dask cluster that scores the blocks; this computer reads them, and writes the results in their order."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from costbench.errors import CostbenchError
from costbench.interfaces.batch.running.crews import BreakError, Score
from costbench.interfaces.batch.running.engine import engine
from costbench.interfaces.batch.tables.locations import library
from costbench.interfaces.batch.tables.pieces import Piece
from costbench.interfaces.batch.tables.reader import Block
from costbench.language import Text

PATIENCE: Final = 30
"""Seconds that the scheduler and a first worker have to answer."""
UNREACHABLE: Final = Text(
    "The cluster at {url} does not answer ({reason}). Check the address, and that it has workers.",
    "Le cluster {url} ne répond pas ({reason}). Vérifiez l’adresse, et qu’il a des « workers ».",
)
GONE: Final = Text(
    "The cluster at {url} was lost on the way ({reason}).",
    "Le cluster {url} a été perdu en route ({reason}).",
)
NOT_THERE: Final = Text(
    "The workers of the cluster at {url} cannot import {name}. Install there what is installed here.",
    "Les « workers » du cluster {url} ne trouvent pas {name}. Installez-y ce qui est installé ici.",
)
OTHER_ENGINE: Final = Text(
    "The workers of the cluster have another version of costbench, NumPy or polars than this computer, "
    "and results could differ. Install the same versions on both.",
    "Les « workers » du cluster n’ont pas la même version de costbench, de NumPy ou de polars que cet ordinateur, "
    "et les résultats pourraient différer. Installez les mêmes versions des deux côtés.",
)


class Cluster:
    """The workers of a Dask cluster, as a context; Dask gives the blocks of a lost worker to the others."""

    def __init__(self, score: Score, url: str) -> None:
        self.url, self.score = url, partial(scored_elsewhere, engine(), score)
        distributed = library("distributed")
        self.log = logging.getLogger("distributed.client")
        self.level = self.log.level
        self.log.setLevel(logging.CRITICAL + 1)  # what matters is said in a sentence
        self.lost = (distributed.KilledWorker, distributed.CancelledError, OSError)
        self.client: Any = None
        try:
            self.client = distributed.Client(url, timeout=PATIENCE, set_as_default=False)
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            self.__exit__()
            raise BreakError(UNREACHABLE.format(url=url, reason=_reason(error))) from error

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *error: object) -> None:
        if self.client:
            self.client.close()
        self.log.setLevel(self.level)

    @property
    def size(self) -> int:
        """How many blocks the workers that are there now score at once."""
        with self._reached():
            threads: dict[str, int] = self.client.nthreads()
        return max(1, sum(threads.values()))

    def start(self, place: int, block: Block) -> Any:
        """Hand a block over."""
        with self._reached():
            return self.client.submit(self.score, block, pure=False)

    def piece(self, started: Any) -> Piece:
        """Return the results of a block."""
        with self._reached():
            found: Piece = started.result()
            return found

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except ModuleNotFoundError as error:
            raise CostbenchError(NOT_THERE.format(url=self.url, name=error.name or str(error))) from error
        except self.lost as error:
            raise BreakError(GONE.format(url=self.url, reason=_reason(error))) from error


def scored_elsewhere(here: str, score: Score, block: Block) -> Piece:
    """Score a block on a worker, which must have the engine that is ``here``."""
    if engine() != here:
        raise CostbenchError(OTHER_ENGINE)
    return score(block)


def _reason(error: BaseException) -> str:
    said = (str(error) or type(error).__name__).splitlines()[0]
    return said.rpartition("cancelled for reason: ")[2].rstrip(".")
