"""A comparison in two sentences: which model leads and why; what would change that, and the weakest evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from costbench.analysis.chance.sensitivity import Swing, tornado
from costbench.analysis.chance.simulation import Simulation
from costbench.analysis.chance.switching import SwitchingValue, first_place_values
from costbench.analysis.ranking import rank
from costbench.analysis.wording import amount, plain_quantity, quantity, share
from costbench.analysis.words import phrases
from costbench.appraisal import TOLERANCE, CooperationModel
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.appraisal.settling.inputs import Settled, defaults_of
from costbench.errors import InputError, Problem
from costbench.finance import discount_factor, net_present_value
from costbench.language import Text
from costbench.parameters.provenance import ProvenanceKind
from costbench.vocabulary import Stakeholder

ORGANISATION: Final = Stakeholder.ORGANISATION


@dataclass(frozen=True)
class Explanation:
    """Two sentences, and what they say in figures.

    ``second`` is absent for a model compared with none. ``contribution`` is what the second would need at signature
    to win, in EUR (the model alone: to break even); ``switching`` the nearest single figure within its range.
    """

    leader: str
    second: str | None
    contribution: float | None
    switching: SwitchingValue | None
    weakest: Swing | None
    sentences: tuple[Text, Text]

    def __str__(self) -> str:
        return " ".join(sentence.en for sentence in self.sentences)


def explain(scenarios: Sequence[Settled], simulations: Sequence[Simulation] = ()) -> Explanation:
    """Explain which of several models is worth most to the organisation in one scenario.

    Ranked by expected NPV, or by the mean of the draws when ``simulations`` are given, one a scenario in the same
    order. What would change the first place, and the swing of the evidence, are those of the central case.
    """
    if not scenarios:
        raise InputError([Problem("models", "[]", *phrases.NO_MODELS)])
    drawn: Sequence[Simulation | None] = simulations or [None] * len(scenarios)
    standings = [_standing(*pair) for pair in zip(scenarios, drawn, strict=True)]
    order = sorted(range(len(standings)), key=lambda place: -standings[place].worth)
    leader = standings[order[0]]
    second = standings[order[1]] if len(order) > 1 else None
    return _explained(leader, second, "drawn" if simulations else "central")


@dataclass(frozen=True)
class _Standing:
    """What one model is worth, and the three figures that make it up."""

    settled: Settled
    worth: float
    central: float
    signing: float
    operation: float
    setup: float
    discount: float

    @property
    def model(self) -> type[CooperationModel]:
        return self.settled.model

    @property
    def label(self) -> Text:
        return self.model.definition.label

    @property
    def is_nothing(self) -> bool:
        return not self.model.definition.phases and abs(self.worth) <= TOLERANCE


def _standing(settled: Settled, simulation: Simulation | None) -> _Standing:
    values = settled.values()
    model = settled.model(values)
    flows = run(settled.model, values, perspective=ORGANISATION)
    operation = float(net_present_value(flows.operation[ORGANISATION], model.discount_rate))
    central = float(expected_net_present_value(model, flows))
    signing = float(model.probability_of_signing)
    mean = simulation.summary().mean if simulation is not None else central
    discount = float(discount_factor(model.setup_years, model.discount_rate))
    return _Standing(
        settled, central if mean is None else mean, central, signing, operation, signing * operation - central, discount
    )


def _explained(leader: _Standing, second: _Standing | None, measured: str) -> Explanation:
    contribution = _contribution(leader, second)
    switching = _switching(leader, second)
    behind = second if leader.is_nothing and second is not None else leader
    weakest = weakest_evidence(behind.settled)
    turning = _turning(leader, second, contribution, switching, phrases.BASIS[measured][1])
    last = Text("{turning}, and {evidence}.", "{turning}, et {evidence}.").format(
        turning=turning, evidence=_evidence(behind, weakest, named=behind is leader and second is not None)
    )
    return Explanation(
        leader.model.id,
        None if second is None else second.model.id,
        contribution,
        switching,
        weakest,
        (_leading(leader, second, measured), _capitalised(last)),
    )


def _leading(leader: _Standing, second: _Standing | None, measured: str) -> Text:
    def said(pattern: Text, standing: _Standing, **more: object) -> Text:
        measure = phrases.MEASURED[measured].format(worth=amount(standing.worth))
        names = {"leader": leader.label, "second": second.label if second else "", "measure": measure}
        return pattern.format(**names, **more)

    if second is None:
        return said(phrases.ALONE, leader)
    if _level(leader, second):
        return said(phrases.LEVEL, leader)
    if leader.is_nothing:
        return said(phrases.NOTHING_LEADS, second)
    if second.is_nothing:
        figures = {
            "share": share(leader.signing),
            "operation": amount(leader.operation),
            "setup": amount(leader.setup),
        }
        return _joined(said(phrases.LEADS, leader), said(phrases.AHEAD_OF_NOTHING, leader, **figures))
    return _joined(
        said(phrases.LEADS, leader),
        said(
            phrases.AHEAD,
            leader,
            worth=amount(second.worth),
            reason=_reason(leader, second, phrases.BASIS[measured][0]),
        ),
    )


def _reason(leader: _Standing, second: _Standing, basis: Text) -> Text:
    """Return which of signing, operation and setup explains most of the gap between two expected NPVs.

    Formula: P₁O₁ − C₁ − (P₂O₂ − C₂) = (P₁ − P₂)(O₁ + O₂)/2 + (O₁ − O₂)(P₁ + P₂)/2 + (C₂ − C₁).
    """
    parts = {
        "signing": (leader.signing - second.signing) * (leader.operation + second.operation) / 2,
        "operation": (leader.operation - second.operation) * (leader.signing + second.signing) / 2,
        "setup": second.setup - leader.setup,
    }
    name = max((name for name in parts if _better(leader, second, name)), key=parts.__getitem__, default="operation")
    write = share if name == "signing" else amount
    mine, theirs = (write(getattr(standing, name)) for standing in (leader, second))
    return phrases.REASONS[name].format(mine=mine, theirs=theirs, basis=basis)


def _level(leader: _Standing, second: _Standing) -> bool:
    return bool(rank([leader.worth, second.worth])[1] == 1)


def _better(leader: _Standing, second: _Standing, name: str) -> bool:
    mine, theirs = getattr(leader, name), getattr(second, name)
    return bool(mine < theirs if name == "setup" else mine > theirs)


def _contribution(leader: _Standing, second: _Standing | None) -> float | None:
    """Return what the second needs at signature to catch up (alone: to break even), ``None`` where nothing helps."""
    rival, gap = (leader, -leader.worth) if second is None else (second, leader.worth - second.worth)
    weight = rival.signing * rival.discount
    if rival.is_nothing or weight <= TOLERANCE or gap <= TOLERANCE:
        return None
    return gap / weight


def _switching(leader: _Standing, second: _Standing | None) -> SwitchingValue | None:
    """Return the single figure, within its range, whose smallest move puts the second first in the central case."""
    if second is None or leader.central - second.central <= TOLERANCE:
        return None
    found = first_place_values([leader.settled, second.settled])
    return next((item for item in found if item.value is not None and item.within_spread), None)


def _turning(
    leader: _Standing,
    second: _Standing | None,
    contribution: float | None,
    switching: SwitchingValue | None,
    basis: Text,
) -> Text:
    ways = []
    if contribution is not None:
        ways.append(phrases.CONTRIBUTION.format(amount=amount(contribution)))
    if switching is not None and switching.value is not None and second is not None:
        default = _default(switching.name, second, leader)
        value, central = quantity(switching.value, default.unit), plain_quantity(switching.central, default.unit)
        ways.append(phrases.INPUT.format(label=default.label, value=value, central=central, basis=basis))
    names = {"leader": leader.label, "second": second.label if second else leader.label}
    if second is not None and _level(leader, second):
        return phrases.EITHER_WAY.format(**names)
    if not ways:
        return (phrases.NO_WAY if second else phrases.NO_NEED).format(**names)
    listed = Text(phrases.OR.en.join(way.en for way in ways), phrases.OR.fr.join(way.fr for way in ways))
    return (phrases.WOULD_WIN if second else phrases.BREAK_EVEN).format(ways=listed, **names)


def _default(name: str, *standings: _Standing) -> Default:
    return next(defaults_of(item.model)[name] for item in standings if name in defaults_of(item.model))


def weakest_evidence(settled: Settled) -> Swing | None:
    """Return the assumption left at its default that moves a model's expected NPV the most.

    Where no assumption moves it, the figure of any other kind that does; ``None`` where nothing is uncertain.
    """
    swings, defaults = [swing for swing in tornado(settled) if swing.size > TOLERANCE], defaults_of(settled.model)
    assumed = [
        swing
        for swing in swings
        if defaults[swing.name].provenance.kind is ProvenanceKind.ASSUMPTION and swing.name not in settled.given
    ]
    return next(iter(assumed or swings), None)


def _evidence(behind: _Standing, weakest: Swing | None, named: bool) -> Text:
    if weakest is None:
        return phrases.NO_EVIDENCE.format(model=behind.label)
    default = defaults_of(behind.model)[weakest.name]
    kind = phrases.YOURS if weakest.name in behind.settled.given else phrases.KINDS[default.provenance.kind]
    pattern = phrases.EVIDENCE if named else phrases.ITS_EVIDENCE
    return pattern.format(model=behind.label, label=default.label, kind=kind, swing=amount(weakest.size))


def _joined(first: Text, second: Text) -> Text:
    return Text(first.en + second.en, first.fr + second.fr)


def _capitalised(sentence: Text) -> Text:
    return Text(*(words[0].upper() + words[1:] for words in sentence))
