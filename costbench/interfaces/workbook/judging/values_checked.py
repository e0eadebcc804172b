"""Value by value: does each computed cell say what the engine finds?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import TOLERANCE
from costbench.appraisal.settling.inputs import Spread
from costbench.catalogue import appraise
from costbench.errors import Problem
from costbench.interfaces.workbook.drawing.cached import values_of
from costbench.interfaces.workbook.drawing.page import Book
from costbench.interfaces.workbook.judging.archive import IS
from costbench.interfaces.workbook.judging.reading import at_bounds, scenarios_of
from costbench.interfaces.workbook.judging.saved import Saved
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import Layout
from costbench.interfaces.workbook.workings.current_case import OBSERVED, SHIFT
from costbench.language import Text

Values = dict[tuple[int, int], Any]
RATE_TOLERANCE: Final = 1e-6
"""Excel and LibreOffice stop looking for a rate of return a little before its last digits."""
RATES: Final = ("irr",)
FOUND = Text("{value} in the file", "{value} dans le fichier")
NO_VALUE = Text("without a value", "sans valeur")
ENGINE_FINDS = Text("the engine finds {value}", "le moteur trouve {value}")
RECALCULATE = Text(
    "Recalculate everything (Ctrl+Alt+F9 in Excel, Ctrl+Shift+F9 in LibreOffice) and save.",
    "Recalculez tout (Ctrl+Alt+F9 dans Excel, Ctrl+Maj+F9 dans LibreOffice) et enregistrez.",
)
NEVER_COMPUTED = Text(
    "The file was saved without computed values: its formulas were checked, its values were not.",
    "Le fichier a été enregistré sans valeurs calculées : ses formules ont été contrôlées, pas ses valeurs.",
)
BY_SEARCH: Final = "break_even_scale"
"""The sheet gives it where sizes stand on a line; a model that bends needs a search, which no formula does."""
LONGEST: Final = 60


def wrong_values(
    saved: Saved, book: Book, spreads: Mapping[str, Spread], shift: int
) -> tuple[list[Problem], list[Text], int]:
    """Return the values that are not the engine's, what to know of them, and how many were compared.

    Indicators, ledgers and the what-if tables are held against the Python engine, the other cells against
    another spreadsheet engine that computes the template with the same inputs.
    """
    expected = values_of(book)
    for key, values in _of_the_engine(saved.layout, book, spreads, shift).items():
        expected.setdefault(saved.layout.sheet(key), {}).update(values)
    problems: list[Problem] = []
    count = computed = 0
    for key in saved.layout.sheets:
        title = saved.layout.sheet(key)
        found, loose = saved.cells(key), _rates(saved.layout) if key == "calculations" else frozenset()
        idle = _idle(saved, key)
        here = expected.get(title, {}).items()
        cells = {cell: value for cell, value in here if value not in (None, "") and cell not in idle}
        count += len(cells)
        computed += sum(cell in found for cell in cells) if key != "cases" else 0  # its tables hold plain numbers
        problems += _differences(title, cells, found, loose)
    if not computed:
        return [], [NEVER_COMPUTED], 0
    return problems, [], count


def _differences(title: str, expected: Values, found: Mapping[tuple[int, int], Any],
                 loose: frozenset[int]) -> Iterator[Problem]:  # fmt: skip
    for (row, column), value in expected.items():
        there = found.get((row, column))
        if not _agree(value, there, RATE_TOLERANCE if row in loose else TOLERANCE):
            what = NO_VALUE if there is None else FOUND.format(value=_shown(there))
            where = f"{title}!{letter(column)}{row}"
            yield Problem(where, what, ENGINE_FINDS.format(value=_shown(value)), RECALCULATE, verb=IS)


def _agree(expected: Any, found: Any, tolerance: float) -> bool:
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) <= tolerance * max(1, abs(expected), abs(found))
    return bool(expected == found)


def _of_the_engine(layout: Layout, book: Book, spreads: Mapping[str, Spread], shift: int) -> dict[str, Values]:
    """Return what the Python engine says of the indicators, the ledgers and the cases."""
    calculations: Values = {}
    for model, scenario in scenarios_of(layout, at_bounds(layout, spreads, shift)).items():
        appraisal, block = appraise(model.id, **scenario), layout.blocks[model.id]
        for name, row in block.indicators.items():
            if name != BY_SEARCH and (value := appraisal.indicators.get(name)) is not None:
                calculations[row, place.VALUE] = value
        for row, line in zip(block.entries, appraisal.ledger().lines, strict=True):
            calculations |= {(row, place.YEAR_0 + year): float(amount) for year, amount in enumerate(line.amounts)}
    sheet = book.workbook[layout.sheet("cases")]
    tables = [cell for table in layout.data_tables for row in sheet[table] for cell in row]
    cases = {(cell.row, cell.column): cell.value for cell in tables if isinstance(cell.value, float)}
    return {"calculations": calculations, "cases": cases}


def _idle(saved: Saved, key: str) -> set[tuple[int, int]]:
    """Return the cells that only a case reads: LibreOffice leaves in them what the last case was worth."""
    if not saved.archive.saved_by_libreoffice:
        return set()
    if key == "cases":
        return {(row, place.CASE_CELL_COLUMN) for row in range(place.SCENARIO_ROW, place.DRAW_ROW + 1)}
    columns = range(SHIFT, OBSERVED + 1) if key == "inputs" else ()
    return {(item.inputs_row, column) for item in saved.layout.inputs for column in columns}


def _rates(layout: Layout) -> frozenset[int]:
    return frozenset(block.indicators[name] for block in layout.blocks.values() for name in RATES)


def _shown(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, int | float) else str(value)[:LONGEST].rstrip(".")
