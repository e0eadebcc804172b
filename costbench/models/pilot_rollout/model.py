"""Pilot to roll-out: a solution tried on a few sites of a large group, then perhaps deployed on many."""

from __future__ import annotations

from collections.abc import Iterator

from costbench.appraisal import (
    Benefit,
    CooperationModel,
    Entry,
    Operand,
    Payment,
    ResourceCost,
    at,
    fixed,
    quantity,
    yearly,
)
from costbench.appraisal.declaring.timing import MONTHS_A_YEAR, elapsed, ramp, spread
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PARTNER = Stakeholder.PARTNER
BENEFICIARIES = Stakeholder.BENEFICIARIES


class PilotRollout(CooperationModel):
    """A large group pays for a pilot and, if it converts, for a service on each of its sites."""

    pilot_months = quantity("month", high=60)
    pilot_cost = quantity("EUR")
    pilot_fee = quantity("EUR", payment_term=True)
    prize = quantity("EUR", payment_term=True)
    conversion_probability = quantity("/1", gate=True)
    sites = quantity("site", scale=True)
    years_to_rollout = quantity("year", high=15)
    revenue_per_site = quantity("EUR/site/year", payment_term=True)
    variable_cost_per_site = quantity("EUR/site/year")
    fixed_cost = quantity("EUR/year")
    partner_saving_per_site = quantity("EUR/site/year")
    benefit_per_site = quantity("EUR/site/year")
    contract_years = quantity("year", low=0.25, high=15)

    @fixed("year")
    def pilot_years(self) -> Operand:
        """Length of the pilot."""
        return self.pilot_months / MONTHS_A_YEAR

    @fixed("year")
    def rollout_start(self) -> Operand:
        """Date on which the roll-out begins."""
        return self.setup_years + self.pilot_years

    @fixed("year")
    def end_year(self) -> Operand:
        """End of the roll-out contract's term."""
        return self.rollout_start + self.contract_years

    @yearly("/1")
    def piloting(self, year: Operand) -> Operand:
        """Part of the pilot that falls in the year."""
        return spread(year, self.setup_years, self.pilot_years)

    @yearly("/1")
    def rolling_out(self, year: Operand) -> Operand:
        """Part of the year under the roll-out contract, weighed by the probability that the pilot converts."""
        return elapsed(year, self.rollout_start, self.end_year) * self.conversion_probability

    @yearly("site")
    def active_sites(self, year: Operand) -> Operand:
        """Sites served, weighed by the probability that the pilot converts."""
        return self.sites * ramp(year, self.rollout_start, self.years_to_rollout) * self.rolling_out(year)

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield the pilot, then the roll-out."""
        sites = self.active_sites(year)
        yield ResourceCost("pilot_cost", ORGANISATION, self.pilot_cost * self.piloting(year))
        yield Payment("pilot_fee", PARTNER, ORGANISATION, self.pilot_fee * self.piloting(year))
        yield Payment("prize", PARTNER, ORGANISATION, self.prize * at(year, self.rollout_start))
        yield Payment("service_fee", PARTNER, ORGANISATION, sites * self.revenue_per_site)
        yield ResourceCost("site_cost", ORGANISATION, sites * self.variable_cost_per_site)
        yield ResourceCost("rollout_fixed_cost", ORGANISATION, self.fixed_cost * self.rolling_out(year))
        yield Benefit("partner_saving", PARTNER, sites * self.partner_saving_per_site)
        yield Benefit("site_benefit", BENEFICIARIES, sites * self.benefit_per_site)
