"""Studies by name: which inputs matter, where the answer changes, what knowing is worth, how bad it can get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from costbench.analysis.chance import sensitivity, switching
from costbench.analysis.chance.draws import dimension_blocks, sampling
from costbench.analysis.chance.information import InformationValues
from costbench.analysis.chance.information import information_values as values_of_knowing
from costbench.analysis.chance.scenarios import Case, UpliftEffect
from costbench.analysis.chance.scenarios import optimism_bias_effect as effect_of_uplift
from costbench.analysis.chance.scenarios import three_cases as cases_of
from costbench.analysis.chance.sensitivity import SobolIndex, Swing
from costbench.analysis.chance.switching import SwitchingValue
from costbench.appraisal.settling.inputs import Settled
from costbench.catalogue.appraisals import settle_models
from costbench.catalogue.finder import list_models

USUAL_DRAWS = 4096


def tornado(model: str, /, **inputs: Any) -> tuple[Swing, ...]:
    """Return how far each uncertain input alone moves a model's expected NPV, the longest swing first.

    ``inputs`` are values by name, as for ``appraise``; what is given without ``NAME.low`` and ``NAME.high`` is certain.

    >>> tornado("guaranteed_credit_line")[0].name
    'outstanding_at_maturity'
    """
    return sensitivity.tornado(_settled(model, inputs))


def switching_values(model: str, /, **inputs: Any) -> tuple[SwitchingValue, ...]:
    """Return the value of each input at which a model's expected NPV is zero, the nearest first.

    An input without such a value has the reason instead.

    >>> switching_values("guaranteed_credit_line")[0].name
    'market_rate'
    """
    return switching.break_even_values(_settled(model, inputs))


def first_place_values(models: Sequence[str] | None = None, /, **inputs: Any) -> tuple[SwitchingValue, ...]:
    """Return the value of each input at which the first of all models, or of those named, loses its place.

    >>> first_place_values(["guaranteed_credit_line", "do_nothing"])[0].successor
    'do_nothing'
    """
    return switching.first_place_values(settle_models(models, inputs))


def three_cases(model: str, /, **inputs: Any) -> tuple[Case, ...]:
    """Return the pessimistic, the central and the optimistic case of a model, each with every indicator.

    >>> [case.name for case in three_cases("pilot_rollout")]
    ['pessimistic', 'central', 'optimistic']
    """
    return cases_of(_settled(model, inputs))


def optimism_bias_effect(model: str, /, uplift: float, **inputs: Any) -> UpliftEffect:
    """Return what raising the setup's cost by ``uplift`` [/1] changes, as published guidance on optimism bias asks.

    >>> optimism_bias_effect("cis", 0.5).setup_cost_uplifted
    188675.0
    """
    return effect_of_uplift(_settled(model, inputs), uplift)


def sobol_indices(model: str, /, base_draws: int = 512, seed: int = 0, **inputs: Any) -> tuple[SobolIndex, ...]:
    """Return the share of the variance of a model's expected NPV that each uncertain input explains, through SALib.

    ``base_draws`` is rounded up to a power of 2; the model meets that many times (uncertain inputs + 2) points.
    """
    return sensitivity.input_indices(_settled(model, inputs), base_draws=base_draws, seed=seed)


def rank_correlations(model: str, /, draws: int = USUAL_DRAWS, seed: int = 0, **inputs: Any) -> dict[str, float | None]:
    """Return Spearman's rank correlation of each uncertain input with a model's expected NPV, the strongest first."""
    chosen = sampling(dimension_blocks(list_models()), draws, seed)
    return sensitivity.rank_correlations(_settled(model, inputs), chosen)


def information_values(
    models: Sequence[str] | None = None,
    /,
    draws: int = USUAL_DRAWS,
    seed: int = 0,
    *,
    correlation: float = 0.0,
    **inputs: Any,
) -> InformationValues:
    """Return what it would be worth, in EUR, to know the inputs before choosing among all models or those named.

    In total and input by input: which figure is worth paying a study for. Takes 512 ``draws`` or more.
    """
    chosen = sampling(dimension_blocks(list_models()), draws, seed, correlation)
    return values_of_knowing(settle_models(models, inputs), chosen)


def _settled(model: str, inputs: Mapping[str, Any]) -> Settled:
    (settled,) = settle_models([model], inputs)
    return settled
