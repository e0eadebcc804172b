"""Switching values: how far one input must move before a model breaks even, or another takes the first place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from costbench.analysis.chance.outcomes import expected_value
from costbench.analysis.chance.sensitivity import central_values, varied
from costbench.analysis.chance.uncertain_inputs import Position, UncertainScenario, uncertain_scenario
from costbench.appraisal import LAST_YEAR, TOLERANCE
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.declaring.timing import MONTHS_A_YEAR
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.settling.inputs import Settled
from costbench.finance import find_root
from costbench.language import Text, number

STEPS: Final = 16
"""Trials on each side of the central value between which a change is looked for."""
REACH: Final = 4.0
"""Where nothing limits an input, the search ends at this multiple of its high value."""
LONGEST: Final = {"year": float(LAST_YEAR), "month": float(LAST_YEAR * MONTHS_A_YEAR)}
NOT_MOVED: Final = {"code", "date"}

Trial: TypeAlias = Callable[[Sequence[str], Array], Array]
"""Name and value of the input moved, one of each a trial; answers what must change its sign."""


@dataclass(frozen=True)
class SwitchingValue:
    """The value of one input at which the answer changes, the nearest to its central value.

    ``value`` is absent for the ``reason`` given. ``within_spread``: it lies between the input's low and high.
    ``successor`` is the identifier of the model that takes the first place, where that was the question.
    """

    name: str
    central: float
    value: float | None
    within_spread: bool = False
    successor: str | None = None
    reason: Text | None = None


def break_even_values(settled: Settled, position: Position = ()) -> tuple[SwitchingValue, ...]:
    """Return for each input the value at which the organisation's expected NPV is zero, all else central.

    Those that change the least, as a share of their central value, come first; then those without an answer.
    """
    scenario = uncertain_scenario(settled, position)
    base = central_values(scenario)

    def worth(names: Sequence[str], trials: Array) -> Array:
        return expected_value(scenario.model, varied(base, names, trials), len(trials))

    return _ordered(_search([scenario], worth))


def first_place_values(scenarios: Sequence[Settled], position: Position = ()) -> tuple[SwitchingValue, ...]:
    """Return for each input the value at which the model with the highest expected NPV loses the first place.

    An input that several models share moves in all of them at once.
    """
    rows = [uncertain_scenario(settled, position) for settled in scenarios]
    bases = [central_values(row) for row in rows]

    def worth(names: Sequence[str], trials: Array) -> Array:
        return np.array(
            [
                expected_value(row.model, varied(base, names, trials), len(trials))
                for row, base in zip(rows, bases, strict=True)
            ]
        )

    leader = int(np.argmax(worth([""], np.zeros(1))[:, 0]))
    rivals = [place for place in range(len(rows)) if place != leader]
    if not rivals:
        return ()

    def lead(names: Sequence[str], trials: Array) -> Array:
        every = worth(names, trials)
        return np.asarray(every[leader] - every[rivals].max(axis=0))

    found = _search(rows, lead)
    places = [place for place, item in enumerate(found) if item.value is not None]
    if places:
        at = worth([found[place].name for place in places], np.array([found[place].value or 0.0 for place in places]))
        for place, column in zip(places, at[rivals].T, strict=True):
            winner = rows[rivals[int(np.argmax(column))]].model.id
            item = found[place]
            found[place] = SwitchingValue(item.name, item.central, item.value, item.within_spread, winner)
    return _ordered(found)


def _search(rows: Sequence[UncertainScenario], function: Trial) -> list[SwitchingValue]:
    moved = _moved(rows)
    names = list(moved)
    grids = np.array([_grid(row, defaults_of(row.model)[name], name) for name, row in moved.items()])
    width = grids.shape[1]
    heights = function(np.repeat(names, width).tolist(), grids.ravel()).reshape(grids.shape)
    cells = [_nearest_change(grid, row) for grid, row in zip(grids, heights, strict=True)]
    known = {place: cell for place, cell in enumerate(cells) if cell is not None}
    moving = [names[place] for place in known]
    low, high = np.array(list(known.values())).reshape(-1, 2).T
    roots = find_root(lambda trial, active: function([moving[place] for place in active], trial), low, high)
    values = dict(zip(known, np.atleast_1d(roots.root).tolist(), strict=True))
    return [
        _answer(names[place], moved[names[place]], values.get(place), grids[place], heights[place])
        for place in range(len(names))
    ]


def _moved(rows: Sequence[UncertainScenario]) -> dict[str, UncertainScenario]:
    """Return the inputs that can be moved by themselves, each with the first scenario that has it."""
    found: dict[str, UncertainScenario] = {}
    for row in rows:
        for name, default in defaults_of(row.model).items():
            if default.unit not in NOT_MOVED and not name.startswith("readiness."):
                found.setdefault(name, row)
    return found


def _grid(row: UncertainScenario, default: Default, name: str) -> Array:
    marginal = row.marginals[name]
    most = min(REACH * max(marginal.high, default.high), LONGEST.get(default.unit, np.inf))
    top = max(min(default.quantity.high, most), marginal.mode)
    bottom = min(default.quantity.low, marginal.mode)
    down = np.linspace(bottom, marginal.mode, STEPS + 1)
    return np.concatenate([down, np.linspace(marginal.mode, top, STEPS + 1)[1:]])


def _nearest_change(grid: Array, heights: Array) -> tuple[float, float] | None:
    """Return the cell nearest to the grid's middle over which the sign changes."""
    above = heights >= 0
    changes = np.flatnonzero(above[1:] != above[:-1])
    if not changes.size:
        return None
    middle = grid[STEPS]
    distance = np.where(changes >= STEPS, grid[changes] - middle, middle - grid[changes + 1])
    cell = changes[int(np.argmin(distance))]
    return float(grid[cell]), float(grid[cell + 1])


def _answer(name: str, row: UncertainScenario, value: float | None, grid: Array, heights: Array) -> SwitchingValue:
    marginal = row.marginals[name]
    if value is not None and not np.isnan(value):
        within = marginal.low <= value <= marginal.high
        return SwitchingValue(name, marginal.mode, value, within)
    if np.ptp(heights) <= TOLERANCE * max(1.0, float(np.max(np.abs(heights)))):
        reason = Text("it has no effect on the result.", "elle est sans effet sur le résultat.")
    else:
        ends = [Text(*(number(float(end), language, 4) for language in ("en", "fr"))) for end in grid[[0, -1]]]
        reason = Text(
            "no value from {low} to {high} changes the answer.",
            "aucune valeur de {low} à {high} ne change la réponse.",
        ).format(low=ends[0], high=ends[1])
    return SwitchingValue(name, marginal.mode, None, reason=reason)


def _ordered(found: Sequence[SwitchingValue]) -> tuple[SwitchingValue, ...]:
    def distance(item: SwitchingValue) -> float:
        if item.value is None:
            return np.inf
        return abs(item.value - item.central) / max(abs(item.central), TOLERANCE)

    return tuple(sorted(found, key=distance))
