"""A plain Monte Carlo that shares no line with the analyses: pseudo-random betas, its own gates, its own setup."""

from __future__ import annotations

import numpy as np

from costbench.appraisal.readings.flows import run
from costbench.appraisal.settling.inputs import Settled
from costbench.vocabulary import ROLES, Stakeholder

BLOCK = 20_000


def brute_force(settled: Settled, draws: int, seed: int) -> np.ndarray:
    """Return what the deal is worth to the organisation in each of ``draws`` pseudo-random draws, in EUR."""
    rng = np.random.default_rng(seed)
    blocks = [_block(settled, min(BLOCK, draws - start), rng) for start in range(0, draws, BLOCK)]
    return np.concatenate(blocks)


def _block(settled, count, rng):
    model, rows = settled.model, np.arange(count)
    values = {name: _beta(spread, count, rng) for name, spread in settled.spreads.items()}
    for name, declared in model.contract.quantities.items():
        if declared.gate:
            values[name] = 1.0 * (rng.random(count) < values[name])
    worth, start = np.zeros(count), np.zeros(count)
    for phase in model.definition.phases:  # rows: the draws in which this phase is begun
        labour = sum(values[f"{phase}.{role}"] * values[f"{role}_cost"] for role in ROLES) / 12
        cost = (labour + values[f"{phase}.fees"]) * (1 + values["setup_optimism_bias"])
        end = start + values[f"{phase}.months"] / 12
        worth[rows] -= (cost * _spent_evenly(start, end, values["discount_rate"]))[rows]
        start = end
        rows = rows[rng.random(rows.size) < np.broadcast_to(values[f"{phase}.probability"], count)[rows]]
    signed = {name: value[rows] if np.ndim(value) else value for name, value in values.items()}
    if rows.size:
        flows = run(model, signed, (rows.size,)).operation[Stakeholder.ORGANISATION]
        worth[rows] += sum(flow / (1 + signed["discount_rate"]) ** year for year, flow in enumerate(flows))
    return worth


def _beta(spread, count, rng):
    low, mode, high = (float(bound) for bound in (spread.low, spread.mode, spread.high))
    if high == low:
        return low
    width = high - low
    return low + width * rng.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, count)


def _spent_evenly(start, end, rate):
    """Return today's value of one euro spent evenly between two dates, each year's part at the year's end."""
    worth = np.zeros(np.shape(end))
    for year in range(1, 21):
        overlap = np.clip(np.minimum(end, year) - np.maximum(start, year - 1), 0, None)
        worth += overlap / (end - start) / (1 + rate) ** year
    return worth
