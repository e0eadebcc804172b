"""The portfolio: equal to trying every combination, and able to say what stands in the way."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from costbench import compare
from costbench.analysis.choice.portfolio import LIMITS, Candidate, Limits, candidate, choose_portfolio
from costbench.appraisal import YEARS
from costbench.errors import InputError, NoSolutionError, UnknownNameError
from costbench.language import Text

LABEL = Text("A model", "Un modèle")


def need(*amounts: float) -> np.ndarray:
    return np.pad(np.array(amounts, dtype=float), (0, len(YEARS) - len(amounts)))


def simple(name: str, value: float, fte=(), cash=(), negotiations=(1.0,), rate: float = 0.0) -> Candidate:
    needs = {"fte": need(*fte), "cash": need(*cash), "negotiations": need(*negotiations)}
    return Candidate(name, Text(name, name), value, rate, needs)


def real(**inputs: float) -> list[Candidate]:
    return [candidate(item.model, item.settled.values()) for item in compare(**inputs).appraisals]


def best_by_trying_all(candidates, limits, required, last_start) -> float | None:
    """Return the value of the best feasible plan among all of them; ``None`` when there is none."""
    best = None
    for plan in product([None, *range(last_start + 1)], repeat=len(candidates)):
        started = [(item, year) for item, year in zip(candidates, plan, strict=True) if year is not None]
        if not set(required) <= {item.name for item, _ in started}:
            continue
        fits = True
        for limit in LIMITS:
            used = np.zeros(len(YEARS))
            for item, year in started:
                used[year:] += item.needs[limit][: len(YEARS) - year]
            fits &= bool((used <= limits.by_year(limit) + 1e-9).all())
        value = sum(item.value_at(year) for item, year in started)
        if fits and (best is None or value > best):
            best = value
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_portfolio_is_the_best_of_all_combinations(seed):
    rng = np.random.default_rng(seed)
    candidates = [
        simple(
            f"c{place}",
            rng.normal(20, 40),
            fte=rng.uniform(0, 1, 3),
            cash=np.cumsum(rng.normal(5, 20, 6)).clip(0),
            negotiations=np.ones(rng.integers(1, 4)),
            rate=0.05,
        )
        for place in range(5)
    ]
    limits = Limits(rng.uniform(0.3, 2.5), [rng.uniform(20, 60), 80], float(rng.integers(1, 4)))
    required = ["c0"] if seed % 3 == 0 else []
    expected = best_by_trying_all(candidates, limits, required, last_start=2)
    if expected is None:
        with pytest.raises(NoSolutionError):
            choose_portfolio(candidates, limits, required, last_start=2)
        return
    found = choose_portfolio(candidates, limits, required, last_start=2)
    assert found.value == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert found.value == pytest.approx(sum(start.value for start in found.starts), abs=1e-9)
    for limit in LIMITS:
        assert (found.used[limit] <= limits.by_year(limit) + 1e-6).all()


def test_without_limits_everything_worth_starting_starts_now():
    found = choose_portfolio(real(), Limits())
    worth = {item.name for item in real() if item.value > 0}
    assert {start.name for start in found.starts} == worth
    assert {start.year for start in found.starts} == {0}
    assert max(found.lifted.values()) == pytest.approx(0, abs=1e-6)


def test_one_negotiation_at_a_time_puts_the_better_one_first():
    pair = [simple("small", 10, rate=0.1), simple("large", 50, rate=0.1)]
    found = choose_portfolio(pair, Limits(negotiations=1))
    assert [(start.name, start.year) for start in found.starts] == [("large", 0), ("small", 1)]
    assert found.lifted["negotiations"] == pytest.approx(10 - 10 / 1.1)
    assert "negotiations: without it" in found.sentences()[-1].en


def test_cash_absorbed_stays_absorbed_until_it_comes_back():
    pair = [simple("a", 10, cash=[60, 60, 0], rate=0.1), simple("b", 9, cash=[60, 0], rate=0.1)]
    found = choose_portfolio(pair, Limits(cash=100))
    assert [(start.name, start.year) for start in found.starts] == [("b", 0), ("a", 1)]


def test_a_limit_may_change_from_year_to_year_and_the_last_one_holds():
    found = choose_portfolio([simple("a", 10, fte=[1], rate=0.1)], Limits(fte=[0.5, 0.9, 1.0]))
    assert [start.year for start in found.starts] == [2]
    assert Limits(fte=[1, 2]).by_year("fte").tolist() == [1.0, *[2.0] * (len(YEARS) - 1)]


def test_a_required_loss_is_started_as_late_as_it_may_be():
    found = choose_portfolio([simple("loss", -10, rate=0.1)], Limits(), required=["loss"], last_start=3)
    assert [(start.name, start.year) for start in found.starts] == [("loss", 3)]
    assert found.value == pytest.approx(-10 / 1.1**3)


def test_nothing_is_started_where_nothing_is_worth_it():
    found = choose_portfolio([simple("loss", -10), simple("nothing", 0)], Limits(fte=1))
    assert found.starts == ()
    assert found.sentences()[0].en == "No model is worth starting within these limits."


def test_no_candidates_make_an_empty_portfolio():
    assert choose_portfolio([], Limits()).value == 0


def test_required_models_that_do_not_fit_name_the_limit_and_how_much_is_missing():
    pair = [simple("a", 10, fte=[0.8], cash=[50]), simple("b", 10, fte=[0.7], cash=[30])]
    with pytest.raises(NoSolutionError) as impossible:
        choose_portfolio(pair, Limits(fte=1, cash=200), required=["a", "b"], last_start=0)
    english, french = impossible.value.sentence("en"), impossible.value.sentence("fr")
    assert "(a, b) do not fit" in english
    assert "people for the setup, in FTE: 0.5 more" in english
    assert "cash" not in english
    assert "en ETP (0,5 de plus)" in french


def test_the_amount_that_is_said_to_be_missing_is_enough():
    rng = np.random.default_rng(4)
    pair = [simple(name, 10, fte=rng.uniform(0.4, 1, 2)) for name in "ab"]
    with pytest.raises(NoSolutionError) as impossible:
        choose_portfolio(pair, Limits(fte=0.6), required=["a", "b"], last_start=0)
    more = float(impossible.value.sentence("en").rsplit(" more", 1)[0].rsplit(" ", 1)[1])
    assert len(choose_portfolio(pair, Limits(fte=0.6 + more), required=["a", "b"], last_start=0).starts) == 2
    with pytest.raises(NoSolutionError):
        choose_portfolio(pair, Limits(fte=0.6 + 0.98 * more), required=["a", "b"], last_start=0)


def test_several_limits_short_at_once_are_said_so():
    with pytest.raises(NoSolutionError) as impossible:
        choose_portfolio([simple("a", 10, fte=[2], cash=[50])], Limits(fte=1, cash=10), required=["a"])
    assert "several limits at once" in impossible.value.sentence("en")
    assert "plusieurs limites" in impossible.value.sentence("fr")


def test_a_candidate_takes_the_people_and_the_cash_of_its_setup_and_its_worst_year():
    for appraised in compare().appraisals:
        taken = candidate(appraised.model, appraised.settled.values())
        assert taken.needs["fte"].sum() * 12 == pytest.approx(appraised["setup_fte_months"])
        assert taken.needs["cash"].max() == pytest.approx(appraised["peak_funding_need"])
        months = appraised["setup_months"]
        assert taken.needs["negotiations"].sum() == np.ceil(months / 12)
        assert taken.value == pytest.approx(appraised["expected_npv"])


def test_the_real_models_fit_together_within_a_small_team():
    limits = Limits(fte=0.5, cash=120_000, negotiations=1)
    found = choose_portfolio(real(), limits)
    assert found.value == pytest.approx(best_by_trying_all([c for c in real() if c.value > 0], limits, (), 5))


@pytest.mark.parametrize("wrong", [-1, float("nan"), []])
def test_a_limit_below_zero_is_refused(wrong):
    with pytest.raises(InputError):
        choose_portfolio(real(), Limits(fte=wrong))


def test_a_required_model_that_is_no_candidate_is_answered_with_the_close_names():
    with pytest.raises(UnknownNameError) as unknown:
        choose_portfolio(real(), Limits(), required=["joint_ventur"])
    assert unknown.value.matches == ("joint_venture",)
