"""The batch scorer on a range with headers: NumPy alone, every model run once over all of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from costbench.analysis.break_even import add_break_even
from costbench.analysis.ranking import rank
from costbench.appraisal import CooperationModel
from costbench.appraisal.faults import unknown_input
from costbench.appraisal.indicators import CODES, Indicators, indicators
from costbench.appraisal.inputs import settle
from costbench.appraisal.names import for_model
from costbench.catalogue import get_model, list_models
from costbench.catalogue.appraisals import other_model_warning
from costbench.errors import CostbenchError, InputError, Problem
from costbench.interfaces.udf.arguments import as_text, input_names, not_a_number, text_inputs
from costbench.interfaces.udf.cells import Cell, Rows, as_number, is_blank, shown
from costbench.language import Language, Text
from costbench.vocabulary import INDICATORS

KEYS: Final = ("scenario", "model")
COLUMNS: Final = tuple(name for name in INDICATORS if name not in {"expected_cost_per_signed_deal", "rank"})
EVERY_MODEL: Final = frozenset({"", "all", "tous"})


@dataclass
class Result:
    """One line of results: a scenario under one model."""

    scenario: str
    model: str
    values: dict[str, float] = field(default_factory=dict)
    errors: list[Text] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)
    place: float = np.nan

    @property
    def status(self) -> str:
        """``ok``, ``warning`` or ``error``."""
        return "error" if self.errors else "warning" if self.warnings else "ok"

    def cells(self, language: Language) -> list[Any]:
        """Return the line as the columns of the contract."""
        values = dict.fromkeys(COLUMNS, np.nan) if self.errors else self.values
        written = [CODES[int(values[name])] if name == "affordability" and not self.errors else values[name]
                   for name in COLUMNS]  # fmt: skip
        said = [text.to(language) for text in (*self.errors, *self.warnings, *self.remarks)]
        return [self.scenario, self.model, self.status, *written, self.place, " ".join(dict.fromkeys(said))]


def score_table(table: Rows, language: Language) -> list[list[Any]]:
    """Return the results of a table of scenarios: headers, then one line per scenario and model.

    Columns are those of a CSV file of scenarios. Raises :class:`~costbench.errors.InputError` for headers
    that cannot be used; a row with a mistake is kept, with its mistakes in ``messages``.
    """
    headers = _headers(table[0])
    scenarios = [dict(zip(headers, line, strict=True)) for line in table[1:]]
    numbered = [(row, line) for row, line in enumerate(scenarios, 2) if not is_blank(line.values())]
    results: list[Result] = []
    waiting: dict[str, list[tuple[int, dict[str, Cell], Result]]] = defaultdict(list)
    for row, line in numbered:
        for result in _expected(line):
            results.append(result)
            if not result.errors:
                waiting[result.model].append((row, line, result))
    for model in list_models():
        if model.id in waiting:
            _score(model, waiting[model.id])
    _rank(results)
    head = [*KEYS, "status", *COLUMNS, "rank", "messages"]
    return [head, *(result.cells(language) for result in results)]


def _headers(cells: tuple[Cell, ...]) -> list[str]:
    names = [cell if isinstance(cell, str) else "" for cell in cells]
    known = input_names() | set(KEYS)
    problems = [unknown_input(name[:80], known) for name in names if name and name not in known]
    problems += [_twice(name) for name in sorted(set(names)) if name and names.count(name) > 1]
    if not any(names):
        problems.append(_no_headers(cells))
    if problems:
        raise InputError(problems)
    return [name or f" {place}" for place, name in enumerate(names)]


def _expected(line: dict[str, Cell]) -> list[Result]:
    """Return the results that a scenario asks for, still empty."""
    scenario = as_text(line["scenario"]) if line.get("scenario") is not None else ""
    written = line.get("model")
    name = as_text(written) if written is not None else ""
    if name.lower() in EVERY_MODEL:
        return [Result(scenario, model.id) for model in list_models()]
    try:
        return [Result(scenario, get_model(name[:80]).id)]
    except CostbenchError as error:
        return [Result(scenario, name[:80], errors=[error.message])]


def _score(model: type[CooperationModel], asked: list[tuple[int, dict[str, Cell], Result]]) -> None:
    lines = [line for _, line, _ in asked]
    faults: list[tuple[int, Problem]] = []
    named = [line.get("model") is not None and as_text(line["model"]).lower() not in EVERY_MODEL for line in lines]
    given: dict[str, Any] = {"discount_rate": np.full(len(lines), np.nan)}
    for name in lines[0]:
        own = for_model({name: None}, model)
        column = [line[name] for line in lines]
        if own:
            given[next(iter(own))] = _column(name, column, faults)
        elif name in input_names() and "." not in name:
            for (_, _, result), cell, alone in zip(asked, column, named, strict=True):
                if cell is not None and alone:
                    result.warnings.append(other_model_warning(name, model))
    settled = settle(model, given)
    for position, problem in (*faults, *settled.problems):
        row, _, result = asked[position]
        result.errors.append(Text(*(problem.at_row(row).sentence(language) for language in ("en", "fr"))))
    found, _ = indicators(settled)
    add_break_even(found, model, settled.values())
    for position, (_, _, result) in enumerate(asked):
        _fill(result, found, position)


def _column(name: str, cells: list[Cell], faults: list[tuple[int, Problem]]) -> Any:
    """Return a column as the engine takes it; what cannot be read is a fault at its position."""
    if name in text_inputs():
        return np.array(["" if cell is None else as_text(cell) for cell in cells], dtype=object)
    numbers = [as_number(cell) for cell in cells]
    faults.extend(
        (position, not_a_number(name, cell))
        for position, (cell, value) in enumerate(zip(cells, numbers, strict=True))
        if cell is not None and value is None
    )
    return np.array([np.nan if value is None else value for value in numbers])


def _fill(result: Result, found: Indicators, position: int) -> None:
    if not result.errors:
        result.values = {name: float(found.values[name][position]) for name in COLUMNS}
        result.remarks = [remark.sentence for remark in found.remarks_at(position)]


def _rank(results: Iterable[Result]) -> None:
    """Give every sound line its place within its scenario, by expected NPV."""
    together: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if not result.errors:
            together[result.scenario].append(result)
    for rivals in together.values():
        places = rank([result.values["expected_npv"] for result in rivals])
        for result, place in zip(rivals, places, strict=True):
            result.place = float(place)


def _twice(name: str) -> Problem:
    allowed = Text("each header stands once", "chaque en-tête figure une seule fois")
    return Problem(name, "× 2", allowed, Text("Remove one column.", "Supprimez l’une des colonnes."))


def _no_headers(cells: tuple[Cell, ...]) -> Problem:
    allowed = Text("the first row holds headers", "la première ligne porte les en-têtes")
    hint = Text("Write scenario, model, annual_budget…", "Écrivez scenario, model, annual_budget…")
    return Problem("table", shown(cells[0]), allowed, hint)
