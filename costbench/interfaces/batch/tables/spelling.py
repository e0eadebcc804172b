"""Numbers as people write them in one cell, and what is said of what is no number."""

from __future__ import annotations

import math
import re
from typing import Final

from costbench.errors import Problem
from costbench.interfaces.batch.tables.dialect import SPACES
from costbench.interfaces.batch.tables.problems import quoted
from costbench.language import Text, number

GROUPED: Final = rf"^[+-]?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]*)?$"
PLAIN: Final = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
PERCENTAGE: Final = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]*)?)\s*%")
NOT_FINITE: Final = {"nan", "inf", "infinity"}
ABSENT: Final = math.nan


def read_number(text: str, decimal: str) -> float | None:
    """Return the number that one cell spells, NaN for an empty one, ``None`` when it is no number.

    >>> read_number("1\u202f234,5", ","), read_number("1.234,5", ","), read_number("inf", ".")
    (1234.5, None, None)
    """
    bare = text.strip(SPACES + "\t")
    if not bare:
        return ABSENT
    if re.match(GROUPED, bare):
        bare = re.sub(f"[{SPACES}]", "", bare)
    if not PLAIN.fullmatch(bare) or (set(".,") - {decimal}) & set(bare):
        return None
    value = float(bare.replace(",", "."))
    return value if math.isfinite(value) else None


def refused_cell(text: str, column: str, row: int, decimal: str) -> Problem:
    """Return why a cell is no number and what to write instead."""
    why, advice = _reason(text.strip(SPACES + "\t"), decimal)
    return Problem(column, quoted(text), why, advice, row)


def _reason(text: str, decimal: str) -> tuple[Text, Text]:
    other = "." if decimal == "," else ","
    if text.strip("+-").lower() in NOT_FINITE:
        return A_NUMBER, Text(
            "Leave the cell empty to keep the default.", "Laissez la cellule vide pour garder la valeur par défaut."
        )
    if percentage := PERCENTAGE.fullmatch(text):
        value = float(percentage[1].replace(",", ".")) / 100
        return A_FRACTION, WRITE.format(instead=_written(value, decimal))
    if other in text and read_number(text, other) is not None:
        return ONE_SIGN[decimal], WRITE.format(instead=text.replace(other, decimal))
    if PLAIN.fullmatch(text):
        return TOO_LARGE, Text("Check the digits.", "Vérifiez les chiffres.")
    example = _written(1234.5, decimal)
    return A_NUMBER, Text(
        f"Write digits alone, such as {example}.", f"Écrivez des chiffres seuls, par exemple {example}."
    )


A_NUMBER: Final = Text("a number is expected", "un nombre est attendu")
A_FRACTION: Final = Text("a percentage is written as a fraction", "un pourcentage s’écrit en fraction")
TOO_LARGE: Final = Text("it is more than a number can hold", "c’est plus que ce qu’un nombre peut contenir")
ONE_SIGN: Final = {
    ".": Text("this file writes decimals with a point", "ce fichier écrit les décimales avec un point"),
    ",": Text("this file writes decimals with a comma", "ce fichier écrit les décimales avec une virgule"),
}
WRITE: Final = Text("Write {instead}.", "Écrivez {instead}.")


def _written(value: float, decimal: str) -> str:
    return number(value, "fr" if decimal == "," else "en")
