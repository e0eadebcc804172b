"""The program run by itself, and the most memory that it ever held."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

PROGRAM = r"""
import atexit, re, sys
from costbench.cli import main
peak = lambda: re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]
atexit.register(lambda: print("peak", peak(), file=sys.stderr))
main(sys.argv[1:])
"""
"""What getrusage tells begins with the memory of the process that it was forked from."""


class Run(NamedTuple):
    """What a run came to: its exit code, what it printed, what it said of mistakes, its peak memory [kB]."""

    code: int
    printed: str
    said: str
    peak: int


def run(*arguments: Any, seconds: float) -> Run:
    """Run ``costbench`` with these arguments, as Linux allows to measure it; ``seconds`` end what hangs."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=Path(__file__).parents[1], env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, timeout=seconds,
    )  # fmt: skip
    said, _, peak = done.stderr.rpartition("peak ")
    return Run(done.returncode, done.stdout, said, int(peak))
