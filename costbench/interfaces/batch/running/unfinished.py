"""Results under way: kept piece by piece beside the target, continued after a break, renamed when whole.

On this computer they grow in one file with a journal beside it, in the folder ``TARGET.unfinished``; in an
object store each piece is an object under ``TARGET.unfinished/``. The target appears whole or not at all.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, TypeAlias

from costbench.errors import CostbenchError
from costbench.interfaces.batch.running.crews import BreakError
from costbench.interfaces.batch.running.lock import locked
from costbench.interfaces.batch.running.shelf import FileShelf, Parcels, Shelf
from costbench.interfaces.batch.tables.locations import Location, file_system, is_remote, reaching
from costbench.interfaces.batch.tables.pieces import Entry, Piece, is_whole
from costbench.interfaces.batch.tables.problems import refusal
from costbench.interfaces.batch.tables.writer import Writer
from costbench.language import Text

Manifest: TypeAlias = dict[str, Any]

ENDING: Final = ".unfinished"
MANIFEST: Final = "manifest.json"
WHY: Final[dict[str, Text]] = {
    "input": Text("the file of scenarios has changed since", "le fichier de scénarios a changé depuis"),
    "settings": Text("other options were given then", "d’autres options avaient été données"),
    "engine": Text("costbench itself has changed since", "costbench lui-même a changé depuis"),
}


def unfinished(target: Location, manifest: Manifest, resume: bool) -> Unfinished:
    """Return the results under way for ``target``: what is kept where ``resume``, else nothing yet.

    Raises :class:`~costbench.errors.InputError` where what is kept has another ``manifest``.
    """
    return InStore(str(target), manifest, resume) if is_remote(target) else OnDisk(Path(target), manifest, resume)


def unfinished_name(target: Location) -> str:
    """Return where the results under way of ``target`` are kept."""
    return f"{target}{ENDING}"


def is_kept(target: Location) -> bool:
    """Return whether something is kept of results under way for ``target``; never raises."""
    try:
        if is_remote(target):
            system, path = file_system(str(target))
            return bool(system.exists(f"{path}{ENDING}"))
        return Path(unfinished_name(target)).exists()
    except Exception:
        return False


class Unfinished(ABC):
    """Results under way, as a context: what is kept stays after a break from outside, and goes in any other case.

    ``entries`` are the pieces kept so far, in order; the first one is the beginning of the file.
    """

    entries: list[Entry]
    shelf: Shelf
    """Where another process of this computer puts a piece."""

    @abstractmethod
    def add(self, piece: Piece | Entry) -> None:
        """Keep one more piece; an entry tells one that stands on the shelf already."""

    @abstractmethod
    def finish(self, writer: Writer) -> None:
        """Make the target of all the pieces."""

    @abstractmethod
    def discard(self) -> None:
        """Forget everything."""

    @abstractmethod
    def close(self) -> None:
        """Leave what is kept as it is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
        is_hopeless = isinstance(error, CostbenchError) and not isinstance(error, BreakError)
        if error is None or is_hopeless or len(self.entries) <= 1:
            with suppress(OSError):
                self.discard()


class OnDisk(Unfinished):
    """Results that grow in one file, of which a journal tells how much is sound."""

    def __init__(self, target: Path, manifest: Manifest, resume: bool) -> None:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        self.target, self.folder = target, target.with_name(target.name + ENDING)
        self.results, self.journal = self.folder / target.name, self.folder / "journal.jsonl"
        self.shelf: FileShelf = FileShelf(self.results, self.folder / "begins", target)
        is_new = not self.folder.exists()
        self.folder.mkdir(exist_ok=True)
        self.open: list[BinaryIO] = [locked(self.folder / "lock", target)]
        try:
            with reaching(target):
                self._begin(manifest, resume)
        except BaseException:
            self.close()
            if is_new:
                self.discard()
            raise

    def _begin(self, manifest: Manifest, resume: bool) -> None:
        known = self.folder / MANIFEST
        if resume and known.exists():
            check(json.loads(known.read_text("utf-8")), manifest, self.folder.name)
        else:
            self.journal.unlink(missing_ok=True)
            known.write_text(json.dumps(manifest), "utf-8")
        self.entries = list(self._sound())
        self.shelf.clear(self.entries)
        self.noted = self.journal.open("wb")
        self.open.append(self.noted)
        for entry in self.entries:
            self._note(entry)

    def _sound(self) -> Iterator[Entry]:
        """Yield the pieces that the journal tells and that are all there."""
        if not (self.journal.exists() and self.results.exists()):
            return
        with self.results.open("rb") as results:
            for line in self.journal.read_bytes().splitlines():
                try:
                    entry = entry_of(json.loads(line))
                except ValueError:
                    return
                if not is_whole(results.read(entry.size), entry):
                    return
                yield entry

    def _note(self, entry: Entry) -> None:
        self.noted.write(json.dumps(entry).encode() + b"\n")
        self.noted.flush()

    def add(self, piece: Piece | Entry) -> None:
        """Keep one more piece: first its bytes, then the line of the journal that tells them."""
        entry = self.shelf.put(len(self.entries), piece) if isinstance(piece, Piece) else piece
        with reaching(self.target):
            self._note(entry)
        self.entries.append(entry)

    def finish(self, writer: Writer) -> None:
        """Rename the file, or make the target of its pieces where the format is not simply their sequence."""
        self.close()
        finished = self.results
        with reaching(self.target):
            if not writer.is_sequence:
                finished = self.folder / f"finished{self.target.suffix}"
                writer.write(self._pieces(), finished)
            finished.replace(self.target)

    def _pieces(self) -> Iterator[bytes]:
        with self.results.open("rb") as results:
            for entry in self.entries:
                yield results.read(entry.size)

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder)

    def close(self) -> None:
        """Close the files; on a full disk the journal's last bytes are lost, and their pieces scored again."""
        while self.open:
            with suppress(OSError):
                self.open.pop().close()


class InStore(Unfinished):
    """Results of which each piece is an object, whose name tells what is in it."""

    def __init__(self, target: str, manifest: Manifest, resume: bool) -> None:
        self.target = target
        self.system, self.path = file_system(target)
        self.folder = self.path + ENDING
        with reaching(target):
            self.system.invalidate_cache()
            if not resume and self.system.exists(self.folder):
                self.system.rm(self.folder, recursive=True)
            self.system.makedirs(self.folder, exist_ok=True)
            known = f"{self.folder}/{MANIFEST}"
            if self.system.exists(known):
                check(json.loads(self.system.cat_file(known)), manifest, Path(self.folder).name)
            else:
                self.system.pipe_file(known, json.dumps(manifest).encode())
            self.entries = list(self._sound())
        self.here = tempfile.TemporaryDirectory(prefix="costbench-", ignore_cleanup_errors=True)
        self.shelf: Parcels = Parcels(Path(self.here.name))

    def _sound(self) -> Iterator[Entry]:
        names = (str(path).rpartition("/")[2] for path in self.system.ls(self.folder, detail=False))
        pieces = sorted(name.removesuffix(".piece").split("-") for name in names if name.endswith(".piece"))
        for place, (at, *numbers) in enumerate(pieces):
            if int(at) != place:
                return
            *counts, read, size, checksum = map(int, numbers)
            yield entry_of([counts, read, size, checksum])

    def _name(self, place: int, entry: Entry) -> str:
        numbers = (*entry.counts, entry.read, entry.size, entry.checksum)
        return f"{self.folder}/{place:08}-{'-'.join(map(str, numbers))}.piece"

    def add(self, piece: Piece | Entry) -> None:
        """Keep one more piece as an object."""
        place = len(self.entries)
        entry = self.shelf.put(place, piece) if isinstance(piece, Piece) else piece
        with reaching(self.target):
            self.system.pipe_file(self._name(place, entry), self.shelf.taken(place))
        self.entries.append(entry)

    def finish(self, writer: Writer) -> None:
        """Make the target here, then put it in its place in one go."""
        with tempfile.TemporaryDirectory(prefix="costbench-") as folder:
            finished = Path(folder) / f"finished{Path(self.path).suffix}"
            writer.write(self._pieces(), finished)
            with reaching(self.target):
                self.system.put_file(str(finished), self.path)

    def _pieces(self) -> Iterator[bytes]:
        for place, entry in enumerate(self.entries):
            with reaching(self.target):
                encoded = self.system.cat_file(self._name(place, entry))
            if not is_whole(encoded, entry):
                raise OSError(errno.EIO, os.strerror(errno.EIO), self._name(place, entry))
            yield encoded

    def close(self) -> None:
        """Empty the shelf; an object is there or it is not."""
        self.here.cleanup()

    def discard(self) -> None:
        """Remove the objects."""
        self.system.rm(self.folder, recursive=True)


def entry_of(written: Any) -> Entry:
    """Return an entry as it was written."""
    (scenarios, ok, warnings, errors), read, size, checksum = written
    return Entry((int(scenarios), int(ok), int(warnings), int(errors)), int(read), int(size), int(checksum))


def check(kept: Manifest, manifest: Manifest, folder: str) -> None:
    """Raise :class:`~costbench.errors.InputError` where what is kept comes from something else."""
    differing = [why for name, why in WHY.items() if kept.get(name) != manifest[name]]
    if differing:
        raise refusal(
            "resume",
            "What is kept in `{folder}` cannot be continued: {why}. Run the command without --resume to begin again.",
            "Ce que garde « {folder} » ne peut pas être continué : {why}. "
            "Relancez la commande sans --resume pour tout reprendre.",
            folder=folder,
            why=Text(*("; ".join(whys) for whys in zip(*differing, strict=True))),
        )
