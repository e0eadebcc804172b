"""Published contracts and grant rounds come out of the models as they were printed."""

from __future__ import annotations

import csv
import statistics
from pathlib import Path
from typing import Any

import pytest

from costbench.catalogue import Appraisal, appraise, get_model

PUBLISHED = Path(__file__).resolve().parents[1] / "published"
BOND = "social_impact_bond"


def table(*path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(PUBLISHED.joinpath(*path).read_text(encoding="utf-8").splitlines()))


def named(*path: str) -> dict[str, float]:
    return {row["name"]: float(row["value"]) for row in table(*path)}


def outcome_payment(years: float, **inputs: Any) -> float:
    """Return the nominal settlement of a bond repaid ``years`` after signature."""
    timing = {"programme_years": years - 0.5, "evaluation_lag": 0.5, "investor_annual_return": 0}
    return float(appraise(BOND, **{**timing, **inputs}).ledger().workings["outcome_payment"])


# Case A: Rikers Island ------------------------------------------------------------------------------

RIKERS = named("rikers_island", "terms.csv")
# Thresholds in tenths of reduction, 1 being the 10 % that repays the principal; the guarantor's share is in the card.
RIKERS_CARD = "0:0.75:0; 1:1:0; 1.1:1:0.012; 1.2:1:0.015; 1.3:1:0.019; 1.6:1:0.033; 2:1:0.051"


def rikers_payment(reduction: float) -> float:
    return outcome_payment(
        RIKERS["years"],
        programme_budget=RIKERS["principal"],
        rate_card=RIKERS_CARD,
        performance=10 * reduction,
    )


@pytest.mark.parametrize("row", table("rikers_island", "returns.csv"), ids=lambda row: row["reduction"])
def test_rikers_island_investors_earn_the_printed_rate_on_every_tier(row: dict[str, str]) -> None:
    payment = rikers_payment(float(row["reduction"]))
    annual_percent = 100 * ((payment / RIKERS["principal"]) ** (1 / RIKERS["years"]) - 1)
    assert annual_percent == pytest.approx(float(row["printed_percent"]), abs=1e-9)
    # The multiple of the principal behind the rate is implied, to two decimals.
    assert payment / RIKERS["principal"] == pytest.approx(float(row["multiple"]), abs=0.005)


def test_rikers_island_investors_lose_and_win_no_more_than_announced() -> None:
    principal = RIKERS["principal"]
    assert principal - rikers_payment(0.08) == pytest.approx(RIKERS["maximum_loss"])
    assert RIKERS["maximum_profit_press"] <= rikers_payment(0.35) - principal <= RIKERS["maximum_profit"]


# Case B: Brussels -----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("brussels_iod", "tiers.csv"), ids=lambda row: row["excess"])
def test_brussels_pays_by_re_employment_relative_to_the_control_group(row: dict[str, str]) -> None:
    """Performance is re-employment over the control group's; a year makes the premium a share of the principal."""
    paid = outcome_payment(
        1,
        programme_budget=2_200_000,
        rate_card="1.01:1:0; 1.5:1:0; 2:1:0.075",
        rate_card_interpolation="linear",
        performance=1 + float(row["excess"]),
    )
    share, least, most = (float(row[name]) for name in ("share", "return_at_least", "return_at_most"))
    assert 2_200_000 * share * (1 + least) - 1e-6 <= paid <= 2_200_000 * share * (1 + most) + 1e-6


# Case C: Peterborough -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("peterborough", "gates.csv"), ids=lambda row: row["measured_on"])
def test_peterborough_pays_nothing_before_its_gate_and_three_percent_a_year_behind_it(row: dict[str, str]) -> None:
    """The amounts are confidential: the gate and the rate alone are published, the term is ours."""
    paid = outcome_payment(
        5,
        programme_budget=1_000_000,
        rate_card="1:1:0.03",
        performance=float(row["reduction"]) / float(row["gate"]),
    )
    expected = 1_000_000 * float(row["share"]) * (1 + float(row["annual_return"])) ** 5
    assert paid == pytest.approx(expected, abs=1e-6)


# Case D: Adie and La Cravate solidaire ----------------------------------------------------------------


@pytest.mark.parametrize("compounding", ["simple", "compound"])
def test_adie_repays_after_five_years_what_one_and_a_half_percent_gives(compounding: str) -> None:
    contract, expected = named("adie_cis", "contract.csv"), named("adie_cis", "expected.csv")
    paid = outcome_payment(
        contract["years"],
        programme_budget=contract["principal"],
        investor_annual_return=contract["annual_return"],
        return_compounding=compounding,
    )
    # The compound interest is printed to the euro.
    assert paid - contract["principal"] == pytest.approx(expected[f"{compounding}_interest"], abs=0.5)


def test_la_cravate_solidaire_pays_its_bonus_for_a_simple_return_of_a_little_over_one_percent() -> None:
    contract, expected = named("cravate_solidaire", "contract.csv"), named("cravate_solidaire", "expected.csv")
    paid = outcome_payment(
        contract["programme_years"],
        programme_budget=contract["principal"],
        investor_annual_return=expected["simple_annual_return"],
        return_compounding="simple",
    )
    # The return is printed to a hundredth of a percent: 450,000 x 0.00005 x 3 = 67.5 euros.
    assert paid - contract["principal"] == pytest.approx(contract["bonus_if_target_met"], abs=67.5)


@pytest.mark.parametrize("total", [12, 7.3, 0.5, 40])
def test_a_published_total_of_effort_comes_back_unchanged_and_moves_the_cost_in_proportion(total: float) -> None:
    default, given = appraise(BOND), appraise(BOND, setup_fte_months=total)
    assert given["setup_fte_months"] == pytest.approx(total, rel=1e-12)
    fees = sum(default.settled.values()[f"{phase}.fees"] for phase in get_model(BOND).definition.phases)
    ratio = total / (default["setup_fte_months"] or 0)
    assert (given["setup_cost"] or 0) - fees == pytest.approx(ratio * ((default["setup_cost"] or 0) - fees))


# Case F: a round of grants ----------------------------------------------------------------------------


def grant_round(**inputs: Any) -> Appraisal:
    """Return a drive in which one application in six succeeds and a day costs what the source says, in its pounds."""
    terms = named("giving_evidence", "grant_round.csv")
    return appraise(
        "sponsorship",
        applications_per_year=terms["applications_per_grant"],
        days_per_application=terms["days_per_application"],
        success_rate=1 / terms["applications_per_grant"],
        reporting_cost_per_gift=terms["reporting_cost"],
        working_days=200,
        project_manager_cost=200 * terms["cost_per_day"],
        **inputs,
    )


def test_a_grant_costs_six_applications_of_two_days_and_a_week_of_reporting() -> None:
    terms = named("giving_evidence", "grant_round.csv")
    amounts = {line.name: line.amounts[5] for line in grant_round().ledger().lines}
    assert amounts["applications"] == pytest.approx(terms["applying_cost"], abs=1e-9)
    assert amounts["applications"] == pytest.approx(terms["applying_cost_as_printed"], abs=50)  # printed in hundreds
    assert amounts["reporting"] == pytest.approx(terms["reporting_cost"], abs=1e-9)


def test_a_grant_below_what_it_takes_to_win_it_leaves_the_organisation_poorer_every_year() -> None:
    """Applying and reporting cost 1,880: an unrestricted gift must reach that to pay for itself."""
    for gift, sign in ((1_879, -1), (1_881, 1)):
        year = grant_round(mean_gift=gift, restricted_share=0).cash_flow()[5]
        assert year == pytest.approx(sign, abs=1e-9)


# Case G: planned and actual payments of 29 projects ----------------------------------------------------

PROJECTS = table("life_chances_fund", "projects.csv")
SUMMARIES = table("life_chances_fund", "expected.csv")


def ratios(group: str, denominator: str) -> tuple[list[float], float]:
    """Return the payment-to-plan ratios of a group, ascending, and their mean weighted by money."""
    chosen = [row for row in PROJECTS if group == "all" or row["status"] == "Complete"]
    paid, planned = ([float(row[name]) for row in chosen] for name in ("actual", denominator))
    return sorted(a / b for a, b in zip(paid, planned, strict=True)), sum(paid) / sum(planned)


@pytest.mark.parametrize("row", SUMMARIES, ids=lambda row: f"{row['group']}-{row['denominator']}")
def test_the_published_payments_have_the_summary_that_is_kept(row: dict[str, str]) -> None:
    """Quartiles and means are kept to two decimals, the weighted mean to three."""
    found, weighted = ratios(row["group"], row["denominator"])
    first, median, third = statistics.quantiles(found, n=4, method="exclusive")
    measures = {
        "first_quartile": first,
        "median": median,
        "third_quartile": third,
        "mean": statistics.mean(found),
        "lowest": found[0],
        "highest": found[-1],
    }
    for name, value in measures.items():
        if row[name]:
            assert value == pytest.approx(float(row[name]), abs=0.005 + 1e-9), name
    assert weighted == pytest.approx(float(row["money_weighted"]), abs=0.0005 + 1e-9)
    assert len(found) == int(row["projects"])
    for name, count in {
        "below_0.8": sum(ratio < 0.8 for ratio in found),
        "below_0.5": sum(ratio < 0.5 for ratio in found),
        "above_2.5": sum(ratio > 2.5 for ratio in found),
    }.items():
        if row[name]:
            assert count == int(row[name]), name


def test_the_naive_ratio_to_the_whole_plan_is_a_trap_that_understates_running_projects() -> None:
    due, whole = ratios("all", "due"), ratios("all", "first_plan")
    assert statistics.median(whole[0]) < 1 < statistics.median(due[0])
    assert whole[1] < due[1] - 0.1
    assert sum(ratio < 0.8 for ratio in whole[0]) > sum(ratio < 0.8 for ratio in due[0])


def test_the_default_draws_the_29_ratios_of_payments_due() -> None:
    default = get_model(BOND).definition.inputs["payment_to_plan_ratio"]
    found, _ = ratios("all", "due")
    assert default.quantiles == pytest.approx(found, abs=1e-4)
    assert (default.low, default.high) == pytest.approx((found[0], found[-1]), abs=0.005)
    assert default.central == pytest.approx(statistics.median(found), abs=0.005)


def test_a_payment_to_plan_ratio_is_taken_instead_of_the_rate_card_and_never_before_it() -> None:
    """The ratio holds the tariff already: with it, performance and card below the plan change nothing."""
    plan = outcome_payment(4, investor_annual_return=0.03)
    for performance in (0.1, 0.9, 1.0, 3.0):
        paid = outcome_payment(
            4,
            investor_annual_return=0.03,
            payment_basis="payment_to_plan",
            payment_to_plan_ratio=0.49,
            performance=performance,
        )
        assert paid == pytest.approx(0.49 * plan)
    assert outcome_payment(4, payment_to_plan_ratio=0.49, performance=0.5) == 0
