"""Which inputs get the first dimensions of the draws: those that move their model most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.appraisal.settling.inputs import defaults_of, settle
from costbench.vocabulary import Direction


def dimensions(models: Sequence[type[CooperationModel]]) -> dict[tuple[str, str], int]:
    """Return the dimension, from 1, of each input that draws vary, by owner (empty: the organisation) and name.

    The first dimensions of a Sobol sequence are the most even: they go to the inputs with the largest share
    of their model's swings, at the defaults.
    """
    shares: dict[tuple[str, str], float] = {}
    for model in models:
        for name, share in _shares(model).items():
            owner = model.id if name in model.definition.inputs else ""
            shares[owner, name] = max(shares.get((owner, name), 0.0), share)
    ordered = sorted(shares, key=lambda key: (-shares[key], key))
    return {key: place for place, key in enumerate(ordered, start=1)}


def varies(default: Default) -> bool:
    """Return whether an input takes part in the tornado and the draws: it has a spread, or a direction."""
    if default.name.startswith("readiness."):
        return False
    return default.low < default.high or default.direction is not Direction.NEUTRAL


def _shares(model: type[CooperationModel]) -> dict[str, float]:
    """Return each input's share of the squared swings of expected NPV, to six digits."""
    spreads = settle(model, {}).spreads
    names = [name for name, default in defaults_of(model).items() if varies(default)]
    count = 2 * len(names)
    values = {name: np.full(count, float(spread.mode)) for name, spread in spreads.items()}
    for place, name in enumerate(names):
        values[name][2 * place : 2 * place + 2] = spreads[name].low, spreads[name].high
    results = np.broadcast_to(expected_net_present_value(model(values), run(model, values, (count,))), count)
    squares = (results[1::2] - results[0::2]) ** 2
    return {
        name: round(float(square / max(squares.sum(), 1.0)), 6) for name, square in zip(names, squares, strict=True)
    }
