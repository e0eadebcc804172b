"""``costbench workbook``: writes the template workbook, empty or filled from a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from costbench.cli.terminal.mistakes import MisuseError, no_such_folder
from costbench.cli.terminal.program import Command, Option
from costbench.language import Language, Text

if TYPE_CHECKING:
    from costbench.interfaces.workbook.plan.layout import Edition

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
FORCE = Text(
    "Replace a workbook that is filled in, or a file that is no template.",
    "Remplace un classeur rempli, ou un fichier qui n’est pas un modèle.",
)
DONE = Text("Written: {path}", "Écrit : {path}")


ENDING: Final = ".xlsx"
NOT_XLSX = Text(
    "{path} cannot be a workbook: write a name that ends in .xlsx.",
    "{path} ne peut pas être un classeur : écrivez un nom qui finit par .xlsx.",
)
NO_MODEL = Text(
    "--models names no model: write names separated by commas, such as --models sponsorship,joint_venture.",
    "--models ne nomme aucun modèle : écrivez des noms séparés par des virgules, par exemple --models mecenat,jvs.",
)
SEVERAL = Text(
    "{file} holds {count} scenarios ({names}), and a workbook is filled from one. Keep one of them in the file.",
    "{file} contient {count} scénarios ({names}), or un classeur se remplit d’un seul. Gardez-en un dans le fichier.",
)


def run(
    language: Language, output: Path, models: str | None, scenario: Path | None, edition: Edition, force: bool
) -> None:
    """Write the workbook and say where it stands."""
    if output.suffix.lower() != ENDING or output.is_dir():
        raise MisuseError([NOT_XLSX.format(path=str(output))])
    if not output.absolute().parent.is_dir():
        raise no_such_folder(str(output.parent))
    named = None if models is None else [name.strip() for name in models.split(",") if name.strip()]
    if named == []:
        raise MisuseError([NO_MODEL])
    inputs = _one_scenario(scenario) if scenario else None
    from costbench.interfaces.workbook import build_workbook

    path = build_workbook(output, language, named, inputs, edition, force=force)
    click.echo(DONE.format(path=str(path)).to(language))


def _one_scenario(file: Path) -> dict[str, Any]:
    """Return the inputs of the one scenario of a file, read as ``costbench compare`` reads them."""
    from costbench.appraisal.declaring.names import text_names
    from costbench.catalogue import list_models
    from costbench.cli.terminal.scenarios import scenarios_of

    found = scenarios_of((), file, set().union(*(text_names(model) for model in list_models())))
    if len(found) > 1:
        names = ", ".join(scenario.name for scenario in found)
        raise MisuseError([SEVERAL.format(file=str(file), count=len(found), names=names)])
    return found[0].inputs


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
        Option(["--force"], FORCE, is_flag=True),
    ],
)
