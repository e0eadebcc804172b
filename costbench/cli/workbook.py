"""``costbench workbook``: writes the template workbook, empty or filled from a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from costbench.cli.terminal.mistakes import no_such_file, no_such_folder
from costbench.cli.terminal.program import Command, Option
from costbench.language import Language, Text

if TYPE_CHECKING:
    from costbench.interfaces.workbook.layout import Edition

OUTPUT = Text("Write the workbook to this file.", "Écrit le classeur dans ce fichier.")
MODELS = Text(
    "Compare these models only, names separated by commas.",
    "Ne compare que ces modèles, noms séparés par des virgules.",
)
SCENARIO = Text(
    "Fill the yellow cells from this TOML file (name = value).",
    "Remplit les cellules jaunes d’après ce fichier TOML (nom = valeur).",
)
EDITION = Text(
    "complete: 512 draws recalculated in the workbook; essential: lighter, risk figures computed now.",
    "complete : 512 tirages recalculés dans le classeur ; essential : plus léger, risque calculé maintenant.",
)
DONE = Text("Written: {path}", "Écrit : {path}")


def run(language: Language, output: Path, models: str | None, scenario: Path | None, edition: Edition) -> None:
    """Write the workbook and say where it stands."""
    if scenario and not scenario.is_file():
        raise no_such_file(str(scenario))
    if not output.absolute().parent.is_dir():
        raise no_such_folder(str(output.parent))
    from costbench.interfaces.workbook import build_workbook

    named = [name.strip() for name in models.split(",") if name.strip()] if models else None
    path = build_workbook(output, language, named, scenario, edition)
    click.echo(DONE.format(path=str(path)).to(language))


command = Command(
    "workbook",
    run,
    Text(
        "Write the template workbook: live formulas, no macro, no add-in, worth printing.",
        "Écrit le classeur modèle : formules vivantes, sans macro ni module, prêt à imprimer.",
    ),
    ("costbench workbook -o template.xlsx --lang fr", "costbench workbook -o mine.xlsx --scenario mine.toml"),
    [
        Option(["--output", "-o"], OUTPUT, type=click.Path(path_type=Path), required=True, metavar="OUT.xlsx"),
        Option(["--models"], MODELS, metavar="NAME,NAME"),
        Option(["--scenario"], SCENARIO, type=click.Path(path_type=Path), metavar="FILE.toml"),
        Option(
            ["--edition"],
            EDITION,
            type=click.Choice(["complete", "essential"]),
            default="complete",
            metavar="complete|essential",
        ),
    ],
)
