"""Pieces that several processes put at their places, in whatever order they are ready, make one file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from costbench.interfaces.batch.running.shelf import FileShelf, Parcels
from costbench.interfaces.batch.tables.pieces import Entry, Piece, checksum

TEXTS = [b"first", b"", b"the third, longer", b"4", b"fifth" * 1000]


def piece(text: bytes) -> Piece:
    return Piece((text[:2], text[2:]), (1, 1, 0, 0), 10)


def late(shelf: FileShelf, place: int) -> Entry:
    """Put a piece, the later ones first."""
    time.sleep(0.05 * (len(TEXTS) - place))
    return shelf.put(place, piece(TEXTS[place]))


@pytest.fixture
def shelf(tmp_path: Path) -> FileShelf:
    empty = FileShelf(tmp_path / "results", tmp_path / "begins", tmp_path / "out.csv")
    empty.clear([])
    return empty


@pytest.fixture
def processes() -> ProcessPoolExecutor:
    with ProcessPoolExecutor(len(TEXTS), get_context("spawn")) as pool:
        yield pool


def test_pieces_follow_one_another_whoever_is_ready_first(shelf, processes):
    entries = list(processes.map(partial(late, shelf), range(len(TEXTS))))
    assert shelf.results.read_bytes() == b"".join(TEXTS)
    assert [(entry.size, entry.checksum) for entry in entries] == [(len(text), checksum([text])) for text in TEXTS]


def test_a_piece_put_again_changes_nothing(shelf):
    for place in (0, 1, 2, 1, 2, 3, 4):
        shelf.put(place, piece(TEXTS[place]))
    assert shelf.results.read_bytes() == b"".join(TEXTS)


def test_what_is_not_kept_is_cut_off(shelf):
    entries = [shelf.put(place, piece(text)) for place, text in enumerate(TEXTS)]
    shelf.clear(entries[:3])
    assert shelf.results.read_bytes() == b"".join(TEXTS[:3])
    shelf.put(3, piece(b"new"))
    assert shelf.results.read_bytes() == b"".join(TEXTS[:3]) + b"new"


def test_whoever_waits_looks_after_the_others(shelf):
    class LostError(Exception):
        pass

    def lost() -> None:
        raise LostError

    with pytest.raises(LostError):
        shelf.put(1, piece(b"second"), lost)
    assert shelf.results.read_bytes() == b""


@pytest.mark.parametrize("torn", [lambda twice: twice[:9], lambda twice: twice[:8] + bytes(8), lambda twice: bytes(16)])
def test_half_a_number_is_not_believed(shelf, torn: Callable[[bytes], bytes]):
    shelf.put(0, piece(b"first"))
    told = shelf.begins.read_bytes()
    shelf.begins.write_bytes(told[:16] + torn(told[16:]))
    waiting = threading.Event()
    thread = threading.Thread(target=shelf.put, args=(1, piece(b"second"), waiting.set))
    thread.start()
    assert waiting.wait(30)
    assert shelf.results.read_bytes() == b"first"
    shelf.begins.write_bytes(told)
    thread.join(30)
    assert shelf.results.read_bytes() == b"firstsecond"


def test_a_parcel_is_taken_once(tmp_path):
    parcels = Parcels(tmp_path)
    entry = parcels.put(7, piece(b"seven"))
    assert (entry.size, entry.checksum) == (5, checksum([b"seven"]))
    assert parcels.taken(7) == b"seven"
    assert list(tmp_path.iterdir()) == []


def test_an_error_names_the_file_that_is_written(shelf):
    shelf.results.unlink()
    with pytest.raises(OSError, match="results"):
        shelf.put(0, piece(b"first"))
