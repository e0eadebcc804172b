"""Formulas as a linter reads them: tokens, functions with their depth, the areas they refer to, circles among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string, get_column_letter

REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9]\d*)")
AREA = re.compile(r"(?:(?:'((?:[^']|'')+)'|([\w.]+))!)?(\$?[A-Z]{1,3}\$?[1-9]\d*)(?::(\$?[A-Z]{1,3}\$?[1-9]\d*))?")

Cell = tuple[str, int, int]
"""Sheet, row, column."""


@dataclass(frozen=True)
class Area:
    """A cell or a range."""

    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]

    def cells(self) -> Iterator[Cell]:
        for row in range(self.first[0], self.last[0] + 1):
            yield from ((self.sheet, row, column) for column in range(self.first[1], self.last[1] + 1))


@dataclass(frozen=True)
class Call:
    """A function in a formula: its name, the functions it stands in from the outermost, its arguments as written."""

    name: str
    inside: tuple[str, ...]
    arguments: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.name}({','.join(self.arguments)})"


@dataclass(frozen=True)
class Formula:
    """A formula and the cell it stands in."""

    sheet: str
    row: int
    column: int
    text: str

    @property
    def where(self) -> str:
        return address(self.sheet, self.row, self.column)

    @cached_property
    def tokens(self) -> list[Token]:
        return [token for token in Tokenizer(self.text).items if token.type != Token.WSPACE]

    @cached_property
    def calls(self) -> list[Call]:
        found: list[Call] = []
        names: list[str] = []
        arguments: list[list[str]] = [[""]]
        for token in self.tokens:
            if token.subtype == Token.OPEN:
                names.append(token.value[:-1])
                arguments.append([""])
            elif token.type == Token.SEP and token.subtype == Token.ARG:
                arguments[-1].append("")
            elif token.subtype == Token.CLOSE:
                call = Call(names.pop(), tuple(filter(None, names)), tuple(arguments.pop()))
                arguments[-1][-1] += call.text
                found += [call] if call.name else []
            else:
                arguments[-1][-1] += token.value
        return found

    @cached_property
    def numbers(self) -> list[str]:
        return [token.value for token in self.tokens if token.subtype == Token.NUMBER]

    @cached_property
    def texts(self) -> list[str]:
        return [token.value for token in self.tokens if token.subtype == Token.TEXT]

    @cached_property
    def operands(self) -> list[str]:
        """What is neither number nor text: addresses, and whatever else stands where an address should."""
        return [token.value for token in self.tokens if token.subtype == Token.RANGE]

    @cached_property
    def areas(self) -> list[Area]:
        return [found for operand in self.operands if (found := area(operand, self.sheet))]

    @cached_property
    def along(self) -> str:
        """The formula as it reads in every cell of a row: columns as steps from its own, rows as they are."""
        return "".join(
            _along(token.value, self.column) if token.subtype == Token.RANGE else token.value for token in self.tokens
        )

    def is_copied_to(self, other: Formula, step: int) -> bool:
        """Return whether ``other``, further down the column, is this formula, reading rows ``step`` further too."""
        steps = frozenset({0, step, other.row - self.row})
        return len(self.tokens) == len(other.tokens) and all(
            _same_down(ours.value, theirs.value, steps) for ours, theirs in zip(self.tokens, other.tokens, strict=True)
        )


def address(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{get_column_letter(column)}{row}"


@cache
def area(operand: str, sheet: str) -> Area | None:
    """Return the area that an operand names; ``None`` for what is no address."""
    found = AREA.fullmatch(operand)
    if found is None:
        return None
    title = (found[1] or found[2] or sheet).replace("''", "'")
    first = _corner(found[3])
    return Area(title, first, _corner(found[4]) if found[4] else first)


def _corner(cell: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", cell).groups()  # type: ignore[union-attr]
    return int(digits), column_index_from_string(letters)


@cache
def _along(operand: str, column: int) -> str:
    def step(found: re.Match[str]) -> str:
        fixed, letters, _, digits = found.groups()
        return f"${letters}{digits}" if fixed else f"[{column_index_from_string(letters) - column}]{digits}"

    title, mark, cells = operand.rpartition("!")
    return title + mark + REFERENCE.sub(step, cells)


def _same_down(ours: str, theirs: str, steps: frozenset[int]) -> bool:
    if ours == theirs:
        return True
    here, there = REFERENCE.findall(ours.rpartition("!")[2]), REFERENCE.findall(theirs.rpartition("!")[2])
    if REFERENCE.sub("", ours) != REFERENCE.sub("", theirs) or len(here) != len(there):
        return False
    return all(a[1] == b[1] and int(b[3]) - int(a[3]) in steps for a, b in zip(here, there, strict=True))


def circle(formulas: list[Formula]) -> list[str]:
    """Return the cells of one circular reference in order, none where there is no circle."""
    by_cell = {(item.sheet, item.row, item.column): item for item in formulas}
    inside: dict[Area, list[Cell]] = {}
    done: set[Cell] = set()
    for start in by_cell:
        path = {} if start in done else {start: _precedents(by_cell[start], by_cell, inside)}
        while path:
            cell = next(reversed(path))
            step = next((one for one in path[cell] if one not in done), None)
            if step is None:
                done.add(cell)
                del path[cell]
            elif step in path:
                loop = list(path)
                return [address(*one) for one in loop[loop.index(step) :]]
            else:
                path[step] = _precedents(by_cell[step], by_cell, inside)
    return []


def _precedents(formula: Formula, by_cell: Mapping[Cell, Formula], inside: dict[Area, list[Cell]]) -> Iterator[Cell]:
    """Yield the cells with formulas that a formula reads; what an area holds is looked up once."""
    for found in formula.areas:
        if found not in inside:
            inside[found] = [cell for cell in found.cells() if cell in by_cell]
        yield from inside[found]
