"""The files of dated values, and everything that their loader refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from costbench.errors import NoSolutionError, ParameterError, UnknownNameError
from costbench.parameters import parameter, parameter_names, read_parameter, series

FILE = """
label = { en = "Fare", fr = "Tarif" }
unit = "EUR"

[sources.gazette]
title = "Fares"
publisher = "Gazette"
url = "https://example.org/fares"
confidence = "A"

[codes.adult]
label = { en = "adult", fr = "adulte" }
values = [
    { from = 2020-01-01, value = 10, source = "gazette", checked_on = 2026-11-23 },
    { from = 2021-07-01, low = 11, value = 12, high = 14, source = "gazette", checked_on = 2026-11-23 },
]
"""


def read(folder: Path, old: str = "", new: str = ""):
    """Read the file above with one thing changed."""
    assert old in FILE
    file = folder / "fares.toml"
    file.write_text(FILE.replace(old, new, 1) if old else FILE, encoding="utf-8")
    return read_parameter(file)


def test_a_value_holds_from_its_day_until_the_next(tmp_path):
    adult = read(tmp_path).of("adult")
    assert [adult.at(day).value for day in (date(2020, 1, 1), date(2021, 6, 30), date(2021, 7, 1), None)] == [
        10,
        10,
        12,
        12,
    ]


def test_an_estimate_carries_its_bounds_and_a_plain_value_is_its_own(tmp_path):
    first, second = read(tmp_path).of("adult").values
    assert (first.low, first.high) == (10, 10)
    assert (second.low, second.high) == (11, 14)


def test_a_code_may_have_a_unit_of_its_own(tmp_path):
    assert read(tmp_path).of("adult").unit == "EUR"
    own = read(tmp_path, "[codes.adult]\n", '[codes.adult]\nunit = "EUR/year"\n')
    assert (own.unit, own.of("adult").unit) == ("EUR", "EUR/year")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('value = 10, source = "gazette",', "value = 10,", "lacks `source`"),
        ("value = 10, source", 'kind = "derived", value = 10, source', "lacks `arithmetic`"),
        ("value = 10, source", 'kind = "assumption", value = 10, source', "lacks `reason`"),
        ("value = 10, source", 'kind = "guess", value = 10, source', "published, derived or assumption"),
        (", checked_on = 2026-11-23", "", "lacks `checked_on`"),
        ('source = "gazette"', 'source = "rumour"', "cites rumour"),
        ("from = 2021-07-01", "from = 2019-07-01", "ascending order of date"),
        ("from = 2021-07-01", "from = 2020-01-01", "ascending order of date"),
        ("low = 11", "low = 13", "must ascend"),
        ("high = 14", "high = 11.5", "must ascend"),
        ("from = 2020-01-01, ", "", "lacks `from`"),
        ("value = 10, ", "", "lacks `value`"),
        ('unit = "EUR"', "", "lacks `unit`"),
        ('confidence = "A"', "", "lacks confidence"),
        ("values = [", "amounts = [", "lacks `values`"),
    ],
)
def test_each_broken_rule_is_refused_with_its_file_and_place(tmp_path, old, new, said):
    with pytest.raises(ParameterError) as refused:
        read(tmp_path, old, new)
    assert said in refused.value.sentence("en")
    assert refused.value.sentence("fr").startswith("fares.toml, ")


def test_a_code_without_values_is_refused(tmp_path):
    start = FILE.index("values = [")
    (tmp_path / "fares.toml").write_text(FILE[:start] + "values = []\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="ascending order of date"):
        read_parameter(tmp_path / "fares.toml")


def test_an_unknown_code_is_told_the_close_one(tmp_path):
    with pytest.raises(UnknownNameError) as refused:
        read(tmp_path).at("adlut")
    assert refused.value.matches == ("adult",)
    assert refused.value.sentence("fr") == "Aucun code ne s’appelle « adlut ». Vouliez-vous dire adult ?"


def test_an_unknown_parameter_is_told_the_close_one():
    with pytest.raises(UnknownNameError) as refused:
        parameter("wage_subsidies")
    assert refused.value.matches == ("wage_subsidy",)


def test_a_day_before_the_first_value_has_no_answer(tmp_path):
    with pytest.raises(NoSolutionError) as refused:
        read(tmp_path).at("adult", date(2019, 12, 31))
    assert "2020-01-01" in refused.value.sentence("en")
    assert "2019-12-31 est antérieur" in refused.value.sentence("fr")


@pytest.mark.parametrize("name", parameter_names())
def test_every_shipped_file_loads_with_both_languages_and_a_source_or_reason_for_each_value(name):
    loaded = parameter(name)
    assert loaded.series
    assert all(loaded.label)
    for code, one in loaded.series.items():
        assert all(one.label), code
        for value in one.values:
            assert value.provenance.sources or any(value.provenance.explanation), (code, value.start)
            assert value.provenance.checked_on >= value.start


@pytest.mark.parametrize(
    ("code", "day", "amount"),
    [
        ("ei", date(2018, 6, 30), 10_363),
        ("ei", date(2024, 10, 31), 12_218),
        ("ei", date(2024, 11, 1), 12_459),
        ("ei", date(2024, 12, 31), 12_459),
        ("ei", date(2025, 1, 1), 13_304),
        ("etti", date(2022, 4, 30), 4_253),
        ("ea_tremplin", None, 12_453),
        ("ea_56", date(2023, 5, 1), 18_366),
    ],
)
def test_the_wage_subsidy_is_that_of_its_regime_and_day(code, day, amount):
    assert parameter("wage_subsidy").at(code, day).value == amount


def test_older_workers_of_an_adapted_company_are_subsidised_more():
    subsidy = parameter("wage_subsidy")
    assert subsidy.at("ea").value < subsidy.at("ea_50_55").value < subsidy.at("ea_56").value


def test_the_regimes_that_only_associations_may_hold_are_marked():
    held = {code for code, one in parameter("wage_subsidy").series.items() if not one.allowed_for_company}
    assert held == {"aci", "ai"}


def test_the_reduction_on_gifts_above_the_threshold_fell_at_the_end_of_2020():
    reduction = parameter("tax_reduction")
    assert reduction.at("rate_above", date(2020, 12, 30)).value == pytest.approx(0.6)
    assert reduction.at("rate_above", date(2020, 12, 31)).value == pytest.approx(0.4)
    assert reduction.at("ceiling", date(2019, 12, 31)).value == 10_000
    assert reduction.at("ceiling").value == 20_000


def test_each_part_of_the_tax_reduction_has_its_own_unit():
    units = {code: one.unit for code, one in parameter("tax_reduction").series.items()}
    assert units["rate"] == "/1"
    assert units["threshold"] == units["ceiling"] == "EUR"
    assert units["carried_forward"] == "year"


def test_a_series_is_found_by_its_address():
    assert series("wage_subsidy/ei") is parameter("wage_subsidy").series["ei"]
    for address in ("wage_subsidy", "wage_subsidy/", "nothing/ei", "wage_subsidy/xx"):
        with pytest.raises(UnknownNameError):
            series(address)
