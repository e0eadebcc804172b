"""Results into files: CSV, workbook or Parquet, under a temporary name until they are whole."""

from __future__ import annotations

import io
import math
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final, Protocol, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl

from costbench.interfaces.batch.tables.dialect import Dialect
from costbench.interfaces.batch.tables.locations import Location
from costbench.interfaces.batch.tables.pieces import Encoded
from costbench.interfaces.batch.tables.problems import refusal
from costbench.language import Text

SHEET_ROWS: Final = 1_048_576
CELL_LETTERS: Final = 32_767
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PART_ROWS: Final = 250_000
BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can hold."""


class Writer(Protocol):
    """A format of results. A piece may be encoded in another process than the one that writes the file."""

    @property
    def is_sequence(self) -> bool:
        """Whether the file is simply its pieces, one after the other."""

    @property
    def most_rows(self) -> float:
        """How many rows the format holds."""

    def beginning(self, frame: pl.DataFrame) -> Encoded:
        """Return the first piece of a file, ``frame`` being results without rows."""

    def encode(self, frames: Iterable[pl.DataFrame]) -> Encoded:
        """Return a piece of the results."""

    def write(self, pieces: Iterable[bytes], path: Path) -> None:
        """Write a file of all the pieces."""


@dataclass(frozen=True)
class CsvWriter:
    """Comma-separated text, or as the dialect says."""

    dialect: Dialect
    is_sequence: bool = True
    most_rows: float = math.inf

    def beginning(self, frame: pl.DataFrame) -> Encoded:
        """Return the header."""
        return ((self.dialect.separator.join(frame.columns) + "\n").encode(self.dialect.encoding),)

    def encode(self, frames: Iterable[pl.DataFrame]) -> Encoded:
        """Return the rows as text, without a header."""
        text = _Parts()
        for frame in frames:
            frame.write_csv(
                cast(BinaryIO, text),
                include_header=False,
                separator=self.dialect.separator,
                decimal_comma=self.dialect.decimal == ",",
            )
        return tuple(text.parts)

    def write(self, pieces: Iterable[bytes], path: Path) -> None:
        """Write the pieces one after the other."""
        with path.open("wb") as handle:
            handle.writelines(pieces)


@dataclass(frozen=True)
class ParquetWriter:
    """A Parquet file, put together from parts so that memory does not grow."""

    is_sequence: bool = False
    most_rows: float = math.inf

    def beginning(self, frame: pl.DataFrame) -> Encoded:
        """Return a piece without rows, which tells the columns."""
        return self.encode([frame])

    def encode(self, frames: Iterable[pl.DataFrame]) -> Encoded:
        """Return the rows as Arrow has them."""
        return _packed(frames)

    def write(self, pieces: Iterable[bytes], path: Path) -> None:
        """Write the pieces into parts beside the file, then the parts into the file."""
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as folder:
            for place, part in enumerate(_gathered(map(_unpacked, pieces), PART_ROWS)):
                part.write_parquet(Path(folder) / f"{place:06}.parquet")
            pl.scan_parquet(Path(folder) / "*.parquet", glob=True).sink_parquet(path)


@dataclass(frozen=True)
class WorkbookWriter:
    """One sheet of a workbook, written row by row; numbers are numbers, texts never formulas."""

    is_sequence: bool = False
    most_rows: float = SHEET_ROWS - 1

    def beginning(self, frame: pl.DataFrame) -> Encoded:
        """Return a piece without rows, which tells the columns."""
        return self.encode([frame])

    def encode(self, frames: Iterable[pl.DataFrame]) -> Encoded:
        """Return the rows, texts without what a workbook cannot hold."""
        return _packed(map(_printable, frames))

    def write(self, pieces: Iterable[bytes], path: Path) -> None:
        """Write a header and all the rows; the same rows give the same bytes, whatever the clock says."""
        from openpyxl import Workbook
        from openpyxl.writer.excel import ExcelWriter

        frames = map(_unpacked, pieces)
        workbook = Workbook(write_only=True)
        workbook.properties.created = workbook.properties.modified = datetime(*BEGINNING)
        sheet = workbook.create_sheet("results")
        sheet.freeze_panes = "D2"
        try:
            for place, frame in enumerate(frames):
                if place == 0:
                    sheet.append(frame.columns)
                for row in frame.iter_rows():
                    sheet.append(row)
        finally:
            sheet.close()
        ExcelWriter(workbook, _Timeless(path, "w", ZIP_DEFLATED)).save()


class _Timeless(ZipFile):
    """A zip file in which every part has the first date that there is."""

    def write(self, filename: Any, arcname: Any = None, *rest: Any) -> None:
        """Add a file."""
        with Path(filename).open("rb") as source, self.open(self._entry(str(arcname)), "w", force_zip64=True) as part:
            shutil.copyfileobj(source, part)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *rest: Any) -> None:
        """Add a text."""
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, BEGINNING)
        entry.compress_type = ZIP_DEFLATED
        return entry


TOO_MANY_ROWS: Final = Text(
    f"A sheet holds {SHEET_ROWS:,} rows and there are more results. Write them to .csv or .parquet.",
    "Une feuille contient 1 048 576 lignes au plus, et il y a davantage de résultats. "
    "Écrivez-les en .csv ou en .parquet.",
)


def writer_for(target: Location, dialect: Dialect) -> Writer:
    """Return the writer that a file name asks for by its ending."""
    writers: dict[str, Writer] = {
        ".csv": CsvWriter(dialect),
        ".txt": CsvWriter(dialect),
        ".xlsx": WorkbookWriter(),
        ".parquet": ParquetWriter(),
    }
    path = PurePath(str(target))
    if path.suffix.lower() not in writers:
        raise refusal(
            path.name,
            "Results cannot be written to `{path}`: the name must end in .csv, .xlsx or .parquet.",
            "Les résultats ne peuvent pas être écrits dans « {path} » : "
            "le nom doit se terminer par .csv, .xlsx ou .parquet.",
        )
    return writers[path.suffix.lower()]


def neutralised(texts: pl.Series) -> pl.Series:
    """Return texts with an apostrophe before those that would begin a formula; empty ones are null."""
    kept = pl.select(pl.when(texts != "").then(texts)).to_series()
    return kept.str.replace(r"^([=+\-@\t\r])", "'$1")


class _Parts:
    """A file in memory that keeps what is written as it comes: to gather it in one place would copy it twice."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing waits."""


def _packed(frames: Iterable[pl.DataFrame]) -> Encoded:
    packed = io.BytesIO()
    pl.concat(frames).write_ipc(packed, compression="lz4")
    return (packed.getvalue(),)


def _unpacked(piece: bytes) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(piece))


def _printable(frame: pl.DataFrame) -> pl.DataFrame:
    texts = frame.columns[:1] + frame.columns[-1:]
    return frame.with_columns(pl.col(texts).str.replace_all(UNPRINTABLE.pattern, "\ufffd").str.head(CELL_LETTERS))


def _gathered(pieces: Iterable[pl.DataFrame], count: int) -> Iterator[pl.DataFrame]:
    """Yield the pieces put together into frames of at least ``count`` rows, the last one apart."""
    waiting: list[pl.DataFrame] = []
    for piece in pieces:
        waiting.append(piece)
        if sum(frame.height for frame in waiting) >= count:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)
