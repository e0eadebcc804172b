"""Decisions by name: models ranked on several criteria, a portfolio of them, and the comparison in two sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from costbench.analysis.chance.draws import Sampling, dimension_blocks, sampling
from costbench.analysis.chance.simulation import Simulation, simulate_models
from costbench.analysis.chance.uncertain_inputs import DrawnInputs, uncertain_scenario
from costbench.analysis.choice.acceptability import Acceptability, acceptability
from costbench.analysis.choice.criteria import CRITERIA, CriteriaTable, criteria_table, profile, rank_criteria
from costbench.analysis.choice.multicriteria import MulticriteriaRanking
from costbench.analysis.choice.portfolio import UNLIMITED, Limits, Portfolio, candidate, choose_portfolio
from costbench.analysis.words.explanation import Explanation
from costbench.analysis.words.explanation import explain as explain_scenarios
from costbench.appraisal.settling.inputs import Settled
from costbench.catalogue.appraisals import settle_models
from costbench.catalogue.finder import get_model, list_models
from costbench.language import Text

MOST_LEDGERS: Final = 4096
"""Draws whose criteria are kept: every one of them needs a whole ledger."""


@dataclass(frozen=True)
class RankedModels:
    """Models ranked on several criteria: the table, the ranking, and what to beware of.

    ``acceptability`` says how the ranks hold when the weights are not known; with draws, when the inputs are not
    known either.
    """

    table: CriteriaTable
    ranking: MulticriteriaRanking
    acceptability: Acceptability

    @property
    def remarks(self) -> list[Text]:
        """What is absent from the table, then every rank reversal."""
        labels = {model.id: model.definition.label for model in list_models()}
        return [*self.table.remarks, *(reversal.named(labels) for reversal in self.ranking.reversals)]


def rank_models(
    models: Sequence[str] | None = None,
    /,
    weights: Mapping[str, float] | str | None = None,
    method: str = "topsis",
    draws: int = 0,
    seed: int = 0,
    **inputs: Any,
) -> RankedModels:
    """Rank all models, or those named, on several criteria at once.

    Parameters
    ----------
    models
        Identifiers, aliases or labels; all models when absent.
    weights
        Points by criterion (see :data:`~costbench.analysis.choice.criteria.CRITERIA`), or the name of a profile:
        ``cautious_small_structure``, ``growing_enterprise``, ``network_head``. All criteria weigh alike when absent.
    method
        ``topsis`` or ``weighted_sum``.
    draws
        With draws the probability of loss is one of the criteria, and rank acceptability counts the uncertainty
        of the inputs (over at most 4,096 of the draws) besides that of the weights. 0 for none.
    inputs
        Values by name, as for ``appraise``.

    Raises :class:`~costbench.errors.InputError` and :class:`~costbench.errors.UnknownNameError`.

    >>> rank_models(["sponsorship", "do_nothing"], {"setup_effort": 1}).ranking.ranked()[0][1]
    'do_nothing'
    """
    points = profile(weights).points if isinstance(weights, str) else weights
    scenarios = settle_models(models, inputs)
    central = [(settled.model, settled.values()) for settled in scenarios]
    if not draws:
        table = criteria_table(central)
        return RankedModels(table, rank_criteria(table, points, method), acceptability(table, seed=seed, method=method))
    blocks = dimension_blocks(list_models())
    losses = _losses(simulate_models(scenarios, blocks, draws=draws, seed=seed))
    table = criteria_table(central, losses=losses)
    drawn = _drawn_table(scenarios, losses, sampling(blocks, min(draws, MOST_LEDGERS), seed))
    held = acceptability(drawn, MOST_LEDGERS, seed, method)
    return RankedModels(table, rank_criteria(table, points, method), held)


def plan_portfolio(
    models: Sequence[str] | None = None,
    /,
    fte: float | Sequence[float] = UNLIMITED,
    cash: float | Sequence[float] = UNLIMITED,
    negotiations: float | Sequence[float] = UNLIMITED,
    required: Collection[str] = (),
    last_start: int = 5,
    **inputs: Any,
) -> Portfolio:
    """Return which models to start, and when, for the highest total expected NPV within the limits.

    Parameters
    ----------
    fte, cash, negotiations
        People for the setups [FTE], cash that may be absorbed [EUR], negotiations at the same time: one number, or
        one a year from year 0. Nothing limits when absent.
    required
        Models that must start, whatever they are worth.
    last_start
        The last year in which a setup may begin.

    Raises :class:`~costbench.errors.NoSolutionError` when the required models do not fit, naming the limits.

    >>> [start.name for start in plan_portfolio(fte=0.5).starts]
    ['pilot_rollout']
    """
    candidates = [candidate(settled.model, settled.values()) for settled in settle_models(models, inputs)]
    named = [get_model(name).id for name in required]
    return choose_portfolio(candidates, Limits(fte, cash, negotiations), named, last_start)


def explain(models: Sequence[str] | None = None, /, draws: int = 0, seed: int = 0, **inputs: Any) -> Explanation:
    """Explain in two sentences which of all models, or of those named, leads, and what would change that.

    Ranked by expected NPV, or by the mean of ``draws`` draws when there are some.

    >>> explain(["sponsorship", "do_nothing"]).leader
    'do_nothing'
    """
    scenarios = settle_models(models, inputs)
    blocks = dimension_blocks(list_models())
    return explain_scenarios(scenarios, simulate_models(scenarios, blocks, draws=draws, seed=seed) if draws else ())


def _losses(simulations: Sequence[Simulation]) -> dict[str, float]:
    found = {simulation.model.id: simulation.summary().probability_of_loss for simulation in simulations}
    return {name: loss for name, loss in found.items() if loss is not None}


def _drawn_table(scenarios: Sequence[Settled], losses: Mapping[str, float], chosen: Sampling) -> CriteriaTable:
    """Return the criteria at each point drawn, gates averaged; the ledger ends with its last year."""
    points = next(chosen.spans())
    drawn = [(settled.model, DrawnInputs(uncertain_scenario(settled), points)) for settled in scenarios]
    return criteria_table(drawn, (points.count,), losses)


__all__ = ["CRITERIA", "RankedModels", "explain", "plan_portfolio", "rank_models"]
