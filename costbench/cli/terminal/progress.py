"""A progress bar where somebody watches, nothing where nobody does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from costbench.language import Language, Text

WORKING = Text("Scoring", "Calcul")


@contextmanager
def bar(language: Language) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to call with what is done and the whole; ``None`` when the error stream is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(WORKING.to(language))
        yield lambda done, whole: progress.update(task, completed=done, total=whole)
