"""What a model declares, and what its attributes are on the class and on an instance."""

from __future__ import annotations

import math

import pytest

from costbench.appraisal import choice, quantity
from costbench.appraisal.declaring.books import NumericBook
from costbench.appraisal.declaring.quantities import Contract, Fixed, Quantity, Yearly
from costbench.catalogue import get_model, list_models
from costbench.errors import UnknownNameError
from costbench.finance import parse_rate_card

BOND = get_model("social_impact_bond")


@pytest.mark.parametrize(("unit", "ceiling"), [("/1", 1), ("/year", 1), ("EUR", math.inf), ("FTE-month", math.inf)])
def test_a_share_or_rate_stays_below_one_unless_it_says_otherwise(unit, ceiling):
    assert (quantity(unit).low, quantity(unit).high) == (0, ceiling)
    assert quantity(unit, high=5).high == 5


def test_an_attribute_is_the_declaration_on_the_class_and_the_value_on_an_instance():
    assert isinstance(BOND.programme_budget, Quantity)
    assert BOND.programme_budget.scale
    assert BOND({"programme_budget": 7.0}).programme_budget == 7


def test_a_working_is_the_declaration_on_the_class():
    assert isinstance(BOND.outcomes, Fixed)
    assert isinstance(BOND.drawn, Yearly)
    assert (BOND.outcomes.unit, BOND.drawn.unit) == ("person", "EUR/year")


def test_a_contract_holds_the_declarations_of_the_bases_too():
    contract = Contract.of(BOND)
    assert {"discount_rate", "programme_budget", "tier_8_return", "payment_basis_code"} <= set(contract.quantities)
    assert set(contract.texts) == {"rate_card", "rate_card_interpolation", "return_compounding", "payment_basis"}
    assert contract.workings["end_year"] is not Contract.of(get_model("joint_venture")).workings["end_year"]


def test_a_choice_reads_its_codes_whatever_the_case_and_names_them_when_it_cannot():
    colour = choice("colour", "light_blue", "red")
    assert colour.read(" Light blue ") == {"colour_code": 0}
    assert colour.read("RED") == {"colour_code": 1}
    assert colour.sets["colour_code"].high == 1
    with pytest.raises(UnknownNameError) as refused:
        colour.read("light_bleu")
    assert refused.value.matches == ("light_blue",)
    assert colour.allowed.fr == "les valeurs possibles sont light_blue, red"


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model.id)
def test_every_example_of_a_text_is_accepted_and_sets_what_it_says(model):
    for item in model.contract.texts.values():
        for example in item.examples:
            assert set(item.sets) <= set(item.read(example)), example


def test_a_padded_rate_card_pays_as_the_card_written():
    card = "0.85:0.75:0; 1:1:0; 1.1:1:0.012"
    tiers = parse_rate_card(card)
    values = BOND.contract.texts["rate_card"].read(card)
    assert [values[f"tier_{place}_share"] for place in (1, 2, 3, 8)] == [0.75, 1, 1, tiers[-1].share]


def test_a_working_is_computed_once_for_the_deal_and_once_a_year():
    calls = []
    book = NumericBook()
    for _ in range(3):
        book.turn()
        for _ in range(2):
            book.fixed("plan", "EUR", lambda: calls.append("plan") or 1.0)
            book.yearly("sales", "EUR/year", lambda: calls.append("sales") or 2.0)
    assert calls == ["plan", "sales", "sales", "sales"]
    assert book.units == {"plan": "EUR", "sales": "EUR/year"}


def test_last_year_is_the_initial_value_in_the_first_year():
    book = NumericBook()
    stock = []
    for _ in range(4):
        book.turn()
        stock.append(book.yearly("stock", "EUR", lambda: book.previous("stock", 10.0) + 1))
    assert stock == [11, 12, 13, 14]
    assert book.carried == {"stock"}
