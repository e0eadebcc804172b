"""Builds a workbook: the inputs settled, then the sheets in order."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.settling.inputs import Spread, for_model, settle
from costbench.errors import InputError
from costbench.interfaces.workbook.drawing.page import Book
from costbench.interfaces.workbook.plan.layout import Layout, plan
from costbench.interfaces.workbook.sheets.budget import write_budget
from costbench.interfaces.workbook.sheets.cash import write_cash
from costbench.interfaces.workbook.sheets.checks import write_checks
from costbench.interfaces.workbook.sheets.home import write_home
from costbench.interfaces.workbook.sheets.notes import write_notes
from costbench.interfaces.workbook.sheets.partner import write_partner
from costbench.interfaces.workbook.sheets.results import risk_figures, write_charts, write_results
from costbench.interfaces.workbook.sheets.tornado import write_tornado
from costbench.interfaces.workbook.workings.assumptions import write_assumptions
from costbench.interfaces.workbook.workings.calculations import write_calculations
from costbench.interfaces.workbook.workings.cases import write_cases
from costbench.interfaces.workbook.workings.current_case import write_inputs
from costbench.interfaces.workbook.workings.draws import write_draws
from costbench.interfaces.workbook.workings.engine_values import case_values
from costbench.interfaces.workbook.workings.lists import write_lists
from costbench.interfaces.workbook.workings.models_page import write_models
from costbench.parameters import Provenance


def read_scenario(scenario: Mapping[str, Any] | str | Path | None) -> dict[str, Any]:
    """Return the inputs of a scenario; the tables of a TOML file are written with dots (``acquaintance.fees``)."""
    if scenario is None or isinstance(scenario, Mapping):
        return dict(scenario or {})
    return _flat(tomllib.loads(Path(scenario).read_text(encoding="utf-8")))


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        found |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found


def write_book(layout: Layout, spreads: Mapping[str, Spread], given: frozenset[str],
               sources: Mapping[str, Provenance] | None = None) -> Book:  # fmt: skip
    """Return the workbook of ``layout`` for inputs settled by their code."""
    book = Book(layout, spreads, given, sources or {})
    book.questions = {
        item.code: model.definition.readiness[item.name.removeprefix("readiness.")]
        for model in layout.models
        for item in layout.of(model.id)
        if item.is_answer
    }
    values = case_values(layout, spreads)
    leader = _leader(layout, values)
    write_home(book)
    write_assumptions(book)
    write_models(book)
    results = write_results(book, _risk(layout, spreads))
    write_tornado(book, leader)
    write_partner(book, leader)
    write_charts(results, write_cash(book))
    write_budget(book, leader)
    write_calculations(book)
    write_inputs(book)
    write_cases(book, values)
    if layout.edition == "complete":
        write_draws(book)
    write_checks(book)
    write_lists(book)
    write_notes(book)
    return book


def _leader(layout: Layout, values: Array) -> type[CooperationModel]:
    """Return the model with the highest expected NPV among those that do something."""
    row = values[layout.cases_of("retained")[0].number - 1]
    busy = [place for place, model in enumerate(layout.models) if model.definition.phases] or [0]
    return layout.models[max(busy, key=lambda place: float(row[place]))]


def _risk(layout: Layout, spreads: Mapping[str, Spread]) -> dict[str, Array] | None:
    """Return the risk figures of an edition without draws, computed by the engine."""
    if layout.edition == "complete":
        return None
    whole = plan(layout.models, layout.language, "complete")
    return risk_figures(case_values(whole, spreads)[-512:])


def settled_inputs(layout: Layout, scenario: Mapping[str, Any]) -> tuple[dict[str, Spread], frozenset[str]]:
    """Return low, central and high of every input by its code, before any readiness; and the codes given."""
    spreads: dict[str, Spread] = {}
    given: set[str] = set()
    problems = []
    for model in layout.models:
        mine = for_model(scenario, model)
        answers = settle(model, mine)
        problems += answers.problems
        half = {f"readiness.{name}": 0.5 for name in model.definition.readiness}
        mine.pop("readiness", None)
        plain = settle(model, mine | half)
        for item in layout.seen_by(model.id):
            chosen = answers if item.is_answer else plain
            spreads[item.code] = chosen.spreads[item.name]
            if spreads[item.code] != shipped(item.default):
                given.add(item.code)
    if problems:
        raise InputError(dict.fromkeys(problem for _, problem in problems))
    return spreads, frozenset(given)


def shipped(default: Default) -> Spread:
    """Return an input's spread as shipped."""
    return Spread(default.low, default.central, default.high)
