"""Holds a workbook against the engine: every formula, every value, every input, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter as letter

from costbench.appraisal.settling.inputs import Spread
from costbench.errors import Problem
from costbench.interfaces.workbook.build import shipped, write_book
from costbench.interfaces.workbook.drawing.page import Book
from costbench.interfaces.workbook.judging.archive import IS
from costbench.interfaces.workbook.judging.cells_checked import same_value, wrong_cells
from costbench.interfaces.workbook.judging.reading import CHOOSE, EMPTY, SHIFTS, chosen_scenario, yellow_cells
from costbench.interfaces.workbook.judging.saved import Saved, saved_workbook
from costbench.interfaces.workbook.judging.values_checked import wrong_values
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import InputRow
from costbench.interfaces.workbook.sheets.results import RISK, ROWS
from costbench.interfaces.workbook.texts import said
from costbench.language import Text

SOURCED: Final = ("published", "derived")
NATURES: Final = (*SOURCED, "assumption", "to_complete")
A_SOURCE = Text("a figure said to be {nature} has its source", "un chiffre dit « {nature} » a sa source")
WRITE_SOURCE = Text(
    "Write the source back, or set the nature to “{to_complete}”.",
    "Remettez la source, ou choisissez la nature « {to_complete} ».",
)
RISK_ROWS: Final = frozenset(ROWS[name] for name in RISK)
OLD_RISK = Text(
    "The risk figures of this edition were computed when the workbook was made, for other inputs: "
    "make it again for the present ones.",
    "Les chiffres de risque de cette édition ont été calculés à la création du classeur, pour d’autres données : "
    "recréez-le pour celles d’aujourd’hui.",
)
A_NATURE = Text("every figure says how it is known", "chaque chiffre dit d’où il vient")


@dataclass(frozen=True)
class Inspection:
    """What a workbook was found to be: ``problems``, each with its sheet and cell, and ``notes`` on the file.

    ``cells`` and ``values`` count what was held against the template and against the engine.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Text, ...]
    cells: int
    values: int

    @property
    def in_order(self) -> bool:
        """Whether nothing is to be corrected."""
        return not self.problems


def check_workbook(path: str | Path) -> Inspection:
    """Hold a workbook against the template of its models and against the engine, for the inputs it holds.

    Formulas, locks, stored draws and texts must be the template's; inputs in range, in order and sourced;
    values, where the file was computed, the engine's. Values are compared once all the rest is in order.
    Raises :class:`~costbench.errors.InputError` for a file that is no workbook of this version of costbench,
    :class:`OSError` for one that cannot be read.
    """
    saved = saved_workbook(path)
    saved.read_all()
    spreads, problems = yellow_cells(saved)
    scenario, wrong = chosen_scenario(saved)
    problems += wrong + _without_source(saved, spreads)
    if problems:
        spreads = {item.code: shipped(item.default) for item in saved.layout.inputs}
    book, is_old = expected_book(saved, spreads, SHIFTS[scenario])
    old = [OLD_RISK] if is_old else []
    found, cells = wrong_cells(saved, book)
    problems += found
    if problems:
        return Inspection(tuple(problems), (*saved.notes, *old), cells, 0)
    found, notes, values = wrong_values(saved, book, spreads, SHIFTS[scenario])
    return Inspection(tuple(found), (*saved.notes, *old, *notes), cells, values)


def expected_book(saved: Saved, spreads: Mapping[str, Spread], shift: int) -> tuple[Book, bool]:
    """Return the template of a workbook, filled with the same inputs, texts and choices.

    The second answer is whether risk figures stored in the file are those of other inputs.
    """
    layout = saved.layout
    layout.cases = [case if case.kind == "scenario" else replace(case, scenario=shift) for case in layout.cases]
    book = write_book(layout, spreads, frozenset())
    for key in layout.sheets:
        if layout.sheet(key) in saved.titles:
            _take_over(saved, key, (cell for cell in _cells(book, key) if not cell.protection.locked))
    if layout.edition == "complete":
        return book, False
    stored = [
        cell for cell in _cells(book, "results") if cell.row in RISK_ROWS and cell.data_type == "n" and cell.value
    ]
    before = [cell.value for cell in stored]
    _take_over(saved, "results", stored)
    return book, any(not same_value(cell.value, value) for cell, value in zip(stored, before, strict=True))


def _cells(book: Book, key: str) -> Iterator[Cell]:
    for row in book.workbook[book.layout.sheet(key)].iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell))


def _take_over(saved: Saved, key: str, cells: Iterable[Cell]) -> None:
    """Let cells hold what they hold in the file."""
    found = saved.cells(key)
    for cell in cells:
        cell.value = found.get((cell.row, cell.column))


def _without_source(saved: Saved, spreads: Mapping[str, Spread]) -> list[Problem]:
    """Return the inputs whose source was removed, or that no longer say how they are known."""
    words = {name: said(f"nature.{name}").to(saved.layout.language) for name in NATURES}
    found = (_source_fault(saved, item, words) for item in saved.layout.inputs)
    return [problem for problem in found if problem]


def _source_fault(saved: Saved, item: InputRow, words: Mapping[str, str]) -> Problem | None:
    cells, title = saved.cells("assumptions"), saved.layout.sheet("assumptions")
    nature, source = (cells.get((item.row, column)) for column in (place.NATURE, place.SOURCE))
    if nature not in words.values():
        where = f"{title}!{letter(place.NATURE)}{item.row} ({item.code})"
        return Problem(where, EMPTY if nature is None else str(nature)[:40], A_NATURE, CHOOSE, verb=IS)
    origin = item.default.provenance
    usual = nature == words.get(origin.kind) and not origin.sources
    if str(source or "").strip() or usual or nature not in {words[name] for name in SOURCED}:
        return None
    where = f"{title}!{letter(place.SOURCE)}{item.row} ({item.code})"
    hint = WRITE_SOURCE.format(to_complete=said("nature.to_complete"))
    return Problem(where, EMPTY, A_SOURCE.format(nature=str(nature)), hint, verb=IS)
