"""Any bytes as a file of scenarios: refused in a sentence, or read the same in blocks of any size, and scored."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from costbench.errors import CostbenchError
from costbench.interfaces.batch.files import as_polars
from costbench.interfaces.batch.scorer import STATUSES, Settings, score_table
from costbench.interfaces.batch.tables import header
from costbench.interfaces.batch.tables.cells import read_table
from costbench.interfaces.batch.tables.reader import ScenarioFile, open_scenarios, text_frame

MOST_SCORED = 3
FILE = Path(tempfile.mkdtemp(prefix="fuzz-")) / "scenarios.csv"


def hasten() -> None:
    """Leave out, in a campaign alone, the search for close names: a tenth of a second a name, which others test."""
    header.close_matches = lambda *_: ()


def check(data: bytes) -> None:
    """Raise where a fault shows: an exception that is no sentence, or a reading that depends on the blocks."""
    FILE.write_bytes(data)
    try:
        scenarios = open_scenarios(FILE, ignore_unknown=bool(len(data) % 2))
    except CostbenchError as error:
        assert error.sentence("en").strip()
        assert error.sentence("fr").strip()
        return
    whole = cells(scenarios, 1 << 20)
    assert cells(scenarios, 1 << 12) == whole
    if len(data) % 16 == 0:  # scoring takes longer than reading
        scored(scenarios)


def cells(scenarios: ScenarioFile, block_bytes: int) -> list[tuple[int, tuple[str | None, ...]]]:
    """Return the row and the cells of every scenario, with the first cell beyond the header."""
    width, found = scenarios.header.width, []
    for block in scenarios.blocks(block_bytes):
        frame, strays = text_frame(block, scenarios.dialect, width)
        lines = [(*trimmed(line), *strays.get(at, ("",))[1:]) for at, line in enumerate(frame.rows())]
        found += [(row, line) for row, line in enumerate(lines, block.first_row) if line]
    return found


def trimmed(line: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return cells without the empty ones at the end."""
    while line and not line[-1]:
        line = line[:-1]
    return tuple(cell or None for cell in line)


def scored(scenarios: ScenarioFile) -> None:
    """Score the first few scenarios: each figure is a number or absent, each row has a status."""
    for block in scenarios.blocks(1 << 20):
        frame, strays = text_frame(block, scenarios.dialect, scenarios.header.width)
        table, _ = read_table(frame, strays, block.first_row, scenarios.header, scenarios.dialect.decimal)
        part = next(table.parts(MOST_SCORED))
        results = score_table(part, Settings("en"))
        names = pl.Series([str(row) for row in part.rows], dtype=pl.String)
        written = as_polars(results, names, 0)
        assert set(written["status"]) <= set(STATUSES)
        for figures in results.figures.values():
            assert not np.isinf(figures).any()
        for row in written.iter_rows(named=True):
            assert row["status"] != "error" or row["messages"]
            assert all(not isinstance(cell, float) or math.isfinite(cell) for cell in row.values())
            assert not any(isinstance(cell, str) and cell.startswith(("=", "+", "@")) for cell in row.values())
        return
