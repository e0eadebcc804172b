"""What a comparison is judged on: eight criteria read off any model's ledger, and profiles of weights."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from costbench.analysis.choice.multicriteria import MulticriteriaRanking, rank_alternatives, settle_weights
from costbench.appraisal import TOLERANCE, CooperationModel, Operand
from costbench.appraisal.declaring.quantities import Yearly
from costbench.appraisal.readings.flows import Array, Ledger, run, run_ledger
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.errors import UnknownNameError
from costbench.finance import net_present_value, peak_funding_need
from costbench.language import Text, text
from costbench.parameters.provenance import Provenance, read_provenance
from costbench.vocabulary import Kind, Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PROFILES_FILE: Final = Path(__file__).parent / "weights.toml"

Alternative: TypeAlias = tuple[type[CooperationModel], Mapping[str, Operand]]
"""A model with the values of its inputs, floats or arrays over draws."""


@dataclass(frozen=True)
class Criterion:
    """One column of the table: ``benefit`` says that more is better."""

    name: str
    unit: str
    benefit: bool
    label: Text


CRITERIA: Final[dict[str, Criterion]] = {
    criterion.name: criterion
    for criterion in (
        Criterion("expected_npv", "EUR", True, Text("Expected NPV", "VAN espérée")),
        Criterion("setup_effort", "FTE-month", False, Text("Setup effort", "Effort de montage")),
        Criterion("first_revenue_year", "year", False, Text("First revenue", "Première recette")),
        Criterion("probability_of_loss", "/1", False, Text("Probability of loss", "Probabilité de perte")),
        Criterion("peak_funding_need", "EUR", False, Text("Peak funding need", "Besoin maximal de financement")),
        Criterion("beneficiaries_reached", "person", True, Text("Beneficiaries reached", "Bénéficiaires touchés")),
        Criterion("social_value", "EUR", True, Text("Expected social value", "Valeur sociale espérée")),
        Criterion("autonomy", "/1", True, Text("Autonomy", "Autonomie")),
    )
}


def measure(
    model: type[CooperationModel],
    values: Mapping[str, Operand],
    shape: tuple[int, ...] = (),
    probability_of_loss: float | None = None,
) -> dict[str, Array]:
    """Return the eight criteria of one model, each of ``shape``; NaN where absent.

    ``expected_npv``, ``beneficiaries_reached`` and ``social_value`` are weighed by the probability of signing;
    effort, first revenue, peak funding need and autonomy are those of the signed deal.
    ``probability_of_loss`` comes from a simulation and is absent without one.
    """
    instance, ledger = model(values), run_ledger(model, values, shape)
    flows = run(model, values, shape, ORGANISATION)
    loss = np.nan if probability_of_loss is None else probability_of_loss
    found = {
        "expected_npv": expected_net_present_value(instance, flows),
        "setup_effort": instance.setup_fte_months,
        "first_revenue_year": first_revenue_year(ledger),
        "probability_of_loss": loss,
        "peak_funding_need": peak_funding_need(flows.net(ORGANISATION)),
        "beneficiaries_reached": instance.probability_of_signing * people_reached(model, values, ledger),
        "social_value": expected_social_value(instance, ledger),
        "autonomy": autonomy(instance, ledger),
    }
    return {name: np.broadcast_to(np.asarray(found[name], dtype=float), shape) for name in CRITERIA}


def received(ledger: Ledger) -> dict[Stakeholder, Array]:
    """Return what each payer pays the organisation, year by year, in EUR."""
    income: dict[Stakeholder, Array] = {}
    for line in ledger.lines:
        if line.kind is Kind.PAYMENT and line.payee is ORGANISATION and line.payer is not None:
            income[line.payer] = income.get(line.payer, 0.0) + line.amounts
    return income


def first_revenue_year(ledger: Ledger) -> Array:
    """Return the first year in which somebody pays the organisation; NaN when nobody ever does."""
    paid = sum(received(ledger).values(), np.zeros(1)) > TOLERANCE
    return np.where(paid.any(axis=0), np.argmax(paid, axis=0), np.nan)


def autonomy(instance: CooperationModel, ledger: Ledger) -> Array:
    """Return how little the organisation would depend on its largest payer, between 0 and 1.

    Formula: 1 − L / (annual budget + I), with I what the deal brings in a mean year of operation and L the part
    of it that the largest payer brings. A deal that pays nothing leaves autonomy at 1.
    Convention: operation shorter than a year counts as a year.
    """
    years = np.maximum(instance.operation_years, 1.0)
    means = [np.maximum(amounts, 0.0).sum(axis=0) / years for amounts in received(ledger).values()]
    if not means:
        return np.asarray(1.0)
    resources = instance.annual_budget + sum(means)
    return np.asarray(1 - np.max(means, axis=0) / np.maximum(resources, TOLERANCE))


def people_reached(model: type[CooperationModel], values: Mapping[str, Operand], ledger: Ledger) -> Operand:
    """Return the people whom the signed deal reaches, counted by the input or working that the model names.

    A number of people a year is summed, a number of people at a time counts at its highest year.
    A model that gives beneficiaries nothing reaches nobody; one that names no count has none (NaN).
    """
    name = model.beneficiaries
    if name is None:
        touched = any(Stakeholder.BENEFICIARIES in (line.payer, line.payee) for line in ledger.lines)
        return np.nan if touched else 0.0
    if name in values:
        return values[name]
    counted = ledger.workings[name]
    if not isinstance(model.contract.workings[name], Yearly):
        return counted
    return counted.sum(axis=0) if ledger.units[name].endswith("/year") else counted.max(axis=0)


def expected_social_value(instance: CooperationModel, ledger: Ledger) -> Operand:
    """Return P · society's value of operation − Σ reach of a phase · its cost, at the social discount rate, in EUR.

    The other parties' own setup effort is counted in full, whether or not the deal is signed.
    """
    total: Operand = 0.0
    for line in ledger.lines:
        if line.kind is Kind.PAYMENT:
            continue
        worth = net_present_value(line.amounts, instance.social_discount_rate)
        signed = worth if line.kind is Kind.BENEFIT else -worth
        total = total + signed * _chance(instance, line.name)
    return total


def _chance(instance: CooperationModel, entry: str) -> Operand:
    """Return the probability that an entry is ever posted."""
    stage, _, phase = entry.partition(".")
    if stage != "setup":
        return instance.probability_of_signing
    return instance.phase_reach(phase) if phase in instance.definition.phases else 1.0


@dataclass(frozen=True)
class CriteriaTable:
    """Alternatives × criteria; ``values`` is (…, alternatives, criteria), NaN where absent.

    A criterion that no alternative has is left out. ``remarks`` say what is absent and how it counts.
    """

    alternatives: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    values: Array
    remarks: tuple[Text, ...]

    @property
    def benefit(self) -> dict[str, bool]:
        """Name of each criterion to whether more is better."""
        return {criterion.name: criterion.benefit for criterion in self.criteria}

    def completed(self) -> Array:
        """Return the values with the worst one found in place of each absent one: an unknown is no merit."""
        absent, more = np.isnan(self.values), np.array(list(self.benefit.values()))
        lowest = np.min(self.values, axis=-2, keepdims=True, where=~absent, initial=np.inf)
        highest = np.max(self.values, axis=-2, keepdims=True, where=~absent, initial=-np.inf)
        worst = np.where(more, lowest, highest)
        worst = np.where(np.isfinite(worst), worst, 0.0)
        return np.where(absent, worst, self.values)

    def weights(self, given: Mapping[str, float] | None) -> Array:
        """Return one weight a criterion of the table, summing to 1; all alike for ``None``."""
        for name in given or {}:
            if name not in CRITERIA:
                raise UnknownNameError(Text("criterion", "critère"), name, CRITERIA)
        kept = None if given is None else {name: given[name] for name in given if name in self.benefit}
        return settle_weights(kept, list(self.benefit))


def criteria_table(
    alternatives: Sequence[Alternative], shape: tuple[int, ...] = (), losses: Mapping[str, float] | None = None
) -> CriteriaTable:
    """Return the criteria of several models for the same scenario, or for draws of it (``shape``).

    ``losses`` is the probability of loss by model, from a simulation; without it that criterion is left out.
    """
    known = losses or {}
    rows = [measure(model, values, shape, known.get(model.id)) for model, values in alternatives]
    full = np.stack([np.stack([row[name] for name in CRITERIA], axis=-1) for row in rows], axis=-2)
    present = np.atleast_1d(~np.isnan(full).all(axis=tuple(range(full.ndim - 1))))
    criteria = tuple(criterion for criterion, kept in zip(CRITERIA.values(), present, strict=True) if kept)
    values = full[..., present]
    models = [model for model, _ in alternatives]
    return CriteriaTable(tuple(model.id for model in models), criteria, values, _absences(models, criteria, values))


def _absences(
    models: Sequence[type[CooperationModel]], criteria: Sequence[Criterion], values: Array
) -> tuple[Text, ...]:
    absent = np.atleast_2d(np.isnan(values).any(axis=tuple(range(values.ndim - 2))))
    remarks = [
        Text(
            "“{criterion}” is absent for “{model}” and counts there as the worst value found.",
            "« {criterion} » manque pour « {model} » et y compte pour la plus mauvaise valeur trouvée.",
        ).format(criterion=criterion.label, model=model.definition.label)
        for row, model in zip(absent, models, strict=True)
        for missing, criterion in zip(row, criteria, strict=True)
        if missing
    ]
    if "probability_of_loss" not in {criterion.name for criterion in criteria}:
        en = "The probability of loss takes no part: it asks for draws."
        remarks.append(Text(en, "La probabilité de perte n’intervient pas : elle demande des tirages."))
    return tuple(remarks)


@dataclass(frozen=True)
class Profile:
    """A way to weigh the criteria: points by criterion, each with its reason."""

    name: str
    label: Text
    points: dict[str, float]
    provenance: dict[str, Provenance]


@cache
def profiles() -> dict[str, Profile]:
    """Return the profiles of weights shipped, by name."""
    table = tomllib.loads(PROFILES_FILE.read_text(encoding="utf-8"))
    return {name: _profile(name, entry) for name, entry in table.items()}


def _profile(name: str, entry: Mapping[str, Any]) -> Profile:
    given = entry["weights"]
    reasons = {
        criterion: {"kind": "assumption", "checked_on": entry["checked_on"], "reason": item["reason"]}
        for criterion, item in given.items()
    }
    return Profile(
        name,
        text(entry["label"]),
        {criterion: float(item["points"]) for criterion, item in given.items()},
        {key: read_provenance(reasons[key], {}, PROFILES_FILE.name, f"{name}.{key}") for key in given},
    )


def profile(name: str) -> Profile:
    """Return a profile by name; :class:`~costbench.errors.UnknownNameError` for any other name."""
    if name not in profiles():
        raise UnknownNameError(Text("profile", "profil"), name, profiles())
    return profiles()[name]


def rank_criteria(
    table: CriteriaTable, weights: Mapping[str, float] | None = None, method: str = "topsis"
) -> MulticriteriaRanking:
    """Rank the alternatives of a table (one scenario) by ``weights``, all alike for ``None``."""
    settled = dict(zip(table.benefit, table.weights(weights).tolist(), strict=True))
    return rank_alternatives(table.alternatives, table.completed(), table.benefit, settled, method)
