"""``costbench compare``: all the models side by side for one organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from costbench.cli.terminal.program import Command, Option
from costbench.language import Language, Text

if TYPE_CHECKING:
    from costbench.analysis.chance.scenarios import NamedScenario
    from costbench.cli.pages.several import Compared
    from costbench.errors import Problem

SET = Text(
    "A value of your own, such as annual_budget=300000; may be repeated, and overrides the file.",
    "Une valeur à vous, comme annual_budget=300000 ; l’option se répète, et l’emporte sur le fichier.",
)
SCENARIO = Text(
    "Read the values from a TOML file of names and values; with a table [scenarios.NAME] for each, several scenarios "
    "are compared side by side, then one by one.",
    "Lit les valeurs dans un fichier TOML de noms et de valeurs ; avec une table [scenarios.NOM] pour chacun, "
    "plusieurs scénarios sont comparés côte à côte, puis un par un.",
)
DRAWS = Text(
    "Simulate with this many draws, and rank by their mean (0: none).",
    "Simule avec ce nombre de tirages, et classe par leur moyenne (0 : aucun).",
)
SEED = Text("Seed of the draws: the same one, the same figures.", "Graine des tirages : la même, les mêmes chiffres.")
CHART = Text(
    "Draw the comparison on an A4 page (.png, .pdf or .svg), with 4,096 draws unless --draws says otherwise; one page "
    "a scenario, numbered and named after it.",
    "Dessine la comparaison sur une page A4 (.png, .pdf ou .svg), avec 4 096 tirages sauf mention de --draws ; une "
    "page par scénario, numérotée et à son nom.",
)
DRAWN = Text("The picture is in {file}.", "L’image est dans {file}.")
USUAL_DRAWS: Final = 4096
LONGEST_NAME: Final = 40
"""Characters of a scenario's name that the name of its picture keeps."""


def run(
    language: Language,
    assignments: tuple[str, ...],
    scenario: Path | None,
    draws: int,
    seed: int,
    chart: Path | None,
) -> None:
    """Rank the models for each scenario, and say why; with draws, say how sure that is."""
    from costbench.appraisal.declaring.names import text_names
    from costbench.catalogue import list_models
    from costbench.cli.pages import comparison, several
    from costbench.cli.pages.chart import check_target, draw
    from costbench.cli.terminal.scenarios import scenarios_of

    if chart:
        check_target(chart)
    texts = set().union(*(text_names(model) for model in list_models()))
    found = compared(scenarios_of(assignments, scenario, texts), draws or (USUAL_DRAWS if chart else 0), seed)
    alone = len(found) == 1
    if not alone:
        several.write(found, language)
    for place, one in enumerate(found, 1):
        title = None if alone else one.scenario.label
        comparison.write(one.comparison, one.scenario.inputs, language, one.risks, title)
        if chart and one.risks:
            file = chart if alone else page_of(chart, place, one.scenario.name)
            draw(one.risks, file, language)
            click.echo(DRAWN.format(file=file).to(language))


def compared(scenarios: Sequence[NamedScenario], draws: int, seed: int) -> list[Compared]:
    """Return the models compared in each scenario, with draws if any.

    Raises :class:`~costbench.errors.InputError` with every problem found in any of them, each once.
    """
    from costbench.catalogue import compare
    from costbench.cli.pages.risks import risks_of
    from costbench.cli.pages.several import Compared
    from costbench.errors import InputError

    problems: dict[Problem, None] = {}
    found = []
    for scenario in scenarios:
        try:
            found.append(Compared(scenario, compare(**scenario.inputs)))
        except InputError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise InputError(problems)
    if not draws:
        return found
    return [replace(one, risks=risks_of(one.comparison, draws, seed, one.scenario.inputs)) for one in found]


def page_of(chart: Path, place: int, name: str) -> Path:
    """Return where the picture of a scenario goes: ``ours.png`` gives ``ours-1-dry.png``.

    >>> page_of(Path("ours.png"), 1, "no aid/2027").name
    'ours-1-no-aid-2027.png'
    """
    plain = re.sub(r"[^\w-]+", "-", name)[:LONGEST_NAME]
    return chart.with_stem(f"{chart.stem}-{place}-{plain}")


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
        "costbench compare --scenario several.toml",
    ),
    [
        Option(["--set", "assignments"], SET, multiple=True, metavar="NAME=VALUE"),
        Option(["--scenario"], SCENARIO, type=click.Path(path_type=Path), metavar="FILE.toml"),
        Option(["--draws"], DRAWS, type=click.IntRange(0), default=0, metavar="N"),
        Option(["--seed"], SEED, type=click.IntRange(0), default=0, metavar="K"),
        Option(["--chart"], CHART, type=click.Path(path_type=Path), metavar="OUT.png"),
    ],
)
