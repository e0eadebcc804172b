"""Results into files: CSV, workbook or Parquet, under a temporary name until they are whole."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import polars as pl

from costbench.errors import CostbenchError
from costbench.interfaces.batch.dialect import Dialect
from costbench.interfaces.batch.problems import refusal
from costbench.interfaces.batch.scorer import Results, result_columns
from costbench.language import Text

SHEET_ROWS: Final = 1_048_576
CELL_LETTERS: Final = 32_767
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PART_ROWS: Final = 250_000


class Writer(Protocol):
    """A format of results. ``encode`` may run in another process than ``write``."""

    def encode(self, frame: pl.DataFrame) -> Any:
        """Return a piece of the results as :meth:`write` takes it."""

    def write(self, columns: tuple[str, ...], pieces: Iterable[Any], path: Path) -> None:
        """Write a header and all the pieces."""


@dataclass(frozen=True)
class CsvWriter:
    """Comma-separated text, or as the dialect says."""

    dialect: Dialect

    def encode(self, frame: pl.DataFrame) -> bytes:
        """Return the rows as text."""
        comma = self.dialect.decimal == ","
        written = io.BytesIO()
        frame.write_csv(written, include_header=False, separator=self.dialect.separator, decimal_comma=comma)
        return written.getvalue()

    def write(self, columns: tuple[str, ...], pieces: Iterable[bytes], path: Path) -> None:
        """Write a header and all the pieces, after a byte order mark where the dialect has one."""
        with path.open("wb") as handle:
            handle.write((self.dialect.separator.join(columns) + "\n").encode(self.dialect.encoding))
            handle.writelines(pieces)


@dataclass(frozen=True)
class ParquetWriter:
    """A Parquet file, put together from parts so that memory does not grow."""

    def encode(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows as they are."""
        return frame

    def write(self, columns: tuple[str, ...], pieces: Iterable[pl.DataFrame], path: Path) -> None:
        """Write the pieces into parts beside the file, then the parts into the file."""
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as folder:
            for place, part in enumerate(_gathered(pieces, PART_ROWS)):
                part.write_parquet(Path(folder) / f"{place:06}.parquet")
            pl.scan_parquet(Path(folder) / "*.parquet", glob=True).sink_parquet(path)


@dataclass(frozen=True)
class WorkbookWriter:
    """One sheet of a workbook, written row by row; numbers are numbers, texts never formulas."""

    def encode(self, frame: pl.DataFrame) -> list[tuple[Any, ...]]:
        """Return the rows, texts without what a workbook cannot hold."""
        texts = frame.columns[:1] + frame.columns[-1:]
        cleaned = frame.with_columns(
            pl.col(texts).str.replace_all(UNPRINTABLE.pattern, "\ufffd").str.head(CELL_LETTERS)
        )
        return cleaned.rows()

    def write(self, columns: tuple[str, ...], pieces: Iterable[list[tuple[Any, ...]]], path: Path) -> None:
        """Write a header and all the pieces. Raises :class:`~costbench.errors.CostbenchError` for too many rows."""
        from openpyxl import Workbook

        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet("results")
        sheet.freeze_panes = "D2"
        sheet.append(columns)
        try:
            for row in _few_enough(row for piece in pieces for row in piece):
                sheet.append(row)
        finally:
            sheet.close()
        workbook.save(path)


TOO_MANY_ROWS: Final = Text(
    f"A sheet holds {SHEET_ROWS:,} rows and there are more results. Write them to .csv or .parquet.",
    "Une feuille contient 1 048 576 lignes au plus, et il y a davantage de résultats. "
    "Écrivez-les en .csv ou en .parquet.",
)


def writer_for(path: Path, dialect: Dialect) -> Writer:
    """Return the writer that a file name asks for by its ending."""
    writers: dict[str, Writer] = {
        ".csv": CsvWriter(dialect),
        ".txt": CsvWriter(dialect),
        ".xlsx": WorkbookWriter(),
        ".parquet": ParquetWriter(),
    }
    if path.suffix.lower() not in writers:
        raise refusal(
            path.name,
            "Results cannot be written to `{path}`: the name must end in .csv, .xlsx or .parquet.",
            "Les résultats ne peuvent pas être écrits dans « {path} » : "
            "le nom doit se terminer par .csv, .xlsx ou .parquet.",
        )
    return writers[path.suffix.lower()]


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of ``target``, which takes its name if all goes well and goes if not."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}.", suffix=target.suffix)
    os.close(descriptor)
    temporary = Path(name)
    try:
        temporary.chmod(0o666 & ~_umask())
        yield temporary
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def as_polars(results: Results, scenarios: pl.Series, draws: int) -> pl.DataFrame:
    """Return results as the file has them: texts that a spreadsheet would run are neutralised, absent is null."""
    columns: dict[str, pl.Series] = {
        name: pl.Series(figures).fill_nan(None) for name, figures in results.figures.items()
    }
    columns["scenario"] = scenarios.gather(results.places)
    for name in ("model", "status", "affordability", "messages"):
        column = getattr(results, name)
        columns[name] = pl.Series([text or None for text in column.labels], dtype=pl.String).gather(column.codes)
    columns["rank"] = pl.Series(results.rank).fill_nan(None).cast(pl.Int64)
    return pl.DataFrame({name: columns[name] for name in result_columns(draws)})


def neutralised(texts: pl.Series) -> pl.Series:
    """Return texts with an apostrophe before those that would begin a formula; empty ones are null."""
    kept = pl.select(pl.when(texts != "").then(texts)).to_series()
    return kept.str.replace(r"^([=+\-@\t\r])", "'$1")


def _few_enough(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet under its header, as long as it holds them."""
    for count, row in enumerate(rows, start=2):
        if count > SHEET_ROWS:
            raise CostbenchError(TOO_MANY_ROWS)
        yield row


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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
