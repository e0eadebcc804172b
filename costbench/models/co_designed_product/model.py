"""Co-designed product: a company's product reshaped with the organisation for the people it serves."""

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
from costbench.vocabulary import Stakeholder

ORGANISATION = Stakeholder.ORGANISATION
PARTNER = Stakeholder.PARTNER
BENEFICIARIES = Stakeholder.BENEFICIARIES
MARKET = Stakeholder.MARKET


class CoDesignedProduct(CooperationModel):
    """Clients buy an affordable cover from the partner; the organisation serves them for a commission."""

    client_base = quantity("person", scale=True)
    take_up_at_maturity = quantity("/1")
    years_to_maturity = quantity("year", high=20)
    uptake_exponent = quantity("power", low=1, high=5)
    price = quantity("EUR/year")
    commission_rate = quantity("/1", payment_term=True)
    servicing_cost = quantity("EUR/client/year")
    adviser_training = quantity("EUR/year")
    claims_ratio = quantity("/1", high=5)
    partner_admin_rate = quantity("/1")
    discount_to_clients = quantity("/1", high=0.95)
    already_insured_share = quantity("/1")
    market_admin_rate = quantity("/1")
    losses_avoided_multiple = quantity("/1", high=20)

    beneficiaries = "clients"

    @yearly("client")
    def clients(self, year: Operand) -> Operand:
        """Clients covered: take-up is slow, then fast."""
        uptake = self.ramp(year, self.years_to_maturity) ** self.uptake_exponent
        return self.client_base * self.take_up_at_maturity * uptake * self.operating(year)

    @fixed("EUR/year")
    def claims_per_client(self) -> Operand:
        """Claims paid to a client in a year."""
        return self.price * self.claims_ratio

    @fixed("EUR/year")
    def market_price(self) -> Operand:
        """What the same cover costs on the market."""
        return self.price / np.maximum(1 - self.discount_to_clients, TOLERANCE)

    @yearly("client")
    def switchers(self, year: Operand) -> Operand:
        """Clients who were insured elsewhere at a dearer price."""
        return self.clients(year) * self.already_insured_share

    @yearly("EUR/year")
    def premiums(self, year: Operand) -> Operand:
        """Premiums received by the partner."""
        return self.clients(year) * self.price

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield premiums, commission, claims and costs; then what each of the two groups of clients gains."""
        clients, switchers, premiums = self.clients(year), self.switchers(year), self.premiums(year)
        claims = clients * self.claims_per_client
        newly_insured = clients - switchers
        avoided = newly_insured * self.claims_per_client * (self.losses_avoided_multiple - 1)
        yield Payment("premiums", BENEFICIARIES, PARTNER, premiums)
        yield Payment("commission", PARTNER, ORGANISATION, premiums * self.commission_rate)
        yield Payment("claims", PARTNER, BENEFICIARIES, claims)
        yield ResourceCost("administration", PARTNER, premiums * self.partner_admin_rate)
        yield ResourceCost("servicing", ORGANISATION, clients * self.servicing_cost)
        yield ResourceCost("adviser_training", ORGANISATION, self.adviser_training * self.operating(year))
        yield Payment(
            "dearer_cover_left",
            MARKET,
            BENEFICIARIES,
            switchers * (self.market_price - self.claims_per_client),
        )
        yield Benefit("market_administration_saved", MARKET, switchers * self.market_price * self.market_admin_rate)
        yield Benefit("losses_avoided", BENEFICIARIES, avoided)
