"""How long a function takes to answer a cell, warm: in Python, and through LibreOffice with its worker.

Run from the top of the project: ``python benchmarks/functions_in_a_cell.py``. The figure of LibreOffice is the
difference between a sheet of 10,000 calls and a sheet of one, divided by 9,999.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from costbench.interfaces.udf.doors.places import libreoffice_tool
from costbench.interfaces.udf.functions.registry import call
from costbench.interfaces.udf.packaging.extension import SERVICE, extension_parts
from costbench.interfaces.udf.packaging.sheets import Cell, workbook_bytes

INPUTS = [["annual_budget", 900_000.0], ["cash_reserve", 120_000.0], ["staff_fte", 14.0]]
CALLS = 10_000


def in_python() -> float:
    """Return the seconds of one warm call."""
    call("EXPECTED_NPV", "social_impact_bond", INPUTS)
    started = time.perf_counter()
    for _ in range(CALLS):
        call("EXPECTED_NPV", "social_impact_bond", INPUTS)
    return (time.perf_counter() - started) / CALLS


def in_libreoffice(folder: Path, soffice: Path) -> float:
    """Return the seconds of one warm call through a cell."""
    for name, content in extension_parts(sys.executable).items():
        target = folder / "extensions" / "costbench" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    _recalculated(folder, soffice, 1)  # the first start writes LibreOffice's own profile
    one = min(_recalculated(folder, soffice, 1) for _ in range(2))
    many = min(_recalculated(folder, soffice, CALLS) for _ in range(2))
    return (many - one) / (CALLS - 1)


def _recalculated(folder: Path, soffice: Path, calls: int) -> float:
    sheet = {(1 + row, 1 + column): Cell(INPUTS[row][column]) for row in range(3) for column in range(2)}
    formula = f'{SERVICE}.EXPECTED_NPV("social_impact_bond",$A$1:$B$3)'
    sheet |= {(1 + place // 10, 4 + place % 10): Cell(formula, formula=True) for place in range(calls)}
    source = folder / f"{calls}.xlsx"
    source.write_bytes(workbook_bytes(sheet, (20.0, 12.0), "calls"))
    where = [f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    where += [f"-env:BUNDLED_EXTENSIONS={(folder / 'extensions').as_uri()}", "--headless", "--convert-to", "csv"]
    started = time.perf_counter()
    subprocess.run([soffice, *where, "--outdir", folder, source], check=True, capture_output=True, timeout=300)
    took = time.perf_counter() - started
    answers = source.with_suffix(".csv").read_text(encoding="utf-8").split("\n")[0].split(",")
    assert float(answers[3]) < 0, answers
    return took


def main() -> None:
    print(f"in Python        {1e3 * in_python():8.3f} ms a warm call (promised: under 1)")
    soffice = libreoffice_tool("soffice")
    if soffice is None:
        print("through LibreOffice: not installed here")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"in LibreOffice   {1e3 * in_libreoffice(Path(folder), soffice):8.3f} ms a warm call (promised: under 5)")


if __name__ == "__main__":
    main()
