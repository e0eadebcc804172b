"""Nothing is lost and nothing appears: what every model keeps, whatever its inputs and dates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from costbench.appraisal import LAST_YEAR, TOLERANCE, YEARS, CooperationModel
from costbench.appraisal.declaring.books import NumericBook
from costbench.appraisal.declaring.timing import at, elapsed, spread
from costbench.appraisal.readings.flows import Flows, Ledger, run, run_ledger
from costbench.appraisal.settling.inputs import for_model, settle
from costbench.catalogue import appraise, get_model, list_models
from costbench.vocabulary import Kind, Stakeholder
from tests.appraisal.scenarios import random_values

COUNT = 300
MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
MAY_BE_ABSENT = (
    "expected_sunk_cost",
    "expected_cost_per_signed_deal",
    "irr",
    "payback_year",
    "break_even_scale",
    "required_contribution",
    "benefit_cost_ratio",
)
SIDES = {Kind.PAYMENT: (True, True), Kind.RESOURCE_COST: (True, False), Kind.BENEFIT: (False, True)}
Values = Mapping[str, NDArray[np.float64]]

EDGES: dict[str, dict[str, float]] = {
    "setup longer than the horizon": {"setup_months": 126, "appraisal_period": 5},
    "setup as long as the horizon": {"setup_months": 60, "appraisal_period": 5},
    "settled in the last year": {
        "setup_months": 60,
        "appraisal_period": 20,
        "programme_years": 14,
        "evaluation_lag": 1,
        "line_years": 15,
        "pilot_months": 6,
        "contract_years": 14.5,
    },
    "no setup": {"setup_months": 0, "setup_fte_months": 0},
    "no time at all": {"setup_months": 0, "appraisal_period": 0, "pilot_months": 0},
    "dates within a year": {
        "setup_months": 7.3,
        "appraisal_period": 9.4,
        "programme_years": 3.7,
        "evaluation_lag": 0.9,
        "line_years": 2.3,
        "pilot_months": 5.5,
        "contract_years": 3.3,
    },
    "everyone survives": {"annual_survival": 1, "firm_survival": 1},
    "nothing in it": {"capital": 0, "jobs_at_maturity": 0, "sites": 0, "client_base": 0, "entrants_per_year": 0},
}


@cache
def drawn(model: type[CooperationModel]) -> Values:
    return random_values(model, np.random.default_rng(7), COUNT)


@cache
def ledger_of(model: type[CooperationModel]) -> Ledger:
    return run_ledger(model, drawn(model), (COUNT,))


@cache
def flows_of(model: type[CooperationModel]) -> Flows:
    return run(model, drawn(model), (COUNT,))


def amounts(ledger: Ledger, *names: str) -> NDArray[np.float64]:
    """Return the sum of the entries of these names, year by year."""
    found = [line.amounts for line in ledger.lines if line.name in names]
    assert len(found) == len(names)
    return np.sum(found, axis=0)


def same(found: Any, expected: Any) -> bool:
    """Return whether two amounts agree to 1e-9 of the larger, of at least one."""
    a, b = np.broadcast_arrays(np.asarray(found, dtype=float), np.asarray(expected, dtype=float))
    return bool(np.all(np.abs(a - b) <= TOLERANCE * np.maximum(1, np.maximum(np.abs(a), np.abs(b)))))


# Everybody together ---------------------------------------------------------------------------------


@MODELS
def test_the_parties_add_up_to_society_in_every_year(model: type[CooperationModel]) -> None:
    flows = flows_of(model)
    everybody = np.sum([flows.net(party) for party in Stakeholder], axis=0)
    turnover = np.sum([np.abs(flows.net(party)) for party in Stakeholder], axis=0)
    assert np.all(np.abs(everybody - flows.society()) <= TOLERANCE * np.maximum(1, turnover))


@MODELS
def test_flows_are_the_sums_of_the_ledger_in_every_year(model: type[CooperationModel]) -> None:
    """The runner that keeps only sums loses no entry and no year of the ledger that keeps them all."""
    flows, lines = flows_of(model), ledger_of(model).lines
    for party in Stakeholder:
        net = np.zeros((LAST_YEAR + 1, COUNT))
        for line in lines:
            net = net + (line.payee is party) * line.amounts - (line.payer is party) * line.amounts
        assert same(flows.net(party), net), party


@MODELS
def test_a_payment_has_two_parties_and_costs_and_benefits_have_one(model: type[CooperationModel]) -> None:
    for line in ledger_of(model).lines:
        sides = (line.payer is not None, line.payee is not None)
        assert (
            sides
            == {Kind.PAYMENT: (True, True), Kind.RESOURCE_COST: (True, False), Kind.BENEFIT: (False, True)}[line.kind]
        )
        assert line.payer is not line.payee


@MODELS
def test_a_payment_term_moves_who_gains_and_never_what_society_gains(model: type[CooperationModel]) -> None:
    values, before = drawn(model), flows_of(model)
    other = random_values(model, np.random.default_rng(8), COUNT)
    terms = [name for name, item in model.contract.quantities.items() if item.payment_term]
    after = run(model, {**values, **{name: other[name] for name in terms}}, (COUNT,))
    assert same(after.society(), before.society())
    assert same(after.resource_costs, before.resource_costs)
    if terms:
        assert any(not same(after.net(party), before.net(party)) for party in Stakeholder)


@MODELS
def test_no_amount_and_no_working_is_missing_or_infinite(model: type[CooperationModel]) -> None:
    ledger = ledger_of(model)
    assert all(np.isfinite(line.amounts).all() for line in ledger.lines)
    assert all(np.isfinite(working).all() for working in ledger.workings.values())


# Dates ----------------------------------------------------------------------------------------------

DATES = st.floats(0, LAST_YEAR, allow_subnormal=False)


@given(DATES)
def test_a_lump_is_whole_and_keeps_its_date(moment: float) -> None:
    shares = np.array([at(year, moment) for year in YEARS])
    assert same(shares.sum(), 1)
    assert same(shares @ np.array(YEARS), moment)


@given(DATES, DATES)
def test_a_span_is_as_long_as_the_sum_of_its_years(one: float, other: float) -> None:
    start, end = sorted((one, other))
    assert same(sum(elapsed(year, start, end) for year in YEARS), end - start)


@given(DATES, DATES)
def test_an_effort_is_whole_however_short_or_long(one: float, other: float) -> None:
    start, end = sorted((one, other))
    assert sum(spread(year, start, end - start) for year in YEARS) == pytest.approx(1, abs=1e-9)


def timed(model: type[CooperationModel], values: Mapping[str, Any], part: str) -> NDArray[np.float64]:
    """Return a yearly working of a model, the years first."""
    book = NumericBook()
    instance, years = model(values, book), []
    for year in YEARS:
        book.turn()
        years.append(np.asarray(getattr(instance, part)(year), dtype=float))
    return np.array(np.broadcast_arrays(*years))


@MODELS
def test_operation_is_as_long_as_the_term_for_random_dates(model: type[CooperationModel]) -> None:
    values = drawn(model)
    instance = model(values)
    assert same(timed(model, values, "operating").sum(axis=0), instance.end_year - instance.setup_years)


@MODELS
def test_nothing_moves_after_the_last_settlement(model: type[CooperationModel]) -> None:
    """The runner stops there: a model that paid later would lose it alone, and keep it beside a longer scenario."""
    last = np.ceil(np.broadcast_to(model(drawn(model)).settlement_year, COUNT) - TOLERANCE)
    after = np.array(YEARS)[:, None] > last
    assert after.any()
    for line in ledger_of(model).lines:
        assert not np.where(after, line.amounts, 0).any(), line.name


@MODELS
def test_the_whole_setup_is_spent_for_random_dates(model: type[CooperationModel]) -> None:
    ledger, instance = ledger_of(model), model(drawn(model))
    for phase in model.definition.phases:
        assert same(amounts(ledger, f"setup.{phase}").sum(axis=0), instance.phase_cost(phase))
    for party in model.definition.counterparts:
        assert same(amounts(ledger, f"setup.{party}").sum(axis=0), instance.counterpart_cost(party))


@MODELS
@pytest.mark.parametrize("probability", [None, 0, 1])
@pytest.mark.parametrize("edge", EDGES)
def test_an_extreme_timeline_loses_nothing_and_says_why_a_figure_is_absent(
    model: type[CooperationModel], edge: str, probability: float | None
) -> None:
    gates = {name for name, item in model.contract.quantities.items() if item.gate}
    gates |= {f"{phase}.probability" for phase in model.definition.phases}
    odds = {} if probability is None else dict.fromkeys(gates, probability)
    chosen = for_model(EDGES[edge] | odds, model)
    settled = settle(model, chosen)
    assert settled.problems == []
    values = settled.values()
    ledger, flows, instance = run_ledger(model, values), run(model, values), model(values)
    assert all(np.isfinite(line.amounts).all() for line in ledger.lines)
    for party in Stakeholder:
        assert np.isfinite(flows.net(party)).all()
    spent = sum(line.amounts.sum() for line in ledger.lines if line.name.startswith("setup."))
    others = sum(instance.counterpart_cost(party) for party in model.definition.counterparts)
    assert same(spent, instance.setup_cost + others)
    assert same(timed(model, values, "operating").sum(), instance.end_year - instance.setup_years)
    appraisal = appraise(model.id, **chosen)
    for name in MAY_BE_ABSENT:
        assert appraisal[name] is not None or appraisal.reasons(name), name
    money = [value for name, value in appraisal.indicators.items() if name.startswith(("npv", "expected", "peak"))]
    assert all(value is None or np.isfinite(value) for value in money)


# Model by model -------------------------------------------------------------------------------------


def test_a_bonds_money_arrives_in_full_and_is_settled_in_full() -> None:
    model = get_model("social_impact_bond")
    values, ledger = drawn(model), ledger_of(model)
    budget = values["programme_budget"]
    to_nominal = (1 + values["inflation"]) ** np.arange(len(YEARS))[:, None]
    assert same((amounts(ledger, "investment") * to_nominal).sum(axis=0), budget)
    assert same(amounts(ledger, "structuring").sum(axis=0), budget * values["structuring_share"])
    assert same((amounts(ledger, "evaluation") * to_nominal).sum(axis=0), budget * values["evaluation_share"])
    assert same(amounts(ledger, "outcome_payment").sum(axis=0), ledger.workings["outcome_payment_real"])
    assert same(amounts(ledger, "success_bonus").sum(axis=0), ledger.workings["bonus_real"])


def test_a_bond_on_plan_without_return_and_inflation_gives_back_what_it_took() -> None:
    model = get_model("social_impact_bond")
    certain = {"performance": 1.0, "investor_annual_return": 0.0, "inflation": 0.0}
    card = {name: value for name, value in settle(model, {}).values().items() if name.startswith("tier_")}
    codes = {"payment_basis_code": 0.0}
    values = {**drawn(model), **certain, **card, **codes}
    ledger = run_ledger(model, values, (COUNT,))
    assert same(amounts(ledger, "outcome_payment").sum(axis=0), amounts(ledger, "investment").sum(axis=0))


def test_benefits_that_people_no_longer_draw_are_matched_by_what_they_earn_instead() -> None:
    ledger = ledger_of(get_model("social_impact_bond"))
    assert same(amounts(ledger, "benefits_saved"), amounts(ledger, "earnings_replacing_benefits"))
    assert amounts(ledger, "benefits_saved").any()


def test_the_joint_ventures_customers_receive_what_they_pay_for() -> None:
    model = get_model("joint_venture")
    assert amounts(ledger_of(model), "turnover").any()
    assert same(flows_of(model).net(Stakeholder.MARKET), 0)


def test_the_joint_ventures_cash_is_its_capital_and_its_reserves_until_the_end_and_what_stays_is_shown() -> None:
    model = get_model("joint_venture")
    values, ledger = drawn(model), ledger_of(model)
    cash = np.cumsum(flows_of(model).net(Stakeholder.VEHICLE), axis=0)
    moved = [abs(line.amounts) for line in ledger.lines if Stakeholder.VEHICLE in (line.payer, line.payee)]
    rounding = TOLERANCE * np.maximum(1, np.sum(moved, axis=(0, 1)))
    paid_in = np.cumsum(amounts(ledger, "capital_organisation", "capital_partner"), axis=0)
    given_back = np.cumsum(amounts(ledger, "residual_organisation", "residual_partner"), axis=0)
    reserves = ledger.workings["reserves"]
    assert np.all(np.abs(cash - (paid_in + reserves - given_back)) <= rounding)
    assert np.all(cash >= -rounding)
    whole = np.abs(values["appraisal_period"] % 1) < TOLERANCE
    kept = (paid_in[-1] + reserves[-1]) * (1 - values["residual_value_rate"])
    assert whole.any()
    assert np.all(np.abs(cash[-1] - kept)[whole] <= rounding[whole])


def test_the_shareholders_split_every_payment_by_their_shares() -> None:
    model = get_model("joint_venture")
    ledger, share = ledger_of(model), drawn(model)["organisation_share"]
    for name in ("capital", "call", "dividends", "residual"):
        both = amounts(ledger, f"{name}_organisation", f"{name}_partner")
        assert same(amounts(ledger, f"{name}_organisation"), both * share)


def test_the_displaced_insurer_loses_its_margin_and_no_more() -> None:
    """It no longer receives the premium, and no longer pays its claims and its administration."""
    model = get_model("co_designed_product")
    values, ledger = drawn(model), ledger_of(model)
    work = ledger.workings
    margin = work["market_price"] * (1 - values["market_admin_rate"]) - work["claims_per_client"]
    assert same(flows_of(model).net(Stakeholder.MARKET), -work["switchers"] * margin)


def test_the_fee_of_a_line_is_paid_once_and_in_full() -> None:
    model = get_model("guaranteed_credit_line")
    values, ledger = drawn(model), ledger_of(model)
    nominal = values["outstanding_at_maturity"] * values["guarantee_fee"]
    real = nominal / (1 + values["inflation"]) ** model(values).setup_years
    assert same(amounts(ledger, "guarantee_fee").sum(axis=0), real)


def test_a_pilot_is_paid_for_in_full_whatever_its_dates() -> None:
    model = get_model("pilot_rollout")
    values, ledger = drawn(model), ledger_of(model)
    for name in ("pilot_cost", "pilot_fee", "prize"):
        assert same(amounts(ledger, name).sum(axis=0), values[name])
    for line in ledger.lines:
        if line.name in {"service_fee", "site_cost", "rollout_fixed_cost", "partner_saving", "site_benefit"}:
            assert not line.amounts[:, values["conversion_probability"] == 0].any()


def test_franchisees_who_all_survive_are_the_entrants_so_far() -> None:
    model = get_model("micro_franchise")
    values = {**drawn(model), "annual_survival": 1.0}
    ledger = run_ledger(model, values, (COUNT,))
    entered = np.cumsum(ledger.workings["entrants"], axis=0)
    alive = ledger.workings["active"]
    before_the_end = np.array(YEARS)[:, None] <= np.broadcast_to(model(values).end_year, COUNT)
    assert same(np.where(before_the_end, alive, 0), np.where(before_the_end, entered, 0))
    after = np.array(YEARS)[:, None] >= np.broadcast_to(model(values).end_year, COUNT) + 1
    assert not alive[after].any()


@pytest.mark.parametrize("period", [9.0, 10.0, 10.5, 11.25])
def test_a_joint_venture_hands_everything_back_whenever_its_horizon_ends(period: float) -> None:
    appraisal = appraise("joint_venture", appraisal_period=period, residual_value_rate=1)
    assert sum(appraisal.cash_flow("vehicle")) == pytest.approx(0, abs=1e-6)
