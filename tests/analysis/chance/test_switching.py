"""Switching values: at the value found, an appraisal stands at zero, or two models share the first place."""

from __future__ import annotations

import pytest

from costbench import appraise, compare
from costbench.analysis.chance.switching import break_even_values, first_place_values
from costbench.appraisal.settling.inputs import settle
from costbench.catalogue import get_model, list_models
from costbench.catalogue.appraisals import settle_models

MODELS = pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)


def expected(model, **given):
    return appraise(model, **given)["expected_npv"]


@MODELS
def test_at_a_switching_value_the_expected_npv_is_zero_and_changes_its_sign(model):
    found = [item for item in break_even_values(settle(model, {})) if item.value is not None]
    for item in found:
        step = 1e-4 * max(abs(item.value), 1e-3)
        below, above = (expected(model.id, **{item.name: item.value + side}) for side in (-step, step))
        assert (below < 0) != (above < 0), item.name
    smooth = [item for item in found if item.name in ("turnover_per_job", "programme_budget", "revenue_per_site")]
    for item in smooth:
        assert expected(model.id, **{item.name: item.value}) == pytest.approx(0, abs=1e-3)


def test_the_nearest_switching_values_come_first_and_say_whether_the_spread_reaches_them():
    found = break_even_values(settle(get_model("joint_venture"), {}))
    known = [item for item in found if item.value is not None]
    shares = [abs(item.value / item.central - 1) for item in known if item.central]
    assert shares == sorted(shares)
    assert found[: len(known)] == tuple(known)
    for item in known:
        default = get_model("joint_venture").definition.inputs.get(item.name)
        if default:
            assert item.within_spread == (default.low <= item.value <= default.high)


def test_an_input_without_effect_or_without_reach_has_a_reason():
    found = {item.name: item for item in break_even_values(settle(get_model("social_impact_bond"), {}))}
    assert found["gain_per_outcome"].value is None
    assert "no effect" in found["gain_per_outcome"].reason.en
    assert found["discount_rate"].value is None
    assert found["discount_rate"].reason.en == "no value from 0 to 0.24 changes the answer."
    assert found["discount_rate"].reason.fr == "aucune valeur de 0 à 0,24 ne change la réponse."
    assert not any(name.startswith("readiness.") for name in found)


def test_doing_nothing_has_no_switching_value():
    assert all(item.value is None for item in break_even_values(settle(get_model("do_nothing"), {})))


def test_past_its_switching_value_the_successor_leads():
    found = [item for item in first_place_values(settle_models(None, {})) if item.value is not None]
    leader = compare().ranked()[0][1].model.id
    assert len(found) > 3
    for item in found[:6]:
        assert item.successor != leader
        step = 1e-3 * (item.value - item.central)
        assert compare(**{item.name: item.value - step}).ranked()[0][1].model.id == leader
        assert compare(**{item.name: item.value + step}).ranked()[0][1].model.id == item.successor


def test_a_single_model_has_no_first_place_to_lose():
    assert first_place_values([settle(get_model("joint_venture"), {})]) == ()
