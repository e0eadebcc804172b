"""What stands in a cell, whichever spreadsheet it comes from: one way in, one way out.

Every door hands over its own idea of a blank, a number, a date, an error, a range. Inside there are only
rectangles (tuples of rows) of ``None``, floats and texts; outside only floats, texts and lists of rows of them.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

import numpy as np

from costbench.errors import InputError, Problem
from costbench.language import Text, number

Cell: TypeAlias = float | str | None
Rows: TypeAlias = tuple[tuple[Cell, ...], ...]
Answer: TypeAlias = float | str | list[list[float | str]]

MOST_CELLS: Final = 100_000
MOST_CHARACTERS: Final = 32_767  # what a cell of Excel holds
SHOWN_CHARACTERS: Final = 40
ERRORS: Final = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#VALEUR!", "#NOM?", "#NUL!", "#NOMBRE!", "#PROPAGATION!", "#CALCUL!", "ERR:502", "ERR:504", "ERR:508"}
)
NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
SPACES: Final = re.compile(r"[\s\u00a0\u202f]")


def rows(raw: Any, path: str = "range") -> Rows:
    """Return any value that a spreadsheet hands over as a rectangle of plain cells.

    Raises :class:`~costbench.errors.InputError` for more than 100,000 cells, before reading them, and for
    the first cell that holds an error or a text longer than a cell.
    """
    lines = _lines(raw)
    width = max((len(line) for line in lines), default=0)
    if len(lines) * width > MOST_CELLS:
        raise InputError([_too_large(path, len(lines), width)])
    filled = (tuple(plain(item, path) for item in line) for line in lines)
    return tuple(line + (None,) * (width - len(line)) for line in filled)


def plain(raw: Any, path: str = "cell") -> Cell:
    """Return one cell as ``None`` (blank), a float or a stripped text.

    A boolean is 1 or 0, a date its ISO text, NaN a blank. Text is never read as a formula or a path.
    """
    if raw is None:
        return None
    if isinstance(raw, np.generic):
        raw = raw.item()
    if isinstance(raw, int | float | Decimal):
        return _finite(raw, path)
    if isinstance(raw, datetime.datetime):
        midnight = raw.time() == datetime.time()
        return raw.date().isoformat() if midnight else raw.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(raw, datetime.date):
        return raw.isoformat()
    return _text(str(raw), path)


def as_number(cell: Cell) -> float | None:
    """Return a number, also from a text with a decimal comma, spaced thousands or a per cent sign, else ``None``.

    >>> as_number("1 234,5"), as_number("3,5 %"), as_number("abc"), as_number(2.0)
    (1234.5, 0.035, None, 2.0)
    """
    if not isinstance(cell, str):
        return cell
    bare = SPACES.sub("", cell)
    percent = bare.endswith("%")
    digits = bare.removesuffix("%").removesuffix("€")
    if not NUMBER.fullmatch(digits):
        return None
    value = float(digits.replace(",", "."))
    return (value / 100 if percent else value) if math.isfinite(value) else None


def answer(value: Any) -> Answer:
    """Return what a spreadsheet accepts: a float, a text, or a rectangle of them with blanks as ``""``."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        return _outside(value)
    lines = [list(line) if isinstance(line, list | tuple) else [line] for line in value]
    width = max((len(line) for line in lines), default=0)
    if not width:
        return [[""]]
    return [[_outside(item) for item in line] + [""] * (width - len(line)) for line in lines]


def shown(cell: Cell) -> str:
    """Return a cell as a message quotes it: short, on one line."""
    if cell is None:
        return '""'
    if isinstance(cell, float):
        return number(cell, "en")
    line = " ".join(cell.split())
    short = line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
    return f'"{short}"'


def _lines(raw: Any) -> Sequence[Sequence[Any]]:
    if isinstance(raw, np.ndarray):
        raw = raw.tolist()
    if not isinstance(raw, list | tuple):
        return [[raw]]
    if not any(isinstance(line, list | tuple) for line in raw):
        return [raw]
    return [line if isinstance(line, list | tuple) else [line] for line in raw]


def _finite(raw: float | Decimal, path: str) -> float | None:
    try:
        value = float(raw)
    except (OverflowError, ValueError):
        value = math.inf
    if math.isnan(value):
        return None
    if math.isinf(value):
        allowed = Text("a cell holds a number below 1e308", "une cellule contient un nombre inférieur à 1e308")
        raise InputError([Problem(path, "∞", allowed, Text("Correct it.", "Corrigez-le."))])
    return value


def _text(raw: str, path: str) -> str | None:
    bare = raw.strip(" \t\r\n\u00a0\u202f\ufeff")
    if bare.upper() in ERRORS:
        allowed = Text("a cell in error cannot be used", "une cellule en erreur ne peut pas servir")
        hint = Text("Correct that cell first.", "Corrigez d’abord cette cellule.")
        raise InputError([Problem(path, bare, allowed, hint)])
    if len(bare) > MOST_CHARACTERS:
        allowed = Text("a cell holds 32,767 characters", "une cellule contient 32 767 caractères")
        raise InputError([Problem(path, shown(bare), allowed, Text("Shorten it.", "Raccourcissez-le."))])
    return bare or None


def _outside(item: Any) -> float | str:
    if item is None:
        return ""
    if isinstance(item, str):
        return str(item)[:MOST_CHARACTERS]
    value = float(item)
    return value if math.isfinite(value) else ""


def _too_large(path: str, height: int, width: int) -> Problem:
    allowed = Text("a range has at most 100,000 cells", "une plage compte au plus 100 000 cellules")
    hint = Text("Select only the filled cells.", "Ne sélectionnez que les cellules remplies.")
    return Problem(path, f"{height} × {width}", allowed, hint)


def is_blank(line: Iterable[Cell]) -> bool:
    """Return whether nothing is written in ``line``."""
    return all(cell is None for cell in line)
