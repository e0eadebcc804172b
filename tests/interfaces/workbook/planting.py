"""How a hurried hand damages a workbook: each function changes one thing and returns what it changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from costbench.appraisal import LAST_YEAR
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import InputRow
from tests.interfaces.workbook.subject import Subject

MODEL = "joint_venture"


class Ground:
    """A workbook to be damaged: its cells by the name of what they hold."""

    def __init__(self, subject: Subject) -> None:
        self.book, self.layout, self.parts = subject.book, subject.layout, subject.parts
        self.block = self.layout.blocks[MODEL]

    def sheet(self, key: str) -> Worksheet:
        return self.book[self.layout.sheet(key)]

    def cell(self, key: str, cell: str) -> Cell:
        return self.sheet(key)[cell]

    def entry(self, name: str, year: int) -> Cell:
        return self.sheet("calculations").cell(self.block.entry_row(name), place.YEAR_0 + year)

    def years(self, row: int) -> list[Cell]:
        return [self.sheet("calculations").cell(row, place.YEAR_0 + year) for year in range(LAST_YEAR + 1)]

    def value(self, indicator: str) -> Cell:
        return self.sheet("calculations").cell(self.block.indicators[indicator], place.VALUE)

    def item(self, name: str) -> InputRow:
        return self.layout.input(MODEL, name)

    def answer(self) -> Cell:
        row = next(item.row for item in self.layout.inputs if item.is_answer)
        return self.sheet("assumptions").cell(row, place.CENTRAL)

    def assumption(self, name: str, column: int) -> Cell:
        return self.sheet("assumptions").cell(self.item(name).row, column)

    def case(self, number: int, column: int) -> Cell:
        return self.sheet("cases").cell(place.FIRST_CASE + number - 1, column)

    def table(self) -> Cell:
        return self.cell("cases", self.layout.data_tables[0].partition(":")[0])

    def part(self, key: str) -> str:
        return f"xl/worksheets/sheet{self.book.sheetnames.index(self.layout.sheet(key)) + 1}.xml"


# ---- Cells


def typed(cell: Cell, value: Any) -> Cell:
    cell.value = value
    return cell


def around(cell: Cell, before: str, after: str = "") -> Cell:
    """Write something before and after a formula."""
    assert str(cell.value).startswith("="), cell.coordinate
    return typed(cell, f"={before}{str(cell.value)[1:]}{after}")


def rewritten(cell: Cell, old: str, new: str) -> Cell:
    assert old in str(cell.value), (cell.coordinate, cell.value)
    return typed(cell, str(cell.value).replace(old, new))


def along(cells: list[Cell], before: str, after: str) -> Cell:
    """Change a row alike in every year; return its first cell."""
    for cell in cells:
        around(cell, before, after)
    return cells[0]


def array(cell: Cell) -> Cell:
    return typed(cell, ArrayFormula(cell.coordinate, str(cell.value)))


def looking(cell: Cell, **look: Any) -> Cell:
    for name, value in look.items():
        setattr(cell, name, value)
    return cell


def validated(ground: Ground, cell: Cell, **values: Any) -> Cell:
    """Change the validation of a cell."""
    rules = ground.sheet("assumptions").data_validations.dataValidation
    (held,) = (rule for rule in rules if cell.coordinate in rule.sqref)
    set_all(held, **values)
    return cell


def not_validated(ground: Ground, cell: Cell) -> Cell:
    validations = ground.sheet("assumptions").data_validations
    validations.dataValidation = [rule for rule in validations.dataValidation if cell.coordinate not in rule.sqref]
    return cell


def led_astray(cell: Cell) -> Cell:
    assert cell.hyperlink is not None
    cell.hyperlink.location, cell.hyperlink.target = None, "#'Gone'!A1"
    return cell


# ---- Sheets and settings


def set_all(thing: Any, **values: Any) -> None:
    assert all(hasattr(thing, name) for name in values), thing
    for name, value in values.items():
        setattr(thing, name, value)


def sheet(ground: Ground, key: str, change: Callable[[Worksheet], Any], at: str = "") -> str:
    """Change a sheet; return its title, and the row, column or cells meant."""
    change(ground.sheet(key))
    return ground.layout.sheet(key) + (f"!{at}" if at else "")


def swapped(ground: Ground, key: str) -> str:
    ground.book.move_sheet(ground.sheet(key), 1)
    return ground.layout.sheet(key)


def named(ground: Ground, name: str, address: str) -> str:
    ground.book.defined_names[name] = DefinedName(name, attr_text=address)
    return name


def calculated(ground: Ground, **settings: Any) -> str:
    set_all(ground.book.calculation, **settings)
    return "xl/workbook.xml"


def described(ground: Ground, **words: Any) -> str:
    set_all(ground.book.properties, **words)
    return "docProps/core.xml"


def moved(ground: Ground, key: str, chart: int, **corner: int) -> str:
    """Move a chart to another row or column."""
    anchor = ground.sheet(key)._charts[chart].anchor  # type: ignore[attr-defined]
    set_all(anchor._from, **corner)
    return ground.layout.sheet(key)


# ---- Parts of the file


def added(ground: Ground, name: str) -> str:
    ground.parts[name] = b"<x/>"
    return name


def replaced(ground: Ground, part: str, pattern: str, by: str, where: str = "") -> str:
    """Write something else in a part, wherever the pattern stands; return the part or the cell meant."""
    text, count = re.subn(pattern, by, ground.parts[part].decode("utf-8"), flags=re.DOTALL)
    assert count, (part, pattern)
    ground.parts[part] = text.encode("utf-8")
    return where or part


def shipped(ground: Ground, cell: Cell, value: str, kind: str = "") -> str:
    """Ship a formula with another value."""
    assert cell.data_type == "f"
    pattern = rf'<c r="{cell.coordinate}"((?: s="\d+")?)[^>]*>(<f>[^<]*</f>)<v>[^<]*</v>'
    part = ground.part(next(key for key in ground.layout.sheets if ground.sheet(key) is cell.parent))
    where = f"{cell.parent.title}!{cell.coordinate}"
    return replaced(ground, part, pattern, rf'<c r="{cell.coordinate}"\1{kind}>\2{value}', where)
