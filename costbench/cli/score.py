"""``costbench score IN.csv``: a file of scenarios in, a file of results out, a ranked table on the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from costbench.cli.terminal.figures import unbroken
from costbench.cli.terminal.mistakes import MISTAKE, MisuseError, no_such_file, no_such_folder
from costbench.cli.terminal.program import Argument, Command, Option
from costbench.language import Language, Text

MOST_JOBS: Final = 4
"""Processes taken unasked: each needs some 400 MB."""
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
JOBS = Text(
    "Number of processors that large files take; all of them when absent, at most {most}.",
    "Nombre de processeurs occupés par un gros fichier ; tous en l’absence de cette option, {most} au plus.",
).format(most=MOST_JOBS)
CLUSTER = Text(
    "Address of the scheduler of a Dask cluster that scores instead of this computer, such as tcp://10.0.0.5:8786.",
    "Adresse de l’ordonnanceur d’un cluster Dask qui calcule à la place de cet ordinateur, "
    "par exemple tcp://10.0.0.5:8786.",
)
RESUME = Text(
    "Continue where the same command was cut short.",
    "Reprend là où la même commande a été interrompue.",
)
KEPT = Text(
    "What is scored so far is kept in {folder}. The same command with --resume continues from there.",
    "Ce qui est déjà calculé est gardé dans {folder}. La même commande avec --resume reprend à partir de là.",
)
NO_OUTPUT = Text(
    "--resume continues a file of results. Name it with --output.",
    "--resume reprend un fichier de résultats. Nommez-le avec --output.",
)


def run(language: Language, source: str, output: str | None, **settings: Any) -> int:
    """Score a file; show the results where they are few or go nowhere else."""
    _check(source, output, settings["resume"])
    settings["jobs"] = settings["jobs"] or min(processors(), MOST_JOBS)
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # a job is a processor
    from tempfile import TemporaryDirectory

    from costbench.cli.pages import scores
    from costbench.cli.terminal.progress import bar
    from costbench.interfaces.batch.files import score_file

    if output:
        with _kept(output, language), bar(language) as progress:
            summary = score_file(source, output, language=language, progress=progress, **settings)
    if not output or summary.rows <= SMALL:
        settings |= {"dialect": "en", "resume": False}
        with TemporaryDirectory(prefix="costbench-") as folder:
            shown = Path(folder) / "results.csv"
            with bar(language) as progress:
                summary = score_file(source, shown, language=language, progress=progress, **settings)
            scores.write(shown, language)
    scores.conclude(summary, output, language)
    return MISTAKE if summary.errors else 0


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(source: str, output: str | None, resume: bool) -> None:
    """Refuse what can be seen to fail before anything heavy is imported."""
    if "://" not in source and not Path(source).is_file():
        raise no_such_file(source)
    if output and "://" not in output and not Path(output).parent.is_dir():
        raise no_such_folder(str(Path(output).parent))
    if resume and not output:
        raise MisuseError([NO_OUTPUT])


@contextmanager
def _kept(output: str, language: Language) -> Iterator[None]:
    """Say after a break what is kept."""
    from costbench.interfaces.batch.running.unfinished import is_kept, unfinished_name

    try:
        yield
    except BaseException:
        if is_kept(output):
            click.echo(unbroken(KEPT.format(folder=unfinished_name(output)).to(language)), err=True)
        raise


command = Command(
    "score",
    run,
    Text(
        "Score a file of scenarios: every model of every row, ranked, with the reasons.",
        "Évalue un fichier de scénarios : chaque modèle de chaque ligne, classé, avec les raisons.",
    ),
    ("costbench score scenarios.csv", "costbench score scenarios.csv -o results.xlsx"),
    [
        Argument("source", FILE, metavar="IN.csv"),
        Option(["--output", "-o"], OUTPUT, metavar="OUT.{csv,xlsx,parquet}"),
        Option(["--draws"], DRAWS, type=click.IntRange(0), default=0, metavar="N"),
        Option(["--seed"], SEED, type=click.IntRange(0), default=0, metavar="K"),
        Option(["--jobs"], JOBS, type=click.IntRange(1), metavar="N"),
        Option(["--dialect"], DIALECT, type=click.Choice(["en", "fr"]), default="en", metavar="en|fr"),
        Option(["--ignore-unknown"], IGNORE, is_flag=True),
        Option(["--resume"], RESUME, is_flag=True),
        Option(["--cluster"], CLUSTER, metavar="URL"),
    ],
)
