"""Micro-franchise: a turnkey trade that people far from work start under a partner's brand."""

from __future__ import annotations

from collections.abc import Iterator

from costbench.appraisal import (
    Benefit,
    CooperationModel,
    Entry,
    Operand,
    Payment,
    ResourceCost,
    quantity,
    yearly,
)
from costbench.appraisal.declaring.timing import between
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PARTNER = Stakeholder.PARTNER
OUTCOME_PAYER = Stakeholder.OUTCOME_PAYER
BENEFICIARIES = Stakeholder.BENEFICIARIES


class MicroFranchise(CooperationModel):
    """The organisation trains and supports micro-franchisees; they pay a royalty shared with the brand."""

    entrants_per_year = quantity("unit/year", scale=True)
    annual_survival = quantity("/year")
    turnover_per_unit = quantity("EUR/year")
    royalty_rate = quantity("/1", payment_term=True)
    organisation_royalty_share = quantity("/1", payment_term=True)
    entry_fee = quantity("EUR", payment_term=True)
    training_per_entrant = quantity("EUR")
    support_per_unit = quantity("EUR/year")
    network_fixed_cost = quantity("EUR/year")
    partner_contribution_per_entrant = quantity("EUR", payment_term=True)
    public_support_per_entrant = quantity("EUR", payment_term=True)
    income_gain_per_unit = quantity("EUR/year")
    benefits_withdrawn_share = quantity("/1", payment_term=True)

    beneficiaries = "entrants"

    @yearly("unit/year")
    def entrants(self, year: Operand) -> Operand:
        """Micro-franchisees who start in the year."""
        return self.entrants_per_year * self.operating(year)

    @yearly("unit")
    def active(self, year: Operand) -> Operand:
        """Units alive: last year's survivors and the year's entrants, none after the term."""
        within_term = between(self.end_year - year + 1, 0, 1)
        return (self.previous("active") * self.annual_survival + self.entrants(year)) * within_term

    @yearly("EUR/year")
    def royalties(self, year: Operand) -> Operand:
        """Royalties on the units' turnover."""
        return self.active(year) * self.turnover_per_unit * self.royalty_rate

    @yearly("EUR/year")
    def income_gain(self, year: Operand) -> Operand:
        """What the franchisees earn beyond what they would have earned, before royalty."""
        return self.active(year) * self.income_gain_per_unit

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield royalties, fees and contributions, then the cost of the network and the people's gain."""
        entrants, active, royalties = self.entrants(year), self.active(year), self.royalties(year)
        share, gain = self.organisation_royalty_share, self.income_gain(year)
        yield Payment("royalty_organisation", BENEFICIARIES, ORGANISATION, royalties * share)
        yield Payment("royalty_partner", BENEFICIARIES, PARTNER, royalties * (1 - share))
        yield Payment("entry_fee", BENEFICIARIES, ORGANISATION, entrants * self.entry_fee)
        yield Payment("partner_contribution", PARTNER, ORGANISATION, entrants * self.partner_contribution_per_entrant)
        yield Payment("public_support", OUTCOME_PAYER, ORGANISATION, entrants * self.public_support_per_entrant)
        yield ResourceCost("training", ORGANISATION, entrants * self.training_per_entrant)
        yield ResourceCost("support", ORGANISATION, active * self.support_per_unit)
        yield ResourceCost("network", ORGANISATION, self.network_fixed_cost * self.operating(year))
        yield Benefit("income_gain", BENEFICIARIES, gain)
        yield Payment("benefits_withdrawn", BENEFICIARIES, OUTCOME_PAYER, gain * self.benefits_withdrawn_share)
