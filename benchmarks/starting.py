"""What a person waits for: the help, a function in a cell, a template."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.functions_in_a_cell import in_libreoffice, in_python
from benchmarks.measuring import ROOT, Finding, in_process
from costbench.interfaces.udf.doors.places import libreoffice_tool

STARTS = 10
TEMPLATES = {"essential": (3.0, 400e3), "complete": (8.0, 1.5e6)}
"""Edition to the seconds and the bytes that are promised."""
BUILDER = "from costbench.interfaces.workbook import build_workbook\n"


def measured(times: int) -> Iterator[Finding]:
    help_page = statistics.median(_started("-m", "costbench", "--help") for _ in range(STARTS))
    nothing = statistics.median(_started("-c", "pass") for _ in range(STARTS))
    figure = f"{1e3 * help_page:.0f} ms ({1e3 * nothing:.0f} ms of them Python's own start)"
    yield Finding(f"`costbench --help`, the whole process, median of {STARTS}", figure, "≤ 250 ms", help_page <= 0.25)
    call = in_python()
    yield Finding("A function called from a cell, warm, in Python", f"{1e3 * call:.3f} ms", "< 1 ms", call < 1e-3)
    yield _in_libreoffice()
    for edition, promised in TEMPLATES.items():
        yield _template(edition, *promised, times)


def _started(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _in_libreoffice() -> Finding:
    what = "… through LibreOffice and its worker"
    office = libreoffice_tool("soffice")
    if office is None:
        return Finding(what, "skipped: LibreOffice is not installed here (https://www.libreoffice.org/download)")
    with tempfile.TemporaryDirectory() as folder:
        call = in_libreoffice(Path(folder), office)
    return Finding(what, f"{1e3 * call:.3f} ms", "< 5 ms", call < 5e-3)


def _template(edition: str, longest: float, largest: float, times: int) -> Finding:
    """Build the French workbook, the larger one, in processes of their own: nothing is warm."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        task = f"build_workbook({str(path)!r}, 'fr', edition={edition!r})"
        took = statistics.median(in_process("", BUILDER + task).cpu for _ in range(times))
        size = path.stat().st_size
    return Finding(
        f"The {edition} template, all models, processor time with all imports, and size",
        f"{took:.1f} s, {size / 1e3:,.0f} kB",
        f"≤ {longest:.0f} s, {largest / 1e3:,.0f} kB",
        took <= longest and size <= largest,
    )
