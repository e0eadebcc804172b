"""Social impact bond (contrat à impact): private money first, public money for outcomes."""

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
    at,
    choice,
    fixed,
    flag,
    quantity,
    yearly,
)
from costbench.finance import nominal_to_real, rate_card, repayment
from costbench.models.social_impact_bond.tiers import RATE_CARD, TIERS
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
INVESTOR = Stakeholder.INVESTOR
OUTCOME_PAYER = Stakeholder.OUTCOME_PAYER
BENEFICIARIES = Stakeholder.BENEFICIARIES


class SocialImpactBond(CooperationModel):
    """Investors fund a programme; an outcome payer repays them for the outcomes achieved."""

    programme_budget = quantity("EUR", scale=True)
    programme_years = quantity("year", low=0.25, high=15)
    overhead_recovered = quantity("/1")
    overhead_real_cost_share = quantity("/1")
    cohort = quantity("person")
    targeted_outcome_rate = quantity("/1")
    counterfactual_outcome_rate = quantity("/1")
    performance = quantity("/1", high=5)
    payment_to_plan_ratio = quantity("/1", high=10, payment_term=True)
    investor_annual_return = quantity("/year", payment_term=True)
    evaluation_share = quantity("/1")
    structuring_share = quantity("/1")
    evaluation_lag = quantity("year", high=5)
    success_bonus = quantity("EUR", payment_term=True)
    saving_per_outcome = quantity("EUR/year")
    saving_transfer_share = quantity("/1")
    saving_years = quantity("year", high=20)
    gain_per_outcome = quantity("EUR")

    rate_card = RATE_CARD
    rate_card_interpolation = choice("rate_card_interpolation", "step", "linear")
    return_compounding = choice("return_compounding", "compound", "simple")
    payment_basis = choice("payment_basis", "rate_card", "payment_to_plan")

    beneficiaries = "cohort"

    @fixed("year")
    def end_year(self) -> Operand:
        """End of the contract's term."""
        return self.setup_years + self.programme_years

    @fixed("year")
    def settlement_year(self) -> Operand:
        """Date on which the outcomes are settled, after the evaluation."""
        return self.end_year + self.evaluation_lag

    @fixed("person")
    def outcomes(self) -> Operand:
        """Outcomes beyond what would have happened anyway."""
        return self.cohort * np.maximum(
            self.targeted_outcome_rate * self.performance - self.counterfactual_outcome_rate, 0
        )

    @fixed("/1")
    def target_met(self) -> Operand:
        """1 when the outcomes reach the plan."""
        return flag(self.performance >= 1 - TOLERANCE)

    def on_card(self, performance: Operand, part: str) -> Operand:
        """Value of one column of the rate card at ``performance``."""
        tiers = [(self.value(f"{name}_threshold"), self.value(f"{name}_{part}")) for name in TIERS]
        return np.where(
            self.value("rate_card_interpolation_code") >= 1 - TOLERANCE,
            rate_card(performance, tiers, interpolation="linear"),
            rate_card(performance, tiers, interpolation="step"),
        )

    def due(self, share: Operand, annual_return: Operand) -> Operand:
        """Nominal payment to the investor for a share of the principal and a return since signature."""
        principal = self.programme_budget * share
        years = self.programme_years + self.evaluation_lag
        return np.where(
            self.value("return_compounding_code") >= 1 - TOLERANCE,
            repayment(principal, annual_return, years, compounding="simple"),
            repayment(principal, annual_return, years, compounding="compound"),
        )

    @fixed("/1")
    def share_repaid(self) -> Operand:
        """Share of the principal repaid at the performance reached."""
        return self.on_card(self.performance, "share")

    @fixed("/year")
    def return_reached(self) -> Operand:
        """Annual return at the performance reached."""
        return self.on_card(self.performance, "return") + self.target_met * self.investor_annual_return

    @fixed("/1")
    def share_planned(self) -> Operand:
        """Share of the principal repaid when the outcomes are just on plan."""
        return self.on_card(1.0, "share")

    @fixed("/year")
    def return_planned(self) -> Operand:
        """Annual return when the outcomes are just on plan."""
        return self.on_card(1.0, "return") + self.investor_annual_return

    @fixed("EUR")
    def outcome_payment(self) -> Operand:
        """Nominal payment to the investor: by the rate card, or as a ratio of the planned payment."""
        return np.where(
            self.value("payment_basis_code") >= 1 - TOLERANCE,
            self.due(self.share_planned, self.return_planned) * self.payment_to_plan_ratio,
            self.due(self.share_repaid, self.return_reached),
        )

    @fixed("EUR")
    def outcome_payment_real(self) -> Operand:
        """The outcome payment in euros of the price base year."""
        return nominal_to_real(self.outcome_payment, self.inflation, self.settlement_year)

    @fixed("EUR")
    def bonus_real(self) -> Operand:
        """The organisation's success bonus in euros of the price base year."""
        return nominal_to_real(self.success_bonus * self.target_met, self.inflation, self.settlement_year)

    @yearly("EUR/year")
    def drawn(self, year: Operand) -> Operand:
        """Part of the programme budget drawn in the year; the contract fixes it in nominal euros."""
        nominal = self.programme_budget / self.programme_years * self.operating(year)
        return nominal_to_real(nominal, self.inflation, year)

    @yearly("EUR/year")
    def saving(self, year: Operand) -> Operand:
        """Public money no longer spent, counted when the outcome arises, for as long as it lasts."""
        lasting = self.outcomes * self.saving_per_outcome * self.saving_years
        return lasting / self.programme_years * self.operating(year)

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield investment, delivery, evaluation, structuring, settlement, savings and the people's gain."""
        drawn, saving = self.drawn(year), self.saving(year)
        settled = at(year, self.settlement_year)
        delivery = 1 - self.overhead_recovered * (1 - self.overhead_real_cost_share)
        gain = self.outcomes * self.gain_per_outcome / self.programme_years * self.operating(year)
        structuring = self.programme_budget * self.structuring_share
        yield Payment("investment", INVESTOR, ORGANISATION, drawn)
        yield ResourceCost("delivery", ORGANISATION, drawn * delivery)
        yield ResourceCost("evaluation", OUTCOME_PAYER, drawn * self.evaluation_share)
        yield ResourceCost("structuring", INVESTOR, structuring * self.signing(year))
        yield Payment("outcome_payment", OUTCOME_PAYER, INVESTOR, self.outcome_payment_real * settled)
        yield Payment("success_bonus", OUTCOME_PAYER, ORGANISATION, self.bonus_real * settled)
        yield Payment("benefits_saved", BENEFICIARIES, OUTCOME_PAYER, saving * self.saving_transfer_share)
        yield Benefit("earnings_replacing_benefits", BENEFICIARIES, saving * self.saving_transfer_share)
        yield Benefit("public_saving", OUTCOME_PAYER, saving * (1 - self.saving_transfer_share))
        yield Benefit("personal_gain", BENEFICIARIES, gain)
