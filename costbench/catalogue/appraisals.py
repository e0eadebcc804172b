"""One model appraised for one scenario, or all of them side by side: the doors behind the Python names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from costbench.analysis.choice.break_even import add_break_even
from costbench.analysis.ranking import rank
from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.names import Given
from costbench.appraisal.readings.flows import Flows, Ledger, run, run_ledger
from costbench.appraisal.readings.indicators import CODES, Remark, indicators
from costbench.appraisal.settling.inputs import Settled, accepted_names, for_model, settle, unknown_input
from costbench.catalogue.checklists import shared
from costbench.catalogue.finder import get_model, list_models
from costbench.errors import InputError, UnknownNameError
from costbench.language import Text
from costbench.vocabulary import SOCIETY, Stakeholder

STAKEHOLDER = Text("stakeholder", "acteur")


@dataclass(frozen=True)
class Appraisal:
    """What one model means for one scenario: ``indicators`` by name, ``None`` where absent, and the remarks."""

    model: type[CooperationModel]
    settled: Settled
    indicators: dict[str, float | None]
    remarks: tuple[Remark, ...] = field(default=())
    warnings: tuple[Text, ...] = field(default=())

    def __getitem__(self, name: str) -> float | None:
        return self.indicators[name]

    @cached_property
    def flows(self) -> Flows:
        """The yearly flows of every stakeholder, computed when they are first asked for."""
        return run(self.model, self.settled.values())

    @property
    def affordability(self) -> str:
        """``within_reach``, ``heavy`` or ``out_of_reach``."""
        return CODES[int(self.indicators["affordability"] or 0)]

    def reasons(self, indicator: str) -> list[Text]:
        """Return why an indicator is absent, or what to beware of when reading it."""
        return [remark.sentence for remark in self.remarks if remark.indicator == indicator]

    def cash_flow(self, stakeholder: str = Stakeholder.ORGANISATION) -> list[float]:
        """Return the flows of a stakeholder (or of ``society``), one a year from year 0, with the deal signed.

        Raises :class:`~costbench.errors.UnknownNameError` for a stakeholder that does not exist.
        """
        if stakeholder not in {*Stakeholder, SOCIETY}:
            raise UnknownNameError(STAKEHOLDER, stakeholder, [*Stakeholder, SOCIETY])
        flows = self.flows.society() if stakeholder == SOCIETY else self.flows.net(Stakeholder(stakeholder))
        return [float(flow) for flow in flows]

    def ledger(self) -> Ledger:
        """Return every entry and every working over the years."""
        return run_ledger(self.model, self.settled.values())


@dataclass(frozen=True)
class Comparison:
    """Several models appraised for the same scenario; ``ranks`` by expected NPV, ties sharing a rank."""

    appraisals: tuple[Appraisal, ...]
    ranks: tuple[int, ...]

    def ranked(self) -> list[tuple[int, Appraisal]]:
        """Return rank and appraisal, the best first."""
        return sorted(zip(self.ranks, self.appraisals, strict=True), key=lambda item: item[0])


def appraise(model: str, /, **inputs: Any) -> Appraisal:
    """Appraise one cooperation model.

    ``inputs`` are values by name; what is not given keeps its default. A name with a dot is passed by
    ``**{"acquaintance.fte_months": 3}``.
    Raises :class:`~costbench.errors.InputError` with every problem found,
    :class:`~costbench.errors.UnknownNameError` for a model that does not exist.

    >>> round(appraise("social_impact_bond", setup_fte_months=12)["setup_fte_months"], 6)
    12.0
    """
    chosen = get_model(model)
    check_names(inputs)
    mine = for_model(inputs, chosen)
    warnings = tuple(other_model_warning(name, chosen) for name in inputs if name not in mine and "." not in name)
    settled = settle(chosen, mine)
    settled.raise_problems()
    return _appraisal(settled, warnings)


def compare(models: Sequence[str] | None = None, /, **inputs: Any) -> Comparison:
    """Appraise all models, or those named, for one scenario and rank them by expected NPV.

    Raises :class:`~costbench.errors.InputError` with every problem found in any of them, each once.
    """
    appraisals = tuple(_appraisal(one) for one in settle_models(models, inputs))
    expected = [appraisal["expected_npv"] or 0.0 for appraisal in appraisals]
    return Comparison(appraisals, tuple(int(place) for place in rank(expected)))


def settle_models(models: Sequence[str] | None, given: Given) -> list[Settled]:
    """Return one scenario settled for all models, or for those named; each takes its own part of ``readiness``.

    Raises :class:`~costbench.errors.InputError` with every problem found in any of them, each once.
    """
    check_names(given)
    chosen = [get_model(name) for name in models] if models else list_models()
    together = len(chosen) > 1
    scenarios = [settle(model, for_model(shared(given, model) if together else given, model)) for model in chosen]
    problems = dict.fromkeys(problem for settled in scenarios for _, problem in settled.problems)
    if problems:
        raise InputError(problems)
    return scenarios


def check_names(inputs: Mapping[str, Any]) -> None:
    """Raise :class:`~costbench.errors.InputError` for every name that no model knows."""
    known, models = known_names(), {model.id for model in list_models()}
    unknown = [name for name in inputs if name not in known]
    if unknown:
        plain = {name for name in known if name.partition(".")[0] not in models}
        raise InputError(unknown_input(name, known if name.partition(".")[0] in models else plain) for name in unknown)


def known_names() -> set[str]:
    """Return every input name of every model, plain and written ``MODEL.name``."""
    names: set[str] = set()
    for model in list_models():
        own = accepted_names(model)
        names |= own | {f"{model.id}.{name}" for name in own}
    return names


def other_model_warning(name: str, model: type[CooperationModel]) -> Text:
    """Return the sentence that says an input belongs to another model."""
    return Text(
        f"`{name}` is an input of another model; {model.id} does not use it.",
        f"« {name} » est une donnée d’un autre modèle ; {model.id} ne l’utilise pas.",
    )


def _appraisal(settled: Settled, warnings: tuple[Text, ...] = ()) -> Appraisal:
    model = settled.model
    found = indicators(settled)
    add_break_even(found, model, settled.values())
    values = {name: _plain(float(value)) for name, value in found.values.items()}
    return Appraisal(model, settled, values, tuple(found.remarks_at()), warnings)


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
