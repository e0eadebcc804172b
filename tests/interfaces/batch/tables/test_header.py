"""The columns of a table, and every problem with them at once."""

from __future__ import annotations

import pytest

from costbench.errors import InputError
from costbench.interfaces.batch.tables.header import column_letters, read_header


def problems(*names: str, language: str = "en", **options) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_header(names, **options)
    return [problem.sentence(language) for problem in caught.value.problems]


def test_columns_are_numbers_texts_or_neither():
    header = read_header(["model", "programme_budget", "scenario", "rate_card", "", "discount_rate.low"])
    assert (header.model, header.scenario, header.unnamed) == (0, 2, (4,))
    assert header.numbers == {"programme_budget": 1, "discount_rate.low": 5}
    assert header.texts == {"rate_card": 3}


def test_names_may_be_written_in_capitals_and_with_spaces_around():
    header = read_header([" Scenario", "MODEL\u00a0", "Discount_Rate"])
    assert (header.scenario, header.model, header.numbers) == (0, 1, {"discount_rate": 2})


def test_an_input_may_be_written_with_the_model_it_is_for():
    assert read_header(["model", "social_impact_bond.programme_budget"]).numbers == {
        "social_impact_bond.programme_budget": 1
    }


def test_an_unknown_column_is_named_with_the_close_names():
    (said,) = problems("model", "programe_budget")
    assert said.startswith("There is no input called `programe_budget` (row 1). Did you mean `programme_budget`")
    (said,) = problems("model", "programe_budget", language="fr")
    assert said.startswith("Aucune donnée ne s’appelle « programe_budget » (ligne 1). Vouliez-vous dire")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Budget annuel de la structure", "annual_budget"),
        ("Budget annuel", "annual_budget"),
        ("budjet annuel de la structure", "annual_budget"),
        ("Annual budget of the organisation", "annual_budget"),
        ("BUDGET DU PROGRAMME", "programme_budget"),
    ],
)
def test_a_column_called_by_its_label_is_answered_with_its_name(written, name):
    with pytest.raises(InputError) as refused:
        read_header(["scenario", "model", written])
    assert f"Vouliez-vous dire «\u00a0{name}\u00a0»" in refused.value.sentence("fr")


def test_unknown_columns_can_be_left_aside():
    assert read_header(["model", "remarks"], ignore_unknown=True).ignored == ("remarks",)


def test_every_problem_is_told_at_once():
    said = problems("scenario", "cash_reserve", "Cash_Reserve", "qqqq")
    assert said == [
        "The column `cash_reserve` stands 2 times (row 1, columns B, C). Keep one of them.",
        "There is no column `model` (row 1). Add it; left empty, it means every model.",
        "There is no input called `qqqq` (row 1). Remove the column.",
    ]


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
