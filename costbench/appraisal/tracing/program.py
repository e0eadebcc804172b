"""A traced model as a program on numbers and arrays: what some results ask for, each operation done once.

The workbook writes a trace as formulas; here it is run. Named workings dissolve into operations, equal operations
become one, what does not depend on the year is computed before the years, and what no result asks for not at all.
Values are forgotten after their last use, so that few arrays are alive at a time and stay in the processor's cache.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from costbench.appraisal.declaring.entries import Operand
from costbench.appraisal.tracing.operand import Call, Expression, Reference, Where
from costbench.appraisal.tracing.symbolic import Trace

Function: TypeAlias = Callable[..., Operand]


def _sum(one: Operand, other: Operand) -> Operand:
    if type(one) is float and not one:
        return other
    return one if type(other) is float and not other else one + other


def _difference(one: Operand, other: Operand) -> Operand:
    return one if type(other) is float and not other else one - other


def _product(one: Operand, other: Operand) -> Operand:
    for factor, rest in ((one, other), (other, one)):
        if type(factor) is float and factor in (0.0, 1.0):
            return rest if factor else 0.0
    return one * other


def _least(one: Operand, other: Operand) -> Operand:
    if type(one) is float and type(other) is float and one == one:
        return one if one < other else other
    return np.minimum(one, other)


def _most(one: Operand, other: Operand) -> Operand:
    if type(one) is float and type(other) is float and one == one:
        return one if one > other else other
    return np.maximum(one, other)


def _chosen(condition: Operand, then: Operand, otherwise: Operand) -> Operand:
    if np.ndim(condition):
        return np.where(condition, then, otherwise)
    return then if condition else otherwise


FUNCTIONS: Final[dict[str, Function]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": operator.truediv,
    "^": operator.pow,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "MIN": _least,
    "MAX": _most,
    "EXP": np.exp,
    "AND": np.logical_and,
    "OR": np.logical_or,
    "NOT": np.logical_not,
    "IF": _chosen,
}


class Step(NamedTuple):
    """One operation: ``slots[slot] = function(*slots[arguments])``; ``spent`` slots are not needed after it."""

    function: Function
    slot: int
    arguments: tuple[int, ...]
    spent: tuple[int, ...]


class Carried(NamedTuple):
    """A slot that holds last year's value of another; before year 0 that of ``initial``."""

    slot: int
    source: int
    initial: int


@dataclass(frozen=True)
class Program:
    """The steps before the years and of every year, for the ``outputs`` asked for by name."""

    slots: tuple[Operand, ...]
    """One a value, constants in place."""
    inputs: tuple[tuple[str, int], ...]
    before: tuple[Step, ...]
    yearly: tuple[Step, ...]
    carried: tuple[Carried, ...]
    year: int | None
    outputs: tuple[tuple[str, int], ...]

    def years(self, values: Mapping[str, Operand], last: int) -> Iterator[dict[str, Operand]]:
        """Yield the outputs of each year from 0 to ``last``: numbers, or arrays where a value is one."""
        slots = list(self.slots)
        for name, slot in self.inputs:
            slots[slot] = values[name]
        _run(self.before, slots)
        known = [slots[item.initial] for item in self.carried]
        for year in range(last + 1):
            if self.year is not None:
                slots[self.year] = float(year)
            for item, value in zip(self.carried, known, strict=True):
                slots[item.slot] = value
            _run(self.yearly, slots)
            known = [slots[item.source] for item in self.carried]
            yield {name: slots[slot] for name, slot in self.outputs}


def _run(steps: Iterable[Step], slots: list[Operand]) -> None:
    for function, slot, arguments, spent in steps:
        if len(arguments) == 2:
            one, other = arguments
            slots[slot] = function(slots[one], slots[other])
        else:
            slots[slot] = function(*[slots[place] for place in arguments])
        for place in spent:
            slots[place] = None


def program(trace: Trace, results: Mapping[str, Expression]) -> Program:
    """Return the program that computes ``results`` of a traced model, every year anew."""
    graph = _Graph(trace)
    outputs = {name: graph.place(expression) for name, expression in results.items()}
    carried = graph.carried()
    kept = {*outputs.values(), *(item.source for item in carried)}
    before, yearly = graph.steps(kept)
    return Program(
        slots=tuple(node if isinstance(node, float) else None for node in graph.nodes),
        inputs=tuple((node.name, slot) for slot, node in graph.references(Where.INPUT)),
        before=before,
        yearly=yearly,
        carried=carried,
        year=next((slot for slot, _ in graph.references(Where.YEAR)), None),
        outputs=tuple(outputs.items()),
    )


Node: TypeAlias = float | Reference | tuple[Any, ...]
"""A constant, what stands for a value from elsewhere, or an operator with the places of its arguments."""


class _Graph:
    """Every operation once, arguments before what is made of them."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.nodes: list[Node] = []
        self._yearly: list[bool] = []
        self._places: dict[Node, int] = {}
        self._workings: dict[Reference, int] = {}

    def place(self, expression: Expression) -> int:
        """Return the place of an expression's value; what is new of it is added."""
        match expression:
            case Reference(Where.FIXED | Where.YEARLY):
                return self._working(expression)
            case Call(sign, arguments):
                return self._operation(sign, [self.place(argument) for argument in arguments])
            case Reference(where):
                return self._node(expression, where in (Where.YEAR, Where.PREVIOUS))
        return self._node(expression, False)

    def _working(self, reference: Reference) -> int:
        if reference not in self._workings:
            written = self.trace.fixed if reference.where is Where.FIXED else self.trace.yearly
            self._workings[reference] = self.place(written[reference.name].expression)
        return self._workings[reference]

    def _operation(self, sign: str, places: Sequence[int]) -> int:
        nothing = {"+": 0.0, "-": 0.0, "*": 1.0, "/": 1.0}.get(sign)
        if nothing is not None:
            one, other = places
            if self.nodes[other] == nothing:
                return one
            if sign in "+*" and self.nodes[one] == nothing:
                return other
        return self._node((sign, *places), any(self._yearly[place] for place in places))

    def _node(self, node: Node, yearly: bool) -> int:
        if node not in self._places:
            self._places[node] = len(self.nodes)
            self.nodes.append(node)
            self._yearly.append(yearly)
        return self._places[node]

    def carried(self) -> tuple[Carried, ...]:
        """Return what one year hands to the next, adding what that takes."""
        found: dict[int, Carried] = {}
        while new := [(slot, node) for slot, node in self.references(Where.PREVIOUS) if slot not in found]:
            for slot, node in new:
                working = self.trace.yearly[node.name]
                initial = 0.0 if working.initial is None else working.initial
                source = self._working(Reference(Where.YEARLY, node.name))
                found[slot] = Carried(slot, source, self.place(initial))
        return tuple(found.values())

    def references(self, where: Where) -> list[tuple[int, Reference]]:
        """Return the references to something from elsewhere, with their places."""
        return [
            (slot, node) for slot, node in enumerate(self.nodes) if isinstance(node, Reference) and node.where is where
        ]

    def steps(self, kept: set[int]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """Return the steps before the years, and those of each year; ``kept`` values outlive their year."""
        operations = [(slot, node) for slot, node in enumerate(self.nodes) if isinstance(node, tuple)]
        before = [(slot, node) for slot, node in operations if not self._yearly[slot]]
        yearly = [(slot, node) for slot, node in operations if self._yearly[slot]]
        mortal = {slot for slot, is_yearly in enumerate(self._yearly) if is_yearly} - kept
        return _with_ends(before, set()), _with_ends(yearly, mortal)


def _with_ends(operations: Sequence[tuple[int, tuple[Any, ...]]], mortal: set[int]) -> tuple[Step, ...]:
    """Return operations as steps; a ``mortal`` value ends with the last step that uses it."""
    steps, waiting = [], set(mortal)
    for slot, (sign, *places) in reversed(operations):
        spent = waiting.intersection(places)
        waiting -= spent
        steps.append(Step(FUNCTIONS[sign], slot, tuple(places), tuple(spent)))
    return tuple(reversed(steps))
