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
from benchmarks.measuring import ROOT, Finding, seconds
from costbench.interfaces.udf.places import libreoffice_tool
from costbench.interfaces.workbook import build_workbook

STARTS = 10


def measured(times: int) -> Iterator[Finding]:
    help_page = statistics.median(_started("-m", "costbench", "--help") for _ in range(STARTS))
    nothing = statistics.median(_started("-c", "pass") for _ in range(STARTS))
    figure = f"{1e3 * help_page:.0f} ms ({1e3 * nothing:.0f} ms of them Python's own start)"
    yield Finding(f"`costbench --help`, the whole process, median of {STARTS}", figure, "< 250 ms", help_page < 0.25)
    call = in_python()
    yield Finding("A function called from a cell, warm, in Python", f"{1e3 * call:.3f} ms", "< 1 ms", call < 1e-3)
    yield _in_libreoffice()
    with tempfile.TemporaryDirectory() as folder:
        template = seconds(lambda: build_workbook(Path(folder) / "template.xlsx", "fr"), times)
    yield Finding("The template workbook, all models, processor time", f"{template:.1f} s")


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
