"""What the engine finds for every case of the what-if tables: the values that they are shipped with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from costbench.analysis.chance.distributions import empirical_quantile
from costbench.appraisal.declaring.readiness import ready_probability
from costbench.appraisal.readings.flows import Array, run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.appraisal.settling.inputs import Spread
from costbench.appraisal.settling.spreads import BOUNDS
from costbench.interfaces.workbook.plan.layout import DRAWS, Case, InputRow, Layout
from costbench.interfaces.workbook.plan.quantiles import PERT_WEIGHT, pert_quantile
from costbench.interfaces.workbook.plan.sobol import strata
from costbench.interfaces.workbook.workings.current_case import is_gate
from costbench.interfaces.workbook.workings.lists import SIGNS


def case_values(layout: Layout, spreads: Mapping[str, Spread]) -> Array:
    """Return the expected NPV of each case (rows) and model (columns), the central scenario being chosen.

    ``spreads`` holds low, mode and high of every input by its code. The cases of ``layout`` decide what is
    computed; pass a layout of the complete edition to have the draws.
    """
    spreads = _ready(layout, spreads)
    inputs = {item.code: _values(item, spreads[item.code], layout.cases) for item in layout.inputs}
    drawn = [place for place, case in enumerate(layout.cases) if case.draw]
    if drawn:
        for code, values in _draws(layout, spreads).items():
            inputs[code][drawn] = values
    columns = []
    for model in layout.models:
        seen = {item.name: inputs[item.code] for item in layout.seen_by(model.id)}
        flows = run(model, seen, (len(layout.cases),))
        expected = expected_net_present_value(model(seen), flows)
        columns.append(np.broadcast_to(expected, len(layout.cases)))
    return np.stack(columns, axis=1)


def _ready(layout: Layout, spreads: Mapping[str, Spread]) -> dict[str, Spread]:
    """Return the spreads with each probability of passing a phase moved by the answers of its checklist."""
    moved = dict(spreads)
    for model in layout.models:
        questions = model.definition.readiness.values()
        for phase in model.definition.phases:
            answers = [spreads[f"{model.id}.readiness.{item.name}"].mode for item in questions if phase in item.phases]
            if answers:
                code = f"{model.id}.{phase}.probability"
                low, mode, high = (getattr(spreads[code], bound) for bound in BOUNDS)
                moved[code] = Spread(low, float(ready_probability(low, mode, high, answers)), high)
    return moved


def _values(item: InputRow, spread: Spread, cases: list[Case]) -> Array:
    """Return the values of one input in the cases of a scenario, a size or a bound."""
    sign = SIGNS[item.default.direction]
    bounds = np.array([float(spread.low), float(spread.mode), float(spread.high)])
    shift = np.array([case.side if item.slot and case.target == item.slot else sign * case.scenario for case in cases])
    values = bounds[1 + shift]
    multiples = np.array([case.multiple if item.default.quantity.scale else 1 for case in cases])
    return np.asarray(values * multiples)


def _draws(layout: Layout, spreads: Mapping[str, Spread]) -> dict[str, Array]:
    """Return the values of every drawn input in the draws."""
    drawn = layout.drawn
    u = (strata(len(drawn)).T + 0.5) / DRAWS
    low, mode, high = (
        np.array([[float(getattr(spreads[item.code], bound))] for item in drawn]) for bound in ("low", "mode", "high")
    )
    quantiles = pert_quantile(u, low, mode, high)
    mean = (low + PERT_WEIGHT * mode + high) / (PERT_WEIGHT + 2)
    found = {}
    for place, item in enumerate(drawn):
        default = item.default
        shipped = (low[place, 0], mode[place, 0], high[place, 0]) == (default.low, default.central, default.high)
        if is_gate(item):
            found[item.code] = (u[place] < mean[place]).astype(float)
        elif default.quantiles and shipped:
            found[item.code] = empirical_quantile(u[place], default.quantiles)
        else:
            found[item.code] = quantiles[place]
    return found
