"""The tables that the measurement writes: what is promised into ``benchmarks/README.md``, capacity into ``docs``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import ROOT, Finding

README = ROOT / "benchmarks" / "README.md"
LARGE = ROOT / "docs" / "large.md"
HEAD = ("| What | Measured | Promised | Kept |", "|---|---|---|---|")
CAPACITY_HEAD = ("| Work | Per hour and core | Core-hours per thousand million |", "|---|---|---|")
KEPT = {None: "", True: "yes", False: "**no**"}
HOUR = 3600
MANY = 1e9


def line(finding: Finding) -> str:
    """Return a finding as a line of the table of promises."""
    return f"| {finding.what} | {finding.figure} | {finding.promise} | {KEPT[finding.kept]} |"


def capacity_line(work: str, seconds: float) -> str:
    """Return a line of the table of capacities, ``seconds`` being what one piece of work takes of a processor."""
    return f"| {work} | {HOUR / seconds / 1e6:,.0f} million | {MANY * seconds / HOUR:.2g} |"


def write(machine: str, findings: Sequence[Finding]) -> None:
    """Write both tables."""
    put(README, "measured", [machine, "", *HEAD, *map(line, findings)])
    lines = [capacity_line(*finding.capacity) for finding in findings if finding.capacity]
    put(LARGE, "capacity", [machine, "", *CAPACITY_HEAD, *lines])


def put(page: Path, name: str, lines: Sequence[str]) -> None:
    """Put lines between the two marks of a page that bear ``name``."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    text = page.read_text(encoding="utf-8")
    before, after = text[: text.index(begin)], text[text.index(end) :]
    page.write_text("\n".join([before + begin, *lines, after]), encoding="utf-8")
