"""What Excel loads through xlwings: the functions ``CB_NAME``, and what a button of the ribbon asks of Python."""

from __future__ import annotations

import subprocess
import sys

import xlwings
from xlwings import arg, func, ret

from costbench.interfaces.udf.doors.excel import register

globals().update(register(func, arg, ret, xlwings.__version__))


def write_workbook(path: str, language: str) -> str:
    """Write the template workbook at ``path``; return nothing, or the sentence that says what went wrong."""
    alone = ["-P", "-X", "utf8"]  # no module from the folder of a workbook; messages with their accents
    order = [sys.executable, *alone, "-m", "costbench", "workbook", "-o", path, "--lang", language]
    done = subprocess.run(
        order,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()
