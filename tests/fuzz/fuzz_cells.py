"""Any cells, as any spreadsheet may hand them over, to any function that is quick: an answer, never a fault."""

from __future__ import annotations

import datetime
import logging
import math
import struct
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from costbench.appraisal.declaring.names import accepted_names
from costbench.catalogue import list_models
from costbench.errors import CostbenchError
from costbench.interfaces.udf.functions.cells import MOST_CHARACTERS, answer, as_number, plain, rows
from costbench.interfaces.udf.functions.registry import call, functions

SLOW = {"RISK", "TORNADO", "EXPLAIN", "COMPARE"}
NAMES = sorted(set().union(*(accepted_names(model) for model in list_models())))
MODELS = [name for model in list_models() for name in (model.id, *model.definition.aliases)]
WORDS = [
    "",
    " ",
    "#N/A",
    "#VALEUR!",
    "=1+1",
    "1 234,5",
    "3,5 %",
    "0:0:0; 1:1:0.015",
    "scenario",
    "model",
    "organisation",
]
MIDNIGHT = datetime.datetime(2026, 1, 1)
FAULT = "this is a fault of costbench"


class Bytes:
    """Some bytes, read a few at a time; zeros follow their end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        taken = self.data[self.place : self.place + count]
        self.place += count
        return taken.ljust(count, b"\0")

    def below(self, limit: int) -> int:
        """Return a number from 0 to ``limit`` - 1."""
        return int.from_bytes(self.take(2), "little") % limit

    def number(self) -> float:
        """Return any float, NaN and infinities among them."""
        return float(struct.unpack("<d", self.take(8))[0])

    def text(self) -> str:
        """Return any text."""
        return self.take(self.below(40)).decode("utf-8", "surrogateescape" if self.below(8) == 0 else "replace")


def cell(source: Bytes) -> Any:
    """Return one cell of any kind that a door may hand over."""
    kinds = [
        lambda: None,
        source.number,
        lambda: float(source.below(1000)) / 100,
        lambda: (-1) ** source.below(2) * 10 ** source.below(400),
        source.text,
        lambda: NAMES[source.below(len(NAMES))],
        lambda: MODELS[source.below(len(MODELS))],
        lambda: WORDS[source.below(len(WORDS))],
        lambda: bool(source.below(2)),
        lambda: MIDNIGHT + datetime.timedelta(hours=source.below(65_000)),
        lambda: (MIDNIGHT + datetime.timedelta(days=source.below(65_000))).date(),
        lambda: Decimal((source.below(2), (1, 2, 3), source.below(800) - 400)),
        lambda: np.float64(source.number()) if source.below(2) else np.int64(source.below(60_000)),
        lambda: Decimal(["NaN", "Infinity", "sNaN"][source.below(3)]),
        lambda: "x" * (MOST_CHARACTERS + source.below(3) - 1),
        lambda: datetime.time(source.below(24)),
    ]
    return kinds[source.below(len(kinds))]()


def argument(source: Bytes) -> Any:
    """Return a cell, a row, a column or a rectangle, perhaps a ragged one."""
    shape = source.below(6)
    if shape < 3:
        return cell(source)
    height, width = 1 + source.below(4), 1 + source.below(4)
    lines: list[Any] = [[cell(source) for _ in range(width)] for _ in range(height)]
    if shape == 4:
        return tuple(line[0] for line in lines)
    if shape == 5:
        lines[0] = lines[0][0]
    return lines


def calls(source: Bytes) -> Iterator[tuple[str, list[Any]]]:
    """Yield a function and what it is given, until the bytes end."""
    names = [name for name in functions() if name not in SLOW]
    while source.place < len(source.data):
        yield names[source.below(len(names))], [argument(source) for _ in range(source.below(4))]


def hasten() -> None:
    """Leave out, in a campaign alone, what is logged: the answer says it."""
    logging.disable(logging.CRITICAL)


def check(data: bytes) -> None:
    """Raise where a fault shows: an exception, a fault admitted, an answer that a cell cannot hold."""
    for name, given in calls(Bytes(data)):
        for one in given:
            normalised(one)
        for language in ("en", "fr"):
            found = call(name, *given, language=language)  # type: ignore[arg-type]
            assert not (isinstance(found, str) and FAULT in found), (name, given, found)
            fits(found)


def normalised(raw: Any) -> None:
    """Normalise twice: the second time changes nothing."""
    try:
        once = rows(raw)
    except CostbenchError as error:
        assert error.sentence("en").strip()
        return
    assert rows(once) == once
    for line in once:
        for item in line:
            assert plain(item) == item
            assert as_number(item) is None or math.isfinite(as_number(item) or 0.0)
    fits(answer([list(line) for line in once]))


def fits(found: Any) -> None:
    """Raise where a spreadsheet would not take an answer."""
    for line in found if isinstance(found, list) else [[found]]:
        for item in line:
            assert isinstance(item, str | float), type(item)
            assert len(item) <= MOST_CHARACTERS if isinstance(item, str) else math.isfinite(item)
