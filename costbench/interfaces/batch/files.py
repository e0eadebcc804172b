"""A file of scenarios in, a file of results out: block by block, in one process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import astuple, dataclass
from functools import partial
from itertools import islice
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl

from costbench.errors import CostbenchError
from costbench.interfaces.batch.running.cluster import Cluster
from costbench.interfaces.batch.running.crews import Crew, Processes, ThisProcess, in_order
from costbench.interfaces.batch.running.engine import engine
from costbench.interfaces.batch.running.shelf import Shelf
from costbench.interfaces.batch.running.unfinished import Unfinished, unfinished
from costbench.interfaces.batch.scorer import ERROR, OK, TEXTS, WARNING, Results, Settings, result_columns, score_table
from costbench.interfaces.batch.tables.cells import read_table
from costbench.interfaces.batch.tables.columns import CHUNK_ROWS
from costbench.interfaces.batch.tables.dialect import DIALECTS, Dialect, DialectName
from costbench.interfaces.batch.tables.header import Header
from costbench.interfaces.batch.tables.locations import Location, content_of
from costbench.interfaces.batch.tables.pieces import Entry, Piece
from costbench.interfaces.batch.tables.reader import (
    BLOCK_BYTES,
    BLOCK_ROWS,
    Block,
    ScenarioFile,
    changed_meanwhile,
    open_scenarios,
    text_frame,
)
from costbench.interfaces.batch.tables.writer import TOO_MANY_ROWS, Writer, neutralised, writer_for
from costbench.interfaces.writing import refuse_the_source
from costbench.language import Language, system_language

BLOCK_DRAWS: Final = 1 << 17
"""Scenarios times draws of a block."""
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
    """All that it takes to score a block, anywhere."""

    dialect: Dialect
    header: Header
    settings: Settings
    writer: Writer
    chunk_rows: int


def score_file(
    source: Location,
    target: Location,
    *,
    draws: int = 0,
    seed: int = 0,
    jobs: int = 1,
    language: Language | None = None,
    dialect: DialectName = "en",
    ignore_unknown: bool = False,
    progress: Progress | None = None,
    chunk_rows: int = CHUNK_ROWS,
    resume: bool = False,
    cluster: str | None = None,
) -> Summary:
    """Score a file of scenarios: one row of results per scenario and model, in the order given.

    Parameters
    ----------
    source
        CSV with commas, semicolons or tabs, decimal points or commas, in UTF-8 or Windows-1252; the way it is
        written is found and reported in the summary. A path, or a URL that fsspec reads.
    target
        File to write, by its ending a CSV, an Excel workbook or a Parquet file. It appears whole or not at all;
        until then results grow in ``TARGET.unfinished``, which stays there for ``resume`` after a break.
    draws, seed
        Draws of the simulation, 0 for none, and their seed.
    jobs
        Number of processes that score, this one among them. A small file takes this one alone. One that is lost is
        replaced, and its scenarios scored again. Results do not depend on it.
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
    resume
        Whether to continue where a scoring with the same input and settings was cut short; without one, it
        begins. The file is the same, byte for byte, as without a break.
    cluster
        Address of the scheduler of a Dask cluster that scores instead of this computer. The file is the same.

    Raises :class:`~costbench.errors.InputError` where the file cannot be scored at all,
    :class:`~costbench.errors.CostbenchError` where the target is the source itself, :class:`OSError`
    where a file cannot be read or written, :class:`~costbench.interfaces.batch.running.crews.BreakError` where the
    processes or the cluster are lost. A row that cannot be scored is a row of status ``error``.
    """
    refuse_the_source(source, target)
    writer = writer_for(target, DIALECTS[dialect])
    scenarios = open_scenarios(source, ignore_unknown)
    settings = Settings(language or system_language(), draws, seed)
    plan = _Plan(scenarios.dialect, scenarios.header, settings, writer, chunk_rows)
    manifest = {
        "engine": engine(),
        "input": [scenarios.size, content_of(source)],
        "settings": [*astuple(settings), dialect, ignore_unknown],
    }
    with unfinished(target, manifest, resume) as results:
        if not results.entries:
            results.add(Piece(writer.beginning(pl.DataFrame(schema=_schema(draws))), (0, 0, 0, 0), 0))
        _score_the_rest(plan, scenarios, results, _crew(plan, jobs, cluster, results.shelf), progress)
        results.finish(writer)
        return _summary(results.entries, scenarios)


def _score_the_rest(
    plan: _Plan,
    scenarios: ScenarioFile,
    results: Unfinished,
    crew: AbstractContextManager[Crew],
    progress: Progress | None,
) -> None:
    """Score the blocks whose results are not kept yet."""
    first = len(results.entries)
    blocks = islice(scenarios.blocks(BLOCK_BYTES, _block_rows(plan.settings.draws)), first - 1, None)
    done = scenarios.start + sum(entry.read for entry in results.entries)
    rows = sum(sum(entry.counts[1:]) for entry in results.entries)
    with crew as hired:
        for piece in in_order(hired, blocks, first):
            done, rows = done + piece.read, rows + sum(piece.counts[1:])
            if rows > plan.writer.most_rows:
                raise CostbenchError(TOO_MANY_ROWS)
            results.add(piece)
            if progress:
                progress(min(done, scenarios.size), scenarios.size)
    if not scenarios.size <= done <= scenarios.size + 1:  # a line end is added where the last one is missing
        raise changed_meanwhile()


def _block_rows(draws: int) -> int:
    """Return the most rows of a block: with draws half a second's work, so that there is some for every process."""
    return min(BLOCK_ROWS, max(1, BLOCK_DRAWS // draws)) if draws else BLOCK_ROWS


def _crew(plan: _Plan, jobs: int, cluster: str | None, shelf: Shelf) -> AbstractContextManager[Crew]:
    score = partial(_scored, plan)
    if cluster:
        return Cluster(score, cluster)
    return Processes(score, jobs, shelf) if jobs > 1 else nullcontext(ThisProcess(score))


def _summary(entries: Iterable[Entry], scenarios: ScenarioFile) -> Summary:
    read, ok, warnings, errors = (sum(column) for column in zip(*(entry.counts for entry in entries), strict=True))
    rows = ok + warnings + errors
    return Summary(read, rows, ok, warnings, errors, scenarios.dialect, scenarios.header.ignored)


def _scored(plan: _Plan, block: Block) -> Piece:
    """Score one block."""
    frame, strays = text_frame(block, plan.dialect, plan.header.width)
    table, kept = read_table(frame, strays, block.first_row, plan.header, plan.dialect.decimal)
    place = plan.header.scenario
    names = pl.Series(table.rows).cast(pl.String) if place is None else neutralised(kept[str(place)])
    frames, statuses, start = [], np.zeros(3, dtype=int), 0
    for part in table.parts(plan.chunk_rows):
        results = score_table(part, plan.settings)
        frames.append(as_polars(results, names.slice(start, len(part.rows)), plan.settings.draws))
        statuses += np.bincount(results.status.codes, minlength=3)
        start += len(part.rows)
    counts = (len(table.rows), int(statuses[OK]), int(statuses[WARNING]), int(statuses[ERROR]))
    return Piece(plan.writer.encode(frames), counts, len(block.data))


def as_polars(results: Results, scenarios: pl.Series, draws: int) -> pl.DataFrame:
    """Return results as the file has them: texts that a spreadsheet would run are neutralised, absent is null."""
    columns = {name: pl.Series(figures) for name, figures in (*results.figures.items(), ("rank", results.rank))}
    columns["scenario"] = scenarios.gather(results.places)
    for name in ("model", "status", "affordability", "messages"):
        column = getattr(results, name)
        columns[name] = pl.Series([text or None for text in column.labels], dtype=pl.String).gather(column.codes)
    frame = pl.DataFrame({name: columns[name] for name in result_columns(draws)})
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).with_columns(pl.col("rank").cast(pl.Int64))


def _schema(draws: int) -> dict[str, Any]:
    return {
        name: pl.String if name in TEXTS else pl.Int64 if name == "rank" else pl.Float64
        for name in result_columns(draws)
    }
