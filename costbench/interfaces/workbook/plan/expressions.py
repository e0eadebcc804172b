"""Long formulas are cut into steps: each step is a cell of its own, so that every formula can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from costbench.appraisal.tracing.symbolic import (
    Call,
    Expression,
    Reference,
    Trace,
    TracedWorking,
    Where,
    formula,
    references,
)

LONGEST: Final = 115
DEEPEST: Final = 3
CONDITIONS: Final = frozenset({">", "<", ">=", "<=", "AND", "OR", "NOT"})
OF_A_YEAR: Final = frozenset({Where.YEAR, Where.YEARLY, Where.PREVIOUS})


@dataclass(frozen=True)
class Step:
    """A working of the sheet: one of the model's, or a part of one that would be too long in one cell."""

    name: str
    unit: str
    expression: Expression
    initial: Expression | None = None
    of: str = ""
    """The working or entry that this step is a part of; empty for a whole working."""


@dataclass
class Steps:
    """A trace whose every formula is short: workings in reading order, entries' expressions by position."""

    fixed: dict[str, Step]
    yearly: dict[str, Step]
    entries: list[Expression]


def in_steps(trace: Trace) -> Steps:
    """Return ``trace`` with every formula short enough to be read, its values unchanged."""
    return _Cutting(trace).steps


class _Cutting:
    def __init__(self, trace: Trace) -> None:
        self.steps = Steps({}, {}, [])
        self.known: dict[Expression, Reference] = {}
        for working in trace.fixed.values():
            self.steps.fixed[working.name] = self._whole(working)
        for working in trace.yearly.values():
            self.steps.yearly[working.name] = self._whole(working)
        self.steps.entries = [self._cut(item.expression, item.entry.name) for item in trace.entries]

    def _whole(self, working: TracedWorking) -> Step:
        return Step(working.name, working.unit, self._cut(working.expression, working.name), working.initial)

    def _cut(self, expression: Expression, name: str) -> Expression:
        for part, reference in self.known.items():
            if part != expression:
                expression = _replaced(expression, part, reference)
        while hoisted := _to_hoist(expression):
            expression = _replaced(expression, hoisted, self._hoisted(hoisted, name))
        return expression

    def _hoisted(self, part: Expression, name: str) -> Reference:
        whole, part = part, self._cut(part, name)
        yearly = any(found.where in OF_A_YEAR for found in references([part]))
        rows = self.steps.yearly if yearly else self.steps.fixed
        number = 1 + sum(step.of == name for step in (*self.steps.fixed.values(), *self.steps.yearly.values()))
        step = Step(f"{name}#{number}", "", part, of=name)
        rows[step.name] = step
        self.known[whole] = Reference(Where.YEARLY if yearly else Where.FIXED, step.name)
        return self.known[whole]


def length(expression: Expression) -> int:
    """Return about how many characters ``expression`` takes in a cell."""
    return len(formula(expression, lambda _: "$L$1000", lambda value: "1" if value in (0, 1) else "Listes!$B$99"))


def depth(expression: Expression) -> int:
    """Return how many functions stand inside one another."""
    if not isinstance(expression, Call):
        return 0
    return expression.operator[0].isalpha() + max(map(depth, expression.arguments))


def _calls(expression: Expression) -> Iterator[Call]:
    if isinstance(expression, Call):
        yield expression
        for argument in expression.arguments:
            yield from _calls(argument)


def _inner_choice(expression: Expression) -> Call | None:
    """Return an IF that stands inside another IF and holds none itself."""
    for outer in _calls(expression):
        if outer.operator == "IF":
            inner = [call for item in outer.arguments for call in _calls(item) if call.operator == "IF"]
            if inner:
                return inner[-1]
    return None


def _to_hoist(expression: Expression) -> Call | None:
    """Return the part that deserves a cell of its own; ``None`` once the formula can be read."""
    if choice := _inner_choice(expression):
        return choice
    parts = Counter(call for call in _calls(expression) if call is not expression)
    numbers = {part: length(part) for part in parts if part.operator not in CONDITIONS}
    if length(expression) > LONGEST:
        usable = {part: size for part, size in numbers.items() if size <= LONGEST and depth(part) <= DEEPEST}
        return max(usable, key=lambda part: (usable[part] - 8) * parts[part])
    if depth(expression) > DEEPEST:
        return max((part for part in numbers if depth(part) < DEEPEST), key=lambda part: (depth(part), numbers[part]))
    return None


def _replaced(expression: Expression, part: Expression, by: Reference) -> Expression:
    if expression == part:
        return by
    if isinstance(expression, Call):
        return Call(expression.operator, tuple(_replaced(item, part, by) for item in expression.arguments))
    return expression
