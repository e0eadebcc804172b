"""Where the processes that score put their pieces: at their places in one file, or in a file each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import FileIO
from itertools import accumulate
from pathlib import Path
from typing import Final, Protocol

from costbench.interfaces.batch.tables.locations import reaching
from costbench.interfaces.batch.tables.pieces import Entry, Piece

WIDTH: Final = 8
"""Bytes of a number in the file of beginnings, where its complement follows it: a number by itself is not believed."""
ALL_ONES: Final = (1 << 8 * WIDTH) - 1
PAUSE: Final = 0.001
"""Seconds between two looks at whether the piece before is encoded."""


class Shelf(Protocol):
    """Where any process of this computer can put a piece."""

    def put(self, place: int, piece: Piece, meanwhile: Callable[[], None] = lambda: None) -> Entry:
        """Keep the piece that stands at ``place``, counted from 0, and return what is to be remembered of it.

        Where it must wait for the piece before, it calls ``meanwhile`` again and again.
        """


@dataclass(frozen=True)
class Parcels:
    """A file for each piece in a folder, until somebody takes it."""

    folder: Path

    def put(self, place: int, piece: Piece, meanwhile: Callable[[], None] = lambda: None) -> Entry:
        """Write the piece."""
        with reaching(self.folder), (self.folder / str(place)).open("wb") as parcel:
            parcel.writelines(piece.encoded)
        return piece.entry()

    def taken(self, place: int) -> bytes:
        """Return the bytes of a piece, which is here no longer."""
        parcel = self.folder / str(place)
        encoded = parcel.read_bytes()
        parcel.unlink()
        return encoded


@dataclass(frozen=True)
class FileShelf:
    """The file ``results`` and, beside it, where each of its pieces begins: what it takes to put one in its place.

    A piece begins where the one before it ends, and that is known as soon as the one before is encoded. So every
    process writes what it scored itself, and no results pass from one process to another.
    """

    results: Path
    begins: Path
    target: Path
    """What an error names."""

    def clear(self, kept: Iterable[Entry]) -> None:
        """Keep these pieces and forget what follows them."""
        begins = list(accumulate((entry.size for entry in kept), initial=0))
        self.begins.write_bytes(b"".join(map(_told, begins)))
        with self.results.open("ab") as handle:
            handle.truncate(begins[-1])

    def put(self, place: int, piece: Piece, meanwhile: Callable[[], None] = lambda: None) -> Entry:
        """Write the piece at its place, once the piece before is encoded."""
        entry = piece.entry()
        while (begin := self._begin(place)) is None:
            meanwhile()
            time.sleep(PAUSE)
        with reaching(self.target):
            with self.begins.open("r+b", buffering=0) as begins:
                begins.seek(2 * WIDTH * (place + 1))
                begins.write(_told(begin + entry.size))
            with self.results.open("r+b", buffering=0) as results:
                results.seek(begin)
                for part in piece.encoded:
                    _write(results, part)
        return entry

    def _begin(self, place: int) -> int | None:
        """Return where a piece begins, ``None`` until that is told."""
        with reaching(self.target), self.begins.open("rb", buffering=0) as begins:
            begins.seek(2 * WIDTH * place)
            told = begins.read(2 * WIDTH)
        begin = int.from_bytes(told[:WIDTH], "little")
        return begin if told == _told(begin) else None


def _told(begin: int) -> bytes:
    return begin.to_bytes(WIDTH, "little") + (ALL_ONES ^ begin).to_bytes(WIDTH, "little")


def _write(handle: FileIO, data: bytes) -> None:
    """Write all the bytes; a file without a buffer may take some of them only."""
    rest = memoryview(data)
    while rest:
        rest = rest[handle.write(rest) or 0 :]
