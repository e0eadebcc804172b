"""Cell by cell: is each formula, each text and each lock what the template has?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from costbench.errors import Problem
from costbench.interfaces.workbook.drawing.page import Book
from costbench.interfaces.workbook.judging.archive import IS
from costbench.interfaces.workbook.judging.saved import ALL_SHEETS, RENAMED, Saved, workbook
from costbench.language import Text

MOST: Final = 500
"""Faults of one sheet that are told; a sheet sorted or shifted would have one in every cell."""
CLOSE: Final = 1e-12
LONGEST: Final = 120
QUOTED_SHEET: Final = re.compile(r"'([^'!]+)'!")
SPACES_OUTSIDE_TEXT: Final = re.compile(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)')
TABLE_AS_FORMULAS: Final = re.compile(r"=(TABLE|MULTIPLE\.OPERATIONS)\(", re.IGNORECASE)

MISSING = Text("missing", "absente")
NOTHING = Text("empty", "vide")
COMPUTES = Text("the template computes {formula} there", "le modèle y calcule {formula}")
HOLDS = Text("the template holds {value} there", "le modèle y met {value}")
LEAVES_EMPTY = Text("the template leaves this cell empty", "le modèle laisse cette cellule vide")
STORED = Text("a stored draw must stay as it was: {value}", "un tirage enregistré doit rester ce qu’il était : {value}")
WRITE_BACK = Text(
    "Write it back, or read the inputs (`costbench read`) into a new workbook.",
    "Remettez-le, ou reprenez les données (« costbench read ») dans un nouveau classeur.",
)
CLEAR = Text("Clear it, or move it to a sheet of your own.", "Videz-la, ou déplacez ce contenu sur une feuille à vous.")
OPEN = Text("unlocked", "déverrouillée")
ONLY_YELLOW = Text("only yellow cells can be changed", "seules les cellules jaunes se modifient")
LOCK = Text("Lock it again (Format cells, Protection).", "Reverrouillez-la (Format de cellule, Protection).")


def wrong_cells(saved: Saved, book: Book) -> tuple[list[Problem], int]:
    """Return what differs from the template sheet by sheet, and how many cells were looked at.

    An .ods keeps its formulas in another language: of such a file only the sheets are looked at.
    """
    problems: list[Problem] = []
    count = 0
    missing = [title for title in book.workbook.sheetnames if title not in saved.titles]
    problems += [Problem(title, MISSING, ALL_SHEETS, RENAMED, verb=IS) for title in missing]
    if saved.archive.kind == "ods":
        return problems, count
    with workbook(saved.archive, values=False) as found:
        for sheet in book.workbook.worksheets:
            if sheet.title not in missing:
                pages = _Sheet(saved, sheet, found[sheet.title])
                problems += islice(pages.faults(), MOST)
                count += pages.count
    return problems, count


class _Sheet:
    """One sheet of the template beside the one of the file."""

    def __init__(self, saved: Saved, expected: Any, found: Any) -> None:
        self.expected, self.found = expected, found
        self.title, self.count = expected.title, 0
        self.draws = self.title == saved.layout.sheet("draws")
        self.tables = saved.layout.data_tables if self.title == saved.layout.sheet("cases") else []
        self.locked: dict[int, bool] = {}

    def faults(self) -> Iterator[Problem]:
        """Yield what is wrong, row by row."""
        rows, columns = self.expected.max_row, self.expected.max_column
        written = self.found.iter_rows(min_row=1, max_row=rows, max_col=columns)
        table = {cell.coordinate for area in self.tables for row in self.expected[area] for cell in row}
        for ours, theirs in zip(self.expected.iter_rows(1, rows, 1, columns), written, strict=False):
            for cell, other in zip(ours, theirs, strict=False):
                if cell.protection.locked:
                    self.count += cell.value is not None
                    yield from self._table(cell, other) if cell.coordinate in table else self._locked(cell, other)

    def _locked(self, cell: Cell, other: Any) -> Iterator[Problem]:
        """Yield what is wrong with a cell that only the template writes."""
        if cell.value in (None, ""):
            if other.value not in (None, ""):
                yield self._fault(cell, _shown(other.value), LEAVES_EMPTY, CLEAR)
        elif cell.data_type == "f":
            if not _same_formula(str(cell.value), other.value):
                yield self._fault(cell, _shown(other.value), COMPUTES.format(formula=str(cell.value)[:LONGEST]))
            elif not self._is_locked(other):
                yield self._fault(cell, OPEN, ONLY_YELLOW, LOCK)
        elif not same_value(cell.value, other.value):
            rule, from_where = STORED if self.draws else HOLDS, _parting(cell.value, other.value)
            ours, theirs = (_shown(value, from_where) for value in (cell.value, other.value))
            yield self._fault(cell, theirs, rule.format(value=ours))

    def _table(self, cell: Cell, other: Any) -> Iterator[Problem]:
        """Yield whether a data table is gone; as ordinary formulas LibreOffice has written it."""
        ours, formula = cell.value, other.value
        if not isinstance(ours, DataTableFormula) or TABLE_AS_FORMULAS.match(str(formula)):
            return
        if not isinstance(formula, DataTableFormula) or dict(formula) != dict(ours):
            text = f"{{=TABLE(,{ours.r1})}}"
            yield self._fault(cell, _shown(formula), COMPUTES.format(formula=text))

    def _fault(self, cell: Cell, found: Text, allowed: Text, hint: Text = WRITE_BACK) -> Problem:
        return Problem(f"{self.title}!{letter(cell.column)}{cell.row}", found, allowed, hint, verb=IS)

    def _is_locked(self, cell: Any) -> bool:
        style = cell._style_id
        if style not in self.locked:
            self.locked[style] = bool(cell.protection.locked)
        return self.locked[style]


def _same_formula(expected: str, found: Any) -> bool:
    return isinstance(found, str) and (expected == found or _plain(expected) == _plain(found))


def _plain(formula: str) -> str:
    """Return a formula as every spreadsheet writes it: no quotes around sheets, no spaces, no signs of its own."""
    return SPACES_OUTSIDE_TEXT.sub("", QUOTED_SHEET.sub(r"\1!", formula)).replace("_xlfn.", "")


def same_value(expected: Any, found: Any) -> bool:
    """Return whether two cells hold the same, numbers as every spreadsheet keeps them."""
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return math.isclose(expected, found, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(str(expected).strip() == str(found).strip())


def _parting(expected: Any, found: Any) -> int:
    """Return where to begin showing two texts so that their first difference is seen."""
    pairs = enumerate(zip(str(expected), str(found), strict=False))
    first = next((at for at, (ours, theirs) in pairs if ours != theirs), 0)
    return first - LONGEST // 2 if first >= LONGEST else 0


def _shown(value: Any, from_where: int = 0) -> Text:
    """Return what stands in a cell, short enough for a sentence."""
    if value in (None, ""):
        return NOTHING
    if isinstance(value, DataTableFormula | ArrayFormula):
        return Text("a formula over several cells", "une formule sur plusieurs cellules")
    short = ("…" if from_where else "") + str(value)[from_where : from_where + LONGEST].rstrip(".")
    return Text(short, short)
