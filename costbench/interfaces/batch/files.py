"""A file of scenarios in, a file of results out: block by block, in one process or in several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from costbench.interfaces.batch.cells import blank_rows_dropped, read_table
from costbench.interfaces.batch.dialect import DIALECTS, Dialect, DialectName
from costbench.interfaces.batch.header import Header
from costbench.interfaces.batch.reader import BLOCK_BYTES, Block, ScenarioFile, open_scenarios, text_frame
from costbench.interfaces.batch.scorer import ERROR, OK, TEXTS, WARNING, Settings, result_columns, score_table
from costbench.interfaces.batch.tables import CHUNK_ROWS
from costbench.interfaces.batch.writer import Writer, as_polars, neutralised, replacing, writer_for
from costbench.language import Language, system_language

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the bytes of the file scored so far and its size."""


@dataclass(frozen=True)
class Summary:
    """What a scoring came to: scenarios read, rows written, and how many of these are in which state.

    ``dialect`` says how the file was found to be written; ``ignored`` are columns that no model knows.
    """

    scenarios: int
    rows: int
    ok: int
    warnings: int
    errors: int
    dialect: Dialect
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """All that a process needs to score a block."""

    dialect: Dialect
    header: Header
    settings: Settings
    writer: Writer
    chunk_rows: int


@dataclass(frozen=True)
class _Piece:
    """The results of a block: encoded, counted (scenarios, ok, warning, error), and the bytes it was read from."""

    encoded: list[Any]
    counts: tuple[int, int, int, int]
    read: int


def score_file(
    source: str | Path,
    target: str | Path,
    *,
    draws: int = 0,
    seed: int = 0,
    jobs: int = 1,
    language: Language | None = None,
    dialect: DialectName = "en",
    ignore_unknown: bool = False,
    progress: Progress | None = None,
    chunk_rows: int = CHUNK_ROWS,
) -> Summary:
    """Score a file of scenarios: one row of results per scenario and model, in the order given.

    Parameters
    ----------
    source
        CSV with commas, semicolons or tabs, decimal points or commas, in UTF-8 or Windows-1252; the way it is
        written is found and reported in the summary.
    target
        File to write, by its ending a CSV, an Excel workbook or a Parquet file. It appears whole or not at all.
    draws, seed
        Draws of the simulation, 0 for none, and their seed.
    jobs
        Number of processes.
    language
        Language of the messages, the system's when absent.
    dialect
        How a CSV is written: ``en`` with commas and decimal points, ``fr`` with semicolons, decimal commas and
        a byte order mark.
    ignore_unknown
        Whether columns that no model knows are left aside instead of refused.
    progress
        Called after each block with the bytes scored so far and the size of the file.
    chunk_rows
        Scenarios scored at once. Memory grows with it, results do not depend on it.

    Raises :class:`~costbench.errors.InputError` where the file cannot be scored at all, :class:`OSError`
    where a file cannot be read or written. A row that cannot be scored is a row of status ``error``.
    """
    target = Path(target)
    writer = writer_for(target, DIALECTS[dialect])
    scenarios = open_scenarios(Path(source), ignore_unknown)
    settings = Settings(language or system_language(), draws, seed)
    plan = _Plan(scenarios.dialect, scenarios.header, settings, writer, chunk_rows)
    counts = np.zeros(4, dtype=int)

    def encoded() -> Iterator[Any]:
        done = scenarios.start
        yield writer.encode(pl.DataFrame(schema=_schema(draws)))
        for piece in _pieces(plan, scenarios, jobs):
            yield from piece.encoded
            counts[:] += piece.counts
            done += piece.read
            if progress:
                progress(min(done, scenarios.size), scenarios.size)

    with replacing(target) as temporary:
        writer.write(result_columns(draws), encoded(), temporary)
    return _summary(counts, scenarios)


def _summary(counts: Any, scenarios: ScenarioFile) -> Summary:
    read, ok, warnings, errors = counts.tolist()
    rows = ok + warnings + errors
    return Summary(read, rows, ok, warnings, errors, scenarios.dialect, scenarios.header.ignored)


def _pieces(plan: _Plan, scenarios: ScenarioFile, jobs: int) -> Iterator[_Piece]:
    if jobs <= 1:
        yield from (_scored(plan, block) for block in scenarios.blocks(BLOCK_BYTES))
        return
    # Spawned, not forked: polars keeps threads that do not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            yield from _in_order(pool, plan, scenarios.blocks(BLOCK_BYTES), jobs)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_order(pool: ProcessPoolExecutor, plan: _Plan, blocks: Iterable[Block], jobs: int) -> Iterator[_Piece]:
    """Yield the results of the blocks in their order, a few blocks being scored or waiting at any time."""
    waiting: deque[Future[_Piece]] = deque()
    for block in blocks:
        waiting.append(pool.submit(_scored, plan, block))
        if len(waiting) >= 2 * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _scored(plan: _Plan, block: Block) -> _Piece:
    """Score one block."""
    frame = text_frame(block, plan.dialect, plan.header.width)
    frame, rows = blank_rows_dropped(frame, block.first_row)
    table = read_table(frame, rows, plan.header, plan.dialect.decimal)
    place = plan.header.scenario
    names = pl.Series(rows).cast(pl.String) if place is None else neutralised(frame[str(place)])
    encoded, statuses, start = [], np.zeros(3, dtype=int), 0
    for part in table.parts(plan.chunk_rows):
        results = score_table(part, plan.settings)
        here = names.slice(start, len(part.rows))
        encoded.append(plan.writer.encode(as_polars(results, here, plan.settings.draws)))
        statuses += np.bincount(results.status.codes, minlength=3)
        start += len(part.rows)
    counts = (len(rows), int(statuses[OK]), int(statuses[WARNING]), int(statuses[ERROR]))
    return _Piece(encoded, counts, len(block.data))


def _schema(draws: int) -> dict[str, Any]:
    return {
        name: pl.String if name in TEXTS else pl.Int64 if name == "rank" else pl.Float64
        for name in result_columns(draws)
    }
