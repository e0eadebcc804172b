"""Numbers and sentences as each language writes them."""

from __future__ import annotations

import pytest

from costbench.cli.terminal.figures import day, figure, grouped, percent, plain_figure, size, thousands, unbroken


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (1234567.891, 1, "1,234,567.9", "1\u202f234\u202f567,9"),
        (-1234.0, 0, "−1,234", "−1\u202f234"),
        (-0.2, 0, "0", "0"),
        (0.0, 2, "0.00", "0,00"),
        (float("inf"), 0, "∞", "∞"),
        (float("-inf"), 0, "−∞", "−∞"),
    ],
)
def test_thousands_and_decimals_are_those_of_the_language(value, decimals, english, french):
    assert grouped(value, "en", decimals) == english
    assert grouped(value, "fr", decimals) == french


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0.147, "15%", "15\u00a0%"),
        (0.0335, "3.4%", "3,4\u00a0%"),
        (0.0, "0%", "0\u00a0%"),
        (1.7, "170%", "170\u00a0%"),
        (None, "–", "–"),
    ],
)
def test_fractions_are_shown_as_percentages(value, english, french):
    assert percent(value, "en") == english
    assert percent(value, "fr") == french


def test_an_absent_amount_is_a_dash_and_no_nought():
    assert thousands(None, "fr") == "–"
    assert thousands(1_300_000, "fr") == "1\u202f300"


@pytest.mark.parametrize(
    ("value", "written"),
    [(3.0, "3"), (0.053, "0.053"), (12453.0, "12,453"), (0.00012345, "0.0001234"), (1 / 3, "0.3333"), (0.0, "0")],
)
def test_a_figure_has_the_decimals_it_needs(value, written):
    assert figure(value, "en") == written


def test_a_calendar_year_is_not_grouped():
    assert plain_figure(2024.0, "date", "fr") == "2024"


def test_a_break_even_size_is_rounded_up_to_what_reaches_it():
    assert size(72.3, "site", "en") == "73\u00a0sites"
    assert size(890_000.0, "EUR", "fr") == "890\u00a0k€"
    assert size(75_643.0, "person", "fr") == "75\u202f643\u00a0pers."
    assert size(None, "site", "en") == "–"


def test_dates_are_local():
    assert (day("2026-11-23", "en"), day("2026-11-23", "fr")) == ("2026-11-23", "23/11/2026")


def test_french_punctuation_stays_with_its_word_and_tiers_stay_as_they_are():
    assert (
        unbroken("Vraiment ? Oui : « cis » ; 3 %.") == "Vraiment\u00a0? Oui\u00a0: «\u00a0cis\u00a0»\u00a0; 3\u00a0%."
    )
    assert unbroken("0:0:0; 0.8:1:0") == "0:0:0; 0.8:1:0"
