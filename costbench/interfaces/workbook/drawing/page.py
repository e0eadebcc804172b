"""One sheet being written: cells by row and column in a named style, then its print set-up and protection."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import NamedStyle
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from costbench.appraisal.declaring.definition import ReadinessItem
from costbench.appraisal.settling.inputs import Spread
from costbench.interfaces.workbook.drawing import styles
from costbench.interfaces.workbook.plan.layout import Layout
from costbench.interfaces.workbook.texts import said
from costbench.language import Language, Text
from costbench.parameters import Provenance

STATE_CELL: Final = (2, 1)
CONSTANT_COLUMN, FIRST_CONSTANT = 2, 30
RELATIVE_ROW: Final = re.compile(r"(?<![A-Za-z$'])(\$?[A-Z]{1,3})(\d+)(?![\d(])")

POINTS_PER_UNIT, PADDING, MEAN_WIDTH = 5.25, 5.0, 0.44
"""Points of one unit of a column's width, what a cell's edges take, mean width of a character of its size."""


def text_lines(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a column, words kept whole."""
    room = max(1, int((width * POINTS_PER_UNIT - PADDING) / (MEAN_WIDTH * size)))
    return max(1, len(textwrap.wrap(text, room)))


@dataclass
class Book:
    """The workbook being written, its layout, and the constants that formulas have asked for."""

    layout: Layout
    spreads: Mapping[str, Spread]
    """Low, mode, high of every input by its code in the workbook."""
    given: frozenset[str] = frozenset()
    """Codes of the inputs that the scenario gives."""
    sources: Mapping[str, Provenance] = field(default_factory=dict)
    """Model to where its given inputs come from."""
    workbook: Workbook = field(default_factory=Workbook)
    constants: dict[float, int] = field(default_factory=dict)
    alt_texts: dict[str, list[str]] = field(default_factory=dict)
    """Sheet title to the alternative texts of its charts, in order."""
    first_values: dict[str, float] = field(default_factory=dict)
    """What stands in the first cell of each data table, by its address."""
    dresses: dict[str, StyleArray] = field(default_factory=dict)
    """What openpyxl notes in a cell of a style: it looks the name up in a list for every cell."""
    questions: dict[str, ReadinessItem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workbook.remove(self.workbook.worksheets[0])
        for name, style in styles.STYLES.items():
            self.workbook.add_named_style(NamedStyle(f"cb {name}", **style))

    def dress(self, cell: Any, style: str) -> None:
        """Give a cell one of the workbook's styles."""
        if style not in self.dresses:
            cell.style = f"cb {style}"
            self.dresses[style] = copy(cell._style)
        else:
            cell._style = copy(self.dresses[style])

    @property
    def language(self) -> Language:
        """The language of the workbook."""
        return self.layout.language

    def say(self, what: str | Text, **names: object) -> str:
        """Return a text of the catalogue (or a bilingual text) in the workbook's language."""
        found = said(what) if isinstance(what, str) else what
        return (found.format(**names) if names else found).to(self.language)

    def constant(self, value: float) -> str:
        """Return how a formula writes ``value``: 0 and 1 as they are, any other as a cell of the lists."""
        if value in (0, 1):
            return str(int(value))
        row = self.constants.setdefault(float(value), FIRST_CONSTANT + len(self.constants))
        return self.layout.address("lists", CONSTANT_COLUMN, row)

    def page(self, key: str, widths: Sequence[float], title: str | None = None) -> Page:
        """Open the sheet ``key`` with its title and the state of the checks."""
        sheet = self.workbook.create_sheet(self.layout.sheet(key))
        page = Page(self, key, sheet)
        for column, width in enumerate(widths, start=1):
            sheet.column_dimensions[letter(column)].width = width
        page.put(1, 1, title or self.say(f"title.{key}"), "title")
        sheet.row_dimensions[1].height = 28
        if key != "checks":
            page.put(*STATE_CELL, f"={self.layout.address('checks', STATE_CELL[1], STATE_CELL[0])}", "state")
        return page


@dataclass
class Page:
    """A sheet and the few ways to write on it."""

    book: Book
    key: str
    sheet: Worksheet

    def put(self, row: int, column: int, value: Any, style: str = "text", number_format: str = "") -> Cell:
        """Write one cell. A formula's rows are fixed.

        LibreOffice computes rows of one formula in parallel threads, which a data table does not survive (7.4
        stops); with fixed rows no two rows hold the same formula, and along a row nothing changes.
        """
        if isinstance(value, str) and value.startswith("="):
            value = RELATIVE_ROW.sub(r"\1$\2", value)
        cell: Cell = self.sheet.cell(row, column, value)
        self.book.dress(cell, style)
        if number_format:
            cell.number_format = number_format
        return cell

    def row(self, row: int, values: Iterable[Any], style: str = "label", column: int = 1) -> None:
        """Write several cells in one style, from ``column`` rightwards."""
        for place, value in enumerate(values):
            self.put(row, column + place, value, style)

    def head(self, row: int, labels: Iterable[str], column: int = 1, height: float = 32) -> None:
        """Write the header row of a table."""
        self.row(row, labels, "head", column)
        self.sheet.row_dimensions[row].height = height

    def band(self, row: int, label: Any, columns: int, style: str = "band", height: float = 20) -> None:
        """Write a coloured line that opens a part of the sheet."""
        for column in range(1, columns + 1):
            self.put(row, column, label if column == 1 else None, style)
        self.sheet.row_dimensions[row].height = height

    def fit(self, row: int, *columns: int, size: float = 10, least: float = 0) -> None:
        """Make a row as high as its longest wrapped text."""
        widths = self.sheet.column_dimensions
        lines = max(text_lines(str(self.sheet.cell(row, at).value or ""), widths[letter(at)].width, size)
                    for at in columns)  # fmt: skip
        self.sheet.row_dimensions[row].height = max(least, 1.3 * size * lines + 4)

    def fit_rows(self, first: int, last: int) -> None:
        """Make every row whose height is still free as high as its label."""
        for row in range(first, last + 1):
            if not self.sheet.row_dimensions[row].height:
                self.fit(row, 1, least=15)

    def note(self, row: int, text: str, columns: int = 1, height: float = 0) -> None:
        """Write a sentence that runs over the empty cells at its right."""
        self.put(row, 1, text, "text" if columns == 1 else "flat")
        if height:
            self.sheet.row_dimensions[row].height = height

    def finish(self, columns: int, rows: int, *, landscape: bool = True, one_page: bool = False,
               freeze: str = "", titles: str = "", tight: bool = False, wide: int = 1) -> None:  # fmt: skip
        """Set what is printed and how, what stays in view, and protect the sheet without a password."""
        sheet = self.sheet
        sheet.print_area = f"A1:{letter(columns)}{rows}"
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, int(one_page)
        if wide > 1:
            sheet.print_title_cols = "A:A"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if titles:
            sheet.print_title_rows = titles
        if freeze:
            sheet.freeze_panes = freeze
        margins = sheet.page_margins
        margins.left = margins.right = 0.35 if tight else 0.45
        margins.top = margins.bottom = 0.45 if tight else 0.6
        margins.header = margins.footer = 0.2 if tight else 0.3
        head, foot = sheet.oddHeader, sheet.oddFooter
        assert head is not None and foot is not None
        head.right.text, foot.left.text = "costbench", "&A"
        foot.right.text = self.book.say("print.page") + " &P / &N"
        sheet.sheet_view.showGridLines = False
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
