"""The organisation's own inputs: what every model asks of the structure itself and of its world."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from costbench.appraisal.declaring import timing
from costbench.appraisal.declaring.defaults_file import read_definition
from costbench.appraisal.declaring.definition import Definition
from costbench.appraisal.declaring.quantities import Contract, Quantity, quantity
from costbench.errors import ParameterError

ORGANISATION_FILE = Path(__file__).parent / "organisation.toml"


class Organisation:
    """What every model asks of the structure itself and of its world."""

    discount_rate = quantity("/year")
    social_discount_rate = quantity("/year")
    inflation = quantity("/year")
    price_base_year = quantity("date", low=2000, high=2100)
    appraisal_period = quantity("year", high=timing.LAST_YEAR)
    project_manager_cost = quantity("EUR/FTE/year")
    director_cost = quantity("EUR/FTE/year")
    specialist_cost = quantity("EUR/FTE/year")
    working_days = quantity("day/FTE/year", low=1, high=366)
    partner_day_cost = quantity("EUR/day")
    public_day_cost = quantity("EUR/day")
    setup_optimism_bias = quantity("/1", high=5)
    annual_budget = quantity("EUR/year")
    staff_fte = quantity("FTE")
    cash_reserve = quantity("EUR")
    public_gain_per_job = quantity("EUR/job/year")
    additionality = quantity("/1")
    heavy_cost_share = quantity("/1", high=100)
    out_of_reach_cost_share = quantity("/1", high=100)
    heavy_staff_share = quantity("/1", high=100)
    out_of_reach_staff_share = quantity("/1", high=100)
    heavy_cash_share = quantity("/1", high=100)
    out_of_reach_cash_share = quantity("/1", high=100)


def _no_texts(name: str, written: str) -> Mapping[str, float]:
    raise ParameterError(ORGANISATION_FILE, name, "texts are not part of the organisation's inputs")


_declared: dict[str, Quantity] = Contract.of(Organisation).quantities
ORGANISATION: Definition = read_definition(ORGANISATION_FILE, _declared, _no_texts)
"""The organisation's own inputs, with their defaults."""
