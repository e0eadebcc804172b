"""The results of one block of scenarios, and what is remembered of them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

Counts: TypeAlias = tuple[int, int, int, int]
"""Scenarios, and rows in order, with a warning, in error."""


class Entry(NamedTuple):
    """What is remembered of a piece: its counts, the bytes of input and of results, and a checksum of these."""

    counts: Counts
    read: int
    size: int
    checksum: int


@dataclass(frozen=True)
class Piece:
    """The results of a block: encoded, counted, and how many bytes of input they come from."""

    encoded: bytes
    counts: Counts
    read: int

    @cached_property
    def entry(self) -> Entry:
        """What is remembered of the piece."""
        return Entry(self.counts, self.read, len(self.encoded), zlib.crc32(self.encoded))


def is_whole(encoded: bytes, entry: Entry) -> bool:
    """Return whether these are the bytes that an entry remembers."""
    return len(encoded) == entry.size and zlib.crc32(encoded) == entry.checksum
