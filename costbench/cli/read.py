"""``costbench read FILE``: the inputs of a filled-in workbook, back as scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from costbench.cli.terminal.mistakes import MisuseError, no_such_file, no_such_folder
from costbench.cli.terminal.program import Argument, Command, Option
from costbench.language import Language, Text

if TYPE_CHECKING:
    from costbench.interfaces.workbook.judging.reading import WorkbookInputs

FILE = Text("A workbook of costbench, filled in.", "Un classeur de costbench, rempli.")
OUTPUT = Text(
    "Write the scenarios to this CSV file; without it they are shown here.",
    "Écrit les scénarios dans ce fichier CSV ; sans cette option, ils s’affichent ici.",
)
DIALECT = Text(
    "How the CSV is written: en with commas and decimal points, fr with semicolons and decimal commas.",
    "Écriture du CSV : en avec virgules et points décimaux, fr avec points-virgules et virgules décimales.",
)
FOUND = Text(
    "{file}: {count} values differ from the defaults.", "{file} : {count} valeurs diffèrent des valeurs par défaut."
)
AS_SHIPPED = Text("{file}: every input is at its default.", "{file} : chaque donnée est à sa valeur par défaut.")
NOT_CSV = Text(
    "{path} cannot be a file of scenarios: write a name that ends in .csv.",
    "{path} ne peut pas être un fichier de scénarios : écrivez un nom qui finit par .csv.",
)
WRITTEN = Text("Scenarios written to {path}.", "Scénarios écrits dans {path}.")


def run(language: Language, source: Path, output: Path | None, dialect: str) -> None:
    """Read a workbook; write a file of scenarios, or show what differs from the defaults."""
    if not source.is_file():
        raise no_such_file(str(source))
    if output and (output.suffix.lower() != ".csv" or output.is_dir()):
        raise MisuseError([NOT_CSV.format(path=str(output))])
    if output and not output.absolute().parent.is_dir():
        raise no_such_folder(str(output.parent))
    from costbench.cli.terminal.screen import Screen
    from costbench.interfaces.workbook.judging.reading import read_workbook
    from costbench.interfaces.writing import refuse_a_workbook, refuse_the_source

    if output:
        refuse_the_source(source, output)
        refuse_a_workbook(output)
    found = read_workbook(source)
    screen = Screen()
    for note in found.notes:
        screen.prose(note.to(language))
    said = FOUND if found.inputs else AS_SHIPPED
    screen.prose(said.format(file=source.name, count=len(found.inputs)).to(language))
    if output:
        _write(found, source.stem, output, dialect)
        screen.prose(WRITTEN.format(path=str(output)).to(language))
        return
    for name, value in found.inputs.items():
        screen.write(f"{name} = {_plain(value)}")


def _write(found: WorkbookInputs, name: str, output: Path, dialect: str) -> None:
    """Write a CSV that ``costbench score`` reads; it appears whole or not at all."""
    import csv

    rows = [{key: _cell(value, dialect) for key, value in row.items()} for row in found.rows(name)]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    partial = output.with_name(f".{output.name}.partial")
    encoding, separator = ("utf-8-sig", ";") if dialect == "fr" else ("utf-8", ",")
    try:
        with partial.open("w", encoding=encoding, newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="", delimiter=separator, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _cell(value: float | str, dialect: str) -> str:
    """Return a value as a cell: a number to its last digit, a text that no spreadsheet would run."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    return _plain(value).replace(".", ",") if dialect == "fr" else _plain(value)


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else repr(value).removesuffix(".0")


command = Command(
    "read",
    run,
    Text(
        "Take the inputs of a filled-in workbook back out as scenarios.",
        "Reprend les données d’un classeur rempli, sous forme de scénarios.",
    ),
    ("costbench read mine.xlsx -o mine.csv", "costbench read mine.ods"),
    [
        Argument("source", FILE, metavar="FILE.xlsx", type=click.Path(path_type=Path)),
        Option(["--output", "-o"], OUTPUT, type=click.Path(path_type=Path), metavar="OUT.csv"),
        Option(["--dialect"], DIALECT, type=click.Choice(["en", "fr"]), default="en", metavar="en|fr"),
    ],
)
