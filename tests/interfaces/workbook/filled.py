"""Scenarios for whole workbooks: drawn so that every model can be run, typed into cells, run through the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter as letter

from costbench.analysis.choice.break_even import add_break_even
from costbench.appraisal import LAST_YEAR, TOLERANCE, CooperationModel
from costbench.appraisal.readings.indicators import indicators
from costbench.appraisal.settling.inputs import Spread, settle
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import InputRow, Layout
from tests.appraisal.scenarios import random_values

Floats = NDArray[np.float64]
Finds = Mapping[str, Mapping[str, Floats]]
"""Model and indicator to the engine's values, one a scenario."""
BY_SEARCH = "break_even_scale"
"""The sheet gives it where sizes stand on a line; a model that bends needs a search, which no formula does."""


def close(found: Any, expected: Any) -> Any:
    return np.abs(found - expected) <= TOLERANCE * np.maximum(1, np.maximum(np.abs(found), np.abs(expected)))


@dataclass(frozen=True)
class Scenarios:
    """Values of every input by its code, one array element a scenario."""

    layout: Layout
    low: dict[str, Floats]
    mode: dict[str, Floats]
    high: dict[str, Floats]

    def given(self, model: type[CooperationModel]) -> dict[str, Floats]:
        """Return what the engine is given for a model, all scenarios at once."""
        given: dict[str, Floats] = {}
        for item in self.layout.seen_by(model.id):
            given[item.name] = self.mode[item.code]
            if not item.is_setting:
                given |= {f"{item.name}.low": self.low[item.code], f"{item.name}.high": self.high[item.code]}
        return given

    def spreads(self, place_of: int) -> dict[str, Spread]:
        """Return one scenario as the workbook holds it, by code."""
        bounds = [{code: float(values[place_of]) for code, values in bound.items()}
                  for bound in (self.low, self.mode, self.high)]  # fmt: skip
        return {item.code: Spread(*(bound[item.code] for bound in bounds)) for item in self.layout.inputs}

    def block(self, place_of: int) -> tuple[str, str, list[list[float | None]]]:
        """Return the yellow cells of one scenario as one range: sheet, address, rows."""
        return typed(self.layout, self.spreads(place_of))


def typed(layout: Layout, spreads: Mapping[str, Spread]) -> tuple[str, str, list[list[float | None]]]:
    """Return the range that holds these inputs; what is None in it belongs to the workbook."""
    first, last = place.FIRST_ASSUMPTION, layout.last_assumption
    rows: list[list[float | None]] = [[None] * 3 for _ in range(first, last + 1)]
    for item in layout.inputs:
        spread = spreads[item.code]
        low, high = (None, None) if item.is_setting else (float(spread.low), float(spread.high))
        rows[item.row - first] = [low, float(spread.mode), high]
    return layout.sheet("assumptions"), f"{letter(place.LOW)}{first}:{letter(place.HIGH)}{last}", rows


def random_scenarios(layout: Layout, seed: int, count: int) -> Scenarios:
    """Return scenarios in which every model ends in time; each input spreads on both sides of its value."""
    rng = np.random.default_rng(seed)
    values: dict[str, Floats] = {}
    many = 8 * count
    for model in layout.models:
        drawn = random_values(model, rng, many)
        values |= {item.code: drawn[item.name] for item in layout.seen_by(model.id)}
    fits = np.ones(many, dtype=bool)
    for model in layout.models:
        seen = {item.name: values[item.code] for item in layout.seen_by(model.id)}
        fits &= np.broadcast_to(model(seen).settlement_year <= LAST_YEAR, many)
    kept = {code: drawn[fits][:count] for code, drawn in values.items()}
    assert len(kept["discount_rate"]) == count, "too few of the scenarios drawn fit"
    low, high = {}, {}
    for item in layout.inputs:
        low[item.code], high[item.code] = _around(item, kept[item.code], rng)
    return Scenarios(layout, low, kept, high)


def _around(item: InputRow, mode: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    if item.is_setting:
        return mode, mode
    quantity = item.default.quantity
    width = 0.2 * rng.random((2, len(mode))) * np.abs(mode)
    return np.maximum(mode - width[0], quantity.low), np.minimum(mode + width[1], quantity.high)


def engine_finds(scenarios: Scenarios) -> dict[str, dict[str, Floats]]:
    """Return model and indicator to the engine's values, NaN where absent."""
    found = {}
    for model in scenarios.layout.models:
        settled = settle(model, scenarios.given(model))
        assert settled.problems == []
        values = indicators(settled)
        add_break_even(values, model, settled.values())
        count = len(scenarios.mode["discount_rate"])
        found[model.id] = {name: np.broadcast_to(value, count) for name, value in values.values.items()}
    return found


def disagreements(layout: Layout, expected: Finds, place_of: int, column: Sequence[Any]) -> list[Any]:
    """Return where the column of values on the sheet of calculations (from row 1) is not what the engine finds."""
    wrong = []
    for model in layout.models:
        for name, row in layout.blocks[model.id].indicators.items():
            if name not in expected[model.id]:
                continue
            found, value = column[row - 1], float(expected[model.id][name][place_of])
            if name == BY_SEARCH and isinstance(found, str):
                continue
            agree = isinstance(found, str) if np.isnan(value) else not isinstance(found, str) and close(found, value)
            if not agree:
                wrong.append((model.id, name, f"{layout.sheet('calculations')}!G{row}", found, value))
    return wrong
