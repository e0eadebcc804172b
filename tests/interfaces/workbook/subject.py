"""A workbook under the linter: its map, its parts as a file, its cells as openpyxl reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias
from xml.sax.saxutils import unescape

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from costbench.interfaces.workbook.plan.layout import Layout
from tests.interfaces.workbook.formulas import Formula

Found: TypeAlias = Iterator[tuple[str, str]]
"""What a rule yields: the cell or part, and what is wrong with it."""


class Subject:
    """A workbook under the linter: its map, its parts as a file, and its cells as openpyxl reads them."""

    def __init__(self, layout: Layout, parts: Mapping[str, bytes]) -> None:
        self.layout, self.parts = layout, dict(parts)
        self.book = openpyxl.load_workbook(io.BytesIO(packed(self.parts)))
        self.files = {title: f"xl/worksheets/sheet{number}.xml" for number, title in enumerate(self.book.sheetnames, 1)}

    def sheet(self, key: str) -> Worksheet:
        return self.book[self.layout.sheet(key)]

    @cached_property
    def cells(self) -> list[Cell]:
        """Every cell of every sheet."""
        return [cell for sheet in self.book.worksheets for cell in sheet._cells.values()]

    @cached_property
    def looks(self) -> list[list[Cell]]:
        """The cells by how they look: all that openpyxl calls their style is that of the first."""
        found: dict[bytes, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell._style.tobytes() if cell._style else b"", []).append(cell)
        return list(found.values())

    @cached_property
    def unlocked(self) -> list[Cell]:
        return [cell for cells in self.looks if not cells[0].protection.locked for cell in cells]

    @cached_property
    def formulas(self) -> list[Formula]:
        return [
            Formula(cell.parent.title, cell.row, cell.column, cell.value)
            for cell in self.cells
            if cell.data_type == "f" and isinstance(cell.value, str)
        ]

    @cached_property
    def by_cell(self) -> dict[tuple[str, int, int], Formula]:
        return {(item.sheet, item.row, item.column): item for item in self.formulas}

    def xml(self, title: str) -> str:
        """Return the part of a sheet."""
        return self.parts.get(self.files.get(title, ""), b"").decode("utf-8")

    def cached(self, title: str, cell: str) -> str:
        """Return the text of the value that a formula is shipped with."""
        found = re.search(rf'<c r="{cell}"[^>]*>(?:<f\b[^>]*>[^<]*</f>)?<v>([^<]*)</v>', self.xml(title))
        return unescape(found[1]) if found else ""

    def charts(self) -> Iterator[tuple[str, str]]:
        for name, data in self.parts.items():
            if name.startswith("xl/charts/chart"):
                yield name, data.decode("utf-8")


def parts_of(file: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook file by name."""
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a file again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return stream.getvalue()


def at(cell: Cell) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"
