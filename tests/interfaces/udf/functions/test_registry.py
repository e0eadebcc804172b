from __future__ import annotations

import re
import subprocess
import sys

import pytest

import costbench
from costbench.errors import InputError
from costbench.interfaces.udf.functions import registry
from costbench.interfaces.udf.functions.registry import Function, call, forget, functions, register
from costbench.language import LANGUAGES, Text
from tests.interfaces.udf.conformance import INPUTS, MODEL, ORDINARY, Case, cases

CONTRACT = (
    "MODELS DEFAULT SOURCE UNIT SETUP_FTE SETUP_COST SETUP_MONTHS SIGNING_PROBABILITY SUNK_COST CASHFLOW LEDGER NPV "
    "EXPECTED_NPV IRR PAYBACK PEAK_FUNDING BREAK_EVEN BCR APPRAISE COMPARE RISK TORNADO RATE_CARD SCORE EXPLAIN"
)
GIVEN = dict(INPUTS)
INDICATORS = {
    "SETUP_FTE": "setup_fte_months",
    "SETUP_COST": "setup_cost",
    "SETUP_MONTHS": "setup_months",
    "SIGNING_PROBABILITY": "probability_of_signing",
    "SUNK_COST": "expected_sunk_cost",
    "EXPECTED_NPV": "expected_npv",
    "IRR": "irr",
    "PEAK_FUNDING": "peak_funding_need",
    "BREAK_EVEN": "break_even_scale",
    "BCR": "benefit_cost_ratio",
}


def text_of(answer: object) -> str:
    """Return everything that an answer says, as one text."""
    return " | ".join(str(cell) for line in answer for cell in line) if isinstance(answer, list) else str(answer)


def test_every_function_of_the_contract_exists_and_no_other():
    assert set(functions()) == set(CONTRACT.split())
    assert set(ORDINARY) == set(CONTRACT.split())


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_the_direct_call_answers_as_the_table_says(case: Case):
    answer = call(case.function, *case.cells, language="en")
    if case.says:
        assert case.says in text_of(answer)
        assert case.function == "SCORE" or isinstance(answer, str)
    elif case.like is not None:
        assert answer == call(case.function, *case.like, language="en")
        assert not isinstance(answer, str) or case.function in {"SOURCE", "UNIT", "EXPLAIN", "PAYBACK"}
    else:
        assert "fault of costbench" not in text_of(answer)
        assert (not isinstance(answer, str)) or case.function in {"SOURCE", "UNIT", "EXPLAIN", "PAYBACK"}


@pytest.mark.parametrize("case", [case for case in cases() if case.says], ids=str)
def test_a_mistake_is_answered_in_french_too(case: Case):
    english, french = (text_of(call(case.function, *case.cells, language=language)) for language in LANGUAGES)
    assert french != english
    assert not re.search(r"\bbut\b|\bmust\b|Did you mean|There is no", french)


@pytest.mark.parametrize(("function", "indicator"), list(INDICATORS.items()))
def test_an_indicator_is_the_engine_s(function, indicator):
    assert call(function, MODEL, INPUTS) == costbench.appraise(MODEL, **GIVEN)[indicator]


def test_an_absent_indicator_says_why():
    found = costbench.appraise(MODEL, **GIVEN)
    assert found["payback_year"] is None
    assert call("PAYBACK", MODEL, INPUTS, language="fr") == found.reasons("payback_year")[0].fr


def test_the_net_present_value_of_each_stakeholder_is_the_engine_s():
    found = costbench.appraise(MODEL, **GIVEN)
    for stakeholder in ("partner", "investor", "outcome_payer", "beneficiaries", "society"):
        assert call("NPV", MODEL, INPUTS, stakeholder) == found[f"npv_{stakeholder}"]
    assert call("NPV", MODEL, INPUTS) == found["npv"]


def test_the_cash_flow_of_society_is_the_sum_of_the_stakeholders():
    everybody = ("organisation", "partner", "investor", "outcome_payer", "beneficiaries", "market", "vehicle")
    years = [call("CASHFLOW", MODEL, INPUTS, name)[0] for name in everybody]
    society = call("CASHFLOW", MODEL, INPUTS, "society")[0]
    assert [sum(year) for year in zip(*years, strict=True)] == pytest.approx(society, abs=1e-6)
    assert len(society) == 21


def test_the_ledger_adds_up_to_the_cash_flow():
    head, *lines = call("LEDGER", MODEL, INPUTS, language="en")
    assert head[:4] == ["Entry", "Kind", "Payer", "Payee"]
    net = [
        sum(line[year] * ((line[3] == "Organisation") - (line[2] == "Organisation")) for line in lines)
        for year in range(4, 25)
    ]
    assert net == pytest.approx(call("CASHFLOW", MODEL, INPUTS)[0], abs=1e-6)


def test_the_default_of_a_total_is_the_sum_of_its_phases():
    phases = costbench.get_model(MODEL).definition.phases
    parts = [call("DEFAULT", MODEL, f"{phase}.fte_months") for phase in phases]
    assert sum(parts) == pytest.approx(call("DEFAULT", MODEL, "setup_fte_months")) == pytest.approx(12.0)


def test_the_comparison_ranks_as_the_library_does():
    _, *lines = call("COMPARE", INPUTS, language="en")
    ranked = costbench.compare(**GIVEN).ranked()
    assert [(line[0], line[1]) for line in lines] == [(place, one.model.id) for place, one in ranked]


def test_weights_change_the_rank_and_show_the_score():
    head, *lines = call("COMPARE", INPUTS, [["setup_effort", 1.0]], language="en")
    assert head[-1] == "Score"
    assert lines[0][1] == "do_nothing"
    assert [line[-1] for line in lines] == sorted((line[-1] for line in lines), reverse=True)


def test_a_rate_card_pays_by_steps_or_by_straight_lines():
    tiers = [["threshold", "value"], [0, 0], [0.8, 1], [1, 1.5]]
    assert call("RATE_CARD", [[0.79, 0.8, None, 1.2]], tiers) == [[0.0, 1.0, "", 1.5]]
    assert call("RATE_CARD", 0.9, tiers, "linéaire") == pytest.approx(1.25)


def test_a_hundred_cells_cost_one_computation():
    forget()
    reordered = [INPUTS[1], INPUTS[0], *INPUTS[2:]]
    answers = {call("EXPECTED_NPV", "cis", inputs) for inputs in (INPUTS, reordered) for _ in range(50)}
    counted = registry._answer.cache_info()
    assert len(answers) == 1
    assert (counted.misses, counted.hits) == (1, 99)


def test_what_a_sheet_does_to_an_answer_never_reaches_the_next_cell():
    first = call("CASHFLOW", MODEL, INPUTS)
    first[0][0] = "spoilt"
    assert call("CASHFLOW", MODEL, INPUTS)[0][0] != "spoilt"


def test_a_fault_of_ours_is_a_sentence_and_is_logged(monkeypatch, caplog):
    broken = Function("UNIT", Text("", ""), Text("", ""), (), lambda language: 1 / 0)
    monkeypatch.setitem(functions(), "UNIT", broken)
    forget()
    assert "ZeroDivisionError" in call("UNIT", language="en")
    assert "UNIT failed" in caplog.text
    forget()


def test_a_description_too_long_for_excel_is_refused():
    with pytest.raises(ValueError, match="longer than 255"):
        register(Function("TOO_LONG", Text("x" * 256, "x"), Text("", ""), (), len))


def test_a_function_cannot_be_registered_twice():
    with pytest.raises(ValueError, match="twice"):
        register(functions()["NPV"])


def test_descriptions_say_something_in_both_languages():
    for function in functions().values():
        for about in (function.about, function.category, *(argument.about for argument in function.arguments)):
            assert all(3 < len(text) <= 255 for text in about)
            assert about.en != about.fr


def test_no_function_carries_the_name_of_a_cell():
    assert [name for name in functions() if re.fullmatch(r"[A-Z]{1,3}\d+", name)] == []


def test_the_registry_needs_numpy_alone():
    heavy = ["pandas", "openpyxl", "xlwings", "scipy", "click", "rich", "polars", "matplotlib", "SALib"]
    code = f"""
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {heavy!r}:
            raise ImportError(name)
sys.meta_path.insert(0, Blocker())
from costbench.interfaces.udf.functions.registry import call
print(call("SETUP_FTE", "cis"), len(call("SCORE", [["model"], ["cis"]])), len(call("COMPARE")))
print(call("RISK", "cis", None, 64))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("12.0 2 9")


def test_an_input_error_lists_one_problem_and_counts_the_others():
    inputs = [["anual_budget", 1.0], ["stafff_fte", 2.0]]
    assert call("NPV", MODEL, inputs, language="en").endswith("(and 1 more)")
    with pytest.raises(InputError):
        costbench.appraise(MODEL, anual_budget=1.0, stafff_fte=2.0)
