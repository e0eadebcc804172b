"""Scenarios out of a file of text, a block at a time: memory does not grow with the number of rows."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from costbench.interfaces.batch.dialect import SAMPLE_BYTES, Dialect, sniff
from costbench.interfaces.batch.header import Header, read_header
from costbench.interfaces.batch.problems import refusal
from costbench.interfaces.batch.records import cut, cut_carefully, records

BLOCK_BYTES: Final = 1 << 20
LONGEST_RECORD: Final = 16 << 20
FALLBACK: Final = "cp1252_where_not_utf8"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read as Windows-1252 the bytes that are not UTF-8: files are now and then pasted from both."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(FALLBACK, _as_cp1252)


@dataclass(frozen=True)
class Block:
    """Whole records of a file: their bytes, the row of the first one as a spreadsheet numbers it."""

    data: bytes
    first_row: int
    regular: bool
    """Whether every quotation mark stands where it should."""


@dataclass(frozen=True)
class ScenarioFile:
    """A file of scenarios, its beginning read: how it is written and which columns it has."""

    path: Path
    dialect: Dialect
    header: Header
    first_row: int
    start: int
    """Bytes before the first scenario."""
    size: int

    def blocks(self, block_bytes: int) -> Iterator[Block]:
        """Yield the scenarios in blocks of about ``block_bytes``."""
        with self.path.open("rb") as handle:
            handle.seek(self.start)
            yield from _blocks(handle, self.dialect.separator.encode(), self.first_row, block_bytes)


def open_scenarios(path: Path, ignore_unknown: bool = False) -> ScenarioFile:
    """Read the beginning of a file of scenarios.

    Raises :class:`~costbench.errors.InputError` for what cannot be scored at all: no text, no rows, columns
    that no model knows. :class:`OSError` where the file cannot be read.
    """
    with path.open("rb") as handle:
        sample = handle.read(SAMPLE_BYTES)
        size = handle.seek(0, 2)
    dialect, start = sniff(sample, whole=len(sample) == size)
    row = sample.count(b"\n", 0, start) + 1
    for record in records(sample[start:], dialect.separator.encode()):
        start_of_next = start + record.end
        if any(cell.strip() for cell in record.cells):
            break
        row += 1
    cells = [decoded(cell, dialect) for cell in record.cells]
    if record.end + start == len(sample) < size:
        raise _too_long(row)
    return ScenarioFile(path, dialect, read_header(cells, row, ignore_unknown), row + 1, start_of_next, size)


def text_frame(block: Block, dialect: Dialect, width: int) -> pl.DataFrame:
    """Return the cells of a block as texts, null where empty, in columns named 0, 1, 2…

    There are more than ``width`` of them where a row has more cells than the header; a shorter row is filled.
    """
    if block.regular:
        try:
            return _fast(_utf8(block.data, dialect), dialect.separator, width)
        except pl.exceptions.PolarsError:
            pass  # a row has too many cells: worth the slower way, which says which one
    return _careful(block.data, dialect, width)


def decoded(data: bytes, dialect: Dialect) -> str:
    """Return bytes of a file as text."""
    if dialect.encoding == "cp1252":
        return data.decode("cp1252", "replace")
    return data.decode("utf-8", FALLBACK)


def _utf8(data: bytes, dialect: Dialect) -> bytes:
    return data if data.isascii() else decoded(data, dialect).encode()


def _fast(data: bytes, separator: str, width: int) -> pl.DataFrame:
    names = [str(place) for place in range(width)]
    return pl.read_csv(
        separator.join(names).encode() + b"\n" + data,
        separator=separator,
        schema=dict.fromkeys(names, pl.String),
        truncate_ragged_lines=False,
    )


def _careful(data: bytes, dialect: Dialect, width: int) -> pl.DataFrame:
    rows = [
        [decoded(cell, dialect) or None for cell in record.cells]
        for record in records(data, dialect.separator.encode())
    ]
    width = max(width, *map(len, rows))
    padded = [row + [None] * (width - len(row)) for row in rows]
    return pl.DataFrame(padded, schema={str(place): pl.String for place in range(width)}, orient="row")


def _blocks(handle: BinaryIO, separator: bytes, row: int, block_bytes: int) -> Iterator[Block]:
    rest = b""
    while True:
        read = handle.read(block_bytes)
        last = not read
        data = rest + read
        if last and data and not data.endswith(b"\n"):
            data += b"\n"
        if not data:
            return
        whole = cut(data, separator, last)
        if whole is not None and len(data) - whole.end > 4 * block_bytes:
            whole = None  # a quotation mark opened long ago: probably one too many
        regular = whole is not None
        end, rows = whole or cut_carefully(data, separator, last)
        if end:
            yield Block(data[:end], row, regular)
        rest, row = data[end:], row + rows
        if len(rest) > LONGEST_RECORD:
            raise _too_long(row)


def _too_long(row: int) -> Exception:
    return refusal(
        "file",
        "Row {row} is longer than any row of scenarios can be. Check that the file is a CSV with one row a scenario.",
        "La ligne {row} est plus longue qu’aucune ligne de scénario ne peut l’être. "
        "Vérifiez que le fichier est un CSV avec une ligne par scénario.",
        row,
    )
