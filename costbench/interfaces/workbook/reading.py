"""The inputs of a filled-in workbook, back as a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from costbench.appraisal.inputs import Spread
from costbench.interfaces.workbook import layout as place
from costbench.interfaces.workbook.layout import Edition
from costbench.interfaces.workbook.written_back import Scenario
from costbench.language import Language, Text

BOUNDS: Final = {"low": place.LOW, "mode": place.CENTRAL, "high": place.HIGH}
EMPTY = Text("empty", "vide")
A_NUMBER = Text("a number is expected", "on attend un nombre")
WRITE_IT = Text("Write a number in the cell.", "Écrivez un nombre dans la cellule.")
WRITE_DIGITS = Text(
    "Write it with digits, in a cell that is not formatted as text or date.",
    "Écrivez-le en chiffres, dans une cellule qui n’est ni au format texte ni au format date.",
)
AN_ERROR = Text("the error {found}", "l’erreur {found}")
NOT_COMPUTED = Text(
    "Write a number, or open the workbook in a spreadsheet and save it so that its formula is computed.",
    "Écrivez un nombre, ou ouvrez le classeur dans un tableur et enregistrez-le pour que sa formule soit calculée.",
)
A_WORD = Text("it is one of {words}", "on attend l’un de ces mots : {words}")
CHOOSE = Text("Choose from the cell’s list.", "Choisissez dans la liste de la cellule.")


@dataclass(frozen=True)
class WorkbookInputs:
    """What the yellow cells of a workbook say.

    ``inputs`` are the values by name, as :func:`~costbench.compare` takes them, only what differs from the
    defaults; ``models`` the models that the workbook compares; ``scenario`` the one chosen in it
    (``pessimistic``, ``central``, ``optimistic``); ``notes`` what to know of how the file was saved.
    """

    inputs: Scenario
    models: tuple[str, ...]
    scenario: str
    language: Language
    edition: Edition
    notes: tuple[Text, ...] = ()
    settled: Mapping[str, Spread] | None = None
    chosen: Mapping[str, Spread] | None = None

    def rows(self, name: str) -> list[dict[str, float | str]]:
        """Return the rows of a CSV of scenarios, the first called ``name``.

        One row for all the models, or one a model where the workbook compares some of them only. Where another
        scenario than the central one is chosen, its values follow, each certain.
        """


def read_workbook(path: str | Path) -> WorkbookInputs:
    """Return the inputs of a filled-in workbook (.xlsx or .ods) as a scenario.

    Raises :class:`~costbench.errors.InputError` for a file that is no workbook of this version of costbench,
    and with every yellow cell that cannot be used; :class:`OSError` for a file that cannot be read.
    """
