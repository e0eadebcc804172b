"""The cells of an OpenDocument spreadsheet, as far as they are asked for.

The readers at hand spread a cell "repeated a billion times", or one in the last corner of a sheet, over all
the memory there is. This one goes through the file once and keeps what lies within the rows and columns asked.
"""

from __future__ import annotations

import datetime
from typing import Any, Final
from xml.parsers import expat

OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0|"
TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0|"
TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0|"
CELLS: Final = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
BLANKS: Final = {f"{TEXT}p": "\n", f"{TEXT}line-break": "\n", f"{TEXT}s": " "}
NUMBERS: Final = frozenset({"float", "percentage", "currency"})
Grid = dict[tuple[int, int], Any]
"""Row and column of a cell, from 1, to its value; empty cells are absent."""


def read_cells(content: bytes, rows: int, columns: int) -> dict[str, Grid]:
    """Return the cells of each sheet that lie in the first ``rows`` and ``columns``.

    Raises :class:`xml.parsers.expat.ExpatError` where the content is not XML.
    """
    reader = _Reader(rows, columns)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(content, True)
    return reader.sheets


class _Reader:
    """Where the parser stands, and what it has kept."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.sheets: dict[str, Grid] = {}
        self.grid: Grid = {}
        self.row = self.column = 0
        self.row_repeats = 1
        self.cell: dict[str, str] | None = None
        self.depth, self.notes = 0, 0
        self.words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{TABLE}table" and not self.depth:
            self.grid = self.sheets.setdefault(attributes.get(f"{TABLE}name", ""), {})
            self.row, self.row_repeats = 0, 1
        self.depth += name == f"{TABLE}table"
        if self.depth != 1:
            return
        if name == f"{TABLE}table-row":
            self.row, self.column = self.row + self.row_repeats, 0
            self.row_repeats = _count(attributes, "number-rows-repeated")
        elif name in CELLS:
            self.cell, self.words = attributes, []
        elif name == f"{OFFICE}annotation":
            self.notes += 1
        elif name in BLANKS and self.words and not self.notes:
            self.words.append(BLANKS[name])

    def end(self, name: str) -> None:
        if name == f"{TABLE}table":
            self.depth -= 1
        elif name == f"{OFFICE}annotation":
            self.notes -= 1
        elif name in CELLS and self.depth == 1 and self.cell is not None:
            self._keep(self.cell)
            self.cell = None

    def text(self, words: str) -> None:
        if self.cell is not None and not self.notes:
            self.words.append(words)

    def _keep(self, attributes: dict[str, str]) -> None:
        """Keep the cell that ends, as often as it is repeated within what is asked."""
        first = self.column + 1
        self.column += _count(attributes, "number-columns-repeated")
        value = _value(attributes, "".join(self.words))
        if value is None:
            return
        for row in range(self.row, min(self.row + self.row_repeats, self.rows + 1)):
            for column in range(first, min(self.column, self.columns) + 1):
                self.grid[row, column] = value


def _count(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(f"{TABLE}{name}", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 1


def _value(attributes: dict[str, str], words: str) -> Any:
    """Return a cell's value as openpyxl would; ``None`` for an empty one."""
    kind, written = attributes.get(f"{OFFICE}value-type"), attributes.get(f"{OFFICE}value", "")
    if kind in NUMBERS:
        return _number(written)
    if kind == "boolean":
        return attributes.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        return _date(attributes.get(f"{OFFICE}date-value", ""))
    return attributes.get(f"{OFFICE}string-value") or words or None


def _number(written: str) -> float | str:
    try:
        value = float(written)
    except ValueError:
        return written
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date(written: str) -> datetime.datetime | str:
    try:
        return datetime.datetime.fromisoformat(written)
    except ValueError:
        return written
