"""Where the organisation's entries stand in the French chart of accounts of associations."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from costbench.appraisal import CooperationModel, Entry
from costbench.language import Text, text
from costbench.vocabulary import Stakeholder

SIDES = ("charges", "income", "uses_in_kind", "gifts_in_kind", "off_budget")


def account_label(account: str) -> Text:
    """Return the label of an account."""
    return next(accounts(side)[account] for side in SIDES if account in accounts(side))


@cache
def _tables() -> dict[str, dict[str, object]]:
    return tomllib.loads((Path(__file__).parent / "accounts.toml").read_text(encoding="utf-8"))


def accounts(side: str) -> dict[str, Text]:
    """Return account to label of a side of the budget: ``charges``, ``income``, ``uses_in_kind``, ``gifts_in_kind``."""
    return {account: text(label) for account, label in _tables()[side].items()}  # type: ignore[arg-type]


def account_of(model: type[CooperationModel], entry: Entry) -> str:
    """Return the account of an entry that the organisation pays or receives; empty for the others.

    An entry that the table does not name goes to the most general account of its side.
    """
    named = str(_tables()["entries"].get(f"{model.id}/{entry.name}", ""))
    if entry.payee is Stakeholder.ORGANISATION:
        return named or "75"
    return (named or "65") if entry.payer is Stakeholder.ORGANISATION else ""


def in_kind(model: type[CooperationModel], memorandum: str) -> str:
    """Return the account of a memorandum that is a contribution in kind; empty for any other."""
    return str(_tables()["in_kind"].get(f"{model.id}/{memorandum}", ""))
