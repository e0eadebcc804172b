"""Values written by hand: numbers in two habits, checklists, nested tables."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.cli.terminal.mistakes import MisuseError
from costbench.cli.terminal.scenarios import number_of, read_toml, scenarios_of
from costbench.language import Text

TEXTS = {"rate_card", "readiness", "wage_subsidy_date"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1300000", 1_300_000.0),
        ("1 300 000", 1_300_000.0),
        ("1\u202f300\u202f000,5", 1_300_000.5),
        ("1,300,000", 1_300_000.0),
        ("0,125", 0.125),
        ("1,5", 1.5),
        ("-2.5e3", -2500.0),
        (".5", 0.5),
        ("300.000", 300.0),
    ],
)
def test_numbers_are_read_in_both_habits(written, value):
    assert number_of("x", written) == value


@pytest.mark.parametrize(
    "written", ["300,000", "1,234", "abc", "1.2.3", "inf", "nan", "1e999", "0x10", "12 %", "--3", ""]
)
def test_what_is_no_number_or_two_is_a_sentence(written):
    assert isinstance(number_of("x", written), Text)


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_a_sentence(written):
    found = number_of("x", written)
    assert isinstance(found, Text) or math.isfinite(found)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_by_a_program_comes_back_unchanged(value):
    assert number_of("x", repr(value)) == value


def test_tables_are_names_with_dots_and_the_command_line_goes_first(tmp_path):
    file = tmp_path / "s.toml"
    file.write_text('scenario = "Us"\na = 1\n[contracts]\nmonths = 3\n[jvs.capital]\nlow = 2\n', encoding="utf-8")
    (scenario,) = scenarios_of(["a=5"], file, TEXTS)
    assert scenario.inputs == {"a": 5.0, "contracts.months": 3.0, "jvs.capital.low": 2.0}
    assert scenario.label == Text("Us", "Us")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "s.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\n")
    assert read_toml(file) == {"a": 1}


def test_texts_stay_texts_and_dates_become_texts(tmp_path):
    file = tmp_path / "s.toml"
    file.write_text("wage_subsidy_date = 2024-01-01\n", encoding="utf-8")
    (scenario,) = scenarios_of(["joint_venture.rate_card=0:0:0; 1:1:0"], file, TEXTS)
    assert scenario.inputs == {"wage_subsidy_date": "2024-01-01", "joint_venture.rate_card": "0:0:0; 1:1:0"}


def test_a_checklist_is_taken_question_by_question():
    (scenario,) = scenarios_of(["readiness=sponsors=no; acquaintance=oui", "readiness.language=0.5"], None, TEXTS)
    assert scenario.inputs == {"readiness.sponsors": 0.0, "readiness.acquaintance": 1.0, "readiness.language": 0.5}


def test_all_the_faults_are_told_together():
    with pytest.raises(MisuseError) as caught:
        scenarios_of(["x", "a=b", "c=1,234"], None, TEXTS)
    assert len(caught.value.faults) == 3
