"""Scenarios out of a frame of texts: whole columns at a time, decimal commas and spaces between thousands read."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from costbench.errors import Problem
from costbench.interfaces.batch.tables.columns import Faults, Table
from costbench.interfaces.batch.tables.dialect import SPACES
from costbench.interfaces.batch.tables.header import Header, column_letters
from costbench.interfaces.batch.tables.messages import Coded
from costbench.interfaces.batch.tables.problems import problem, quoted
from costbench.interfaces.batch.tables.reader import Stray
from costbench.interfaces.batch.tables.spelling import GROUPED, refused_cell

BLANKS: Final = SPACES + "\t"


def read_table(
    frame: pl.DataFrame, strays: dict[int, Stray], first_row: int, header: Header, decimal: str
) -> tuple[Table, pl.DataFrame]:
    """Return the scenarios of a frame of texts whose columns are named by their places, and the frame of them.

    ``strays`` are cells beyond the header, by the place of their row. Rows without anything are left out.
    """
    frame, rows = _blank_rows_dropped(frame, strays, first_row)
    faults = _misplaced(frame, {first_row + at: stray for at, stray in strays.items()}, rows, header)
    numbers = {}
    for name, place in header.numbers.items():
        cells = frame[str(place)]
        numbers[name], refused = read_numbers(cells, decimal)
        faults += [(at, refused_cell(cells[at], name, int(rows[at]), decimal)) for at in refused.tolist()]
    texts = {
        name: np.array(frame[str(place)].fill_null("").to_list(), dtype=object) for name, place in header.texts.items()
    }
    return Table(rows, coded(frame[str(header.model)]), numbers, texts, faults), frame


def coded(cells: pl.Series) -> Coded:
    """Return a column of texts as codes, white space around them left out."""
    texts = cells.fill_null("").str.strip_chars(BLANKS)
    labels = texts.unique(maintain_order=True)
    if len(labels) <= 1:
        return Coded(np.zeros(len(texts), dtype=np.intp), labels.to_list())
    places = pl.Series(range(len(labels)), dtype=pl.Int64)
    return Coded(texts.replace_strict(labels, places).to_numpy().astype(np.intp), labels.to_list())


def _blank_rows_dropped(
    frame: pl.DataFrame, strays: dict[int, Stray], first_row: int
) -> tuple[pl.DataFrame, NDArray[np.intp]]:
    """Return the rows of texts with something in them, and their numbers in the file."""
    rows = np.arange(first_row, first_row + frame.height, dtype=np.intp)
    kept = frame.select(pl.any_horizontal(pl.all().is_not_null() & (pl.all() != ""))).to_series()
    if kept.all():
        return frame, rows
    kept |= pl.Series(np.isin(np.arange(frame.height), list(strays)))
    return frame.filter(kept), rows[kept.to_numpy()]


def _misplaced(frame: pl.DataFrame, strays: dict[int, Stray], rows: NDArray[np.intp], header: Header) -> Faults:
    """Return a problem for every row with a cell that stands under no name; ``strays`` by row."""
    found = {int(np.searchsorted(rows, row)): stray for row, stray in strays.items()}
    if header.unnamed:
        under = frame.select(str(place) for place in header.unnamed)
        filled = under.with_columns((pl.all().str.strip_chars(BLANKS) != "").fill_null(False))
        for at in filled.select(pl.any_horizontal(pl.all())).to_series().arg_true().to_list():
            place = header.unnamed[filled.row(at).index(True)]
            found[at] = (place, frame[str(place)][at])
    return [(at, _nameless(place, text, int(rows[at]))) for at, (place, text) in sorted(found.items())]


def _nameless(place: int, text: str, row: int) -> Problem:
    return problem(
        column_letters(place),
        "Row {row} has a value, {found}, in column {path}, which has no name in the header. "
        "Put it under its name, or remove it; a cell that holds the separator is written in quotes.",
        "La ligne {row} a une valeur, {found}, dans la colonne {path}, sans nom dans l’en-tête. "
        "Placez-la sous son nom ou supprimez-la ; une cellule qui contient le séparateur s’écrit "
        "entre guillemets droits.",
        row,
        found=quoted(text),
    )


def read_numbers(cells: pl.Series, decimal: str) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the numbers of a column of texts, NaN where a cell is empty or no number, and where it is no number."""
    if decimal == "." and (plain := cells.cast(pl.Float64, strict=False)).null_count() == cells.null_count():
        numbers = plain.to_numpy()
        if np.isfinite(numbers).sum() == len(cells) - cells.null_count():
            return numbers.astype(np.float64), np.zeros(0, dtype=np.intp)
    found = _cast(cells, decimal)
    rest = (found.is_null() & cells.is_not_null()).arg_true()
    refused = np.zeros(0, dtype=np.intp)
    if len(rest):
        texts = cells.gather(rest).str.strip_chars(BLANKS)
        spaces = pl.when(texts.str.contains(GROUPED)).then(texts.str.replace_all(f"[{SPACES}]", "")).otherwise(texts)
        bare = pl.select(spaces).to_series()
        again = _cast(bare, decimal)
        found = found.scatter(rest, again)
        refused = rest.filter(again.is_null() & (bare != "")).to_numpy().astype(np.intp)
    return found.to_numpy().astype(np.float64), refused


def _cast(texts: pl.Series, decimal: str) -> pl.Series:
    """Return the finite numbers among plain texts, null for the others."""
    if decimal == ",":
        pointed = texts.str.contains(".", literal=True)
        commas = pl.when(pointed).then(None).otherwise(texts.str.replace(",", ".", literal=True))
        texts = pl.select(commas).to_series()
    found = texts.cast(pl.Float64, strict=False)
    return pl.select(pl.when(found.is_finite()).then(found)).to_series()
