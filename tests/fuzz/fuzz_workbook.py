"""A workbook of costbench, damaged in any way: refused in a sentence, or read as finite numbers."""

from __future__ import annotations

import io
import math
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from costbench.errors import CostbenchError
from costbench.interfaces.workbook.judging.opendocument import Grid
from costbench.interfaces.workbook.judging.reading import read_workbook
from costbench.interfaces.workbook.judging.saved import saved_workbook
from costbench.interfaces.workbook.template import build_workbook
from tests.fuzz.fuzz_cells import Bytes

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
NAMESPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
NEEDED = ("assumptions", "lists")


def check(data: bytes) -> None:
    """Raise where a fault shows: an exception that is no sentence, or a value that no scenario holds."""
    path = FOLDER / "workbook.xlsx"
    path.write_bytes(damaged(Bytes(data)))
    try:
        found = read_workbook(path)
    except CostbenchError as error:
        assert error.sentence("en").strip()
        assert error.sentence("fr").strip()
        return
    for value in found.inputs.values():
        assert isinstance(value, str) or math.isfinite(value)


def damaged(source: Bytes) -> bytes:
    """Return a file: any bytes, or a workbook with some of its bytes, parts or cells replaced."""
    ways = [anything, one_part_replaced, one_part_patched, file_patched]
    way, form = source.below(len(ways)), source.below(2)
    return ways[way](source, opendocument() if form else excel())


def anything(source: Bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return what is left of the input, as it is."""
    return source.data[source.place :]


def one_part_replaced(source: Bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with a part of any content."""
    name = sorted(parts)[source.below(len(parts))]
    return packed({**parts, name: source.data[source.place :]})


def one_part_patched(source: Bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook in which some stretches of a part are replaced."""
    name = sorted(parts)[source.below(len(parts))]
    part = bytearray(parts[name])
    while source.place < len(source.data):
        at, length = source.below(max(1, len(part))), source.below(64)
        part[at : at + length] = source.take(source.below(64))
    return packed({**parts, name: bytes(part)})


def file_patched(source: Bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file some of whose last bytes, where its directory stands, are replaced."""
    whole = bytearray(packed(parts))
    while source.place < len(source.data):
        at = len(whole) - 1 - source.below(min(len(whole), 2_000))
        whole[at : at + 1] = source.take(1)
    return bytes(whole)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


@cache
def excel() -> dict[str, bytes]:
    """Return the parts of a small workbook, without the sheets that nobody reads."""
    path = build_workbook(FOLDER / "small.xlsx", lang="en", models=["sponsorship"], edition="essential")
    saved = saved_workbook(path)
    kept = {saved.titles.index(saved.layout.sheet(key)) + 1 for key in NEEDED}
    empty = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    parts = {}
    for name, content in saved.archive.parts.items():
        if name.startswith("xl/worksheets/sheet") and not name.endswith(tuple(f"sheet{one}.xml" for one in kept)):
            parts[name] = empty
        elif not name.startswith(("xl/charts", "xl/drawings")):
            parts[name] = content
    return parts


@cache
def opendocument() -> dict[str, bytes]:
    """Return the parts of the same workbook as LibreOffice would save it, in its simplest form."""
    return saved_as_opendocument(grids())


@cache
def grids() -> dict[str, Grid]:
    """Return the cells of the sheets that are read, by title, the one with the inputs first."""
    path = FOLDER / "small-parts.xlsx"
    path.write_bytes(packed(excel()))
    saved = saved_workbook(path)
    return {saved.layout.sheet(key): saved.cells(key) for key in NEEDED}


def saved_as_opendocument(sheets: Mapping[str, Grid]) -> dict[str, bytes]:
    """Return the parts of a file with these sheets."""
    tables = "".join(table(title, cells) for title, cells in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return {"content.xml": f"<office:document-content{NAMESPACES}>{body}</office:document-content>".encode()}


def table(title: str, cells: Grid) -> str:
    """Return a sheet of an OpenDocument spreadsheet."""
    rows = []
    for row in range(1, max(row for row, _ in cells) + 1):
        last = max((column for at, column in cells if at == row), default=0)
        written = "".join(written_cell(cells.get((row, column))) for column in range(1, last + 1))
        rows.append(f"<table:table-row>{written}</table:table-row>")
    return f"<table:table table:name={quoteattr(title)}>{''.join(rows)}</table:table>"


def written_cell(value: object) -> str:
    """Return a cell of an OpenDocument spreadsheet."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
