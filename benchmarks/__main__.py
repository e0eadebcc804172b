"""``python -m benchmarks``: every benchmark in one run, each promise beside its figure.

``python -m benchmarks simulation start`` runs some parts only; ``--rows`` makes the files smaller;
``--write`` puts the table into ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from benchmarks import drawing, scoring, side_by_side, starting
from benchmarks.measuring import Finding, machine

README = Path(__file__).parent / "README.md"
TABLE = "<!-- measured -->"
HEAD = ("| What | Measured | Promised | Kept |", "|---|---|---|---|")
KEPT = {None: "", True: "yes", False: "**no**"}


def main() -> int:
    options = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[str, Callable[[], Iterator[Finding]]] = {
            "start": lambda: starting.measured(options.times),
            "simulation": lambda: drawing.measured(options.times),
            "others": lambda: side_by_side.measured(options.times),
            "score": lambda: scoring.measured(Path(folder), options.rows, options.times),
            "memory": lambda: scoring.measured_memory(Path(folder), 5 * options.rows),
        }
        lines = [machine(), "", *HEAD]
        print("\n".join(lines))
        broken = 0
        for finding in chain.from_iterable(parts[name]() for name in options.parts or parts):
            lines.append(_line(finding))
            print(lines[-1], flush=True)
            broken += finding.kept is False
    if options.write:
        before, _, _ = README.read_text(encoding="utf-8").partition(TABLE)
        README.write_text("\n".join([before + TABLE, "", *lines, ""]), encoding="utf-8")
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what costbench promises.")
    parser.add_argument("parts", nargs="*", choices=["start", "simulation", "others", "score", "memory", []])
    parser.add_argument("--rows", type=int, default=1_000_000, help="scenarios of the file that is scored")
    parser.add_argument("--times", type=int, default=3, help="repetitions, of which the median counts")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    return parser.parse_args()


def _line(finding: Finding) -> str:
    return f"| {finding.what} | {finding.figure} | {finding.promise} | {KEPT[finding.kept]} |"


if __name__ == "__main__":
    raise SystemExit(main())
