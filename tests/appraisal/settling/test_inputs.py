"""From what a user gives to what a model computes with."""

from __future__ import annotations

import re

import numpy as np
import pytest

from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.declaring.readiness import ready_probability
from costbench.appraisal.readings.indicators import indicators
from costbench.appraisal.settling.inputs import for_model, settle
from costbench.catalogue import get_model, list_models
from costbench.errors import InputError
from costbench.vocabulary import ROLES

BOND, VENTURE = get_model("social_impact_bond"), get_model("joint_venture")
PHASES = list(BOND.definition.phases)


def triple(settled, name):
    """Return low, central and high value of one input."""
    spread = settled.spreads[name]
    return spread.low, spread.mode, spread.high


def sentences(model, given):
    """Return every problem as its two sentences."""
    return [(problem.sentence("en"), problem.sentence("fr")) for _, problem in settle(model, given).problems]


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
def test_nothing_given_is_the_defaults(model):
    settled = settle(model, {})
    assert settled.problems == []
    assert settled.shape == ()
    for name, default in defaults_of(model).items():
        assert triple(settled, name) == pytest.approx((default.low, default.central, default.high)), name


def test_a_value_given_alone_is_certain():
    assert triple(settle(BOND, {"programme_budget": 2e6}), "programme_budget") == (2e6, 2e6, 2e6)


def test_bounds_given_around_a_value_are_its_spread():
    given = {"performance": 0.9, "performance.low": 0.6, "performance.high": 1.3}
    assert triple(settle(BOND, given), "performance") == (0.6, 0.9, 1.3)


def test_one_bound_given_alone_moves_that_bound_only():
    default = defaults_of(BOND)["performance"]
    assert triple(settle(BOND, {"performance.low": 0.2}), "performance") == (0.2, default.central, default.high)
    assert triple(settle(BOND, {"performance.high": 2.0}), "performance") == (default.low, default.central, 2.0)


def test_one_bound_beside_a_value_leaves_the_other_bound_at_the_value():
    assert triple(settle(BOND, {"performance": 0.9, "performance.low": 0.5}), "performance") == (0.5, 0.9, 0.9)


def test_nan_an_empty_text_and_nothing_are_the_same():
    plain = settle(BOND, {})
    for nothing in (np.nan, "", "  ", None):
        again = settle(BOND, {"programme_budget": nothing, "setup_fte_months": nothing, "rate_card": ""})
        assert again.problems == []
        assert again.values() == plain.values()


def test_numbers_written_as_text_are_numbers():
    settled = settle(BOND, {"programme_budget": np.array(["2e6", "", "1500000"], dtype=object)})
    assert settled.spreads["programme_budget"].mode.tolist() == [2e6, 1.3e6, 1.5e6]


SCENARIOS = [
    {"programme_budget": 2e6, "performance": 0.9, "performance.low": 0.4, "rate_card": "0:0:0; 0.5:1:0.02"},
    {"setup_fte_months": 30.0, "setup_months": 40.0, "setup_months.high": 60.0, "readiness": "large_programme=full"},
    {"contracts.fte_months": 1.0, "contracts.probability": 0.5, "payment_basis": "payment_to_plan"},
    {"programme_budget": -1.0, "rate_card": "nonsense"},
    {},
    {"setup_fte_months.low": 5.0, "discount_rate": 0.05, "readiness": "committed_payer=no; dedicated_person=yes"},
]


def test_many_scenarios_at_once_are_the_same_as_one_by_one():
    names = {name for given in SCENARIOS for name in given}
    texts = {"rate_card", "readiness", "payment_basis"}
    together = settle(
        BOND,
        {
            name: np.array(
                [given.get(name, "" if name in texts else np.nan) for given in SCENARIOS],
                dtype=object if name in texts else float,
            )
            for name in names
        },
    )
    assert together.shape == (len(SCENARIOS),)
    for position, given in enumerate(SCENARIOS):
        alone = settle(BOND, given)
        found = [problem for place, problem in together.problems if place == position]
        assert found == [problem for _, problem in alone.problems]
        for name in alone.spreads:
            at_once = [np.broadcast_to(value, len(SCENARIOS))[position] for value in triple(together, name)]
            assert at_once == pytest.approx(list(triple(alone, name))), (position, name)


def test_a_single_scenario_is_made_of_plain_floats():
    for given in SCENARIOS:
        for name, value in settle(BOND, given).values().items():
            assert type(value) is float, name


def test_a_faulty_row_carries_defaults_and_leaves_the_others_alone():
    budgets = np.array([2e6, -1.0, 5e5])
    settled = settle(BOND, {"programme_budget": budgets, "programme_years": np.array([3.0, 3.0, 3.0])})
    assert [place for place, _ in settled.problems] == [1]
    assert settled.spreads["programme_budget"].mode.tolist() == [2e6, 1.3e6, 5e5]
    assert settled.spreads["programme_years"].mode.tolist() == [3, 4, 3]


def test_a_row_whose_timeline_is_too_long_carries_defaults_too():
    settled = settle(BOND, {"setup_months": np.array([24.0, 400.0])})
    assert [(place, problem.path) for place, problem in settled.problems] == [(1, "settlement_year")]
    defaults = settle(BOND, {})
    for phase in PHASES:
        assert settled.spreads[f"{phase}.months"].mode[1] == defaults.spreads[f"{phase}.months"].mode


def test_a_fault_in_a_value_shared_by_all_rows_is_noted_in_each():
    settled = settle(BOND, {"programme_budget": np.array([1e6, 2e6]), "performance": 9.0})
    assert [place for place, _ in settled.problems] == [0, 1]


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        settle(BOND, {"programme_budget": np.ones(2), "performance": np.ones(3)})


def test_no_scenario_at_all_is_settled_without_a_problem():
    settled = settle(BOND, {"programme_budget": np.array([]), "rate_card": np.array([], dtype=object)})
    assert settled.shape == (0,)
    assert settled.problems == []


# Totals ------------------------------------------------------------------------------------------


def total(settled, parts, bound="mode"):
    """Return the sum of one bound over several inputs."""
    return sum(getattr(settled.spreads[part], bound) for part in parts)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("setup_fte_months", [f"{phase}.{role}" for phase in PHASES for role in ROLES]),
        ("setup_months", [f"{phase}.months" for phase in PHASES]),
        ("contracts.fte_months", [f"contracts.{role}" for role in ROLES]),
    ],
)
def test_a_total_is_shared_in_proportion_and_is_certain(name, parts):
    before, after = settle(BOND, {}), settle(BOND, {name: 6.0})
    for bound in ("low", "mode", "high"):
        assert total(after, parts, bound) == pytest.approx(6)
    for part in parts:
        share = before.spreads[part].mode / total(before, parts)
        assert after.spreads[part].mode == pytest.approx(6 * share)


def test_a_total_with_bounds_spreads_every_part():
    parts = [f"{phase}.months" for phase in PHASES]
    settled = settle(BOND, {"setup_months": 20.0, "setup_months.low": 10.0, "setup_months.high": 50.0})
    assert [total(settled, parts, bound) for bound in ("low", "mode", "high")] == pytest.approx([10, 20, 50])


def test_a_bound_of_a_total_given_alone_moves_that_bound_only():
    parts = [f"{phase}.months" for phase in PHASES]
    before, after = settle(BOND, {}), settle(BOND, {"setup_months.low": 5.0})
    assert total(after, parts, "low") == pytest.approx(5)
    assert total(after, parts) == pytest.approx(total(before, parts))
    assert total(after, parts, "high") == pytest.approx(total(before, parts, "high"))


def test_a_total_over_parts_that_are_all_zero_goes_to_the_first():
    nobody = {f"contracts.{role}": 0.0 for role in ROLES}
    settled = settle(BOND, nobody | {"contracts.fte_months": 3.0})
    assert [settled.spreads[f"contracts.{role}"].mode for role in ROLES] == [3, 0, 0]


def test_a_total_leaves_the_rows_that_do_not_give_it_as_they_are():
    settled = settle(BOND, {"setup_months": np.array([12.0, np.nan])})
    months = sum(settled.spreads[f"{phase}.months"].mode for phase in PHASES)
    assert months.tolist() == pytest.approx([12, total(settle(BOND, {}), [f"{phase}.months" for phase in PHASES])])


# Readiness ---------------------------------------------------------------------------------------


def test_the_probability_moves_from_low_through_central_to_high():
    assert [float(ready_probability(0.2, 0.5, 0.9, [score])) for score in (0, 0.25, 0.5, 0.75, 1)] == pytest.approx(
        [0.2, 0.35, 0.5, 0.7, 0.9]
    )


def test_the_answers_to_several_questions_are_averaged():
    assert float(ready_probability(0.2, 0.5, 0.9, [1.0, 0.0])) == pytest.approx(0.5)


@pytest.mark.parametrize("model", [model for model in list_models() if model.definition.readiness], ids=lambda m: m.id)
def test_all_no_all_half_and_all_full_give_low_central_and_high(model):
    defaults = settle(model, {})
    questions = model.definition.readiness
    asked = {phase for item in questions.values() for phase in item.phases}
    for answer, bound in (("no", "low"), ("half", "mode"), ("full", "high")):
        settled = settle(model, {"readiness": "; ".join(f"{name}={answer}" for name in questions)})
        assert settled.problems == []
        for phase in asked:
            name = f"{phase}.probability"
            assert settled.spreads[name].mode == pytest.approx(getattr(defaults.spreads[name], bound)), (phase, answer)


def test_french_answers_are_understood():
    french = settle(BOND, {"readiness": "committed_payer=oui; large_programme=non; dedicated_person=en partie"})
    english = settle(BOND, {"readiness": "committed_payer=full; large_programme=no; dedicated_person=half"})
    assert french.problems == []
    assert french.values() == english.values()


def test_a_probability_that_the_user_knows_is_not_moved_by_readiness():
    settled = settle(BOND, {"contracts.probability": 0.8, "readiness": "large_programme=no; committed_payer=no"})
    assert triple(settled, "contracts.probability") == (0.8, 0.8, 0.8)


# Texts -------------------------------------------------------------------------------------------


def test_a_rate_card_sets_its_tiers_and_repeats_the_last():
    values = settle(BOND, {"rate_card": "0:0:0; 0,8:1:0; 1:1:0,015"}).values()
    assert [values[f"tier_{place}_threshold"] for place in range(1, 9)] == [0, 0.8, *[1] * 6]
    assert values["tier_3_return"] == values["tier_8_return"] == 0.015
    assert values["investor_annual_return"] == 0


def test_a_number_given_beside_a_text_wins():
    values = settle(VENTURE, {"wage_subsidy_regime": "ei", "wage_subsidy_per_job": 1000.0}).values()
    assert values["wage_subsidy_per_job"] == 1000
    assert settle(BOND, {"rate_card": "0:0:0; 1:1:0", "investor_annual_return": 0.04}).values()[
        "investor_annual_return"
    ] == pytest.approx(0.04)


@pytest.mark.parametrize(
    ("regime", "day", "amount"),
    [("ei", "2018-06-01", 10_363), ("EI", "2024-11-30", 12_459), ("", "2024-03-01", 12_212), ("etti", "", 4_781)],
)
def test_regime_and_date_become_the_subsidy_in_force(regime, day, amount):
    settled = settle(VENTURE, {"wage_subsidy_regime": regime, "wage_subsidy_date": day})
    assert settled.problems == []
    assert triple(settled, "wage_subsidy_per_job") == (amount, amount, amount)


def test_a_choice_becomes_its_position():
    assert settle(BOND, {"payment_basis": "Payment to plan"}).values()["payment_basis_code"] == 1
    assert settle(BOND, {"payment_basis": "rate_card"}).values()["payment_basis_code"] == 0


# Faults ------------------------------------------------------------------------------------------

FAULTS = [
    (
        BOND,
        {"programme_budget": -5.0},
        "`programme_budget` is -5, but it must be 0 or more. Write a number from 0 up.",
        "« programme_budget » vaut -5, or il faut au moins 0. Écrivez un nombre à partir de 0.",
    ),
    (
        BOND,
        {"programme_budget": np.inf},
        "`programme_budget` is inf, but it must be 0 or more. Write a finite number.",
        "« programme_budget » vaut inf, or il faut au moins 0. Écrivez un nombre fini.",
    ),
    (
        BOND,
        {"discount_rate": 3.5},
        "`discount_rate` is 3.5, but a rate is a fraction per year between 0 and 1. Write 0.035 for 3.5 %.",
        "« discount_rate » vaut 3,5, or un taux est une fraction par an, comprise entre 0 et 1. "
        "Écrivez 0,035 pour 3,5 %.",
    ),
    (
        BOND,
        {"overhead_recovered": 17.0},
        "`overhead_recovered` is 17, but a share is a fraction between 0 and 1. Write 0.17 for 17 %.",
        "« overhead_recovered » vaut 17, or une part est une fraction comprise entre 0 et 1. Écrivez 0,17 pour 17 %.",
    ),
    (
        BOND,
        {"programme_years": 0.1},
        "`programme_years` is 0.1, but it must be between 0.25 and 15. Write a number between 0.25 and 15.",
        "« programme_years » vaut 0,1, or la valeur doit être comprise entre 0,25 et 15. "
        "Écrivez un nombre entre 0,25 et 15.",
    ),
    (
        BOND,
        {"performance.low": 1.2},
        "`performance.low` is 1.2, but low, central and high must ascend. Write low <= central <= high.",
        "« performance.low » vaut 1,2, or les valeurs basse, centrale et haute doivent être croissantes. "
        "Écrivez-les dans l’ordre : basse ≤ centrale ≤ haute.",
    ),
    (
        BOND,
        {"setup_fte_months": -1.0},
        "`setup_fte_months` is -1, but a total must be 0 or more. Write a number from 0 up.",
        "« setup_fte_months » vaut -1, or un total doit être positif ou nul. Écrivez un nombre à partir de 0.",
    ),
    (
        BOND,
        {"programme_budget": "a lot"},
        "`programme_budget` is 'a lot', but a number is expected. Write digits, such as 1500 or 0.03.",
        "« programme_budget » vaut « a lot », or un nombre est attendu. Écrivez des chiffres, comme 1500 ou 0.03.",
    ),
    (
        BOND,
        {"programme_bugdet": 1.0},
        "`programme_bugdet` is an unknown input, but only the inputs of the model are accepted. "
        "Did you mean programme_budget, programme_years?",
        "« programme_bugdet » est une donnée inconnue, or seules les données du modèle sont acceptées. "
        "Vouliez-vous dire programme_budget, programme_years ?",
    ),
    (
        BOND,
        {"payment_basis": "gratitude"},
        "`payment_basis` is 'gratitude', but it must be one of rate_card, payment_to_plan. "
        "There is no choice called `gratitude`.",
        "« payment_basis » vaut « gratitude », or les valeurs possibles sont rate_card, payment_to_plan. "
        "Aucun choix ne s’appelle « gratitude ».",
    ),
    (
        BOND,
        {"readiness": "large_programme=perhaps"},
        "`readiness.large_programme` is 'perhaps', but an answer is no, half or full. Write large_programme=half.",
        "« readiness.large_programme » vaut « perhaps », or une réponse est no, half ou full. "
        "Écrivez large_programme=half.",
    ),
    (
        VENTURE,
        {"wage_subsidy_regime": "ei", "wage_subsidy_date": "demain"},
        "`wage_subsidy_date` is 'demain', but a date is written year-month-day. Write for instance 2024-11-01.",
        "« wage_subsidy_date » vaut « demain », or une date s’écrit année-mois-jour. Écrivez par exemple 2024-11-01.",
    ),
    (
        BOND,
        {"setup_months": 240.0},
        "`settlement_year` is 25, but the ledger runs to year 20: setup, term and settlement must end by then. "
        "Shorten the setup, the term or the evaluation.",
        "« settlement_year » vaut 25, or le calcul va jusqu’à l’année 20 : montage, contrat et dénouement "
        "doivent tenir dans ce délai. Raccourcissez le montage, le contrat ou l’évaluation.",
    ),
]


@pytest.mark.parametrize(("model", "given", "english", "french"), FAULTS, ids=lambda item: str(item)[:40])
def test_each_fault_is_one_sentence_in_each_language(model, given, english, french):
    [(said, dit)] = sentences(model, given)
    assert said == english
    assert dit.replace("\N{NO-BREAK SPACE}", " ") == french


@pytest.mark.parametrize(("model", "given", "english", "french"), FAULTS, ids=lambda item: str(item)[:40])
def test_french_sentences_keep_no_break_spaces(model, given, english, french):
    [(_, dit)] = sentences(model, given)
    assert not re.search(r" [»?!%:;]|« ", dit.replace("\N{NO-BREAK SPACE}", ""))


@pytest.mark.parametrize(
    ("model", "given", "place"),
    [
        (BOND, {"performance": 0.5, "performance.high": 0.4}, "performance.high"),
        (BOND, {"performance.low": 9.0}, "performance.low"),
        (BOND, {"setup_months.high": 1.0}, "setup_months.high"),
        (BOND, {"setup_months": 10.0, "setup_months.low": 11.0}, "setup_months.low"),
        (BOND, {"rate_card": "0:1"}, "rate_card"),
        (BOND, {"rate_card": "; ".join(f"{step / 10}:1:0" for step in range(9))}, "rate_card"),
        (BOND, {"readiness": "weather=full"}, "readiness"),
        (VENTURE, {"wage_subsidy_regime": "aci"}, "wage_subsidy_regime"),
        (VENTURE, {"wage_subsidy_regime": "xx"}, "wage_subsidy_regime"),
        (VENTURE, {"wage_subsidy_date": "1999-01-01"}, "wage_subsidy_date"),
    ],
)
def test_each_fault_is_found_once_where_it_was_written(model, given, place):
    assert [problem.path for _, problem in settle(model, given).problems] == [place]


def test_several_faults_are_all_raised_together():
    settled = settle(BOND, {"programme_budget": -5.0, "discount_rate": 3.0, "rate_card": "x", "oops": 1.0})
    with pytest.raises(InputError) as raised:
        settled.raise_problems()
    assert {problem.path for problem in raised.value.problems} == {
        "programme_budget",
        "discount_rate",
        "rate_card",
        "oops",
    }
    assert raised.value.in_a_cell("fr").endswith("(et 3 de plus)")


def test_infinite_parts_of_a_total_are_a_fault_and_no_warning():
    settled = settle(BOND, {"contracts.director": np.inf, "setup_fte_months": 5.0})
    assert [problem.path for _, problem in settled.problems] == ["contracts.director"]


def test_what_is_written_for_one_model_does_not_reach_another():
    given = {"programme_budget": 1.0, "joint_venture.capital": 2.0, "discount_rate": 0.05}
    assert for_model(given, BOND) == {"programme_budget": 1.0, "discount_rate": 0.05}
    assert for_model(given, VENTURE) == {"capital": 2.0, "discount_rate": 0.05}


def test_what_is_written_for_one_model_counts_before_what_is_written_for_all_and_only_where_it_is_written():
    given = {"inflation": 0.01, "social_impact_bond.inflation": 0.03, "joint_venture.inflation": np.nan}
    assert for_model(given, BOND) == {"inflation": 0.03}
    assert for_model(given, VENTURE) == {"inflation": 0.01}
    columns = {
        "programme_years": np.array([3.0, 4.0]),
        "social_impact_bond.programme_years": np.array([np.nan, 6.0]),
        "payment_basis": np.array(["payment_to_plan", "rate_card"], dtype=object),
        "social_impact_bond.payment_basis": np.array(["", "payment_to_plan"], dtype=object),
    }
    values = settle(BOND, for_model(columns, BOND)).values()
    assert values["programme_years"].tolist() == [3.0, 6.0]
    assert values["payment_basis_code"].tolist() == [1.0, 1.0]


def test_a_fault_in_one_scenario_changes_not_a_bit_of_its_neighbours():
    """A power of arrays and a power of numbers may differ in the last bit: a default stays the number it was."""
    sizes = np.random.default_rng(1).uniform(0.3, 3, 200) * 20_000
    product = get_model("co_designed_product")
    beside_a_fault, alone = (
        settle(product, {"client_base": np.append(sizes, -1.0)}),
        settle(product, {"client_base": sizes}),
    )
    assert [position for position, _ in beside_a_fault.problems] == [200]
    assert beside_a_fault.spreads["uptake_exponent"] == alone.spreads["uptake_exponent"]
    found, expected = (indicators(settled).values for settled in (beside_a_fault, alone))
    for name, values in expected.items():
        assert np.array_equal(found[name][:-1], values, equal_nan=True), name


def test_a_fault_beside_a_bound_given_by_itself_is_told():
    """Only the low value varies: the central one stays a number."""
    item = defaults_of(BOND)["programme_budget"]
    lows = np.array([item.low / 2, np.nan, item.low / 4])
    settled = settle(BOND, {"programme_budget.low": lows, "discount_rate": np.array([0.04, 3.5, 0.02])})
    assert [position for position, _ in settled.problems] == [1]
    spread = settled.spreads["programme_budget"]
    assert spread.low.tolist() == [item.low / 2, item.low, item.low / 4]
    assert np.broadcast_to(spread.mode, 3).tolist() == [item.central] * 3
