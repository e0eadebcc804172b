"""``costbench compare``: all the models side by side for one organisation."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from costbench.cli.terminal.program import Command, Option
from costbench.language import Language, Text

SET = Text(
    "A value of your own, such as annual_budget=300000; may be repeated, and goes before the file.",
    "Une valeur à vous, comme annual_budget=300000 ; l’option se répète, et l’emporte sur le fichier.",
)
SCENARIO = Text(
    "Read the values from a TOML file of names and values.",
    "Lit les valeurs dans un fichier TOML de noms et de valeurs.",
)
DRAWS = Text(
    "Simulate with this many draws, and rank by their mean (0: none).",
    "Simule avec ce nombre de tirages, et classe par leur moyenne (0 : aucun).",
)
SEED = Text("Seed of the draws: the same one, the same figures.", "Graine des tirages : la même, les mêmes chiffres.")
CHART = Text(
    "Draw the comparison on an A4 page (.png, .pdf or .svg), with 4,096 draws unless --draws says otherwise.",
    "Dessine la comparaison sur une page A4 (.png, .pdf ou .svg), avec 4 096 tirages sauf mention de --draws.",
)
DRAWN = Text("The picture is in {file}.", "L’image est dans {file}.")
USUAL_DRAWS: Final = 4096


def run(
    language: Language,
    assignments: tuple[str, ...],
    scenario: Path | None,
    draws: int,
    seed: int,
    chart: Path | None,
) -> None:
    """Rank the models for one scenario, and say why; with draws, say how sure that is."""
    from costbench.appraisal.names import text_names
    from costbench.catalogue import compare, list_models
    from costbench.cli.pages import comparison
    from costbench.cli.pages.chart import check_target, draw
    from costbench.cli.pages.risks import risks_of
    from costbench.cli.terminal.scenarios import scenario_of

    if chart:
        check_target(chart)
    texts = set().union(*(text_names(model) for model in list_models()))
    values = scenario_of(assignments, scenario, texts)
    compared = compare(**values)
    draws = draws or (USUAL_DRAWS if chart else 0)
    risks = risks_of(compared, draws, seed, values) if draws else None
    comparison.write(compared, values, language, risks)
    if chart and risks:
        draw(risks, chart, language)
        click.echo(DRAWN.format(file=chart).to(language))


command = Command(
    "compare",
    run,
    Text(
        "Compare all the models for one organisation: ranked, with what each takes, who gains, what is out of reach "
        "and why.",
        "Compare tous les modèles pour une structure : classement, effort, gagnants et payeurs, ce qui est hors de "
        "portée et pourquoi.",
    ),
    (
        "costbench compare --set annual_budget=300000 --set staff_fte=4 --set cash_reserve=40000",
        "costbench compare --scenario ours.toml --draws 4096 --chart ours.png",
    ),
    [
        Option(["--set", "assignments"], SET, multiple=True, metavar="NAME=VALUE"),
        Option(["--scenario"], SCENARIO, type=click.Path(path_type=Path), metavar="FILE.toml"),
        Option(["--draws"], DRAWS, type=click.IntRange(0), default=0, metavar="N"),
        Option(["--seed"], SEED, type=click.IntRange(0), default=0, metavar="K"),
        Option(["--chart"], CHART, type=click.Path(path_type=Path), metavar="OUT.png"),
    ],
)
