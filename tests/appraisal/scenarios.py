"""Random scenarios for any model: within its limits, some values at their edges, timelines that fit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal import LAST_YEAR, CooperationModel, TextInput
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.names import defaults_of


def random_values(
    model: type[CooperationModel], rng: np.random.Generator, count: int
) -> dict[str, NDArray[np.float64]]:
    """Return ``count`` scenarios as one array an input; every timeline ends by the last year."""
    kept: list[dict[str, NDArray[np.float64]]] = []
    missing = count
    while missing > 0:
        drawn = {name: _draw(default, rng, 2 * count) for name, default in defaults_of(model).items()}
        for written in model.contract.texts.values():
            if written.declares:
                drawn |= _read(written, rng, 2 * count, set(written.sets))
        fits = np.broadcast_to(model(drawn).settlement_year <= LAST_YEAR, 2 * count)
        kept.append({name: values[fits][:missing] for name, values in drawn.items()})
        missing -= len(kept[-1]["discount_rate"])
    return {name: np.concatenate([part[name] for part in kept]) for name in kept[0]}


def _read(written: TextInput, rng: np.random.Generator, count: int, names: set[str]) -> dict[str, NDArray[np.float64]]:
    """Return what randomly chosen texts set: a card whose tiers were drawn one by one would be no card."""
    read = [written.read(example) for example in written.examples]
    chosen = rng.integers(len(read), size=count)
    return {name: np.array([read[place][name] for place in chosen], dtype=float) for name in names}


def _draw(default: Default, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Return values around the default's spread, one in eight at an edge: 0, 1, a bound, or another tier's value."""
    limits = default.quantity.low, default.quantity.high
    top = max(default.high, 2 * default.central, 1e-3 if default.high else 2.0)
    values = rng.uniform(min(default.low, 0.5 * default.central), top, count)
    edges = rng.choice([0.0, 1.0, default.low, default.central, default.high], count)
    return np.clip(np.where(rng.random(count) < 1 / 8, edges, values), *limits)
