"""The results of a file on the screen: ranked tables scenario by scenario, then what was said about them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from costbench.catalogue import get_model
from costbench.cli.pages.rankings import MODEL, SCENARIO, Line, write_ranking
from costbench.cli.pages.remarks import Absences, Reasons, taken_apart
from costbench.cli.terminal.screen import Screen
from costbench.language import Language, Text

if TYPE_CHECKING:
    from costbench.interfaces.batch.files import Summary

Row: TypeAlias = dict[str, str]
MOST_NAMES: Final = 3
"""Scenarios that a reason names before it counts the others."""
TEXTS: Final = frozenset({"scenario", "model", "status", "affordability", "messages"})
ONE_MODEL = Text("Scenarios of a single model", "Scénarios d’un seul modèle")
ROW = Text("Row {row}", "Ligne {row}")
ERRORS, WARNINGS = Text("Not scored", "Non évalués"), Text("Warnings", "Avertissements")
ABSENT = Text("What is absent, and why", "Ce qui manque, et pourquoi")
COUNT = Text(
    "{scenarios} scenarios, {rows} results: {ok} in order, {warnings} with a warning, {errors} in error.",
    "{scenarios} scénarios, {rows} résultats : {ok} sans remarque, {warnings} avec avertissement, {errors} en erreur.",
)
IGNORED = Text("Columns left aside: {names}.", "Colonnes laissées de côté : {names}.")
WRITTEN = Text("Results written to {path}.", "Résultats écrits dans {path}.")


def write(results: Path, language: Language) -> None:
    """Write the tables of a results file (CSV with commas and decimal points), then the messages, each once."""
    screen = Screen()
    said = _Messages(language)
    with results.open(encoding="utf-8", newline="") as handle:
        for rows in _blocks(csv.DictReader(handle)):
            said.gather(rows)
            scored = [row for row in rows if row["status"] != "error"]
            if scored:
                _write_block(screen, scored, len({row["scenario"] for row in rows}) > 1, language)
    said.write(screen)


def conclude(summary: Summary, output: str | None, language: Language) -> None:
    """Write what the scoring came to."""
    screen = Screen()
    screen.write()
    counts = {name: getattr(summary, name) for name in ("scenarios", "rows", "ok", "warnings", "errors")}
    screen.prose(COUNT.to(language).format(**counts))
    screen.prose(summary.dialect.sentence.to(language))
    if summary.ignored:
        screen.prose(IGNORED.to(language).format(names=", ".join(summary.ignored)))
    if output:
        screen.prose(WRITTEN.to(language).format(path=output))


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows of a scenario of several models together; scenarios of one model that follow one another too."""
    single: list[Row] = []
    for scenario in _scenarios(rows):
        if len(scenario) == 1:
            single += scenario
            continue
        if single:
            yield single
        single = []
        yield scenario
    if single:
        yield single


def _scenarios(rows: Iterable[Row]) -> Iterator[list[Row]]:
    found: list[Row] = []
    for row in rows:
        if found and (row["scenario"] != found[0]["scenario"] or row["model"] in {other["model"] for other in found}):
            yield found
            found = []
        found.append(row)
    if found:
        yield found


def _write_block(screen: Screen, rows: Sequence[Row], several: bool, language: Language) -> None:
    """Write the tables of one scenario of several models, or of several scenarios of one model each."""
    screen.title(ONE_MODEL.to(language) if several else _name(rows[0], language))
    ranked = rows if several else sorted(rows, key=lambda row: int(row["rank"] or len(rows)))
    lines = list(_under_their_model(ranked, language)) if several else [_line(row, language) for row in ranked]
    write_ranking(screen, lines, language, SCENARIO if several else MODEL)
    reasons = Reasons()
    for row in ranked:
        for reason in taken_apart(row["messages"]).reach:
            reasons.add(reason, _name(row, language) if several else _label(row, language))
    if reasons.found:
        screen.write()
        screen.points(reasons.sentences(language, MOST_NAMES if several else len(rows)))


def _under_their_model(rows: Iterable[Row], language: Language) -> Iterator[Line]:
    """Yield a line with the model's name, then the scenarios of that model that follow one another."""
    for _, together in groupby(rows, key=lambda row: row["model"]):
        for place, row in enumerate(together):
            if place == 0:
                yield Line(_label(row, language), "", {}, "", section=True)
            line = _line(row, language)
            yield replace(line, label=_name(row, language))


def _line(row: Row, language: Language) -> Line:
    model = get_model(row["model"])
    scale = model.scale_input()
    return Line(
        model.definition.label.to(language),
        row["rank"],
        {name: float(value) if value else None for name, value in row.items() if name not in TEXTS},
        row["affordability"],
        model.definition.inputs[scale].unit if scale else "",
    )


def _name(row: Row, language: Language) -> str:
    """Return what a scenario is called; one without a name is called by its row."""
    name = row["scenario"].strip()
    return ROW.to(language).format(row=name) if name.isdigit() or not name else name


def _label(row: Row, language: Language) -> str:
    return get_model(row["model"]).definition.label.to(language)


class _Messages:
    """What is said about results, each sentence once."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.errors: dict[str, None] = {}
        self.warnings: dict[str, None] = {}
        self.absences = Absences()

    def gather(self, rows: Iterable[Row]) -> None:
        """Take the messages of some rows apart."""
        for row in rows:
            name = _name(row, self.language)
            if row["status"] == "error":
                self.errors[f"{name} – {row['messages']}"] = None
                continue
            said = taken_apart(row["messages"])
            if said.rest:
                self.warnings[f"{name} – {said.rest}"] = None
            for indicator, reason in said.absences:
                self.absences.add(indicator, reason, _label(row, self.language))

    def write(self, screen: Screen) -> None:
        """Write errors, warnings, and why figures are absent."""
        for title, lines in (
            (ERRORS, list(self.errors)),
            (WARNINGS, list(self.warnings)),
            (ABSENT, self.absences.sentences(self.language)),
        ):
            if lines:
                screen.title(title.to(self.language))
                screen.points(lines)
