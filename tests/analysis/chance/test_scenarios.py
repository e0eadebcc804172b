"""Cases by direction, scenarios by name, and what an optimism bias changes."""

from __future__ import annotations

import pytest

from costbench import appraise
from costbench.analysis.chance.scenarios import named_scenarios, optimism_bias_effect, read_scenarios, three_cases
from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import get_model, list_models
from costbench.errors import InputError
from costbench.vocabulary import Direction

MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)


@MODELS
def test_every_input_stands_on_the_side_its_direction_says(model):
    low, central, high = three_cases(settle(model, {}))
    for name, default in defaults_of(model).items():
        bad, good = {
            Direction.GOOD: (default.low, default.high),
            Direction.BAD: (default.high, default.low),
            Direction.NEUTRAL: (default.central, default.central),
        }[default.direction]
        assert (low.values[name], central.values[name], high.values[name]) == (bad, default.central, good)


@MODELS
def test_the_indicators_of_a_case_are_those_of_its_values(model):
    for case in three_cases(settle(model, {})):
        own = {name: value for name, value in case.values.items() if not name.startswith("readiness.")}
        found = appraise(model.id, **own)
        for name, value in case.indicators.items():
            assert found[name] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-6))


def test_the_pessimistic_case_is_worth_less_than_the_optimistic_one():
    for model in list_models():
        if model.id != "do_nothing":
            low, _, high = three_cases(settle(model, {}))
            assert low.indicators["expected_npv"] < high.indicators["expected_npv"]


def test_a_case_that_ends_after_the_ledger_keeps_its_expected_npv_and_says_why():
    given = {"contract_years": 15.0, "pilot_months": 6.0, "pilot_months.low": 3.0, "pilot_months.high": 60.0}
    low, central, _ = three_cases(settle(get_model("pilot_rollout"), given))
    assert central.reason is None
    assert set(low.indicators) == {"expected_npv"}
    assert "year 2" in low.reason.en
    assert "VAN espérée" in low.reason.fr
    assert "l’année 2" in low.reason.fr and "," in low.reason.fr.split("l’année ")[1].split()[0]


def test_an_optimism_bias_raises_the_setup_cost_in_proportion():
    for model in list_models():
        effect = optimism_bias_effect(settle(model, {}), 0.41)
        plain, raised = appraise(model.id), appraise(model.id, setup_optimism_bias=0.41)
        assert effect.setup_cost_uplifted == pytest.approx(1.41 * effect.setup_cost)
        assert effect.expected_npv == pytest.approx(plain["expected_npv"])
        assert effect.expected_npv_uplifted == pytest.approx(raised["expected_npv"])


def test_no_optimism_bias_is_assumed_by_default():
    assert settle(get_model("joint_venture"), {}).values()["setup_optimism_bias"] == 0


FILE = """
annual_budget = 900_000

[scenarios.crisis]
label = { en = "Crisis", fr = "Crise" }
performance = 0.6
contracts.months = 12

[scenarios.grant]
success_bonus = 50_000
annual_budget = 1_000_000
"""


def test_named_scenarios_are_read_from_a_file_over_what_they_share(tmp_path):
    file = tmp_path / "scenarios.toml"
    file.write_text(FILE, encoding="utf-8")
    crisis, grant = read_scenarios(file)
    assert (crisis.name, crisis.label.fr) == ("crisis", "Crise")
    assert crisis.inputs == {"annual_budget": 900_000, "performance": 0.6, "contracts.months": 12}
    assert grant.inputs == {"annual_budget": 1_000_000, "success_bonus": 50_000}
    assert grant.label.en == "grant"
    for scenario in (crisis, grant):
        appraise("social_impact_bond", **scenario.inputs)


def test_a_table_without_names_is_one_scenario():
    (given,) = named_scenarios({"prize": 5, "approach": {"months": 2}})
    assert (given.name, given.inputs) == ("given", {"prize": 5, "approach.months": 2})


def test_a_table_without_names_may_have_a_title_which_is_no_input():
    (given,) = named_scenarios({"scenario": "Ours", "prize": 5})
    assert (given.name, given.label.fr, given.inputs) == ("given", "Ours", {"prize": 5})


@pytest.mark.parametrize("label", [3, {"en": "Crisis"}, {"en": "Crisis", "fr": 4}, ["Crisis"]])
def test_a_label_that_is_no_text_in_both_languages_leaves_the_name(label):
    (scenario,) = named_scenarios({"scenarios": {"crisis": {"label": label, "sites": 9}}})
    assert (scenario.label.en, scenario.inputs) == ("crisis", {"sites": 9})


def test_tables_deeper_than_any_input_are_left_as_they_are():
    deep: dict = {"sites": 9}
    for _ in range(5_000):
        deep = {"a": deep}
    (given,) = named_scenarios(deep)
    assert list(given.inputs) == ["a.a.a.a"]


@pytest.mark.parametrize("table", [{"scenarios": 3}, {"scenarios": {}}, {"scenarios": {"crisis": 4}}])
def test_a_scenario_that_is_no_table_is_an_input_error(table):
    with pytest.raises(InputError, match="scenarios"):
        named_scenarios(table)


def test_a_file_that_is_not_toml_is_an_input_error(tmp_path):
    file = tmp_path / "broken.toml"
    file.write_bytes(b"crise = \xff\xfe")
    with pytest.raises(InputError, match=r"broken\.toml"):
        read_scenarios(file)
