"""``python -m benchmarks``: every benchmark in one run, each promise beside its figure.

``python -m benchmarks simulation start`` runs some parts only; ``--rows`` makes the files smaller;
``--write`` puts the tables into ``benchmarks/README.md`` and ``docs/large.md``.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from benchmarks import drawing, pages, scoring, side_by_side, starting
from benchmarks.measuring import Finding, machine

PARTS = ("start", "simulation", "others", "score", "memory", "cluster")


def main() -> int:
    options = _arguments()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place, rows, times = Path(folder), options.rows, options.times
        parts: dict[str, Callable[[], Iterator[Finding]]] = {
            "start": lambda: starting.measured(times),
            "simulation": lambda: drawing.measured(times),
            "others": lambda: side_by_side.measured(times),
            "score": lambda: scoring.measured(place, rows, times),
            "memory": lambda: scoring.measured_memory(place, rows),
            "cluster": lambda: scoring.measured_on_cluster(place, rows),
        }
        print("\n".join([machine(), "", *pages.HEAD]))
        found = []
        for finding in chain.from_iterable(parts[name]() for name in options.parts or PARTS):
            found.append(finding)
            print(pages.line(finding), flush=True)
    if options.write:
        pages.write(machine(), found)
    return 1 if any(finding.kept is False for finding in found) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what costbench promises.")
    parser.add_argument("parts", nargs="*", help=f"all of them when absent: {', '.join(PARTS)}")
    parser.add_argument("--rows", type=int, default=1_000_000, help="scenarios of the file that is scored")
    parser.add_argument("--times", type=int, default=3, help="repetitions, of which the median counts")
    parser.add_argument("--folder", type=Path, help="where the scored files go, the temporary folder when absent")
    parser.add_argument("--write", action="store_true", help="put the tables into the documents")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part called {', '.join(sorted(unknown))}: write {', '.join(PARTS)}")
    if options.write and options.parts:
        parser.error("the tables hold one run of everything: --write takes no parts")
    return options


os.environ.setdefault("OPENPYXL_LXML", "False")  # the workbook of a plain installation is measured

if __name__ == "__main__":
    raise SystemExit(main())
