"""Who scores the blocks: this process, a few processes beside it, or a cluster; results come in the blocks' order."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol, TypeAlias

from costbench.errors import CostbenchError
from costbench.interfaces.batch.locations import reaching
from costbench.interfaces.batch.pieces import Piece
from costbench.interfaces.batch.reader import Block
from costbench.language import Text

Score: TypeAlias = Callable[[Block], Piece]

MOST_LOSSES: Final = 3
"""Processes that may be lost one after the other before the work is given up."""


class BreakError(CostbenchError):
    """A break from outside: what is scored so far can be continued."""


LOST: Final = Text(
    "The processes that score were ended {count} times from outside, often for lack of memory. "
    "Close other programs, or use fewer --jobs.",
    "Les processus de calcul ont été interrompus {count} fois de l’extérieur, souvent faute de mémoire. "
    "Fermez d’autres programmes, ou réduisez --jobs.",
)


class Crew(Protocol):
    """Whoever scores blocks: ``start`` hands one over, ``piece`` waits for its results."""

    @property
    def size(self) -> int:
        """How many blocks are scored at once."""

    def start(self, block: Block) -> Any:
        """Hand a block over and return what to ask for its results with."""

    def piece(self, started: Any) -> Piece:
        """Return the results of a block handed over."""


def in_order(crew: Crew, blocks: Iterable[Block]) -> Iterator[Piece]:
    """Yield the results of the blocks in their order, a few blocks being scored or waiting at any time."""
    waiting: deque[Any] = deque()
    for block in blocks:
        waiting.append(crew.start(block))
        if len(waiting) >= 2 * crew.size:
            yield crew.piece(waiting.popleft())
    while waiting:
        yield crew.piece(waiting.popleft())


class ThisProcess:
    """The process that is running: it scores a block when its results are asked for."""

    size = 0

    def __init__(self, score: Score) -> None:
        self.score = score

    def start(self, block: Block) -> Block:
        """Take a block."""
        return block

    def piece(self, started: Block) -> Piece:
        """Score it."""
        return self.score(started)


@dataclass(eq=False)
class _Task:
    block: Block
    parcel: Path
    future: Future[tuple[Piece, int]] | None = None
    """``None`` while it is in nobody's hands."""


class Processes:
    """Processes beside this one, as a context; one that is lost is replaced, and its block scored again.

    Results pass from them to this process in files of ``folder``, the system's own for temporary files if absent;
    each is written again and again, which costs some systems a tenth of a new file.
    """

    def __init__(self, score: Score, jobs: int, folder: Path | None = None) -> None:
        self.size = jobs
        self.parcels = TemporaryDirectory(dir=folder, prefix="pieces.", ignore_cleanup_errors=True)
        self.score = partial(_left, score)
        self.tasks: list[_Task] = []
        self.spare: list[Path] = []
        self.losses = 0
        # Spawned, not forked: polars keeps threads that do not survive a fork.
        self.context = get_context("spawn")
        self.leash, self.hold = self.context.Pipe(duplex=False)
        self._hire()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self.pool.shutdown()
        self.hold.close()
        self.pool.shutdown(wait=kind is None, cancel_futures=True)
        self.leash.close()
        self.parcels.cleanup()

    def start(self, block: Block) -> _Task:
        """Hand a block over."""
        parcel = self.spare.pop() if self.spare else Path(self.parcels.name) / str(len(self.tasks))
        task = _Task(block, parcel)
        self.tasks.append(task)
        self._submit(task)
        return task

    def piece(self, started: _Task) -> Piece:
        """Return the results of a block, scored again where its process was lost."""
        while True:
            assert started.future is not None
            try:
                found = started.future.result()
            except BrokenProcessPool:
                self._replace()
            else:
                self.losses = 0
                self.tasks.remove(started)
                self.spare.append(started.parcel)
                return _fetched(*found, started.parcel)

    def _submit(self, task: _Task) -> None:
        try:
            task.future = self.pool.submit(self.score, task.block, task.parcel)
        except BrokenProcessPool:
            self._replace()

    def _replace(self) -> None:
        """Hire new processes and hand them all that the lost ones did not finish."""
        self.losses += 1
        if self.losses > MOST_LOSSES:
            raise BreakError(LOST.format(count=self.losses))
        self.pool.shutdown()
        self._hire()
        for task in self.tasks:
            if task.future is None or _is_lost(task.future):
                self._submit(task)

    def _hire(self) -> None:
        self.pool = ProcessPoolExecutor(self.size, self.context, initializer=_serve, initargs=(self.leash,))


def _left(score: Score, block: Block, parcel: Path) -> tuple[Piece, int]:
    """Score a block and leave its results in a file: a pipe would copy them five times, in one process."""
    piece = score(block)
    with reaching(parcel.parent.parent), parcel.open("r+b" if parcel.exists() else "wb") as kept:
        kept.write(piece.encoded)
    return replace(piece, encoded=b""), len(piece.encoded)


def _fetched(piece: Piece, size: int, parcel: Path) -> Piece:
    with parcel.open("rb") as kept:
        return replace(piece, encoded=kept.read(size))


def _is_lost(future: Future[Any]) -> bool:
    return future.done() and isinstance(future.exception(), BrokenProcessPool)


def _serve(leash: Connection) -> None:
    """Leave Ctrl-C to the process that hired this one, and end when it ends or lets go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(leash,), daemon=True).start()


def _end_with(leash: Connection) -> None:
    with suppress(EOFError, OSError):
        leash.recv()
    os._exit(1)
