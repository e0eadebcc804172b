"""The smallest size at which a model stops costing the organisation money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.chance.outcomes import ORGANISATION, ORGANISATION_ONLY, operation_value, setup_value
from costbench.appraisal import TOLERANCE, CooperationModel, Operand
from costbench.appraisal.readings.flows import Array
from costbench.appraisal.readings.indicators import Indicators
from costbench.finance import find_root

Expected: TypeAlias = Callable[[Operand, Any], Array]

REACH: Final = (1 / 16, 1 / 4, 1.0, 2.0, 8.0, 32.0, 128.0)
"""Multiples of the size given, or of the default size where that is larger, between which a root is looked for."""
FARTHEST: Final = REACH[-1]
EVERYWHERE: Final = slice(None)
STRAIGHT: Final = 1e-6
"""What may be left of the expected NPV where a straight line prolonged beyond the farthest probe says zero."""


def add_break_even(found: Indicators, model: type[CooperationModel], values: Mapping[str, Operand]) -> None:
    """Add ``break_even_scale`` to indicators already holding ``expected_npv``; ``values`` are settled ones.

    Closed form where expected NPV is linear in the scale input (a third probe checks it, as far away as a search
    would go: a tax that sets in with the first profit bends the line there), a bracketed search up to 128 times
    the size, or the default size where that is larger, otherwise. Absent, with the reason, where expected NPV never
    reaches zero: because size does not raise it at all, or not enough within reach.
    """
    shape = found.values["expected_npv"].shape
    name = model.scale_input()
    if name is None:
        found.values["break_even_scale"] = np.full(shape, np.nan)
        found.note(
            "break_even_scale",
            np.full(shape, True),
            "break_even_scale is absent: the model has no size.",
            "break_even_scale est absent : le modèle n’a pas de taille.",
        )
        return
    answer, rising = _break_even(found, model, values, name)
    absent = np.isnan(answer)
    found.values["break_even_scale"] = answer.reshape(shape)
    found.note(
        "break_even_scale",
        (absent & rising).reshape(shape),
        "break_even_scale is absent: at no size within reach does the expected NPV come to zero.",
        "break_even_scale est absent : à aucune taille plausible la VAN espérée ne revient à zéro.",
    )
    found.note(
        "break_even_scale",
        (absent & ~rising).reshape(shape),
        "break_even_scale is absent: a larger size does not raise the expected NPV.",
        "break_even_scale est absent : une taille plus grande n’augmente pas la VAN espérée.",
    )


def _break_even(
    found: Indicators, model: type[CooperationModel], values: Mapping[str, Operand], name: str
) -> tuple[Array, NDArray[np.bool_]]:
    """Return the break-even size, NaN where there is none, and whether a far larger size is worth more than none."""
    at_size = np.atleast_1d(found.values["expected_npv"])
    central = model.definition.inputs[name].central
    size = np.broadcast_to(np.atleast_1d(np.asarray(values[name], dtype=float)), at_size.shape)
    unit = np.where(size > TOLERANCE, size, central)
    expected = _expected(model, values, name, unit)
    at_zero, base = expected(0.0, EVERYWHERE), np.maximum(unit, central)
    at_unit = np.where(size > TOLERANCE, at_size, expected(unit, EVERYWHERE)) if size.min() <= TOLERANCE else at_size
    at_farthest = expected(FARTHEST * base, EVERYWHERE)
    slope = (at_unit - at_zero) / unit
    most = np.maximum(1.0, np.maximum(abs(at_zero), abs(at_farthest)))
    linear = abs(at_farthest - at_zero - FARTHEST * base * slope) <= TOLERANCE * most
    rising = at_farthest - at_zero > TOLERANCE * most
    answer = np.where(linear & rising, -at_zero / np.where(rising, slope, 1.0), np.nan)
    beyond = np.flatnonzero(answer > FARTHEST * base)
    if beyond.size:  # the line may bend farther than the third probe
        answer[beyond[abs(expected(answer[beyond], beyond)) > STRAIGHT * abs(at_zero[beyond])]] = np.nan
    rows = np.flatnonzero(~linear & (at_zero < 0))
    if rows.size:
        at_base, small = at_unit.copy(), rows[unit[rows] < central]
        at_base[small] = expected(base[small], small) if small.size else 0.0
        known = {0.0: at_zero[rows], 1.0: at_base[rows], FARTHEST: at_farthest[rows]}
        answer[rows] = _search(lambda scale, active: expected(scale, rows[active]), base[rows], known)
    answer[at_zero >= 0] = 0.0
    answer[answer > model.contract.quantities[name].high] = np.nan
    return answer, rising


def _expected(model: type[CooperationModel], values: Mapping[str, Operand], name: str, unit: Array) -> Expected:
    """Return expected NPV as a function of the size, in some of the scenarios; the setup effort has none."""
    setup = np.broadcast_to(setup_value(model, values, ORGANISATION_ONLY)[ORGANISATION], unit.shape)

    def expected(scale: Operand, rows: NDArray[np.intp] | slice) -> Array:
        if np.size(unit[rows]) == unit.size:
            rows = EVERYWHERE
        chosen = {key: value[rows] if np.ndim(value) else value for key, value in values.items()} | {name: scale}
        signed = model(chosen).probability_of_signing
        operation = operation_value(model, chosen, ORGANISATION_ONLY)[ORGANISATION]
        return np.asarray(signed * operation + setup[rows])

    return expected


def _search(expected: Expected, unit: Array, known: Mapping[float, Array]) -> Array:
    """Return the root in the first bracket of a geometric grid of sizes, NaN where there is none.

    ``known`` holds the values already computed, by multiple of ``unit``.
    """
    low, f_low = np.zeros(unit.size), known[0.0].copy()
    high, f_high = np.full((2, unit.size), np.nan)
    for multiple in REACH:
        pending = np.flatnonzero(np.isnan(high))
        if not pending.size:
            break
        size = multiple * unit[pending]
        value = known[multiple][pending] if multiple in known else expected(size, pending)
        reached, short = value >= 0, value < 0
        high[pending[reached]], f_high[pending[reached]] = size[reached], value[reached]
        low[pending[short]], f_low[pending[short]] = size[short], value[short]
    rows = np.flatnonzero(~np.isnan(high))
    answer = np.full(unit.size, np.nan)
    if rows.size:
        left, right, f_left, f_right = low[rows], high[rows], f_low[rows], f_high[rows]
        answer[rows] = find_root(
            lambda trial, active: expected(trial, rows[active]),
            left,
            right,
            at_bounds=(f_left, f_right),
            start=left - f_left * (right - left) / (f_right - f_left),
        ).root
    return answer
