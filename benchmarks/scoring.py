"""A file of scenarios scored, against only reading that file and writing a result of the same size."""

from __future__ import annotations

import filecmp
import importlib.util
import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.measuring import Finding, Ran, in_process
from costbench.catalogue import list_models

PARTS = 4
MOST_MEMORY = 1.5e9
MORE, MOST_GROWTH = 5, 1.1
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

CLUSTER = """
from distributed import LocalCluster
from costbench.interfaces.batch.files import score_file
if __name__ == '__main__':
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        started = time.perf_counter()
        score_file({source!r}, {target!r}, cluster=cluster.scheduler_address, language='en')
        answer = time.perf_counter() - started
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
    target.unlink(missing_ok=True)  # both write a new file: new pages cost some systems more than used ones
    return in_process(
        "from costbench.interfaces.batch.files import score_file\nif __name__ == '__main__': pass",
        f"answer = score_file({str(source)!r}, {str(target)!r}, jobs={jobs}, language='en').rows",
        POLARS_MAX_THREADS="1",  # a job is a processor, as for the command
    )


def read_and_written(source: Path, results: Path, threads: int) -> Ran:
    """Return what it takes to read the scenarios and to write their results, a part of these several times."""
    rows = pl.scan_csv(results).select(pl.len()).collect().item()
    again = results.with_suffix(".again.csv")
    again.unlink(missing_ok=True)
    before = f"import polars as pl\npart = pl.read_csv({str(results)!r}, n_rows={rows // PARTS})"
    task = READ_AND_WRITE.format(source=str(source), target=str(again), parts=PARTS)
    return in_process(before, task, POLARS_MAX_THREADS=str(threads))


def measured(folder: Path, rows: int, times: int) -> Iterator[Finding]:
    """Score the file and only read and write it in turns, so that a noisy neighbour disturbs both alike.

    A first turn is not counted: some virtual machines are given their memory when it is first used.
    """
    cores = os.cpu_count() or 1
    source, results, by_many = scenarios(folder / "scenarios.csv", rows), folder / "one.csv", folder / "many.csv"
    one, many, floor, floor_of_many = [], [], [], []
    for _ in range(times + 1):
        one.append(scored(source, results, 1))
        many.append(scored(source, by_many, cores))
        floor.append(read_and_written(source, results, 1))
        floor_of_many.append(read_and_written(source, results, cores))
    one, many, floor, floor_of_many = (runs[1:] for runs in (one, many, floor, floor_of_many))
    alone = statistics.median(a.cpu / b.cpu for a, b in zip(one, floor, strict=True))
    together = statistics.median(a.wall / b.wall for a, b in zip(many, floor_of_many, strict=True))
    faster = statistics.median(a.wall / b.wall for a, b in zip(one, many, strict=True))
    more = statistics.median(b.cpu / a.cpu for a, b in zip(one, many, strict=True))
    wall, cpu = statistics.median(ran.wall for ran in many), statistics.median(ran.cpu for ran in one)
    yield Finding(
        f"{rows:,} scenarios, 12 columns, all models, {cores} jobs",
        f"{wall:.0f} s, {one[0].answer / wall / 1e3:,.0f} thousand results/s",
        capacity=(f"a scenario row under all {len(list_models())} models, no draws, CSV to CSV", cpu / rows),
    )
    yield Finding("… one job against polars on one thread, processor time", f"{alone:.2f}", "≤ 3", alone <= 3)
    yield Finding(
        f"… {cores} jobs against polars on as many threads, by the clock", f"{together:.2f}", "≤ 3", together <= 3
    )
    yield Finding(
        f"{cores} jobs against one, how many times as fast by the clock", f"{faster:.2f}", "≥ 1.7", faster >= 1.7
    )
    yield Finding(f"{cores} jobs against one, processor time", f"{more:.2f}")
    yield _same(f"The files of one job and of {cores}", results, by_many)


def measured_memory(folder: Path, rows: int) -> Iterator[Finding]:
    """Score a file and one five times as large, for the memory of the process and its children together."""
    cores, peaks = os.cpu_count() or 1, []
    for count in (rows, MORE * rows):
        source, target = scenarios(folder / "scenarios.csv", count), folder / "results.csv"
        peaks.append(scored(source, target, cores).memory)
        target.unlink()
        what = f"Peak memory, {count:,} scenarios, {cores} jobs, the peaks of all processes added up"
        if not peaks[-1]:
            yield Finding(what, "skipped: the system does not tell it here")
            return
        yield Finding(what, f"{peaks[-1] / 1e6:,.0f} MB", "< 1,500 MB", peaks[-1] < MOST_MEMORY)
    grown = peaks[1] / peaks[0]
    yield Finding(
        f"… of {MORE} times the scenarios against once", f"{grown:.2f}", f"≤ {MOST_GROWTH}", grown <= MOST_GROWTH
    )


def measured_on_cluster(folder: Path, rows: int) -> Iterator[Finding]:
    """Score the file here and on a local Dask cluster of two workers, and compare the files."""
    what = "On a local Dask cluster of two workers"
    if importlib.util.find_spec("distributed") is None:
        yield Finding(what, 'skipped: not installed here (pip install "costbench[cluster]")')
        return
    source, here, there = scenarios(folder / "scenarios.csv", rows), folder / "here.csv", folder / "there.csv"
    alone, ran = scored(source, here, 1), in_process("", CLUSTER.format(source=str(source), target=str(there)))
    yield Finding(f"{what}, {rows:,} scenarios", f"{ran.answer:.0f} s, one job here {alone.wall:.0f} s")
    yield _same("The files of the cluster and of one job", here, there)


def _same(what: str, one: Path, other: Path) -> Finding:
    same = filecmp.cmp(one, other, shallow=False)
    return Finding(what, "the same bytes" if same else "different", "the same bytes", same)
