"""Records of a CSV file, as bytes: where one ends, and its cells, even when quotation marks are out of place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

LINE_END, QUOTE, RETURN = b"\n"[0], b'"'[0], b"\r"[0]
MOST_LINES: Final = 100
"""Lines that a quoted cell may run over in a file whose quotation marks are out of place."""


class Record(NamedTuple):
    """One record: its cells and where the next one begins.

    ``open`` says that a cell begins with a quotation mark that nothing closes, so near the end of the data
    that the rest may be still to come.
    """

    cells: list[bytes]
    end: int
    open: bool


class Cut(NamedTuple):
    """Where the last whole record of some data ends, and how many records there are until then."""

    end: int
    rows: int


def records(data: bytes, separator: bytes) -> Iterator[Record]:
    """Yield the records of ``data``.

    A cell is quoted when it begins with a quotation mark that a later one closes: in the same line, or at the
    end of a cell within :data:`MOST_LINES` lines. Any other quotation mark is a letter like the others, so
    that a stray one costs its own row at most.
    """
    edge = re.escape(separator)
    far = _last_lines(data)
    quoted = re.compile(rb'"([^"]*(?:""[^"]*)*)"([^' + edge + rb"\n]*)")
    plain = re.compile(rb"[^" + edge + rb"\n]*")
    position = 0
    while position < len(data):
        cells, is_open = [], False
        while True:
            whole = quoted.match(data, position)
            found = whole if whole and _is_one_cell(whole) else plain.match(data, position)
            assert found is not None
            is_open |= not whole and found[0][:1] == b'"' and position >= far
            cells.append(whole[1].replace(b'""', b'"') + whole[2] if whole and found is whole else found[0])
            position = found.end() + 1
            if data[found.end() : position] != separator:
                break
        cells[-1] = cells[-1].removesuffix(b"\r")
        yield Record(cells, min(position, len(data)), is_open)


def cut(data: bytes, separator: bytes, last: bool, most: int | None = None) -> Cut | None:
    """Return where the last whole record ends, or the ``most``-th; ``None`` when quotation marks are out of place.

    ``last`` says that nothing follows, and that ``data`` ends with a line end.
    """
    letters = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(letters == LINE_END)
    quotes = np.flatnonzero(letters == QUOTE)
    if quotes.size:
        if (last and quotes.size % 2) or not _in_place(letters, quotes, separator[0]):
            return None
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    ends = ends[:most]
    return Cut(int(ends[-1]) + 1 if ends.size else 0, ends.size)


def cut_carefully(data: bytes, separator: bytes, last: bool, most: int | None = None) -> Cut:
    """Return what :func:`cut` returns for data whose quotation marks are out of place."""
    end, rows = 0, 0
    for record in records(data, separator):
        if rows == most or (not last and (record.open or record.end == len(data))):
            break
        end, rows = record.end, rows + 1
    return Cut(end, rows)


def _last_lines(data: bytes) -> int:
    """Return the place from which on at most :data:`MOST_LINES` line ends follow."""
    place = len(data)
    for _ in range(MOST_LINES + 1):
        place = data.rfind(b"\n", 0, place)
        if place < 0:
            return 0
    return place + 1


def _is_one_cell(quoted: re.Match[bytes]) -> bool:
    """Return whether the second quotation mark closes what the first one opens."""
    lines = quoted[1].count(b"\n")
    return not lines or (lines <= MOST_LINES and not quoted[2].strip())


def _in_place(letters: NDArray[np.uint8], quotes: NDArray[np.intp], separator: int) -> bool:
    """Return whether each quotation mark opens a cell, closes one, or is doubled inside one."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = letters[opening - 1][opening > 0]
    after = letters[closing[closing < letters.size - 1] + 1]
    return bool(
        np.isin(before, (separator, LINE_END, QUOTE)).all()
        and np.isin(after, (separator, LINE_END, RETURN, QUOTE)).all()
    )
