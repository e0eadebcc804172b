"""A model run on symbols: the formulas of a spreadsheet, and the program that the engine runs.

The same ``ledger(year)`` is called once with a symbolic year; NumPy's own protocols hand every operation to
:class:`Symbol`, which answers with an expression instead of a number. Whatever cannot be one formula
copied along the years (``if``, ``min``, a loop over values, an array constant) raises :class:`TraceError`,
naming the operation and the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from costbench.appraisal.declaring.entries import Entry, Operand
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.tracing.operand import (
    Call,
    Condition,
    Expression,
    Reference,
    Symbol,
    TraceError,
    Where,
    as_number,
    refuse,
)

__all__ = [
    "Call",
    "Condition",
    "Expression",
    "Reference",
    "Symbol",
    "SymbolicBook",
    "Trace",
    "TraceError",
    "TracedEntry",
    "TracedWorking",
    "Where",
    "formula",
    "references",
    "retained",
    "trace",
]


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
            expression = as_number(compute(), name)
            self.trace.fixed[name] = TracedWorking(name, unit, expression)
        return Symbol(Reference(Where.FIXED, name))

    def yearly(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a reference to this year's cell of a yearly working."""
        if name not in self.trace.yearly:
            expression = as_number(compute(), name)
            self.trace.yearly[name] = TracedWorking(name, unit, expression)
        return Symbol(Reference(Where.YEARLY, name))

    def previous(self, name: str, initial: Operand) -> Operand:
        """Return a reference to last year's cell of a yearly working."""
        self.carried.add(name)
        written = as_number(initial, name)
        if self._initial.setdefault(name, written) != written:
            refuse(f"previous({name!r}) with two initial values")
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
        book.trace.entries += [TracedEntry(e, as_number(e.amount, e.name), is_setup) for e in entries]
    instance.close(year, ("signing", *model.memoranda))
    return book.finished()


def formula(expression: Expression, cell: Callable[[Reference], str], constant: Callable[[float], str] = repr) -> str:
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
