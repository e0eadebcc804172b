"""Rate cards as people write them in a cell: ``0:0:0; 0.8:1:0; 1:1:0.015``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from costbench.errors import InputError, Problem
from costbench.language import Text

LARGEST_FRACTION: Final = 10.0  # above it, a percentage was typed where a fraction belongs
NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
AS_A_FRACTION: Final = Text("Write 0.8 for 80 %.", "Écrivez 0,8 pour 80 %.")
AS_AN_EXAMPLE: Final = Text(
    "Write for instance 0:0:0; 0.8:1:0; 1:1:0.015 (threshold : share of principal : annual return).",
    "Écrivez par exemple 0:0:0; 0,8:1:0; 1:1:0,015 (seuil : part du capital : rendement annuel).",
)


class Tier(NamedTuple):
    """One step of a rate card: from ``threshold`` on, what is repaid and what is added.

    ``threshold`` is a performance [/1], ``share`` a share of the principal [/1], ``annual_return`` the
    return on what is repaid [fraction per year].
    """

    threshold: float
    share: float
    annual_return: float


def parse_rate_card(text: str) -> tuple[Tier, ...]:
    """Return the tiers of a card written as text; all its mistakes are reported at once.

    Parameters
    ----------
    text
        Tiers separated by semicolons, their three numbers (threshold, share of principal, annual return) by
        colons. Decimal points or commas; spaces are free. Thresholds grow strictly.

    Returns
    -------
    The tiers in order.

    Raises
    ------
    InputError
        The text is empty, a tier does not have three numbers, a number cannot be what it stands for, or the
        thresholds do not grow.

    Convention
    ----------
    Everything is a fraction: 0.8 is 80 % of the target, 1 the whole principal, 0.015 is 1.5 % a year.
    A share may exceed 1, as in contracts that pay a multiple; numbers above 10 are taken for percentages.

    Examples
    --------
    Nothing below 80 % of the target, the principal from there on, and 1.5 % a year at 100 %.

    >>> parse_rate_card("0:0:0; 0,8:1:0; 1:1:0,015")[-1]
    Tier(threshold=1.0, share=1.0, annual_return=0.015)
    """
    parts = [part.strip() for part in text.strip().removesuffix(";").split(";")]
    tiers = [_tier(part) for part in parts]
    problems = [problem for part, tier in zip(parts, tiers, strict=True) for problem in _problems(part, tier)]
    for part, tier, before in zip(parts[1:], tiers[1:], tiers, strict=False):
        if tier and before and tier.threshold <= before.threshold:
            problems.append(_does_not_grow(part, before))
    if problems:
        raise InputError(problems)
    return tuple(tier for tier in tiers if tier)


def format_rate_card(tiers: Iterable[Tier]) -> str:
    """Return the tiers as the text that :func:`parse_rate_card` reads back, to the last digit.

    >>> format_rate_card([Tier(0, 0, 0), Tier(0.8, 1, 0), Tier(1, 1, 0.015)])
    '0:0:0; 0.8:1:0; 1:1:0.015'
    """
    return "; ".join(":".join(repr(float(number)).removesuffix(".0") for number in tier) for tier in tiers)


def _tier(part: str) -> Tier | None:
    """Return the tier that ``part`` spells, None where it does not hold three numbers."""
    fields = [re.sub(r"\s", "", field) for field in part.split(":")]
    if len(fields) != 3 or not all(NUMBER.fullmatch(field) for field in fields):
        return None
    return Tier(*(float(field.replace(",", ".")) for field in fields))


def _problems(part: str, tier: Tier | None) -> Iterator[Problem]:
    """Yield what is wrong with one tier, whatever its neighbours."""
    if tier is None:
        allowed = Text(
            "a tier is three numbers separated by colons", "un palier, c’est trois nombres séparés par « : »"
        )
        yield Problem("rate_card", part or '""', allowed, AS_AN_EXAMPLE)
        return
    if abs(tier.threshold) > LARGEST_FRACTION:
        allowed = Text("a threshold is a fraction between -10 and 10", "un seuil est une fraction entre -10 et 10")
        yield Problem("rate_card", part, allowed, AS_A_FRACTION)
    if not 0 <= tier.share <= LARGEST_FRACTION:
        allowed = Text(
            "a share of principal is a fraction between 0 and 10",
            "une part du capital est une fraction entre 0 et 10",
        )
        yield Problem("rate_card", part, allowed, AS_A_FRACTION)
    if not -1 < tier.annual_return <= 1:
        allowed = Text(
            "an annual return is a fraction above -1, and 1 at most",
            "un rendement annuel est une fraction supérieure à -1, et au plus égale à 1",
        )
        hint = Text("Write 0.015 for 1.5 % a year.", "Écrivez 0,015 pour 1,5 % par an.")
        yield Problem("rate_card", part, allowed, hint)


def _does_not_grow(part: str, before: Tier) -> Problem:
    """Return the problem of a tier whose threshold is not above the one before it."""
    allowed = Text(
        "its threshold must be above that of the tier before it, {threshold}",
        "son seuil doit dépasser celui du palier précédent, {threshold}",
    ).format(threshold=before.threshold)
    hint = Text(
        "Write the tiers by growing threshold, each threshold once.",
        "Écrivez les paliers par seuils croissants, chaque seuil une seule fois.",
    )
    return Problem("rate_card", part, allowed, hint)
