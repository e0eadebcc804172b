"""A demonstration sheet: every function of the registry, called once, with what it does and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from costbench.interfaces.udf.functions.registry import Function, call, functions
from costbench.interfaces.udf.packaging.sheets import (
    ANSWER,
    FORMULA,
    HEADING,
    INPUT,
    NOTE,
    PLAIN,
    TITLE,
    Cell,
    address,
    span,
)
from costbench.language import Language, Text

TITLE_TEXT: Final = Text(
    "Every function of costbench, called once", "Toutes les fonctions de costbench, une fois chacune"
)
USE: Final = Text(
    "Change a yellow cell: everything below follows. A cell that shows #NAME? means that the add-in is not installed.",
    "Changez une cellule jaune\u00a0: tout suit. Une cellule qui affiche #NOM? signifie que le complément manque.",
)
MODEL_LABEL: Final = Text("Model", "Modèle")
INPUTS_LABEL: Final = Text("Inputs", "Données")
WEIGHTS_LABEL: Final = Text("Weights", "Poids")
TIERS_LABEL: Final = Text("Rate card", "Grille de paiement")
SCENARIOS_LABEL: Final = Text("Scenarios", "Scénarios")

MODEL: Final = "social_impact_bond"
INPUTS: Final[list[list[Any]]] = [["annual_budget", 900_000.0], ["cash_reserve", 120_000.0], ["staff_fte", 14.0]]
WEIGHTS: Final[list[list[Any]]] = [["expected_npv", 3.0], ["setup_effort", 2.0], ["social_value", 1.0]]
TIERS: Final[list[list[Any]]] = [[0.0, 0.0], [0.8, 1.0], [1.0, 1.5]]
SCENARIOS: Final[list[list[Any]]] = [
    ["scenario", "model", "annual_budget"],
    ["small", "social_impact_bond", 300_000.0],
    ["large", "joint_venture", 5_000_000.0],
]
PERFORMANCE: Final = 0.9
WIDTHS: Final = (58.0, 30.0, 26.0, *(16.0,) * 23)
LEFT, WIDE = 1, 2

TABLES: Final[dict[str, tuple[int, list[list[Any]]]]] = {
    "inputs": (6, INPUTS),
    "weights": (10, WEIGHTS),
    "tiers": (14, TIERS),
    "table": (18, SCENARIOS),
}
MODEL_CELL, PERFORMANCE_CELL = "B5", "B22"
FIRST_ANSWER: Final = 25
WRITTEN: Final[dict[str, str]] = {"input_name": '"programme_budget"', "level": '"high"', "stakeholder": '"investor"'}
WRITTEN_NUMBERS: Final[dict[str, float]] = {"draws": 1024.0, "seed": 1.0}


def demonstration(
    language: Language, spelling: Callable[[str], str], typed: Callable[[str], str] | None = None
) -> dict[tuple[int, int], Cell]:
    """Return the sheet; ``spelling`` gives a function's name as the target's file holds it.

    Beside each answer stands the formula as a person types it: ``typed`` gives the name where it is another one,
    and in French a semicolon stands between the arguments.
    """
    sheet = _inputs(language)
    row = FIRST_ANSWER
    for function in functions().values():
        row = _add(sheet, row, function, language, (spelling, typed or spelling))
    return sheet


def arguments(function: Function) -> tuple[list[str], list[Any]]:
    """Return the arguments as a formula writes them, and the cells that they stand for."""
    written: list[str] = []
    cells: list[Any] = []
    for argument in function.arguments:
        if argument.name in TABLES:
            first, table = TABLES[argument.name]
            written.append(span(first, WIDE, len(table), len(table[0])))
            cells.append(table)
        elif argument.name in WRITTEN_NUMBERS:
            written.append(f"{WRITTEN_NUMBERS[argument.name]:g}")
            cells.append(WRITTEN_NUMBERS[argument.name])
        else:
            cell, value = _single(argument.name)
            written.append(cell)
            cells.append(value)
    return written, cells


def _single(name: str) -> tuple[str, Any]:
    if name == "model":
        return MODEL_CELL, MODEL
    if name == "performance":
        return PERFORMANCE_CELL, PERFORMANCE
    text = WRITTEN.get(name, '"linear"')
    return text, text.strip('"')


def _inputs(language: Language) -> dict[tuple[int, int], Cell]:
    sheet = {
        (1, LEFT): Cell(TITLE_TEXT.to(language), TITLE),
        (2, LEFT): Cell(USE.to(language), NOTE),
        (5, LEFT): Cell(MODEL_LABEL.to(language), HEADING),
        (5, WIDE): Cell(MODEL, INPUT),
        (22, LEFT): Cell("Performance", HEADING),
        (22, WIDE): Cell(PERFORMANCE, INPUT),
    }
    labels = (INPUTS_LABEL, WEIGHTS_LABEL, TIERS_LABEL, SCENARIOS_LABEL)
    for label, (first, table) in zip(labels, TABLES.values(), strict=True):
        sheet[first, LEFT] = Cell(label.to(language), HEADING)
        for down, line in enumerate(table):
            for across, value in enumerate(line):
                sheet[first + down, WIDE + across] = Cell(value, INPUT if isinstance(value, float) else PLAIN)
    return sheet


def _add(
    sheet: dict[tuple[int, int], Cell],
    row: int,
    function: Function,
    language: Language,
    names: tuple[Callable[[str], str], Callable[[str], str]],
) -> int:
    """Add a function and its answer from ``row`` on; return the next free row."""
    written, cells = arguments(function)
    spelt, typed = (name(function.name) for name in names)
    formula = f"{spelt}({','.join(written)})"
    sheet[row, LEFT] = Cell(function.name, HEADING)
    sheet[row, WIDE] = Cell(function.about.to(language), NOTE)
    sheet[row + 1, LEFT] = Cell(f"={typed}({(';' if language == 'fr' else ',').join(written)})", FORMULA)
    answered = call(function.name, *cells, language=language)
    if not isinstance(answered, list):
        sheet[row + 1, WIDE] = Cell(formula, ANSWER, formula=True)
        return row + 3
    height, width = len(answered), len(answered[0])
    over = span(row + 1, WIDE, height, width)
    for down in range(height):
        for across in range(width):
            sheet[row + 1 + down, WIDE + across] = Cell("", ANSWER)
    sheet[row + 1, WIDE] = Cell(formula, ANSWER, formula=True, over=over)
    return row + height + 2


def answer_cell(name: str) -> str:
    """Return the address of the first cell of a function's answer."""
    sheet = demonstration("en", str)
    (row,) = [row for (row, column), cell in sheet.items() if column == LEFT and cell.content == name]
    return address(row + 1, WIDE)
