"""Simulations by name: one model, or all of them side by side with the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from costbench.analysis.chance.draws import dimension_blocks
from costbench.analysis.chance.simulation import Simulation, simulate_models
from costbench.catalogue.appraisals import settle_models
from costbench.catalogue.finder import list_models


def simulate(
    model: str,
    /,
    draws: int | None = None,
    seed: int = 0,
    *,
    correlation: float = 0.0,
    parties: Sequence[str] = (),
    **inputs: Any,
) -> Simulation:
    """Simulate one cooperation model: the organisation's net present value over draws of its inputs and gates.

    Parameters
    ----------
    model
        Identifier, alias or label of a model.
    draws
        Number of draws, rounded up to a power of 2. When absent, as many as bring the standard errors of mean,
        p5 and p95 below 2 % of the standard deviation (65,536 at most).
    seed
        Whole number; the same seed gives the same draws.
    correlation
        Correlation ρ of the inputs with a common factor, along their directions [0 to below 1].
    parties
        Stakeholders whose outcomes are wanted too, ``society`` among them.
    inputs
        Values by name, as for ``appraise``. What is given is certain unless ``NAME.low`` and ``NAME.high``
        give it a spread; what is not given keeps the spread of its default.

    Raises :class:`~costbench.errors.InputError` with every problem found,
    :class:`~costbench.errors.UnknownNameError` for a model that does not exist.

    >>> simulate("do_nothing", 64).summary().mean
    0.0
    """
    return simulate_together([model], draws, seed, correlation=correlation, parties=parties, **inputs)[0]


def simulate_together(
    models: Sequence[str] | None = None,
    /,
    draws: int | None = None,
    seed: int = 0,
    *,
    correlation: float = 0.0,
    parties: Sequence[str] = (),
    **inputs: Any,
) -> tuple[Simulation, ...]:
    """Simulate all models, or those named, with common random numbers, so that ``probability_best`` is known.

    Parameters are those of :func:`simulate`.
    """
    scenarios = settle_models(models, inputs)
    return simulate_models(
        scenarios,
        dimension_blocks(list_models()),
        draws=draws,
        seed=seed,
        correlation=correlation,
        parties=tuple(parties),
    )
