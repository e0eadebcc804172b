"""What a deal is worth today, to everyone: present values added up as the years go by, no flow kept but one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final

import numpy as np

from costbench.appraisal.declaring.entries import Operand
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.timing import LAST_YEAR, TOLERANCE
from costbench.appraisal.tracing.programs import (
    OWN_RATE,
    SOCIAL_RATE,
    operation_program,
    setup_entries,
    setup_program,
    worth_of,
)
from costbench.vocabulary import Kind, Stakeholder

ORGANISATION: Final = Stakeholder.ORGANISATION
SOCIAL: Final = (Kind.BENEFIT, Kind.RESOURCE_COST)
WORTHS: Final = (
    *((party, OWN_RATE) for party in Stakeholder),
    *((kind, rate) for rate in (OWN_RATE, SOCIAL_RATE) for kind in SOCIAL),
)


class Discounts:
    """Today's value of one euro, year after year, at a rate or several."""

    def __init__(self, **rates: Operand) -> None:
        self._growth = {name: 1 + rate for name, rate in rates.items()}
        self._factor: dict[str, Operand] = dict.fromkeys(rates, 1.0)

    def __getitem__(self, rate: str) -> Operand:
        return self._factor[rate]

    def turn(self) -> None:
        """Go on to the next year."""
        for name, growth in self._growth.items():
            self._factor[name] = self._factor[name] / growth


@dataclass
class Worth:
    """Present values in EUR of a signed deal, setup effort included where nothing else is said.

    ``net`` holds the organisation's flows, one a year; ``operation`` what they are worth without the setup effort;
    ``phases`` what each phase costs it. ``parties`` and ``kinds`` are at the organisation's discount rate, ``social``
    holds the kinds at the social one.
    """

    net: list[Operand]
    operation: Operand
    phases: dict[str, Operand] = field(default_factory=dict)
    parties: dict[Stakeholder, Operand] = field(default_factory=dict)
    kinds: dict[Kind, Operand] = field(default_factory=dict)
    social: dict[Kind, Operand] = field(default_factory=dict)


def worth(model: type[CooperationModel], values: Mapping[str, Operand]) -> Worth:
    """Return what the deal is worth to everyone, for inputs that are floats or arrays of one shape."""
    deal = model(values)
    settled = min(ceil(np.max(deal.settlement_year) - TOLERANCE), LAST_YEAR)
    net, total = [], {}
    for total in operation_program(model, (ORGANISATION,), WORTHS).years(values, settled):
        net.append(total.get(ORGANISATION, 0.0))

    def of(name: str, rate: str) -> Operand:
        return total.get(worth_of(name, rate), 0.0)

    found = Worth(net, of(ORGANISATION, OWN_RATE))
    found.parties = {party: of(party, OWN_RATE) for party in Stakeholder}
    found.kinds = {kind: of(kind, OWN_RATE) for kind in SOCIAL}
    found.social = {kind: of(kind, SOCIAL_RATE) for kind in SOCIAL}
    _add_setup(found, deal, values, min(ceil(np.max(deal.setup_years) + TOLERANCE), settled))
    return found


def _add_setup(found: Worth, deal: CooperationModel, values: Mapping[str, Operand], last: int) -> None:
    """Add the setup effort, which is made until the year ``last``."""
    model, parties = type(deal), tuple(Stakeholder)
    entries = setup_entries(model, parties)
    discounts = Discounts(own=deal.discount_rate, social=deal.social_discount_rate)
    for year, amounts in enumerate(setup_program(model, parties).years(values, last)):
        for entry in entries:
            amount = amounts[entry.name]
            if type(amount) is float and not amount:
                continue
            assert entry.payer is not None
            own = amount * discounts["own"]
            found.parties[entry.payer] = found.parties[entry.payer] - own
            found.kinds[entry.kind] = found.kinds[entry.kind] + own
            found.social[entry.kind] = found.social[entry.kind] + amount * discounts["social"]
            if entry.payer is ORGANISATION:
                found.net[year] = found.net[year] - amount
                found.phases[entry.name] = found.phases.get(entry.name, 0.0) + own
        discounts.turn()


def expected_worth(deal: CooperationModel, found: Worth) -> Operand:
    """Return P · PV(operation) − Σ reach of a phase · PV(its cost at its own dates), in EUR.

    Without division: harmless for probabilities 0 and 1. With the gates drawn as 0 or 1 in place of
    the probabilities it is the organisation's result in one draw.
    """
    total = deal.probability_of_signing * found.operation
    for name in deal.definition.phases:
        total = total - deal.phase_reach(name) * found.phases.get(f"setup.{name}", 0.0)
    return total
