"""Who scores the blocks: this process, a few processes beside it, or a cluster; results come in the blocks' order."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any, Final, Protocol, TypeAlias

from costbench.errors import CostbenchError
from costbench.interfaces.batch.running.shelf import Shelf
from costbench.interfaces.batch.tables.pieces import Entry, Piece
from costbench.interfaces.batch.tables.reader import Block
from costbench.language import Text

Score: TypeAlias = Callable[[Block], Piece]

FIRST_HERE: Final = 2
"""Blocks that this process scores before a helper can have started: a small file needs none."""
THREADS: Final = "POLARS_MAX_THREADS"
STARTING: Final = threading.Lock()
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
    """Whoever scores blocks: ``start`` hands one over, ``piece`` waits for its results, or for word of them."""

    @property
    def size(self) -> int:
        """How many blocks are scored at once."""

    def start(self, place: int, block: Block) -> Any:
        """Hand over the block whose results stand at ``place``; return what to ask for them with."""

    def piece(self, started: Any) -> Piece | Entry:
        """Return the results of a block handed over; their entry where they are on the shelf already."""


def in_order(crew: Crew, blocks: Iterable[Block], first: int) -> Iterator[Piece | Entry]:
    """Yield the results of the blocks in their order, a few blocks being scored or waiting at any time.

    ``first`` is the place of the first block's results.
    """
    waiting: deque[Any] = deque()
    for place, block in enumerate(blocks, first):
        waiting.append(crew.start(place, block))
        if len(waiting) >= 2 * crew.size:
            yield crew.piece(waiting.popleft())
    while waiting:
        yield crew.piece(waiting.popleft())


class ThisProcess:
    """The process that is running: it scores a block when its results are asked for."""

    size = 0

    def __init__(self, score: Score) -> None:
        self.score = score

    def start(self, place: int, block: Block) -> Block:
        """Take a block."""
        return block

    def piece(self, started: Block) -> Piece:
        """Score it."""
        return self.score(started)


@dataclass(eq=False)
class _Task:
    place: int
    block: Block
    future: Future[Entry] | None = None
    """``None`` while no helper has it."""
    found: Entry | None = None


class Processes:
    """This process and helpers beside it, as a context; a helper that is lost is replaced, and its block scored again.

    Whoever scores a block puts its results on the ``shelf``. The first blocks are scored here while the helpers
    start, and so is whatever they have no hand free for.
    """

    def __init__(self, score: Score, jobs: int, shelf: Shelf) -> None:
        self.size, self.helpers = jobs, jobs - 1
        self.score, self.shelf = score, shelf
        self.tasks: list[_Task] = []
        self.begun = 0
        self.losses = 0
        # Spawned, not forked: polars keeps threads that do not survive a fork.
        self.context = get_context("spawn")
        self.leash, self.hold = self.context.Pipe(duplex=False)
        self._hire()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *error: object) -> None:
        self.hold.close()  # the helpers end at once: they have nothing to put in order
        self.pool.shutdown(cancel_futures=True)
        self.leash.close()

    def start(self, place: int, block: Block) -> _Task:
        """Hand a block over: to the helpers, or to this process where they have enough to do."""
        task = _Task(place, block)
        self.tasks.append(task)
        self.begun += 1
        busy = sum(other.future is not None and not other.future.done() for other in self.tasks)
        if self.begun > FIRST_HERE and busy < 2 * self.helpers:
            self._submit(task)
        return task

    def piece(self, started: _Task) -> Entry:
        """Return the results of a block; until they are there, score what no helper has."""
        while started.found is None:
            waiting = next((task for task in self.tasks if task.future is None and task.found is None), None)
            if waiting and (waiting is started or not _is_done(started)):
                self._score_here(waiting)
            else:
                self._await(started)
        self.tasks.remove(started)
        return started.found

    def _score_here(self, task: _Task) -> None:
        task.found = self.shelf.put(task.place, self.score(task.block), self._look_after)

    def _await(self, task: _Task) -> None:
        assert task.future is not None
        try:
            task.found = task.future.result()
        except BrokenProcessPool:
            self._replace()
        else:
            self.losses = 0

    def _look_after(self) -> None:
        """See to the helpers while waiting for one of them: raise what one raised, replace those that are lost."""
        for task in self.tasks:
            if task.future is not None and task.found is None and task.future.done():
                self._await(task)

    def _submit(self, task: _Task) -> None:
        task.future = None
        while task.future is None:
            try:
                with _apart():
                    task.future = self.pool.submit(_shelved, self.score, self.shelf, task.place, task.block)
            except BrokenProcessPool:
                self._replace()

    def _replace(self) -> None:
        """Hire new helpers and hand them all that the lost ones did not finish."""
        self.losses += 1
        if self.losses > MOST_LOSSES:
            raise BreakError(LOST.format(count=self.losses))
        self.pool.shutdown()
        self._hire()
        for task in self.tasks:
            if task.future is not None and _is_lost(task.future):
                self._submit(task)

    def _hire(self) -> None:
        self.pool = ProcessPoolExecutor(self.helpers, self.context, initializer=_serve, initargs=(self.leash,))


@contextmanager
def _apart() -> Iterator[None]:
    """Keep from helpers that start what is not for them: the program that runs, which they would run, and Ctrl-C.

    Each of them is to use one processor.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    with STARTING:
        program, threads = sys.modules["__main__"], os.environ.get(THREADS)
        known = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else None
        try:
            sys.modules["__main__"], os.environ[THREADS] = ModuleType("__main__"), "1"
            yield
        finally:
            sys.modules["__main__"] = program
            os.environ.pop(THREADS) if threads is None else os.environ.update({THREADS: threads})
            if mask:
                mask(signal.SIG_SETMASK, known)


def _shelved(score: Score, shelf: Shelf, place: int, block: Block) -> Entry:
    return shelf.put(place, score(block))


def _is_done(task: _Task) -> bool:
    return task.future is not None and task.future.done()


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
