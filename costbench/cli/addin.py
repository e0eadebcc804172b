"""``costbench addin``: the functions in a cell, built, installed or removed."""

from __future__ import annotations

from pathlib import Path

import click

from costbench.cli.terminal.program import Argument, Command, Option
from costbench.language import Language, Text

ACTIONS = ("build", "install", "uninstall")
TARGETS = ("excel", "libreoffice", "lite")


def run(language: Language, action: str, target: str, output: str | None) -> None:
    """Do it, and say what was done."""
    from costbench.interfaces.udf.packaging import installing

    folder = Path(output) if output else None
    if action == "build":
        said = installing.build(target, folder)
    elif action == "install":
        said = installing.install(target, folder)
    else:
        said = installing.uninstall(target)
    for sentence in said:
        click.echo(sentence.to(language))


command = Command(
    "addin",
    run,
    Text(
        "Build, install or remove the functions that costbench gives to a spreadsheet.",
        "Construit, installe ou retire les fonctions que costbench donne à un tableur.",
    ),
    ("costbench addin install --target libreoffice", "costbench addin build --target excel"),
    [
        Argument(
            "action",
            Text("build, install or uninstall.", "build (construire), install (installer) ou uninstall (retirer)."),
            type=click.Choice(ACTIONS),
        ),
        Option(
            ["--target", "target"],
            Text("excel (Windows), libreoffice or lite.", "excel (Windows), libreoffice ou lite."),
            type=click.Choice(TARGETS),
            metavar="TARGET",
            required=True,
        ),
        Option(
            ["--output", "-o", "output"],
            Text("Folder to write into (default: the project's macros).", "Dossier d’écriture (par défaut, macros)."),
            metavar="FOLDER",
        ),
    ],
)
