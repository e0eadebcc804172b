"""What a file that is about to be written would destroy: the input it is made from, or a workbook somebody filled."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from costbench.errors import CostbenchError
from costbench.language import Text

SAME_FILE: Final = Text(
    "{target} is the file being read ({source}): nothing was written, nothing is lost. Write the output elsewhere.",
    "{target} est le fichier lu ({source}) : rien n’a été écrit, rien n’est perdu. Écrivez le résultat ailleurs.",
)
A_WORKBOOK: Final = Text(
    "{target} holds a workbook, whatever its name says: nothing was written. Write the output elsewhere.",
    "{target} contient un classeur, quoi que dise son nom : rien n’a été écrit. Écrivez le résultat ailleurs.",
)
ARCHIVE: Final = b"PK\x03\x04"
"""How a workbook begins, .xlsx or .ods: both are zip archives."""


def refuse_the_source(source: str | Path, target: str | Path) -> None:
    """Refuse to write ``target`` where it is ``source`` by any name: another spelling, a symbolic or a hard link.

    Raises :class:`~costbench.errors.CostbenchError`. Two addresses of an object store are compared as they are written.
    """
    one, other = Path(source), Path(target)
    try:
        same = one.samefile(other)
    except OSError:
        same = str(source) == str(target)
    if same:
        raise CostbenchError(SAME_FILE.format(source=str(source), target=str(target)))


def refuse_a_workbook(target: Path) -> None:
    """Refuse to write a text over what is a workbook; raises :class:`~costbench.errors.CostbenchError`."""
    if target.is_file():
        with target.open("rb") as handle:
            if handle.read(len(ARCHIVE)) == ARCHIVE:
                raise CostbenchError(A_WORKBOOK.format(target=str(target)))
