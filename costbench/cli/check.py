"""``costbench check FILE``: holds a workbook against the engine, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from costbench.cli.terminal.mistakes import MISTAKE, no_such_file
from costbench.cli.terminal.program import Argument, Command
from costbench.language import Language, Text

if TYPE_CHECKING:
    from costbench.interfaces.workbook.judging.checking import Inspection

SHOWN: Final = 40
"""Problems that are told one by one."""
FILE = Text("A workbook of costbench.", "Un classeur de costbench.")
IN_ORDER = Text(
    "{file} is in order: {cells} cells are the template's, {values} values are the engine's, every input is in range.",
    "{file} est en ordre : {cells} cellules sont celles du modèle, {values} valeurs celles du moteur, chaque donnée "
    "est dans ses limites.",
)
TO_CORRECT = Text("{file}: {count} to correct.", "{file} : {count} à corriger.")
MORE = Text("… and {count} more.", "… et {count} de plus.")


def run(language: Language, source: Path) -> int:
    """Check a workbook and tell what is to be corrected, sheet and cell."""
    if not source.is_file():
        raise no_such_file(str(source))
    from costbench.interfaces.workbook.judging.checking import check_workbook

    found = check_workbook(source)
    _tell(found, source.name, language)
    return 0 if found.in_order else MISTAKE


def _tell(found: Inspection, file: str, language: Language) -> None:
    from costbench.cli.terminal.screen import Screen

    screen = Screen()
    for note in found.notes:
        screen.prose(note.to(language))
    if found.in_order:
        screen.prose(IN_ORDER.format(file=file, cells=found.cells, values=found.values).to(language))
        return
    screen.title(TO_CORRECT.format(file=file, count=len(found.problems)).to(language))
    screen.points([problem.sentence(language) for problem in found.problems[:SHOWN]])
    if len(found.problems) > SHOWN:
        screen.prose(MORE.format(count=len(found.problems) - SHOWN).to(language))


command = Command(
    "check",
    run,
    Text(
        "Hold a workbook against the engine: every formula, every value, every input.",
        "Confronte un classeur au moteur : chaque formule, chaque valeur, chaque donnée.",
    ),
    ("costbench check mine.xlsx",),
    [Argument("source", FILE, metavar="FILE.xlsx", type=click.Path(path_type=Path))],
)
