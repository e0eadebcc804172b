"""The only door between scoring and simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.settling.inputs import Settled
from costbench.catalogue import list_models

RISK_COLUMNS: Final = ("mean", "p5", "p50", "p95", "probability_of_loss", "probability_best")


def simulated(settled: Sequence[Settled], draws: int, seed: int, count: int) -> list[dict[str, NDArray[np.float64]]]:
    """Return for each model :data:`RISK_COLUMNS`, one value for each of ``count`` scenarios.

    ``settled`` are the models to compare, all on the same scenarios. The numbers drawn depend on ``seed``
    alone, never on a scenario's place, so that a scenario is worth the same in any chunk.
    ``probability_best`` is absent where there is one model only.
    """
    from costbench.analysis.chance.draws import dimension_blocks, sampling
    from costbench.analysis.chance.simulation import simulate_many

    chosen = sampling(dimension_blocks(list_models()), draws, seed)
    together = [replace(one, size=count) for one in settled]
    return [{name: found[name] for name in RISK_COLUMNS} for found in simulate_many(together, chosen)]
