"""A simulation, against only generating the same PERT inputs with a quantile table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from math import ceil

import numpy as np

from benchmarks.measuring import Finding
from costbench.analysis.chance.draws import _few_points, _shared_net, dimension_blocks, sampling
from costbench.analysis.chance.simulation import simulate_many
from costbench.analysis.chance.uncertain_inputs import UncertainScenario, uncertain_scenario
from costbench.appraisal.readings.flows import run_ledger
from costbench.appraisal.settling.inputs import Settled, for_model, settle
from costbench.catalogue import list_models

CELLS = 4096
SCENARIOS, DRAWS = 100, 4096
ONE, MANY = 1, 65_536


def scenarios(count: int) -> list[Settled]:
    """Return some scenarios of every model, each with a budget, a size and a rate of its own."""
    rng = np.random.default_rng(11)
    given = {
        "discount_rate": rng.uniform(0.02, 0.06, count),
        "annual_budget": rng.uniform(2e5, 5e6, count),
        "setup_fte_months": rng.uniform(4, 24, count),
        "programme_budget": rng.uniform(5e5, 3e6, count),
        "programme_budget.low": np.full(count, 2e5),
        "programme_budget.high": np.full(count, 5e6),
        "jobs_at_maturity": rng.uniform(10, 50, count),
        "jobs_at_maturity.low": np.full(count, 4.0),
        "jobs_at_maturity.high": np.full(count, 80.0),
    }
    return [settle(model, for_model(given, model)) for model in list_models()]


class Yardstick:
    """Draws of PERT inputs read off tables of quantiles: one number drawn, one product, two cells read."""

    def __init__(self, rows: Sequence[UncertainScenario]) -> None:
        from scipy.special import betaincinv

        inputs = {name: row.marginals[name] for row in rows for name in row.uncertain}
        self.tables = []
        for item in inputs.values():
            width = item.high - item.low
            up, down = 1 + 4 * (item.mode - item.low) / width, 1 + 4 * (item.high - item.mode) / width
            self.tables.append(item.low + width * betaincinv(up, down, np.linspace(0, 1, CELLS + 1)))

    def draw(self, count: int) -> None:
        rng = np.random.default_rng(1)
        for table in self.tables:
            place = rng.random(count) * CELLS
            cell = place.astype(np.int32)
            table[cell] + (place - cell) * (table[cell + 1] - table[cell])


def entry_years(settled: Sequence[Settled]) -> int:
    """Return how many entries a draw of all the models has, each counted in each year until settlement."""
    count = 0
    for one in settled:
        values = {name: np.ravel(value)[0] if np.ndim(value) else value for name, value in one.values().items()}
        last = ceil(float(one.model(values).settlement_year) - 1e-9)
        count += len(run_ledger(one.model, values).lines) * (last + 1)
    return count


def measured(times: int) -> Iterator[Finding]:
    for count, draws in ((SCENARIOS, DRAWS), (ONE, MANY)):
        settled = scenarios(count)
        chosen = sampling(dimension_blocks(list_models()), draws, seed=3)
        yardsticks = [Yardstick([uncertain_scenario(one, place) for one in settled]) for place in range(count)]

        def simulate(settled: list[Settled] = settled, chosen: object = chosen) -> None:
            _few_points.cache_clear()
            _shared_net.cache_clear()
            simulate_many(settled, chosen)

        def only_draw(yardsticks: list[Yardstick] = yardsticks, draws: int = draws) -> None:
            for yardstick in yardsticks:
                yardstick.draw(draws)

        ours, theirs = _in_turns(simulate, only_draw, times)
        each, ratio = ours / (count * draws), ours / theirs
        inputs, years = len(yardsticks[0].tables), entry_years(settled)
        drawn = f"{count} {'scenarios' if count > 1 else 'scenario'}"
        what = f"{drawn}, {draws:,} draws, all models ({inputs} PERT inputs)"
        per = f"{1e9 * each:,.0f} ns a scenario-draw, {1e9 * each / years:.1f} ns an entry and year"
        work = f"a scenario-draw under all {len(settled)} models, {drawn} of {draws:,} draws"
        yield Finding(f"Simulation of {what}", per, capacity=(work, each))
        yield Finding("… against generating the inputs with quantile tables", f"{ratio:.2f}", "≤ 3", ratio <= 3)


def _in_turns(one: Callable[[], None], other: Callable[[], None], times: int) -> tuple[float, float]:
    """Return the median processor times of two tasks run in turns, the first of each not counted."""
    spent: tuple[list[float], list[float]] = [], []
    for turn in range(times + 1):
        for task, gathered in zip((one, other), spent, strict=True):
            started = time.process_time()
            task()
            if turn:
                gathered.append(time.process_time() - started)
    return statistics.median(spent[0]), statistics.median(spent[1])
