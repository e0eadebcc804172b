"""Numbers for a reader's eye: thousands grouped, the language's decimal sign, a true minus."""

from __future__ import annotations

import math
import re
from typing import Final

from costbench.language import Language, Text
from costbench.vocabulary import unit_label

NARROW: Final = "\u202f"
"""Narrow no-break space: French thousands."""
NO_BREAK: Final = "\u00a0"
ABSENT: Final = "–"
THOUSAND: Final = 1000
THOUSANDS_OF_EUROS: Final = "k€"

GAPS: Final = re.compile(r" (?=[:;!?»%](?:\s|$|[.,)]))|(?<=«) ")
"""Spaces at which French breaks no line; an English sentence has none of them."""

SHORT_UNITS: Final[dict[str, Text]] = {
    "unit/year": Text("units/yr", "unités/an"),
    "application/year": Text("appl./yr", "dossiers/an"),
    "person": Text("people", "pers."),
}


def grouped(value: float, language: Language, decimals: int = 0) -> str:
    """Write a number with its thousands grouped.

    >>> grouped(-1234.56, "en", 1)
    '−1,234.6'
    """
    if not math.isfinite(value):
        return "−∞" if value < 0 else "∞"
    digits = f"{abs(value):,.{decimals}f}"
    if language == "fr":
        digits = digits.replace(",", NARROW).replace(".", ",")
    return f"−{digits}" if value < 0 and any(digit in "123456789" for digit in digits) else digits


def thousands(value: float | None, language: Language) -> str:
    """Write an amount in thousands of euros, without the unit; a dash where it is absent."""
    return ABSENT if value is None else grouped(value / THOUSAND, language)


def percent(value: float | None, language: Language) -> str:
    """Write a fraction as a percentage: whole from 10 % up, with one decimal below.

    >>> percent(0.147, "en"), percent(0.0335, "en"), percent(1.0, "en")
    ('15%', '3.4%', '100%')
    """
    if value is None:
        return ABSENT
    whole = abs(value) >= 0.0995 or value == 0
    return grouped(100 * value, language, 0 if whole else 1) + (f"{NO_BREAK}%" if language == "fr" else "%")


def figure(value: float, language: Language) -> str:
    """Write a figure with the decimals it needs and no more, four significant ones at least.

    >>> [figure(value, "en") for value in (1300000.0, 0.053, 12.0, 2.25, 1234.5678)]
    ['1,300,000', '0.053', '12', '2.25', '1,234.6']
    """
    if value == 0 or not math.isfinite(value):
        return grouped(value, language)
    most = max(0, 4 - 1 - math.floor(math.log10(abs(value))))
    most = max(most, 1)
    needed = next(
        decimals for decimals in range(most + 1) if decimals == most or math.isclose(round(value, decimals), value)
    )
    return grouped(value, language, needed)


def plain_figure(value: float, unit: str, language: Language) -> str:
    """Write an input's value; a calendar year is not grouped."""
    return f"{value:.0f}" if unit == "date" else figure(value, language)


def size(value: float | None, unit: str, language: Language) -> str:
    """Write a break-even size with its unit, money in thousands of euros; a dash where it is absent."""
    if value is None:
        return ABSENT
    if unit == "EUR":
        return f"{grouped(value / THOUSAND, language)}{NO_BREAK}{THOUSANDS_OF_EUROS}"
    label = SHORT_UNITS.get(unit) or unit_label(unit)
    return f"{grouped(math.ceil(value - 1e-9), language)}{NO_BREAK}{label.to(language)}"


def day(iso: str, language: Language) -> str:
    """Write a date as the language does.

    >>> day("2026-11-23", "fr")
    '23/11/2026'
    """
    return "/".join(reversed(iso.split("-"))) if language == "fr" else iso


def unbroken(sentence: str) -> str:
    """Return a sentence whose French punctuation cannot be parted from its word.

    >>> unbroken("« cis » : un alias ; oui")
    '«\xa0cis\xa0»\xa0: un alias\xa0; oui'
    """
    return GAPS.sub(NO_BREAK, sentence)
