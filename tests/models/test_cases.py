"""Every case file of every model folder holds: the figures that it expects come out within their tolerance."""

from __future__ import annotations

import pytest

from costbench.appraisal import LAST_YEAR
from costbench.catalogue import get_model, list_models
from tests.models.cases import MEASURES, Case, Expectation, Row, case_files, lines_of, read_case, rows_of

CASES = [read_case(path) for path in case_files()]
NAMES = [f"{case.model}-{case.path.stem}" for case in CASES]
EXPECTED = [(case, expected) for case in CASES for expected in case.expectations()]
EXPECTED_NAMES = [f"{case.model}-{case.path.stem}-{expected.name}" for case, expected in EXPECTED]
WITH_LEDGER = [case for case in CASES if case.ledger_file]
NOT_IN_A_LEDGER = ("readiness.", "tier_", "payment_to_plan_ratio")
CODES = {"rate_card_interpolation", "return_compounding", "payment_basis"}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_case_says_what_it_is_and_where_it_comes_from(case: Case) -> None:
    assert case.table["kind"] in {"published", "hand_computed"}
    assert set(case.table["title"]) == {"en", "fr"}
    for source in case.sources:
        assert source["title"] and source["publisher"]
        if case.table["kind"] == "published":
            assert source["confidence"] in {"A", "B", "C"}
            assert source["url"].startswith("http") or source["note"]
    strangers = {key for block in case.table["expected"] for key in block}
    assert strangers <= {*MEASURES, "tolerance", "reason", "year", "with"}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_case_gives_only_inputs_of_its_model(case: Case) -> None:
    assert case.appraisal.warnings == ()


@pytest.mark.parametrize(("case", "expected"), EXPECTED, ids=EXPECTED_NAMES)
def test_a_case_comes_out_within_its_tolerance(case: Case, expected: Expectation) -> None:
    assert expected.reason
    assert abs(case.found(expected) - expected.value) <= expected.tolerance


def differences(by_hand: dict[Row, list[float]], found: dict[Row, list[float]]) -> set[Row]:
    """Return the lines that only one of two ledgers knows, nets of zero apart, and those whose amounts differ."""
    silent = {row for row in found if row not in by_hand and (row[1] != "net" or any(found[row]))}
    wrong = {
        row
        for row, amounts in by_hand.items()
        if row not in found
        or found[row] != pytest.approx([*amounts, *[0.0] * (LAST_YEAR + 1 - len(amounts))], abs=1e-6)
    }
    return silent | wrong


@pytest.mark.parametrize("case", WITH_LEDGER, ids=lambda case: case.model)
def test_a_ledger_worked_by_hand_is_the_models_ledger_in_every_year_and_for_everybody(case: Case) -> None:
    assert case.ledger_file
    assert differences(rows_of(case.ledger_file), lines_of(case.appraisal)) == set()


@pytest.mark.parametrize("case", WITH_LEDGER, ids=lambda case: case.model)
def test_a_cent_in_one_year_or_a_missing_line_of_a_worked_ledger_would_be_seen(case: Case) -> None:
    assert case.ledger_file
    by_hand, found = rows_of(case.ledger_file), lines_of(case.appraisal)
    for row, amounts in by_hand.items():
        for year in range(len(amounts)):
            changed = [amount + 0.01 * (place == year) for place, amount in enumerate(amounts)]
            assert differences(by_hand | {row: changed}, found) == {row}
    for row in [row for row in by_hand if row[1] != "net"]:
        assert differences({other: by_hand[other] for other in by_hand if other != row}, found) == {row}


@pytest.mark.parametrize("case", WITH_LEDGER, ids=lambda case: case.model)
def test_a_ledger_worked_by_hand_leaves_nothing_of_the_model_to_a_default(case: Case) -> None:
    inputs = get_model(case.model).definition.inputs
    left = {name for name in inputs if name not in case.inputs and not name.startswith(NOT_IN_A_LEDGER)}
    assert {name for name in left if name.removesuffix("_code") not in CODES & set(case.inputs)} == set()


def test_every_model_has_one_ledger_worked_by_hand() -> None:
    assert [case.model for case in WITH_LEDGER] == sorted(model.id for model in list_models())
