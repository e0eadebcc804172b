"""Results as columns of pandas, for people."""

from __future__ import annotations

import math
from collections.abc import Hashable
from numbers import Real
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from costbench.interfaces.batch.scorer import Results, Settings, result_columns, score_table
from costbench.interfaces.batch.tables.columns import CHUNK_ROWS, Faults, Table
from costbench.interfaces.batch.tables.dialect import SPACES, decimal_sign
from costbench.interfaces.batch.tables.header import Header, read_header
from costbench.interfaces.batch.tables.messages import Coded, neutral
from costbench.interfaces.batch.tables.spelling import read_number, refused_cell
from costbench.language import Language, system_language

FIRST_ROW: Final = 2


def score(
    frame: pd.DataFrame,
    draws: int = 0,
    seed: int = 0,
    *,
    language: Language | None = None,
    ignore_unknown: bool = False,
) -> pd.DataFrame:
    """Score a table of scenarios: one row of results per scenario and model, in the order given.

    Parameters
    ----------
    frame
        One row a scenario. Columns ``scenario`` (text), ``model`` (identifier, alias or label; empty or ``all``
        for every model) and any input by name, as numbers or as people write them. An empty cell means the
        default.
    draws
        Number of draws of the simulation; 0 for none.
    seed
        Seed of the draws: the same one gives the same figures.
    language
        Language of the messages, the system's when absent.
    ignore_unknown
        Whether columns that no model knows are left aside instead of refused.

    Returns
    -------
    The columns of the results file, in its order, rounded as it is: absent figures are NaN, with their reason
    in ``messages``. A row in error is kept, with every problem in ``messages``; rows are numbered there as a
    spreadsheet numbers them, the header being row 1.

    Raises :class:`~costbench.errors.InputError` where the columns cannot be used.

    >>> import pandas as pd
    >>> results = score(pd.DataFrame({"scenario": ["ours"], "model": ["cis"], "setup_fte_months": [12.0]}))
    >>> results.loc[0, ["model", "status"]].tolist()
    ['social_impact_bond', 'ok']
    """
    header = read_header([str(name) for name in frame.columns], ignore_unknown=ignore_unknown)
    settings = Settings(language or system_language(), draws, seed)
    table = _table(frame, header)
    names = _names(frame, header)
    parts = [
        _as_frame(score_table(part, settings), Coded(names.codes[part.rows - FIRST_ROW], names.labels), settings)
        for part in table.parts(CHUNK_ROWS)
    ]
    return pd.concat(parts, ignore_index=True)


def _as_frame(results: Results, scenarios: Coded, settings: Settings) -> pd.DataFrame:
    texts = {
        "scenario": scenarios.taken(results.places),
        "model": results.model,
        "status": results.status,
        "affordability": results.affordability,
        "messages": results.messages,
    }
    columns: dict[str, Any] = {name: column.texts() for name, column in texts.items()} | results.figures
    columns["rank"] = pd.Series(results.rank).astype("Int64")
    return pd.DataFrame({name: columns[name] for name in result_columns(settings.draws)})


def _names(frame: pd.DataFrame, header: Header) -> Coded:
    """Return what the scenarios are called: their row where they have no column for it."""
    if header.scenario is None:
        labels = [str(place + FIRST_ROW) for place in range(len(frame))]
    else:
        labels = [neutral(text) for text in _texts(frame, header.scenario)]
    return Coded(np.arange(len(labels)), labels)


def _table(frame: pd.DataFrame, header: Header) -> Table:
    rows = np.arange(FIRST_ROW, FIRST_ROW + len(frame), dtype=np.intp)
    numbers: dict[str, NDArray[np.float64]] = {}
    faults: Faults = []
    for name, place in header.numbers.items():
        numbers[name] = _numbers(frame.iloc[:, place].tolist(), name, faults)
    texts = {name: np.array(_texts(frame, place), dtype=object) for name, place in header.texts.items()}
    models = [text.strip(SPACES + "\t") for text in _texts(frame, header.model)]
    codes = {label: code for code, label in enumerate(dict.fromkeys(models))}
    coded = Coded(np.array([codes[text] for text in models], dtype=np.intp), list(codes))
    return Table(rows, coded, numbers, texts, faults)


def _texts(frame: pd.DataFrame, place: int) -> list[str]:
    column = frame.iloc[:, place]
    return ["" if empty else str(cell) for cell, empty in zip(column.tolist(), column.isna().tolist(), strict=True)]


def _numbers(cells: list[Hashable], name: str, faults: Faults) -> NDArray[np.float64]:
    """Return a column of numbers, some perhaps spelt as texts; what is no number is added to ``faults``."""
    decimal = decimal_sign((cell for cell in cells if isinstance(cell, str)), ".")
    values = np.full(len(cells), np.nan)
    for at, cell in enumerate(cells):
        value = _number(cell, decimal)
        if value is None:
            faults.append((at, refused_cell(str(cell), name, at + FIRST_ROW, decimal)))
        else:
            values[at] = value
    return values


def _number(cell: Any, decimal: str) -> float | None:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return math.nan
    if isinstance(cell, Real) and not isinstance(cell, bool):
        return None if math.isinf(cell) else float(cell)
    return read_number(str(cell), decimal)
