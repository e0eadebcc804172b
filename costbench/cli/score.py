"""``costbench score IN.csv``: a file of scenarios in, a file of results out, a ranked table on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from costbench.cli.terminal.mistakes import MISTAKE, no_such_file, no_such_folder
from costbench.cli.terminal.program import Argument, Command, Option
from costbench.language import Language, Text

SMALL: Final = 60
"""Rows of results that are shown although they are written to a file."""
FILE = Text("A CSV file with one scenario a row.", "Un fichier CSV, un scénario par ligne.")
OUTPUT = Text(
    "Write the results to this file; without it they are shown here.",
    "Écrit les résultats dans ce fichier ; sans cette option, ils s’affichent ici.",
)
DIALECT = Text(
    "How a CSV is written: en with commas and decimal points, fr with semicolons and decimal commas.",
    "Écriture du CSV : en avec virgules et points décimaux, fr avec points-virgules et virgules décimales.",
)
IGNORE = Text("Leave aside columns that no model knows.", "Laisse de côté les colonnes qu’aucun modèle ne connaît.")
DRAWS = Text("Simulate with this many draws (0: none).", "Simule avec ce nombre de tirages (0 : aucun).")
SEED = Text("Seed of the draws: the same one, the same figures.", "Graine des tirages : la même, les mêmes chiffres.")
JOBS = Text("Number of processes.", "Nombre de processus.")


def run(language: Language, source: Path, output: Path | None, **settings: Any) -> int:
    """Score a file; show the results where they are few or go nowhere else."""
    if not source.is_file():
        raise no_such_file(str(source))
    if output and not output.parent.is_dir():
        raise no_such_folder(str(output.parent))
    from tempfile import TemporaryDirectory

    from costbench.cli.pages import scores
    from costbench.cli.terminal.progress import bar
    from costbench.interfaces.batch.files import score_file

    if output:
        with bar(language) as progress:
            summary = score_file(source, output, language=language, progress=progress, **settings)
    if not output or summary.rows <= SMALL:
        with TemporaryDirectory(prefix="costbench-") as folder:
            shown = Path(folder) / "results.csv"
            with bar(language) as progress:
                summary = score_file(
                    source, shown, language=language, progress=progress, **settings | {"dialect": "en"}
                )
            scores.write(shown, language)
    scores.conclude(summary, output, language)
    return MISTAKE if summary.errors else 0


command = Command(
    "score",
    run,
    Text(
        "Score a file of scenarios: every model of every row, ranked, with the reasons.",
        "Évalue un fichier de scénarios : chaque modèle de chaque ligne, classé, avec les raisons.",
    ),
    ("costbench score scenarios.csv", "costbench score scenarios.csv -o results.xlsx"),
    [
        Argument("source", FILE, metavar="IN.csv", type=click.Path(path_type=Path)),
        Option(["--output", "-o"], OUTPUT, type=click.Path(path_type=Path), metavar="OUT.{csv,xlsx,parquet}"),
        Option(["--draws"], DRAWS, type=click.IntRange(0), default=0, metavar="N"),
        Option(["--seed"], SEED, type=click.IntRange(0), default=0, metavar="K"),
        Option(["--jobs"], JOBS, type=click.IntRange(1), default=1, metavar="N"),
        Option(["--dialect"], DIALECT, type=click.Choice(["en", "fr"]), default="en", metavar="en|fr"),
        Option(["--ignore-unknown"], IGNORE, is_flag=True),
    ],
)
