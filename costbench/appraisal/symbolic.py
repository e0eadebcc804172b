"""The third kind of operand: a model run on symbols writes the formulas of a spreadsheet.

The same ``ledger(year)`` is called once with a symbolic year; NumPy's own protocols hand every operation to
:class:`Symbol`, which answers with an expression instead of a number. Whatever cannot be one formula
copied along the years (``if``, ``min``, a loop over values, an array constant) raises :class:`TraceError`,
naming the operation and the line.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Final, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from costbench.appraisal.entries import Entry, Operand
from costbench.appraisal.inputs import defaults_of
from costbench.appraisal.model import CooperationModel
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


def _refuse(operation: str) -> NoReturn:
    frame = sys._getframe(1)
    while frame.f_back and ("numpy" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
        frame = frame.f_back
    place = (
        f"{frame.f_code.co_filename.rpartition('costbench')[2] or frame.f_code.co_filename}:{frame.f_lineno}"
    )
    raise TraceError(
        Text(
            f"`{operation}` ({place}) cannot become a formula. Use + - * / **, minimum, maximum, exp, where, clip.",
            f"« {operation} » ({place}) ne peut pas devenir une formule. "
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
            _refuse(f"{name}.{method}" if method != "__call__" else f"{name}({', '.join(options)}=…)")
        if name == "negative":
            return Symbol(Call("-", (0.0, _number(inputs[0], name))))
        if name in LOGIC:
            return Condition(Call(FUNCTIONS[name], tuple(_condition(item, name) for item in inputs)))
        arguments = tuple(_number(item, name) for item in inputs)
        if name in COMPARISONS:
            return Condition(Call(SIGNS[name], arguments))
        if name in SIGNS or name in FUNCTIONS:
            return Symbol(Call(SIGNS.get(name) or FUNCTIONS[name], arguments))
        _refuse(name)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Symbol:
        if function is np.where and len(args) == 3:
            condition, then, otherwise = args
            chosen = (_condition(condition, "where"), _number(then, "where"), _number(otherwise, "where"))
            return Symbol(Call("IF", chosen))
        if function is np.clip and len(args) == 3 and not kwargs:
            value, low, high = (_number(item, "clip") for item in args)
            return Symbol(Call("MIN", (high, Call("MAX", (low, value)))))
        _refuse(function.__name__)

    def __bool__(self) -> bool:
        _refuse("bool(): an if, and, or, not, a chained comparison or min()/max() of Python")

    def __float__(self) -> float:
        _refuse("float()")

    def __int__(self) -> int:
        _refuse("int()")

    def __index__(self) -> int:
        _refuse("an index")

    def __round__(self, digits: int | None = None) -> NoReturn:
        _refuse("round()")

    def __iter__(self) -> NoReturn:
        _refuse("iteration")

    def __len__(self) -> int:
        _refuse("len()")

    def __getitem__(self, key: object) -> NoReturn:
        _refuse("[…]")

    def __contains__(self, item: object) -> bool:
        _refuse("in")

    def __array__(self, *args: Any, **options: Any) -> NoReturn:
        _refuse("conversion to an array")


class Condition(Symbol):
    """A comparison or a logical combination: allowed in ``where``, ``logical_*`` and ``flag`` only."""

    __slots__ = ()
    is_condition: ClassVar[bool] = True


def _number(item: Any, operation: str) -> Expression:
    if isinstance(item, Symbol):
        if item.is_condition:
            _refuse(f"{operation} on a condition; use where or flag")
        return item.expression
    if (
        isinstance(item, int | float | np.integer | np.floating)
        and not isinstance(item, bool)
        and math.isfinite(item)
    ):
        return float(item)
    _refuse(f"{operation} with {type(item).__name__}")


def _condition(item: Any, operation: str) -> Expression:
    if isinstance(item, Symbol) and item.is_condition:
        return item.expression
    _refuse(f"{operation} on something that is no condition")


@dataclass(frozen=True)
class TracedWorking:
    """A named working as one formula; ``initial`` is what stands in the opening column before year 0."""

    name: str
    unit: str
    expression: Expression
    initial: Expression | None = None


@dataclass(frozen=True)
class TracedEntry:
    """A ledger entry as one formula of the year."""

    entry: Entry
    expression: Expression
    is_setup: bool


@dataclass
class Trace:
    """A whole model as formulas: fixed workings, yearly workings in an order that never looks ahead, entries."""

    fixed: dict[str, TracedWorking] = field(default_factory=dict)
    yearly: dict[str, TracedWorking] = field(default_factory=dict)
    entries: list[TracedEntry] = field(default_factory=list)


class SymbolicBook:
    """Writes each working down once and hands out references to its cell."""

    def __init__(self) -> None:
        self.trace = Trace()
        self.carried: set[str] = set()
        self._initial: dict[str, Expression] = {}

    def fixed(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a reference to the cell of a fixed working."""
        if name not in self.trace.fixed:
            expression = _number(compute(), name)
            self.trace.fixed[name] = TracedWorking(name, unit, expression)
        return Symbol(Reference(Where.FIXED, name))

    def yearly(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a reference to this year's cell of a yearly working."""
        if name not in self.trace.yearly:
            expression = _number(compute(), name)
            self.trace.yearly[name] = TracedWorking(name, unit, expression)
        return Symbol(Reference(Where.YEARLY, name))

    def previous(self, name: str, initial: Operand) -> Operand:
        """Return a reference to last year's cell of a yearly working."""
        self.carried.add(name)
        written = _number(initial, name)
        if self._initial.setdefault(name, written) != written:
            _refuse(f"previous({name!r}) with two initial values")
        return Symbol(Reference(Where.PREVIOUS, name))

    def finished(self) -> Trace:
        """Return the trace, each opening value beside its working."""
        for name, initial in self._initial.items():
            working = self.trace.yearly[name]
            self.trace.yearly[name] = TracedWorking(name, working.unit, working.expression, initial)
        return self.trace


def trace(model: type[CooperationModel]) -> Trace:
    """Return ``model`` as formulas, by running it once on symbolic operands.

    Raises :class:`TraceError` where the model does what no formula can follow.
    """
    book = SymbolicBook()
    symbols = {name: Symbol(Reference(Where.INPUT, name)) for name in defaults_of(model)}
    instance = model(symbols, book)
    year = Symbol(Reference(Where.YEAR))
    instance.summarise()
    for entries, is_setup in ((instance.setup_ledger(year), True), (instance.ledger(year), False)):
        book.trace.entries += [TracedEntry(e, _number(e.amount, e.name), is_setup) for e in entries]
    instance.close(year, model.memoranda)
    return book.finished()


def formula(
    expression: Expression, cell: Callable[[Reference], str], constant: Callable[[float], str] = repr
) -> str:
    """Return ``expression`` as formula text, every sub-expression in parentheses.

    ``cell`` gives the address of a reference, ``constant`` how a number is written (a literal, or the
    address of a named constant).
    """
    match expression:
        case Reference():
            return cell(expression)
        case Call(operator, arguments) if operator[0].isalpha():
            return f"{operator}({','.join(formula(item, cell, constant) for item in arguments)})"
        case Call(operator, (left, right)):
            return f"({formula(left, cell, constant)}{operator}{formula(right, cell, constant)})"
        case float():
            return constant(int(expression) if expression.is_integer() else expression)
    raise AssertionError(expression)


def retained(case: str, chosen: str, value_of_case: str) -> str:
    """Return the formula of an input's retained value: the chosen scenario's at case 0, else the case's own."""
    return f"IF({case}=0,{chosen},{value_of_case})"


def references(expressions: Iterable[Expression]) -> set[Reference]:
    """Return every reference used in ``expressions``."""
    found: set[Reference] = set()
    pending = list(expressions)
    while pending:
        match pending.pop():
            case Reference() as reference:
                found.add(reference)
            case Call(_, arguments):
                pending.extend(arguments)
    return found
