"""Guaranteed credit line: a bank lends at a preferential rate and takes a part of the losses."""

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
    quantity,
    yearly,
)
from costbench.finance import nominal_to_real
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PARTNER = Stakeholder.PARTNER
BENEFICIARIES = Stakeholder.BENEFICIARIES


class GuaranteedCreditLine(CooperationModel):
    """A bank lends to the organisation below the market and covers a share of the losses on what it lends on."""

    outstanding_at_maturity = quantity("EUR", scale=True)
    line_years = quantity("year", low=0.25, high=15)
    draw_years = quantity("year", high=15)
    market_rate = quantity("/year", payment_term=True)
    preferential_rate = quantity("/year", payment_term=True)
    bank_cost_of_funds = quantity("/year", payment_term=True)
    guaranteed_share = quantity("/1", payment_term=True)
    annual_loss_rate = quantity("/year")
    guarantee_fee = quantity("/1", payment_term=True)
    reporting_cost = quantity("EUR/year")
    bank_monitoring_cost = quantity("EUR/year")
    additional_lending_share = quantity("/1")
    mean_loan = quantity("EUR", low=1)
    loan_life = quantity("year", low=0.1, high=20)
    firm_survival = quantity("/1")
    income_gain_per_firm = quantity("EUR")
    client_value_to_bank = quantity("EUR/firm")

    memoranda = ("bank_margin",)
    beneficiaries = "firms"

    @fixed("year")
    def end_year(self) -> Operand:
        """End of the line's term."""
        return self.setup_years + self.line_years

    @yearly("EUR")
    def outstanding(self, year: Operand) -> Operand:
        """Amount drawn on the line."""
        return self.outstanding_at_maturity * self.ramp(year, self.draw_years) * self.operating(year)

    @yearly("EUR")
    def outstanding_real(self, year: Operand) -> Operand:
        """The same in euros of the price base year: interest is owed on nominal amounts."""
        return nominal_to_real(self.outstanding(year), self.inflation, year)

    @yearly("EUR/year")
    def bank_margin(self, year: Operand) -> Operand:
        """What the bank keeps on the line above its own cost of funds, shown beside the ledger."""
        return self.outstanding_real(year) * (self.preferential_rate - self.bank_cost_of_funds)

    @yearly("unit/year")
    def firms(self, year: Operand) -> Operand:
        """Lasting firms that only the additional lending made possible: a mean loan keeps up with prices."""
        lent = self.outstanding_real(year) * self.additional_lending_share
        loans = lent / np.maximum(self.mean_loan, TOLERANCE) / np.maximum(self.loan_life, TOLERANCE)
        return loans * self.firm_survival

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield what the line saves against the market, its fee and costs, and what additional lending creates."""
        owed = self.outstanding_real(year)
        fee = nominal_to_real(self.outstanding_at_maturity * self.guarantee_fee, self.inflation, self.setup_years)
        yield Payment("interest_saved", PARTNER, ORGANISATION, owed * (self.market_rate - self.preferential_rate))
        yield Payment("covered_losses", PARTNER, ORGANISATION, owed * self.annual_loss_rate * self.guaranteed_share)
        yield Payment("guarantee_fee", ORGANISATION, PARTNER, fee * self.signing(year))
        yield ResourceCost("reporting", ORGANISATION, self.reporting_cost * self.operating(year))
        yield ResourceCost("monitoring", PARTNER, self.bank_monitoring_cost * self.operating(year))
        yield Benefit("income_gain", BENEFICIARIES, self.firms(year) * self.income_gain_per_firm)
        yield Benefit("client_value", PARTNER, self.firms(year) * self.client_value_to_bank)
