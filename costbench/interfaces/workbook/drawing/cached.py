"""The finished file: every formula holds its value, every chart its words, and the same bytes come out every time."""

from __future__ import annotations

import datetime
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

import costbench
from costbench.interfaces.workbook.drawing.chart_caches import with_caches
from costbench.interfaces.workbook.drawing.page import Book

MOMENT: Final = datetime.datetime(2026, 1, 1)
"""The date that every file bears: a rebuilt workbook is the same file."""
DIGITS: Final = ".14g"
"""Digits of a cached value: as many as a spreadsheet shows, and a smaller file."""
FORMULA: Final = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*)>(<f\b.*?(?:</f>|/>))<v\s*(?:/>|></v>)</c>', re.DOTALL)
Values = Mapping[tuple[int, int], Any]
"""Row and column of a formula to its value."""


def finished(book: Book) -> bytes:
    """Return the workbook as a file."""
    workbook = book.workbook
    _describe(book)
    workbook.calculation.fullCalcOnLoad = True
    values = values_of(book)
    names = workbook.sheetnames
    words = [book.alt_texts[name] for name in names if name in book.alt_texts]
    texts = partial(_rewritten, values=[values.get(name, {}) for name in names], alt_texts=words)
    return _sealed(_saved(workbook), texts, lambda text: with_caches(text, workbook, values))


def _describe(book: Book) -> None:
    """Write what a list of files shows of a workbook."""
    about = book.workbook.properties
    about.title, about.subject = book.say("title.home"), book.say("home.purpose")
    about.description = book.say("home.version", version=costbench.__version__)
    about.creator, about.language, about.created = "costbench", book.language, MOMENT


def values_of(book: Book) -> dict[str, dict[tuple[int, int], Any]]:
    """Return the value of every formula by sheet; those of the data tables' first cells, the engine's."""
    title = book.layout.sheet("cases")
    tables = {book.workbook[title][where]: value for where, value in book.first_values.items()}
    formulas = {cell: cell.value for cell in tables}
    for cell, value in tables.items():
        cell.value = value
    values = formula_values(book.workbook)
    for cell, formula in formulas.items():
        cell.value = formula
        values.setdefault(title, {})[cell.row, cell.column] = tables[cell]
    return values


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def formula_values(workbook: Workbook) -> dict[str, dict[tuple[int, int], Any]]:
    """Return the value of every formula by sheet, as IronCalc computes it; nothing where it is not installed.

    The workbook must hold no data table, which IronCalc refuses. Without values the file is still right:
    Excel and LibreOffice compute it when it is opened.
    """
    try:
        import ironcalc
    except ImportError:  # no wheel for this platform
        return {}
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder) / "twin.xlsx"
        workbook.save(twin)
        engine = ironcalc.load_from_xlsx(str(twin), "en", "UTC", "en")
    engine.evaluate()
    found: dict[str, dict[tuple[int, int], Any]] = {}
    for number, sheet in enumerate(workbook.worksheets):
        found[sheet.title] = {
            (cell.row, cell.column): engine.get_cell_value(number, cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and isinstance(cell, Cell)
        }
    return found


def _sealed(file: bytes, rewritten: Callable[[str, str], str], charted: Callable[[str], str]) -> bytes:
    """Return ``file`` with values and alternative texts written in, in charts too, every date fixed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode("utf-8").replace(" />", "/>")
            entry = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            text = charted(text) if name.startswith("xl/charts/chart") else rewritten(name, text)
            target.writestr(entry, text.encode("utf-8"), compresslevel=9)
    return stream.getvalue()


def _rewritten(name: str, text: str, values: list[Values], alt_texts: list[list[str]]) -> str:
    if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
        return with_values(text, values[int(found[1]) - 1])
    if found := re.fullmatch(r"xl/drawings/drawing(\d+)\.xml", name):
        words = iter(alt_texts[int(found[1]) - 1])
        return re.sub(
            r'(<(?:xdr:)?cNvPr id="\d+" name="[^"]*")', lambda item: f"{item[1]} descr={quoteattr(next(words))}", text
        )
    if name == "docProps/core.xml":
        stamp = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ")
        return re.sub(r"(<dcterms:modified[^>]*>)[^<]*", lambda item: item[1] + stamp, text)
    return text


def with_values(text: str, values: Values) -> str:
    """Return a sheet's XML with the value of each formula in its place."""
    return FORMULA.sub(_writer(values), text)


def _writer(values: Values) -> Callable[[re.Match[str]], str]:
    columns: dict[str, int] = {}

    def number_of(name: str) -> int:
        if name not in columns:
            total = 0
            for sign in name:
                total = 26 * total + ord(sign) - 64
            columns[name] = total
        return columns[name]

    def written(found: re.Match[str]) -> str:
        column, row, attributes, formula = found.groups()
        place = int(row), number_of(column)
        if place not in values:
            return found[0]
        value = "" if values[place] is None else values[place]
        attributes = re.sub(r' t="[^"]*"', "", attributes)
        kind, shown = _kind(value)
        return f'<c r="{column}{row}"{attributes}{kind}>{formula}<v>{shown}</v></c>'

    return written


def _kind(value: Any) -> tuple[str, str]:
    """Return the type attribute and the text of a cached value."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(int(value) if float(value).is_integer() and abs(value) < 1e15 else float(f"{value:{DIGITS}}"))
    return ' t="e"' if str(value).startswith("#") else ' t="str"', escape(str(value))
