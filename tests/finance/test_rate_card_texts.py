from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costbench.errors import InputError
from costbench.finance import Tier, format_rate_card, parse_rate_card

TIERS = (Tier(0, 0, 0), Tier(0.8, 1, 0), Tier(1, 1, 0.015))


@pytest.mark.parametrize(
    "text",
    [
        "0:0:0; 0.8:1:0; 1:1:0.015",
        "0:0:0;0.8:1:0;1:1:0.015;",
        "  0 : 0 : 0 ; 0,8 : 1 : 0 ; 1 : 1 : 0,015  ",
        "0:0:0\u00a0; 0,8\u00a0:\u202f1:0; 1:1:0,015",
        "0:0:0; +.8:1.:0; 1:1:1.5e-2",
        "0:0:0;\n0.8:1:0;\n1:1:0.015\n",
    ],
)
def test_a_card_is_read_however_it_is_spaced_and_pointed(text):
    assert parse_rate_card(text) == TIERS


@given(
    st.lists(st.floats(-10, 10), min_size=1, max_size=6, unique=True).map(sorted),
    st.data(),
)
def test_a_card_is_written_as_it_will_be_read(thresholds, data):
    shares = st.floats(0, 10)
    returns = st.floats(-1, 1, exclude_min=True)
    tiers = tuple(Tier(threshold, data.draw(shares), data.draw(returns)) for threshold in thresholds)
    assert parse_rate_card(format_rate_card(tiers)) == tiers
    assert parse_rate_card(format_rate_card(tiers).replace(".", ",")) == tiers


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("", "three numbers separated by colons", "trois nombres"),
        ("0.8", "three numbers separated by colons", "trois nombres"),
        ("0:0:0;; 1:1:0", "three numbers separated by colons", "trois nombres"),
        ("0:0:0:0", "three numbers separated by colons", "trois nombres"),
        ("0:0:nan", "three numbers separated by colons", "trois nombres"),
        ("0:0:1_0", "three numbers separated by colons", "trois nombres"),
        ("80 %:1:0", "three numbers separated by colons", "trois nombres"),
        ("80:1:0", "a threshold is a fraction", "un seuil est une fraction"),
        ("0.8:100:0", "a share of principal is a fraction", "une part du capital"),
        ("0.8:-0.1:0", "a share of principal is a fraction", "une part du capital"),
        ("0.8:1:1.5", "an annual return is a fraction", "un rendement annuel"),
        ("0.8:1:-1", "an annual return is a fraction", "un rendement annuel"),
        ("1:1:0; 0.8:1:0", "above that of the tier before it, 1", "palier précédent, 1"),
        ("0.8:0:0; 0.8:1:0", "above that of the tier before it, 0.8", "palier précédent, 0,8"),
    ],
)
def test_a_card_that_cannot_be_used_is_refused_in_a_sentence(text, english, french):
    with pytest.raises(InputError) as refused:
        parse_rate_card(text)
    assert english in refused.value.sentence("en")
    assert french in refused.value.sentence("fr")
    assert all(problem.path == "rate_card" for problem in refused.value.problems)


def test_all_the_mistakes_of_a_card_are_reported_at_once():
    with pytest.raises(InputError) as refused:
        parse_rate_card("80:100:0; 0.5; 0.9:1:3; 0.7:1:0")
    assert [problem.found for problem in refused.value.problems] == [
        "80:100:0", "80:100:0", "0.5", "0.9:1:3", "0.7:1:0"
    ]  # fmt: skip
