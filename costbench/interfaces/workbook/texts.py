"""Every sentence and label of the workbook, in both languages, from one catalogue."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from costbench.language import Text, text


@cache
def _catalogue() -> dict[str, Text]:
    tables = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
    return {f"{room}.{name}": text(entry) for room, entries in tables.items() for name, entry in entries.items()}


def said(key: str) -> Text:
    """Return the text called ``key`` (``room.name``)."""
    return _catalogue()[key]


def group(room: str) -> dict[str, Text]:
    """Return all the texts of one room of the catalogue, by name, in order."""
    return {key.partition(".")[2]: item for key, item in _catalogue().items() if key.startswith(f"{room}.")}
