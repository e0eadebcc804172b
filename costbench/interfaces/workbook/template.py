"""A workbook as a file: built, finished to the same bytes every time, and written where nothing is lost."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from costbench.catalogue import get_model, list_models
from costbench.catalogue.appraisals import check_names
from costbench.errors import UnknownNameError
from costbench.interfaces.workbook.build import read_scenario, settled_inputs, write_book
from costbench.interfaces.workbook.drawing.cached import finished
from costbench.interfaces.workbook.judging.reading import refuse_the_filled
from costbench.interfaces.workbook.plan.layout import EDITIONS, Edition, plan
from costbench.language import LANGUAGES, Language, Text
from costbench.parameters import Provenance


def build_workbook(
    path: str | Path,
    lang: Language = "fr",
    models: Sequence[str] | None = None,
    scenario: Mapping[str, Any] | str | Path | None = None,
    edition: Edition = "complete",
    sources: Mapping[str, Provenance] | None = None,
    *,
    force: bool = False,
) -> Path:
    """Write the template workbook and return where it stands.

    Parameters
    ----------
    path
        The file to write; an untouched template is replaced whole, or not at all, and keeps its mode.
    lang
        ``fr`` or ``en``.
    models
        Names of the models to compare, all of them when absent.
    scenario
        Inputs by name, as :func:`~costbench.appraise` takes them, or a TOML file of them; they fill the yellow
        cells. What is not given keeps its default.
    edition
        ``complete`` (512 live draws) or ``essential`` (risk figures computed now).
    sources
        Name of a model to where its inputs in the scenario come from: kind, document, day of the last check.
        Without it the workbook asks for their source.
    force
        Whether to replace what is no untouched template: a filled-in workbook, or a file of another origin.

    Raises :class:`~costbench.errors.InputError` with every problem of the scenario,
    :class:`~costbench.errors.UnknownNameError` for a model, language or edition that does not exist, and
    :class:`~costbench.errors.CostbenchError` where the file that stands there would be lost.
    """
    for kind, value, known in (
        (Text("language", "langue"), lang, LANGUAGES),
        (Text("edition", "édition"), edition, EDITIONS),
    ):
        if value not in known:
            raise UnknownNameError(kind, value, known)
    chosen = list(dict.fromkeys(get_model(name) for name in models)) if models else list_models()
    inputs = read_scenario(scenario)
    check_names(inputs)
    layout = plan(chosen, lang, edition)
    spreads, given = settled_inputs(layout, inputs)
    cited = {get_model(name).id: source for name, source in (sources or {}).items()}
    target = Path(path)
    if not force:
        refuse_the_filled(target)
    partial = target.with_name(f".{target.name}.partial")
    with _nothing_collected():
        partial.write_bytes(finished(write_book(layout, spreads, given, cited)))
    if target.is_file():
        partial.chmod(target.stat().st_mode)
    return partial.replace(target)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Let no garbage be looked for: a workbook that is being written leaves none, and the search takes an eighth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
