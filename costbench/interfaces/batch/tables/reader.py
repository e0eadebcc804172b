"""Scenarios out of a file of text, a block at a time: memory does not grow with the number of rows."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

import polars as pl

from costbench.interfaces.batch.tables.dialect import SAMPLE_BYTES, SPACES, Dialect, sniff
from costbench.interfaces.batch.tables.header import Header, read_header
from costbench.interfaces.batch.tables.locations import Location, reading
from costbench.interfaces.batch.tables.problems import refusal
from costbench.interfaces.batch.tables.records import cut, cut_carefully, records

BLOCK_BYTES: Final = 1 << 21
BLOCK_ROWS: Final = 20_000
BLOCK_CELLS: Final = 32 * BLOCK_ROWS
"""Cells of a block: short rows under many columns would fill the memory with empty ones."""
FEWEST_ROWS: Final = 1_024
LONGEST_RECORD: Final = 16 << 20
FALLBACK: Final = "cp1252_where_not_utf8"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read as Windows-1252 the bytes that are not UTF-8: files are now and then pasted from both."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(FALLBACK, _as_cp1252)


Stray: TypeAlias = tuple[int, str]
"""The column, counted from 0, of a cell beyond the header, and what it holds."""


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

    location: Location
    dialect: Dialect
    header: Header
    first_row: int
    start: int
    """Bytes before the first scenario."""
    size: int

    def blocks(self, block_bytes: int, most_rows: int = BLOCK_ROWS) -> Iterator[Block]:
        """Yield the scenarios in blocks of about ``block_bytes``, and no more than ``most_rows`` rows."""
        rows = min(most_rows, max(FEWEST_ROWS, BLOCK_CELLS // self.header.width))
        with reading(self.location) as handle:
            handle.seek(self.start)
            yield from _blocks(handle, self.dialect.separator.encode(), self.first_row, block_bytes, rows)


def open_scenarios(location: Location, ignore_unknown: bool = False) -> ScenarioFile:
    """Read the beginning of a file of scenarios.

    Raises :class:`~costbench.errors.InputError` for what cannot be scored at all: no text, no rows, columns
    that no model knows. :class:`OSError` where the file cannot be read.
    """
    with reading(location) as handle:
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
    return ScenarioFile(location, dialect, read_header(cells, row, ignore_unknown), row + 1, start_of_next, size)


def text_frame(block: Block, dialect: Dialect, width: int) -> tuple[pl.DataFrame, dict[int, Stray]]:
    """Return the cells of a block as texts, null where empty, in ``width`` columns named 0, 1, 2…

    A shorter row is filled. Of a longer one, the first cell too many that holds something is returned apart,
    by the place of its row in the frame.
    """
    if block.regular:
        try:
            return _fast(_utf8(block.data, dialect), dialect.separator, width), {}
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


def _careful(data: bytes, dialect: Dialect, width: int) -> tuple[pl.DataFrame, dict[int, Stray]]:
    rows: list[list[str | None]] = []
    strays: dict[int, Stray] = {}
    for at, record in enumerate(records(data, dialect.separator.encode())):
        texts = [decoded(cell, dialect) or None for cell in record.cells[:width]]
        rows.append(texts + [None] * (width - len(texts)))
        beyond = ((place, decoded(cell, dialect)) for place, cell in enumerate(record.cells[width:], width))
        stray = next(((place, text) for place, text in beyond if text.strip(SPACES + "\t")), None)
        if stray:
            strays[at] = stray
    return pl.DataFrame(rows, schema={str(place): pl.String for place in range(width)}, orient="row"), strays


def _blocks(handle: BinaryIO, separator: bytes, row: int, block_bytes: int, most: int) -> Iterator[Block]:
    data, last, is_stuck = b"", False, True
    while data or not last:
        if not last and (is_stuck or len(data) < block_bytes):
            more = min(len(data), LONGEST_RECORD + 1 - len(data))  # twice as much where a record does not end
            read = handle.read(max(block_bytes, more))
            data, last = data + read, not read
            if last and data and not data.endswith(b"\n"):
                data += b"\n"
        block, rows = _first_block(data, separator, row, last, block_bytes, most)
        if block.data:
            yield block
        data, row, is_stuck = data[len(block.data) :], row + rows, not block.data
        if len(data) > LONGEST_RECORD:
            raise _too_long(row)


def _first_block(data: bytes, separator: bytes, row: int, last: bool, block_bytes: int, most: int) -> tuple[Block, int]:
    """Return the whole records that data begins with, no more than a block takes, and how many there are."""
    whole = cut(data, separator, last, most)
    if whole is not None and whole.rows < most and len(data) - whole.end > 4 * block_bytes:
        whole = None  # a quotation mark opened long ago: probably one too many
    end, rows = whole or cut_carefully(data, separator, last, most)
    return Block(data[:end], row, whole is not None), rows


def _too_long(row: int) -> Exception:
    return refusal(
        "file",
        "Row {row} is longer than any row of scenarios can be. Check that the file is a CSV with one row a scenario.",
        "La ligne {row} est plus longue qu’aucune ligne de scénario ne peut l’être. "
        "Vérifiez que le fichier est un CSV avec une ligne par scénario.",
        row,
    )


def changed_meanwhile() -> Exception:
    """Return the error of a file that grew or shrank while it was read."""
    return refusal(
        "file",
        "The file of scenarios changed while it was being read. Run the command again once it stays as it is.",
        "Le fichier de scénarios a changé pendant sa lecture. Relancez la commande une fois qu’il ne change plus.",
    )
