"""The symbolic operand: an expression that NumPy's own protocols build while a model computes."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from costbench.errors import CostbenchError
from costbench.language import Text


class TraceError(CostbenchError):
    """A model uses an operation that no spreadsheet formula can follow."""


class Where(StrEnum):
    """What a reference points at."""

    YEAR = "year"
    INPUT = "input"
    FIXED = "fixed"
    YEARLY = "yearly"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell: the year's header, an input, a fixed working, this year's or last year's cell of a yearly working."""

    where: Where
    name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """An operation on expressions; ``operator`` is a formula's sign or function name."""

    operator: str
    arguments: tuple[Expression, ...]


Expression = Reference | Call | float

SIGNS: Final[dict[str, str]] = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "power": "^",
    "greater": ">",
    "less": "<",
    "greater_equal": ">=",
    "less_equal": "<=",
}
FUNCTIONS: Final[dict[str, str]] = {
    "minimum": "MIN",
    "maximum": "MAX",
    "exp": "EXP",
    "logical_and": "AND",
    "logical_or": "OR",
    "logical_not": "NOT",
}
COMPARISONS: Final = frozenset({"greater", "less", "greater_equal", "less_equal"})
LOGIC: Final = frozenset({"logical_and", "logical_or", "logical_not"})


def refuse(operation: str) -> NoReturn:
    """Raise :class:`TraceError` naming the operation and the line of the model that asked for it."""
    frame = sys._getframe(1)
    while frame.f_back and ("numpy" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
        frame = frame.f_back
    place = f"{frame.f_code.co_filename.rpartition('costbench')[2] or frame.f_code.co_filename}:{frame.f_lineno}"
    raise TraceError(
        Text(
            f"`{operation}` ({place}) cannot become a formula. Use + - * / **, minimum, maximum, exp, where, clip.",
            f"« {operation} » ({place}) ne peut pas devenir une formule. "
            "Employez + - * / **, minimum, maximum, exp, where, clip.",
        )
    )


class Symbol(NDArrayOperatorsMixin):
    """An expression that behaves like a number in arithmetic and refuses everything a formula cannot do."""

    __slots__ = ("expression",)
    is_condition: ClassVar[bool] = False

    def __init__(self, expression: Expression) -> None:
        self.expression = expression

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Symbol:
        name = ufunc.__name__
        if method != "__call__" or options:
            refuse(f"{name}.{method}" if method != "__call__" else f"{name}({', '.join(options)}=…)")
        if name == "negative":
            return Symbol(Call("-", (0.0, as_number(inputs[0], name))))
        if name in LOGIC:
            return Condition(Call(FUNCTIONS[name], tuple(as_condition(item, name) for item in inputs)))
        arguments = tuple(as_number(item, name) for item in inputs)
        if name in COMPARISONS:
            return Condition(Call(SIGNS[name], arguments))
        if name in SIGNS or name in FUNCTIONS:
            return Symbol(Call(SIGNS.get(name) or FUNCTIONS[name], arguments))
        refuse(name)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Symbol:
        if function is np.where and len(args) == 3:
            condition, then, otherwise = args
            chosen = (as_condition(condition, "where"), as_number(then, "where"), as_number(otherwise, "where"))
            return Symbol(Call("IF", chosen))
        if function is np.clip and len(args) == 3 and not kwargs:
            value, low, high = (as_number(item, "clip") for item in args)
            return Symbol(Call("MIN", (high, Call("MAX", (low, value)))))
        refuse(function.__name__)

    def __bool__(self) -> bool:
        refuse("bool(): an if, and, or, not, a chained comparison or min()/max() of Python")

    def __float__(self) -> float:
        refuse("float()")

    def __int__(self) -> int:
        refuse("int()")

    def __index__(self) -> int:
        refuse("an index")

    def __round__(self, digits: int | None = None) -> NoReturn:
        refuse("round()")

    def __iter__(self) -> NoReturn:
        refuse("iteration")

    def __len__(self) -> int:
        refuse("len()")

    def __getitem__(self, key: object) -> NoReturn:
        refuse("[…]")

    def __contains__(self, item: object) -> bool:
        refuse("in")

    def __array__(self, *args: Any, **options: Any) -> NoReturn:
        refuse("conversion to an array")


class Condition(Symbol):
    """A comparison or a logical combination: allowed in ``where``, ``logical_*`` and ``flag`` only."""

    __slots__ = ()
    is_condition: ClassVar[bool] = True


def as_number(item: Any, operation: str) -> Expression:
    """Return the expression of a number or of a symbol that is no condition."""
    if isinstance(item, Symbol):
        if item.is_condition:
            refuse(f"{operation} on a condition; use where or flag")
        return item.expression
    if isinstance(item, int | float | np.integer | np.floating) and not isinstance(item, bool) and math.isfinite(item):
        return float(item)
    refuse(f"{operation} with {type(item).__name__}")


def as_condition(item: Any, operation: str) -> Expression:
    """Return the expression of a condition."""
    if isinstance(item, Symbol) and item.is_condition:
        return item.expression
    refuse(f"{operation} on something that is no condition")
