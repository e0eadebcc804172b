from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costbench.errors import InputError
from costbench.finance import protected_share, rate_card, repayment

CARD = [(0, 0.0), (0.8, 1.0), (1.0, 1.5)]
LATE = [(0.8, 1.0), (1.0, 1.5)]
FORMS = st.sampled_from(["step", "linear"])
PERFORMANCES = st.floats(-0.5, 2)


@st.composite
def cards(draw):
    thresholds = sorted(draw(st.sets(st.integers(0, 20), min_size=1, max_size=5)))
    values = draw(st.lists(st.floats(0, 2), min_size=len(thresholds), max_size=len(thresholds)))
    return [(threshold / 10, value) for threshold, value in zip(thresholds, sorted(values), strict=True)]


@pytest.mark.parametrize(
    ("card", "interpolation", "performance", "value"),
    [
        (CARD, "step", -0.1, 0.0),
        (CARD, "step", 0.7999, 0.0),
        (CARD, "step", 0.8, 1.0),
        (CARD, "step", 0.1 + 0.7, 1.0),  # 0.7999999999999999
        (CARD, "step", 0.9, 1.0),
        (CARD, "step", 3.0, 1.5),
        (CARD, "linear", 0.4, 0.5),
        (CARD, "linear", 0.9, 1.25),
        (CARD, "linear", 3.0, 1.5),
        (LATE, "step", 0.79, 0.0),
        (LATE, "linear", 0.79, 0.0),
        (LATE, "linear", 0.8, 1.0),
        ([(0, 0.2), (1, 1)], "step", -0.5, 0.2),
        ([(0, 0.2), (1, 1)], "linear", -0.5, 0.2),
        ([(-0.5, 0.2), (1, 1)], "step", -0.6, 0.0),
        ([(-0.5, 0.2), (1, 1)], "step", -0.4, 0.2),
        ([(0.5, 0.7)], "step", 0.5, 0.7),
        ([(0.5, 0.7)], "linear", 0.4, 0.0),
    ],
)
def test_a_performance_earns_what_the_card_says(card, interpolation, performance, value):
    assert rate_card(performance, card, interpolation) == pytest.approx(value, abs=1e-12)


@settings(deadline=None)
@given(cards(), FORMS, PERFORMANCES, st.floats(0, 1))
def test_on_a_growing_card_more_performance_never_earns_less(card, interpolation, performance, more):
    lower = rate_card(performance, card, interpolation)
    assert rate_card(performance + more, card, interpolation) >= lower - 1e-12


@settings(deadline=None)
@given(cards(), FORMS, PERFORMANCES, st.integers(1, 4))
def test_repeating_the_last_tier_changes_nothing(card, interpolation, performance, times):
    padded = card + card[-1:] * times
    assert rate_card(performance, padded, interpolation) == rate_card(performance, card, interpolation)


@settings(deadline=None)
@given(cards(), PERFORMANCES)
def test_both_forms_agree_on_every_threshold_and_outside_the_card(card, performance):
    outside = not card[0][0] <= performance <= card[-1][0]
    for point in [threshold for threshold, _ in card] + [performance] * outside:
        step, linear = (rate_card(point, card, form) for form in ("step", "linear"))
        assert linear == pytest.approx(step, abs=1e-9)


@settings(deadline=None)
@given(cards(), PERFORMANCES)
def test_between_its_tiers_a_linear_card_is_numpy_interpolation(card, performance):
    thresholds, values = zip(*card, strict=True)
    inside = float(np.clip(performance, thresholds[0], thresholds[-1]))
    assert rate_card(inside, card, "linear") == pytest.approx(np.interp(inside, thresholds, values), abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(cards(), PERFORMANCES), min_size=1, max_size=6), FORMS)
def test_a_batch_of_cards_of_several_lengths_is_each_card_alone(scenarios, interpolation):
    length = max(len(card) for card, _ in scenarios)
    padded = np.array([card + card[-1:] * (length - len(card)) for card, _ in scenarios])
    performances = np.array([performance for _, performance in scenarios])
    tiers = [(padded[:, k, 0], padded[:, k, 1]) for k in range(length)]
    alone = [rate_card(performance, card, interpolation) for card, performance in scenarios]
    assert np.array_equal(rate_card(performances, tiers, interpolation), alone)


@given(PERFORMANCES)
def test_floor_and_cap_bound_the_value(performance):
    value = rate_card(performance, CARD, floor=0.3, cap=1.2)
    assert value == min(max(rate_card(performance, CARD), 0.3), 1.2)


@given(st.floats(0, 2), st.floats(0, 1))
def test_the_guarantor_pays_what_is_missing_and_no_more(share, protection):
    call = protected_share(share, protection) - share
    assert call >= 0
    assert (call == 0) == (share >= protection)


@given(st.floats(1, 1e7), st.floats(0, 0.2), st.integers(0, 20))
def test_the_return_is_earned_on_the_principal_or_on_earlier_returns_too(principal, rate, years):
    simple, compound = (repayment(principal, rate, years, form) for form in ("simple", "compound"))
    balance = principal
    for _ in range(years):
        balance += rate * balance
    assert simple == pytest.approx(principal + years * rate * principal, rel=1e-12)
    assert compound == pytest.approx(balance, rel=1e-12)
    assert compound >= simple * (1 - 1e-12)


def test_a_word_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(InputError) as refused:
        rate_card(0.9, CARD, "steps")
    assert "steps" in refused.value.sentence("en")
    assert "step or linear" in refused.value.sentence("en")
    with pytest.raises(InputError) as refused:
        repayment(100, 0.02, 5, "continuous")
    assert "simple ou compound" in refused.value.sentence("fr")


def test_a_card_without_a_tier_is_refused_in_a_sentence():
    with pytest.raises(InputError) as refused:
        rate_card(0.5, [])
    assert "est vide, or un barème compte au moins un palier." in refused.value.sentence("fr")
