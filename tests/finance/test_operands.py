"""Arithmetic that spreadsheets share, run on symbols: it may ask nothing that a cell cannot do."""

from __future__ import annotations

import numpy as np
import pytest

from costbench.finance import (
    discount_factor,
    nominal_to_real,
    protected_share,
    rate_card,
    repayment,
    required_contribution,
)
from costbench.finance.operands import unwrapped

UFUNCS = {
    np.add: "({} + {})",
    np.subtract: "({} - {})",
    np.multiply: "({} * {})",
    np.true_divide: "({} / {})",
    np.power: "({} ** {})",
    np.minimum: "min({}, {})",
    np.maximum: "max({}, {})",
    np.greater: "({} > {})",
    np.greater_equal: "({} >= {})",
    np.less_equal: "({} <= {})",
    np.less: "({} < {})",
    np.logical_and: "({} and {})",
    np.logical_or: "({} or {})",
}
FUNCTIONS = {np.where: "({1} if {0} else {2})", np.clip: "min({2}, max({1}, {0}))"}


def spelled(value: object) -> str:
    return value.text if isinstance(value, Symbol) else repr(np.asarray(value).item())


def refuse(*_):
    raise TypeError("a cell has no value yet")


class Symbol(np.lib.mixins.NDArrayOperatorsMixin):
    """A cell that answers arithmetic with text, and refuses to be a number."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method != "__call__" or options or ufunc not in UFUNCS:
            raise TypeError(f"{ufunc.__name__} {method} is not for cells")
        return Symbol(UFUNCS[ufunc].format(*map(spelled, inputs)))

    def __array_function__(self, function, types, args, options):
        if options or function not in FUNCTIONS:
            raise TypeError(f"{function.__name__} is not for cells")
        return Symbol(FUNCTIONS[function].format(*map(spelled, args)))

    __bool__ = __float__ = __int__ = __index__ = __len__ = __iter__ = __getitem__ = __array__ = refuse


def in_a_sheet(function, *operands, **options):
    """Return what the formula gives that ``function`` writes when every operand is a cell."""
    cells = {}

    def cell(value):
        if isinstance(value, list | tuple):
            return [cell(one) for one in value]
        if isinstance(value, str):
            return value
        cells[f"cell_{len(cells)}"] = value
        return Symbol(f"cell_{len(cells) - 1}")

    formula = function(*map(cell, operands), **{name: cell(value) for name, value in options.items()})
    assert isinstance(formula, Symbol)
    return eval(formula.text, {"min": min, "max": max, "nan": np.nan}, cells)


CARDS = [
    [(0, 0.0), (0.8, 1.0), (1.0, 1.5)],
    [(0.5, 0.9)],
    [(0.2, 0.3), (0.6, 0.4), (0.9, 1.2), (0.9, 1.2), (0.9, 1.2)],
]


@pytest.mark.parametrize("performance", [0.0, 0.1 + 0.7, 0.55, 0.9, 1.7])
@pytest.mark.parametrize("form", ["step", "linear"])
@pytest.mark.parametrize("card", CARDS)
def test_a_rate_card_is_the_same_in_a_sheet(card, form, performance):
    expected = rate_card(performance, card, form)
    assert in_a_sheet(rate_card, performance, card, form) == pytest.approx(expected, rel=1e-12)
    bounded = rate_card(performance, card, form, floor=0.35, cap=1.1)
    assert in_a_sheet(rate_card, performance, card, form, floor=0.35, cap=1.1) == pytest.approx(bounded)


@pytest.mark.parametrize("form", ["step", "linear"])
def test_a_rate_card_may_mix_cells_and_numbers(form):
    card = [(0, 0.0), (0.8, 1.0), (1.0, 1.5)]
    formula = rate_card(Symbol("p"), card, form)
    assert eval(formula.text, {"p": 0.9, "min": min, "max": max}) == rate_card(0.9, card, form)


@pytest.mark.parametrize(
    ("function", "operands"),
    [
        (discount_factor, (2.5, 0.04)),
        (nominal_to_real, (1_000, 0.02, 5)),
        (repayment, (1_300_000, 0.015, 5, "simple")),
        (repayment, (1_300_000, 0.015, 5, "compound")),
        (protected_share, (0.2, 0.75)),
        (required_contribution, (-20_000, 0.4)),
        (required_contribution, (20_000, 0.4)),
    ],
)
def test_a_formula_gives_what_the_function_gives(function, operands):
    assert in_a_sheet(function, *operands) == pytest.approx(function(*operands), rel=1e-12)


def test_the_cells_of_these_tests_refuse_what_a_sheet_cannot_do():
    cell = Symbol("x")
    for attempt in (bool, float, list, np.asarray, np.sort, np.sqrt, np.maximum.reduce):
        with pytest.raises(TypeError):
            attempt(cell)


def test_an_array_without_axes_becomes_its_number_and_nothing_else_changes():
    cell = Symbol("x")
    assert unwrapped(cell) is cell
    assert isinstance(unwrapped(np.array(2.0)), float)
    assert unwrapped(np.arange(3)).tolist() == [0, 1, 2]
