"""The batch scorer on a range with headers: NumPy alone, every model run once over all of its rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from costbench.analysis.choice.break_even import add_break_even
from costbench.analysis.ranking import rank
from costbench.appraisal.readings.indicators import CODES, Indicators, indicators
from costbench.appraisal.settling.faults import unknown_input
from costbench.appraisal.settling.inputs import Settled, settle
from costbench.catalogue import list_models
from costbench.catalogue.appraisals import other_model_warning
from costbench.catalogue.checklists import READINESS, own_answers
from costbench.catalogue.finder import MODEL, model_names
from costbench.catalogue.scoring_rules import (
    COLUMNS,
    INDICATOR_COLUMNS,
    KEYS,
    LONGEST_NAME,
    Model,
    foreign_columns,
    models_asked,
    own_columns,
)
from costbench.errors import InputError, Problem, UnknownNameError
from costbench.interfaces.udf.functions.arguments import as_text, input_names, not_a_number, text_inputs
from costbench.interfaces.udf.functions.cells import Cell, Rows, as_number, is_blank, shown
from costbench.language import Language, Text

FIGURES: Final = tuple(name for name in INDICATOR_COLUMNS if name != "rank")


@dataclass
class Scenario:
    """One row of the range: what is given, the models it asks for, what is wrong with it."""

    row: int
    name: str
    given: dict[str, float | str]
    models: tuple[Model, ...] = ()
    written: str = ""
    errors: list[Text] = field(default_factory=list)
    found: dict[str, dict[str, float]] = field(default_factory=dict)
    said: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))
    warned: bool = False

    def fault(self, problem: Problem) -> None:
        """Note a mistake, once; the whole row is then in error."""
        at_row = problem.at_row(self.row)
        sentence = Text(at_row.sentence("en"), at_row.sentence("fr"))
        if sentence not in self.errors:
            self.errors.append(sentence)

    def lines(self, language: Language) -> list[list[Any]]:
        """Return the results of the row, one line a model."""
        if self.errors:
            said = " ".join(text.to(language) for text in self.errors)
            empty = [None] * len(INDICATOR_COLUMNS)
            names = [model.id for model in self.models] or [self.written]
            return [[self.name, name, "error", *empty, said] for name in names]
        places = rank([self.found[model.id]["expected_npv"] for model in self.models])
        return [self._line(model.id, float(place), language) for model, place in zip(self.models, places, strict=True)]

    def _line(self, model: str, place: float, language: Language) -> list[Any]:
        values: dict[str, Any] = dict(self.found[model])
        values["affordability"] = CODES[int(values["affordability"])]
        said = " ".join(text.to(language) for text in self.said[model])
        status = "warning" if self.warned else "ok"
        return [self.name, model, status, *(values[name] for name in FIGURES), place, said]


def score_table(table: Rows, language: Language) -> list[list[Any]]:
    """Return the results of a table of scenarios: headers, then one line per scenario and model.

    Columns are those of a CSV file of scenarios. Raises :class:`~costbench.errors.InputError` for headers
    that cannot be used; a row with a mistake is kept, with its mistakes in ``messages``.
    """
    headers = _headers(table[0])
    names = model_names()
    scenarios = [
        _scenario(row, dict(zip(headers, line, strict=True)), names)
        for row, line in enumerate(table[1:], 2)
        if not is_blank(line)
    ]
    for model in list_models():
        _settled(model, [scenario for scenario in scenarios if model in scenario.models])
    for model in list_models():
        sound = [scenario for scenario in scenarios if model in scenario.models and not scenario.errors]
        if sound:
            _fill(model, sound, _settled(model, sound))
    return [list(COLUMNS), *(line for scenario in scenarios for line in scenario.lines(language))]


def _headers(cells: tuple[Cell, ...]) -> list[str]:
    names = [cell if isinstance(cell, str) else "" for cell in cells]
    known = input_names() | set(KEYS)
    problems = [unknown_input(name[:LONGEST_NAME], known) for name in names if name and name not in known]
    problems += [_twice(name) for name in sorted(set(names)) if name and names.count(name) > 1]
    if not any(names):
        problems.append(_no_headers(cells))
    if problems:
        raise InputError(problems)
    return [name or f" {place}" for place, name in enumerate(names)]


def _scenario(row: int, line: dict[str, Cell], names: dict[str, str]) -> Scenario:
    """Return a row read: numbers as numbers, texts as texts, its models found, its mistakes noted."""
    name, written = ("" if line.get(key) is None else as_text(line[key]) for key in KEYS)
    scenario = Scenario(row, name, {}, written=written[:LONGEST_NAME])
    for column, cell in line.items():
        if cell is None or column not in input_names():
            continue
        value = as_text(cell) if column in text_inputs() else as_number(cell)
        if value is None:
            scenario.fault(not_a_number(column, cell))
        else:
            scenario.given[column] = value
    scenario.models = models_asked(written, names)
    if not scenario.models:
        scenario.errors.append(UnknownNameError(MODEL, scenario.written, names).message)
    return scenario


def _settled(model: Model, asked: list[Scenario]) -> Settled:
    """Return the inputs of ``model`` for the scenarios that ask for it, the faults of each noted on it."""
    rows = [_own(model, scenario) for scenario in asked]
    texts = text_inputs()
    given: dict[str, Any] = {"discount_rate": np.full(len(rows), np.nan)}
    for name in {name for row in rows for name in row}:
        if name in texts:
            given[name] = np.array([row.get(name, "") for row in rows], dtype=object)
        else:
            given[name] = np.array([row.get(name, np.nan) for row in rows])
    settled = settle(model, given)
    for position, problem in settled.problems:
        asked[position].fault(problem)
    return settled


def _own(model: Model, scenario: Scenario) -> dict[str, float | str]:
    """Return what a scenario gives to ``model``; ``MODEL.input`` goes before ``input``."""
    own = {name: scenario.given[column] for column, name in own_columns(model, scenario.given)}
    if READINESS in own and len(scenario.models) > 1:
        own[READINESS] = own_answers(model, str(own[READINESS]))
    return own


def _fill(model: Model, asked: list[Scenario], settled: Settled) -> None:
    """Write the indicators of ``model`` and what there is to say of them on every scenario that asks for it."""
    found = indicators(settled)
    add_break_even(found, model, settled.values())
    for position, scenario in enumerate(asked):
        scenario.found[model.id] = _values(found, position)
        said = scenario.said[model.id]
        if len(scenario.models) == 1:
            strangers = list(foreign_columns(model, scenario.given))
            said += [other_model_warning(name, model) for name in strangers]
            scenario.warned = bool(strangers)
        said += [remark.sentence for remark in found.remarks_at(position)]


def _values(found: Indicators, position: int) -> dict[str, float]:
    return {name: float(found.values[name][position]) for name in FIGURES}


def _twice(name: str) -> Problem:
    allowed = Text("each header stands once", "chaque en-tête figure une seule fois")
    return Problem(name, "× 2", allowed, Text("Remove one column.", "Supprimez l’une des colonnes."))


def _no_headers(cells: tuple[Cell, ...]) -> Problem:
    allowed = Text("the first row holds headers", "la première ligne porte les en-têtes")
    hint = Text("Write scenario, model, annual_budget…", "Écrivez scenario, model, annual_budget…")
    return Problem("table", shown(cells[0]), allowed, hint)
