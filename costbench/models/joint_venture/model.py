"""Social joint venture (joint-venture sociale): a company founded together to create insertion jobs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from costbench.appraisal import (
    TOLERANCE,
    Benefit,
    CooperationModel,
    Entry,
    Operand,
    Payment,
    ResourceCost,
    fixed,
    flag,
    quantity,
    yearly,
)
from costbench.appraisal.declaring.timing import between
from costbench.models.joint_venture.regimes import WAGE_SUBSIDY_REGIME
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PARTNER = Stakeholder.PARTNER
OUTCOME_PAYER = Stakeholder.OUTCOME_PAYER
BENEFICIARIES = Stakeholder.BENEFICIARIES
MARKET = Stakeholder.MARKET
VEHICLE = Stakeholder.VEHICLE


class JointVenture(CooperationModel):
    """An organisation and a company found a company together; it employs people far from work."""

    organisation_share = quantity("/1")
    capital = quantity("EUR")
    jobs_at_maturity = quantity("FTE", scale=True)
    years_to_maturity = quantity("year", high=20)
    turnover_per_job = quantity("EUR/FTE/year")
    employer_cost_per_job = quantity("EUR/FTE/year")
    support_cost_per_job = quantity("EUR/FTE/year")
    other_cost_rate = quantity("/1", high=10)
    fixed_cost = quantity("EUR/year")
    wage_subsidy_per_job = quantity("EUR/FTE/year")
    management_fee_rate = quantity("/1", payment_term=True)
    corporate_tax_rate = quantity("/1", payment_term=True)
    payout_rate = quantity("/1", payment_term=True)
    residual_value_rate = quantity("/1", payment_term=True)
    governance_fte = quantity("FTE")
    partner_strategic_benefit = quantity("EUR/year")
    shadow_wage_share = quantity("/1")
    durable_exit_rate = quantity("/1")
    durable_exit_real_share = quantity("/1")
    stay = quantity("year", low=0.1, high=20)

    wage_subsidy_regime = WAGE_SUBSIDY_REGIME

    beneficiaries = "jobs"

    @fixed("/1")
    def started(self) -> Operand:
        """1 when the company opens within the appraisal period."""
        return flag(self.operation_years >= TOLERANCE)

    @fixed("EUR")
    def capital_paid_in(self) -> Operand:
        """Capital paid in by the shareholders at signature."""
        return self.capital * self.started

    @yearly("FTE")
    def jobs(self, year: Operand) -> Operand:
        """Insertion jobs, full-time equivalent."""
        return self.jobs_at_maturity * self.ramp(year, self.years_to_maturity) * self.operating(year)

    @yearly("EUR/year")
    def turnover(self, year: Operand) -> Operand:
        """Sales of the joint venture."""
        return self.jobs(year) * self.turnover_per_job

    @yearly("EUR/year")
    def wages(self, year: Operand) -> Operand:
        """Wages of the insertion jobs with employer charges."""
        return self.jobs(year) * self.employer_cost_per_job

    @yearly("EUR/year")
    def running_cost(self, year: Operand) -> Operand:
        """Support of the people, purchases and other costs, fixed cost."""
        variable = self.jobs(year) * self.support_cost_per_job + self.turnover(year) * self.other_cost_rate
        return variable + self.fixed_cost * self.operating(year)

    @yearly("EUR/year")
    def profit(self, year: Operand) -> Operand:
        """Result before tax: sales and wage subsidy less wages, running cost and management fee."""
        earned = self.turnover(year) * (1 - self.management_fee_rate) + self.jobs(year) * self.wage_subsidy_per_job
        return earned - self.wages(year) - self.running_cost(year)

    @yearly("EUR")
    def losses_carried_forward(self, year: Operand) -> Operand:
        """Past losses still to be set against taxable profit."""
        return np.maximum(self.previous("losses_carried_forward") - self.profit(year), 0)

    @yearly("EUR/year")
    def tax(self, year: Operand) -> Operand:
        """Corporate tax on what profit leaves after past losses."""
        return np.maximum(self.profit(year) - self.previous("losses_carried_forward"), 0) * self.corporate_tax_rate

    @yearly("EUR/year")
    def dividends(self, year: Operand) -> Operand:
        """Part of a positive net result that is paid out."""
        return np.maximum(self.profit(year) - self.tax(year), 0) * self.payout_rate

    @yearly("EUR")
    def retained(self, year: Operand) -> Operand:
        """Reserves before any call on the shareholders."""
        return self.previous("reserves") + self.profit(year) - self.tax(year) - self.dividends(year)

    @yearly("EUR/year")
    def call(self, year: Operand) -> Operand:
        """What the shareholders add so that the reserves are not negative."""
        return np.maximum(0 - self.retained(year), 0)

    @yearly("EUR")
    def reserves(self, year: Operand) -> Operand:
        """Reserves at the end of the year."""
        return self.retained(year) + self.call(year)

    @yearly("EUR")
    def returned(self, year: Operand) -> Operand:
        """Capital and reserves handed back so far: all of them once the appraisal period is over."""
        closing = between(year - self.end_year + 1, 0, 1)
        return (self.capital_paid_in + self.reserves(year)) * self.residual_value_rate * closing

    @yearly("EUR/year")
    def residual(self, year: Operand) -> Operand:
        """Capital and reserves that come back to the shareholders in the year."""
        return self.returned(year) - self.previous("returned")

    def to_shareholders(self, name: str, amount: Operand) -> Iterator[Entry]:
        """Split a payment of the vehicle between its two shareholders."""
        yield Payment(f"{name}_organisation", VEHICLE, ORGANISATION, amount * self.organisation_share)
        yield Payment(f"{name}_partner", VEHICLE, PARTNER, amount * (1 - self.organisation_share))

    def from_shareholders(self, name: str, amount: Operand) -> Iterator[Entry]:
        """Split a payment to the vehicle between its two shareholders."""
        yield Payment(f"{name}_organisation", ORGANISATION, VEHICLE, amount * self.organisation_share)
        yield Payment(f"{name}_partner", PARTNER, VEHICLE, amount * (1 - self.organisation_share))

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield the life of the company, then what it changes for the people and the public payer."""
        jobs, wages, turnover = self.jobs(year), self.wages(year), self.turnover(year)
        opportunity = 1 - self.additionality * (1 - self.shadow_wage_share)
        additional_gain = jobs * self.additionality * self.public_gain_per_job
        durable = additional_gain / self.stay * self.durable_exit_rate * self.durable_exit_real_share
        governance = self.governance_fte * self.director_cost * self.operating(year)
        yield from self.from_shareholders("capital", self.capital_paid_in * self.signing(year))
        yield Payment("turnover", MARKET, VEHICLE, turnover)
        yield Benefit("service_received", MARKET, turnover)
        yield Payment("wage_subsidy", OUTCOME_PAYER, VEHICLE, jobs * self.wage_subsidy_per_job)
        yield Payment("wages", VEHICLE, BENEFICIARIES, wages)
        yield ResourceCost("running_cost", VEHICLE, self.running_cost(year))
        yield Payment("management_fee", VEHICLE, ORGANISATION, turnover * self.management_fee_rate)
        yield Payment("corporate_tax", VEHICLE, OUTCOME_PAYER, self.tax(year))
        yield from self.to_shareholders("dividends", self.dividends(year))
        yield from self.from_shareholders("call", self.call(year))
        yield from self.to_shareholders("residual", self.residual(year))
        yield ResourceCost("governance", ORGANISATION, governance)
        yield Benefit("strategic_benefit", PARTNER, self.partner_strategic_benefit * self.operating(year))
        yield ResourceCost("opportunity_cost_of_time", BENEFICIARIES, wages * opportunity)
        yield Payment("benefits_saved", BENEFICIARIES, OUTCOME_PAYER, additional_gain)
        yield Benefit("durable_exits", OUTCOME_PAYER, durable)
