"""A file of scenarios scored, against only reading that file and writing a result of the same size."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.measuring import Finding, Ran, in_process

PARTS = 4
MOST_MEMORY = 1.5e9
UNIFORM = {
    "annual_budget": (2e5, 5e6, -2),
    "staff_fte": (4, 80, 1),
    "cash_reserve": (1e4, 1e6, -2),
    "discount_rate": (0.01, 0.08, 4),
    "setup_fte_months": (2, 30, 1),
    "programme_budget": (2e5, 4e6, -3),
    "performance": (0.4, 1.3, 3),
    "jobs_at_maturity": (4, 60, 1),
    "inflation": (0, 0.04, 4),
    "additionality": (0.2, 1, 3),
}
"""Ten inputs besides ``scenario`` and ``model``: from, to, decimals."""

READ_AND_WRITE = """
read = pl.read_csv({source!r})
with open({target!r}, "wb") as handle:
    for _ in range({parts}):
        part.write_csv(handle)
"""


def scenarios(path: Path, rows: int) -> Path:
    """Write a file of scenarios in twelve columns, all of them for every model, and return its path."""
    rng = np.random.default_rng(5)
    with path.open("wb") as handle:
        for start in range(0, rows, 500_000):
            count = min(500_000, rows - start)
            columns: dict[str, object] = {
                "scenario": [f"Structure {place}" for place in range(start, start + count)],
                "model": [""] * count,
            }
            columns |= {name: rng.uniform(low, high, count).round(to) for name, (low, high, to) in UNIFORM.items()}
            pl.DataFrame(columns).write_csv(handle, include_header=start == 0)
    return path


def scored(source: Path, target: Path, jobs: int) -> Ran:
    return in_process(
        "from costbench.interfaces.batch.files import score_file\nif __name__ == '__main__': pass",
        f"answer = score_file({str(source)!r}, {str(target)!r}, jobs={jobs}, language='en').rows",
    )


def read_and_written(source: Path, results: Path, threads: int) -> Ran:
    """Return what it takes to read the scenarios and to write their results, a part of these several times."""
    rows = pl.scan_csv(results).select(pl.len()).collect().item()
    before = f"import polars as pl\npart = pl.read_csv({str(results)!r}, n_rows={rows // PARTS})"
    task = READ_AND_WRITE.format(source=str(source), target=str(results.with_suffix(".again.csv")), parts=PARTS)
    return in_process(before, task, POLARS_MAX_THREADS=str(threads))


def measured(folder: Path, rows: int, times: int) -> Iterator[Finding]:
    """Score the file and only read and write it in turns, so that a noisy neighbour disturbs both alike."""
    cores = os.cpu_count() or 1
    source, results = scenarios(folder / "scenarios.csv", rows), folder / "results.csv"
    one, many, floor, floor_of_many = [], [], [], []
    for _ in range(times):
        one.append(scored(source, results, 1))
        many.append(scored(source, results, cores))
        floor.append(read_and_written(source, results, 1))
        floor_of_many.append(read_and_written(source, results, cores))
    alone = statistics.median(a.cpu / b.cpu for a, b in zip(one, floor, strict=True))
    together = statistics.median(a.wall / b.wall for a, b in zip(many, floor_of_many, strict=True))
    faster = statistics.median(a.wall / b.wall for a, b in zip(one, many, strict=True))
    wall = statistics.median(ran.wall for ran in many)
    millions = f"{rows / 1e6:g} million scenarios, 12 columns, all models"
    yield Finding(f"{millions}, {cores} jobs", f"{wall:.0f} s, {one[0].answer / wall / 1e3:,.0f} thousand results/s")
    yield Finding(
        f"… {cores} jobs against polars on as many threads, by the clock", f"{together:.2f}", "≤ 3", together <= 3
    )
    yield Finding("… one job against polars on one thread, processor time", f"{alone:.2f}", "≤ 3", alone <= 3)
    yield Finding(f"{cores} jobs against one, by the clock", f"{faster:.2f}", "≥ 1.7", faster >= 1.7)
    yield from _memory(f"{rows / 1e6:g} million rows", {"one job": one[0], f"{cores} jobs": many[0]})


def measured_memory(folder: Path, rows: int) -> Iterator[Finding]:
    """Score a larger file once, for its memory."""
    cores = os.cpu_count() or 1
    source = scenarios(folder / "many.csv", rows)
    yield from _memory(f"{rows / 1e6:g} million rows", {f"{cores} jobs": scored(source, folder / "results.csv", cores)})


def _memory(what: str, ran: dict[str, Ran]) -> Iterator[Finding]:
    for jobs, one in ran.items():
        if one.memory:
            figure = f"{one.memory / 1e6:,.0f} MB"
            yield Finding(
                f"Peak memory, {what}, {jobs}, children included", figure, "< 1,500 MB", one.memory < MOST_MEMORY
            )
        else:
            yield Finding(f"Peak memory, {what}, {jobs}", "skipped: the system does not tell it here")
