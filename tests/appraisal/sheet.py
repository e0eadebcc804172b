"""A traced model laid out as a plain workbook, so that an independent engine can compute it.

One sheet ``Inputs`` (retained value in B, the scenarios' values from D on, the case number in B1) and one
sheet ``Model`` (fixed workings in column B, the opening column C, the years from D on).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import YEARS, CooperationModel
from costbench.appraisal.tracing.symbolic import Expression, Reference, Trace, Where, formula, retained, trace

CASE = "Inputs!$B$1"
FIRST_YEAR_COLUMN = 4


class TracedSheet:
    """Addresses of everything in the workbook of one model."""

    def __init__(self, model: type[CooperationModel], scenarios: Mapping[str, NDArray[np.float64]]) -> None:
        self.trace: Trace = trace(model)
        self.scenarios = scenarios
        self.input_row = {name: row for row, name in enumerate(scenarios, start=2)}
        self.fixed_row = {name: row for row, name in enumerate(self.trace.fixed, start=2)}
        after = 2 + len(self.fixed_row)
        self.yearly_row = {name: row for row, name in enumerate(self.trace.yearly, start=after)}
        self.entry_row = [after + len(self.yearly_row) + place for place in range(len(self.trace.entries))]

    def cell(self, column: int) -> object:
        def address(reference: Reference) -> str:
            match reference.where:
                case Where.YEAR:
                    return f"{letter(column)}$1"
                case Where.INPUT:
                    return f"Inputs!$B${self.input_row[reference.name]}"
                case Where.FIXED:
                    return f"$B${self.fixed_row[reference.name]}"
                case Where.YEARLY:
                    return f"{letter(column)}{self.yearly_row[reference.name]}"
                case Where.PREVIOUS:
                    return f"{letter(column - 1)}{self.yearly_row[reference.name]}"

        return address

    def text(self, expression: Expression, column: int = FIRST_YEAR_COLUMN) -> str:
        return "=" + formula(expression, self.cell(column))  # type: ignore[arg-type]

    def write(self, path: Path) -> None:
        book = Workbook()
        inputs = book.active
        inputs.title = "Inputs"
        inputs["A1"], inputs["B1"] = "case", 0
        for name, row in self.input_row.items():
            values = self.scenarios[name]
            last = letter(3 + len(values))
            inputs[f"A{row}"] = name
            inputs[f"B{row}"] = "=" + retained(CASE, f"$D{row}", f"INDEX($D{row}:${last}{row},1,{CASE})")
            for place, value in enumerate(values):
                inputs.cell(row, 4 + place, float(value))
        self._write_model(book.create_sheet("Model"))
        book.save(path)

    def _write_model(self, sheet: object) -> None:
        for year in YEARS:
            sheet.cell(1, FIRST_YEAR_COLUMN + year, year)  # type: ignore[attr-defined]
        for name, row in self.fixed_row.items():
            sheet.cell(row, 2, self.text(self.trace.fixed[name].expression))  # type: ignore[attr-defined]
        for name, row in self.yearly_row.items():
            working = self.trace.yearly[name]
            if working.initial is not None:
                sheet.cell(row, FIRST_YEAR_COLUMN - 1, self.text(working.initial))  # type: ignore[attr-defined]
            self._write_row(sheet, row, working.expression)
        for entry, row in zip(self.trace.entries, self.entry_row, strict=True):
            self._write_row(sheet, row, entry.expression)

    def _write_row(self, sheet: object, row: int, expression: Expression) -> None:
        for year in YEARS:
            column = FIRST_YEAR_COLUMN + year
            sheet.cell(row, column, self.text(expression, column))  # type: ignore[attr-defined]
