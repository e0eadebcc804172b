"""Writing to the terminal: prose wrapped at its width, tables that fit it, plain text in a pipe."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text as Styled

from costbench.cli.terminal.figures import unbroken

if TYPE_CHECKING:
    from rich.console import RenderableType

RULES: Final = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
"""One rule under the heading and nothing else."""
WITHOUT_A_TERMINAL: Final = 120
PROSE: Final = 100
UNBOUNDED: Final = 10_000
NARROWEST: Final = 19
"""Width below which the label of a row is not wrapped any further."""
PLAIN_SIGNS: Final = str.maketrans({"−": "-", "\u202f": "\u00a0", "•": "-", "─": "-", "–": "-", "≥": ">="})


@dataclass(frozen=True)
class Column:
    """A column: heading, a shorter heading (lines apart) for narrow terminals, cells, side and style."""

    heading: str
    cells: Sequence[str | Styled]
    short: str = ""
    side: Literal["left", "right"] = "right"


class Screen:
    """Where a command writes: colours and the width of the terminal, plain text where there is none."""

    def __init__(self) -> None:
        self.width = shutil.get_terminal_size((WITHOUT_A_TERMINAL, 40)).columns
        self.console = Console(width=self.width, highlight=False, markup=False, emoji=False, file=sys.stdout)
        self.plain = not str(self.console.encoding).lower().startswith("utf")

    def write(self, what: RenderableType = "", style: str | None = None) -> None:
        """Write one text or table; a pipe gets no trailing spaces, and a poor encoding plainer signs."""
        if self.console.is_terminal and not self.plain:
            self.console.print(what, style=style, soft_wrap=True)
            return
        with self.console.capture() as captured:
            self.console.print(what, style=style, soft_wrap=True)
        text = "".join(f"{line.rstrip(' ')}\n" for line in captured.get().splitlines())
        if self.plain:
            encoding = sys.stdout.encoding or "ascii"
            text = text.translate(PLAIN_SIGNS).encode(encoding, errors="replace").decode(encoding)
        sys.stdout.write(text)

    def title(self, text: str) -> None:
        """Write a title after a blank line."""
        self.write()
        self.write(text, style="bold")

    def prose(self, text: str, indent: str = "", hanging: str | None = None, style: str | None = None) -> None:
        """Write a paragraph, wrapped between ordinary spaces only."""
        self.write(
            textwrap.fill(
                unbroken(text),
                min(self.width, PROSE),
                initial_indent=indent,
                subsequent_indent=indent if hanging is None else hanging,
                break_long_words=False,
                break_on_hyphens=False,
            ),
            style=style,
        )

    def points(self, lines: Iterable[str]) -> None:
        """Write a list."""
        for line in lines:
            self.prose(line, "  • ", "    ")

    def table(self, labels: Sequence[Column], columns: Sequence[Column]) -> None:
        """Write a table whose ``labels`` stand at the left; what does not fit follows in a further table."""
        pending = list(columns)
        while pending:
            table, taken = self._fitting(labels, pending)
            self.write(table)
            pending = pending[taken:]
            if pending:
                self.write()

    def _fitting(self, labels: Sequence[Column], columns: Sequence[Column]) -> tuple[Table, int]:
        """Return the roomiest table that fits with as many of the columns as possible, and how many those are."""
        for taken in range(len(columns), 0, -1):
            for roomy, full in ((True, True), (True, False), (False, False)):
                table = laid_out([*labels, *columns[:taken]], roomy, full)
                if self._overflow(table) <= 0:
                    return table, taken
            wrapped = [_less(label, self._overflow(table)) for label in labels]
            table = laid_out([*wrapped, *columns[:taken]], roomy=False, full=False)
            if self._overflow(table) <= 0:
                return table, taken
        return table, 1

    def _overflow(self, table: Table) -> int:
        unbounded = self.console.options.update(max_width=UNBOUNDED)
        return Measurement.get(self.console, unbounded, table).maximum - self.width


def _less(label: Column, overflow: int) -> Column:
    """Return the labels of rows wrapped so that they take ``overflow`` columns less; ranks stay as they are."""
    longest = max(cell_len(line) for cell in label.cells for line in str(cell).splitlines())
    return label if label.side == "right" else narrowed(label, max(NARROWEST, longest - overflow))


def narrowed(column: Column, width: int) -> Column:
    """Return a column whose cells are wrapped, line by line."""
    return Column(column.heading, [_wrapped(cell, width) for cell in column.cells], column.short, column.side)


def _wrapped(cell: str | Styled, width: int) -> str | Styled:
    if isinstance(cell, str):
        lines = cell.splitlines() or [""]
        return "\n".join(textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines)
    parts = [Styled(str(_wrapped(part.plain, width)), style=_style(part)) for part in cell.split("\n")]
    return Styled("\n").join(parts)


def _style(line: Styled) -> str:
    return str(line.spans[0].style if line.spans else line.style)


def laid_out(columns: Sequence[Column], roomy: bool, full: bool) -> Table:
    """Return a table of these columns."""
    table = Table(box=RULES, show_edge=False, padding=(0, 1, 0, 0) if roomy else 0, pad_edge=False, header_style="")
    for column in columns:
        heading = column.heading if full or not column.short else column.short
        table.add_column(Styled(heading, style="dim"), justify=column.side, no_wrap=True, vertical="top")
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(Styled(cell) if isinstance(cell, str) else cell for cell in cells))
    return table
