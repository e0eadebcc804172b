"""The results of one block of scenarios, and what is remembered of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Counts: TypeAlias = tuple[int, int, int, int]
"""Scenarios, and rows in order, with a warning, in error."""
Encoded: TypeAlias = tuple[bytes, ...]
"""Bytes in parts, as a library gave them: putting them together would copy them all."""


class Entry(NamedTuple):
    """What is remembered of a piece: its counts, the bytes of input and of results, and a checksum of these."""

    counts: Counts
    read: int
    size: int
    checksum: int


@dataclass(frozen=True)
class Piece:
    """The results of a block: encoded, counted, and how many bytes of input they come from."""

    encoded: Encoded
    counts: Counts
    read: int

    def entry(self) -> Entry:
        """Return what is remembered of the piece."""
        return Entry(self.counts, self.read, sum(map(len, self.encoded)), checksum(self.encoded))


def checksum(encoded: Iterable[bytes]) -> int:
    """Return the checksum of bytes in parts."""
    found = 0
    for part in encoded:
        found = zlib.crc32(part, found)
    return found


def is_whole(encoded: bytes, entry: Entry) -> bool:
    """Return whether these are the bytes that an entry remembers."""
    return len(encoded) == entry.size and checksum([encoded]) == entry.checksum
