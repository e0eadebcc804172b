"""The three kinds of entry that a ledger is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from costbench.vocabulary import Kind, Stakeholder

Operand: TypeAlias = Any
"""A float, an array over scenarios or draws, or a symbolic operand: a model must not know which."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger in one year, in EUR: who pays (or uses up), who receives (or gains)."""

    name: str
    kind: Kind
    payer: Stakeholder | None
    payee: Stakeholder | None
    amount: Operand


def Payment(name: str, payer: Stakeholder, payee: Stakeholder, amount: Operand) -> Entry:  # noqa: N802 - reads as a kind
    """Money moves from ``payer`` to ``payee``; it cancels for society."""
    return Entry(name, Kind.PAYMENT, payer, payee, amount)


def ResourceCost(name: str, bearer: Stakeholder, amount: Operand) -> Entry:  # noqa: N802
    """``bearer`` uses something up; society loses it."""
    return Entry(name, Kind.RESOURCE_COST, bearer, None, amount)


def Benefit(name: str, gainer: Stakeholder, amount: Operand) -> Entry:  # noqa: N802
    """Something arises at ``gainer``; society gains it."""
    return Entry(name, Kind.BENEFIT, None, gainer, amount)
