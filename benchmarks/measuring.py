"""What a benchmark measures with: the processor's time, a process apart, the memory of a process and its children."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("costbench", "numpy", "polars", "pandas", "scipy", "distributed", "formulas")
MEMORY_STEP = 0.05


class Finding(NamedTuple):
    """One line of the table. ``kept`` says whether the promise is kept, ``None`` where nothing was promised.

    ``capacity`` names the work and the processor time in seconds that one piece of it takes: it is also told how
    many pieces a core does in an hour, and what a thousand million of them cost.
    """

    what: str
    figure: str
    promise: str = ""
    kept: bool | None = None
    capacity: tuple[str, float] | None = None


@dataclass(frozen=True)
class Ran:
    """What a process came to: seconds by the clock and of processors, its peak memory in bytes, its own answer."""

    wall: float
    cpu: float
    memory: int
    answer: Any


def seconds(task: Callable[[], object], times: int = 5) -> float:
    """Return the median processor time of some calls, after one that is not counted."""
    task()
    return statistics.median(_once(task) for _ in range(times))


def _once(task: Callable[[], object]) -> float:
    started = time.process_time()
    task()
    return time.process_time() - started


TIMED = """
import json, os, sys, time
sys.path.insert(0, {root!r})
{before}
def spent():
    return time.process_time() + sum(os.times()[2:4])  # its own, and that of the children that ended
wall, cpu = time.perf_counter(), spent()
{task}
wall, cpu = time.perf_counter() - wall, spent() - cpu
print(json.dumps([wall, cpu, locals().get("answer")]))
"""


def in_process(before: str, task: str, **environment: str) -> Ran:
    """Run ``task`` in a process apart, timed without ``before``; it may leave an ``answer``."""
    code = TIMED.format(root=str(ROOT), before=before, task=task)
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ | environment, cwd=ROOT
    )
    peak = _PeakMemory(process.pid)
    written, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the process ended with {process.returncode}")
    wall, cpu, answer = json.loads(written.splitlines()[-1])
    return Ran(wall, cpu, peak.stop(), answer)


class _PeakMemory:
    """Watches the peaks of a process and of its children, and adds them up; 0 where the system has no ``/proc``."""

    def __init__(self, process: int) -> None:
        self._process, self._stopped = process, threading.Event()
        self._peaks: dict[int, int] = {}
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._stopped.set()
        self._thread.join()
        return sum(self._peaks.values())

    def _watch(self) -> None:
        while not self._stopped.wait(MEMORY_STEP):
            # The last reading of a process counts: before it is its own program it shows its parent's peak.
            self._peaks |= {one: peak for one in _family(self._process) if (peak := _peak(one))}


def _family(process: int) -> Iterator[int]:
    yield process
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _peak(process: int) -> int:
    """Return the most memory that one process ever held, what it shares with others included."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def machine() -> str:
    """Return what the figures were measured on, and when, in a sentence."""
    known = [f"{name} {found}" for name in LIBRARIES if (found := _version(name))]
    return (
        f"{date.today()}, {os.cpu_count()} cores ({_processor()}){_memory()}, {platform.system()}, "
        f"Python {platform.python_version()}, {', '.join(known)}."
    )


def _memory() -> str:
    listed = Path("/proc/meminfo")
    total = listed.read_text().partition("MemTotal:")[2].split() if listed.exists() else []
    return f", {int(total[0]) / 1e6:.0f} GB of memory" if total else ""


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
