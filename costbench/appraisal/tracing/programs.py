"""The programs that flows are computed with: one for the setup effort, one for the signed deal, of every model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, ParamSpec, TypeVar, cast

from costbench.appraisal.declaring.entries import Entry
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.tracing.operand import Call, Expression, Reference, Where
from costbench.appraisal.tracing.program import Program, program
from costbench.appraisal.tracing.symbolic import Trace, TracedEntry, TracedWorking, trace
from costbench.vocabulary import SOCIETY, Kind

OWN_RATE: Final = "discount_rate"
SOCIAL_RATE: Final = "social_discount_rate"
KEPT: Final = 256
"""Programs kept in memory: a few for each model."""


Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def kept(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Remember what ``make`` returns; the type checker does not see that a class can be a key."""
    return cast(Callable[Asked, Made], lru_cache(maxsize=KEPT)(make))


def setup_entries(model: type[CooperationModel], parties: tuple[str, ...]) -> tuple[Entry, ...]:
    """Return the entries of the setup effort that concern ``parties``, whose amounts are expressions."""
    return tuple(traced.entry for traced in _setup(model, parties))


@kept
def setup_program(model: type[CooperationModel], parties: tuple[str, ...]) -> Program:
    """Return the program of the setup effort that concerns ``parties``: each entry's amount, by its name."""
    return program(trace_of(model), {traced.entry.name: traced.expression for traced in _setup(model, parties)})


@kept
def operation_program(
    model: type[CooperationModel], nets: tuple[str, ...], worths: tuple[tuple[str, str], ...] = ()
) -> Program:
    """Return the program of the signed deal, setup left out.

    ``nets`` are what is summed each year: a party's net (``society`` is one), the entries of a kind. ``worths``
    are what is discounted and added up from year 0 on, each with the name of its rate; their outputs are called
    by :func:`worth_of`. What no entry concerns is not among the outputs.
    """
    known = trace_of(model)
    traced = Trace(known.fixed, dict(known.yearly))
    sums = _sums(entry for entry in known.entries if not entry.is_setup)
    results = {name: sums[name] for name in nets if name in sums}
    results |= {worth_of(*item): _worth(traced, *item, sums[item[0]]) for item in worths if item[0] in sums}
    return program(traced, results)


def worth_of(name: str, rate: str) -> str:
    """Return what the present value of a net or total at a rate is called among the outputs."""
    return f"{name} at {rate}"


def _worth(traced: Trace, name: str, rate: str, net: Expression) -> Reference:
    """Write down the present value as two more workings of the year: the discount factor, and the sum so far."""
    growth, factor, total = Call("+", (1.0, Reference(Where.INPUT, rate))), f"factor at {rate}", worth_of(name, rate)
    turned = Call("/", (Reference(Where.PREVIOUS, factor), growth))
    traced.yearly[factor] = TracedWorking(factor, "/1", turned, initial=growth)
    added = Call("*", (net, Reference(Where.YEARLY, factor)))
    summed = Call("+", (Reference(Where.PREVIOUS, total), added))
    traced.yearly[total] = TracedWorking(total, "EUR", summed, initial=0.0)
    return Reference(Where.YEARLY, total)


@kept
def trace_of(model: type[CooperationModel]) -> Trace:
    """Return a model as formulas, traced once."""
    return trace(model)


def _setup(model: type[CooperationModel], parties: tuple[str, ...]) -> list[TracedEntry]:
    return [
        traced for traced in trace_of(model).entries if traced.is_setup and (
            SOCIETY in parties or traced.entry.payer in parties or traced.entry.payee in parties
        )
    ]  # fmt: skip


def _sums(entries: Iterable[TracedEntry]) -> dict[str, Expression]:
    """Return the net of every party and the total of every kind as expressions, in the order of the entries."""
    sums: dict[str, Expression] = {}

    def post(name: str, sign: str, amount: Expression) -> None:
        sums[name] = Call(sign, (sums.get(name, 0.0), amount))

    for traced in entries:
        entry, amount = traced.entry, traced.expression
        if entry.payer is not None:
            post(entry.payer, "-", amount)
        if entry.payee is not None:
            post(entry.payee, "+", amount)
        if entry.kind is not Kind.PAYMENT:
            post(entry.kind, "+", amount)
            post(SOCIETY, "+" if entry.kind is Kind.BENEFIT else "-", amount)
    return sums
