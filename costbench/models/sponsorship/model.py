"""Sponsorship and grants: the baseline that an organisation already knows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

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
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PARTNER = Stakeholder.PARTNER
OUTCOME_PAYER = Stakeholder.OUTCOME_PAYER
BENEFICIARIES = Stakeholder.BENEFICIARIES


class Sponsorship(CooperationModel):
    """Companies and foundations give; the State returns part of the companies' gifts as a tax reduction."""

    applications_per_year = quantity("application/year", scale=True)
    days_per_application = quantity("day")
    success_rate = quantity("/1")
    mean_gift = quantity("EUR")
    restricted_share = quantity("/1")
    reporting_cost_per_gift = quantity("EUR")
    company_share_of_gifts = quantity("/1")
    tax_reduction_rate = quantity("/1", payment_term=True)
    tax_reduction_rate_above = quantity("/1", payment_term=True)
    tax_reduction_threshold = quantity("EUR", payment_term=True)
    gift_ceiling = quantity("EUR", payment_term=True)
    gift_ceiling_turnover_share = quantity("/1", payment_term=True)
    donor_turnover = quantity("EUR/year", payment_term=True)
    benefit_per_euro_delivered = quantity("EUR/EUR")
    skills_days = quantity("day/year")
    skills_day_value = quantity("EUR/day")

    memoranda = ("skills_in_kind",)

    @yearly("gift/year")
    def gifts(self, year: Operand) -> Operand:
        """Gifts won in the year."""
        return self.applications_per_year * self.success_rate * self.operating(year)

    @yearly("EUR/year")
    def amount_given(self, year: Operand) -> Operand:
        """Money received from companies and foundations."""
        return self.gifts(year) * self.mean_gift

    @yearly("EUR/year")
    def programme_spending(self, year: Operand) -> Operand:
        """Part of the gifts that the donors restrict to the programme."""
        return self.amount_given(year) * self.restricted_share

    @yearly("EUR/year")
    def tax_reduction(self, year: Operand) -> Operand:
        """Tax reduction of the giving companies (CGI art. 238 bis): the ceiling holds per company and year."""
        ceiling = np.maximum(self.gift_ceiling, self.gift_ceiling_turnover_share * self.donor_turnover)
        eligible = np.minimum(self.mean_gift, ceiling)
        above = np.maximum(eligible - self.tax_reduction_threshold, 0)
        per_gift = (eligible - above) * self.tax_reduction_rate + above * self.tax_reduction_rate_above
        return self.gifts(year) * self.company_share_of_gifts * per_gift

    @yearly("EUR/year")
    def skills_in_kind(self, year: Operand) -> Operand:
        """Days of skills-based sponsorship at the company's cost: in kind, outside cash flow and NPV."""
        return self.skills_days * self.skills_day_value * self.operating(year)

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield gifts, tax reduction, the cost of asking and reporting, the programme and its benefit."""
        day_cost = self.project_manager_cost / self.working_days
        asking = self.applications_per_year * self.days_per_application * day_cost
        spending = self.programme_spending(year)
        yield Payment("gifts", PARTNER, ORGANISATION, self.amount_given(year))
        yield Payment("tax_reduction", OUTCOME_PAYER, PARTNER, self.tax_reduction(year))
        yield ResourceCost("applications", ORGANISATION, asking * self.operating(year))
        yield ResourceCost("reporting", ORGANISATION, self.gifts(year) * self.reporting_cost_per_gift)
        yield ResourceCost("programme", ORGANISATION, spending)
        yield Benefit("programme_benefit", BENEFICIARIES, spending * self.benefit_per_euro_delivered)
