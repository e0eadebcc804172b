"""Amounts and shares as a sentence says them, in both languages."""

from __future__ import annotations

from typing import Final

from costbench.language import LANGUAGES, Language, Text, number
from costbench.vocabulary import unit_label

THOUSAND: Final = 1e3
MILLION: Final = 1e6
DIGITS: Final = 3
NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"


def amount(value: float) -> Text:
    """Return an amount of euros with three significant digits, in k€ or M€ where that is shorter.

    >>> amount(-1234567).en, amount(91058.9).fr.replace("\u00a0", " "), amount(250).en
    ('−€1.23M', '91,1 k€', '€250')
    """
    size = abs(value)
    unit, letter = (MILLION, "M") if size >= 0.9995 * MILLION else (THOUSAND, "k") if size >= THOUSAND else (1.0, "")
    shown = size / unit if letter else float(round(size))
    sign = "−" if value < 0 and shown else ""
    return Text(
        f"{sign}€{number(shown, 'en', DIGITS)}{letter}", f"{sign}{number(shown, 'fr', DIGITS)}{NO_BREAK}{letter}€"
    )


def share(value: float) -> Text:
    """Return a fraction as a percentage, without decimals from 10 % up.

    >>> share(0.147).en, share(0.0335).en, share(0.6).fr.replace("\u00a0", " ")
    ('15%', '3.4%', '60 %')
    """
    digits = 0 if abs(value) >= 0.0995 or value == 0 else 1
    figures = [f"{100 * value:.{digits}f}".replace(".", "," if language == "fr" else ".") for language in LANGUAGES]
    return Text(f"{figures[0]}%", f"{figures[1]}{NO_BREAK}%")


def figure(value: float) -> Text:
    """Return a number with four significant digits, thousands grouped.

    >>> figure(12345.6).en, figure(0.2512).fr, figure(7.0).en
    ('12,350', '0,2512', '7')
    """
    return Text(*(_grouped(float(f"{value:.4g}"), language) for language in LANGUAGES))


def _grouped(value: float, language: Language) -> str:
    plain = f"{abs(value):,.12g}" if abs(value) >= 1e-4 or value == 0 else f"{abs(value):.4g}"
    words = plain.replace(",", NARROW).replace(".", ",") if language == "fr" else plain
    return f"−{words}" if value < 0 else words


def quantity(value: float, unit: str) -> Text:
    """Return a value with its unit, as a sentence says it.

    >>> quantity(0.25, "/1").en, quantity(48000.0, "EUR/year").en, quantity(12.5, "FTE-month").fr.replace("\u00a0", " ")
    ('25%', '€48k a year', '12,5 mois-ETP')
    """
    shown, label = plain_quantity(value, unit), unit_label(unit)
    if unit in {"/1", "/year", "EUR", "code", "date"}:
        return shown
    if unit.startswith("EUR/"):
        return Text(shown.en + label.en.removeprefix("€"), shown.fr + label.fr.removeprefix("€"))
    return Text(f"{shown.en} {label.en}", f"{shown.fr}{NO_BREAK}{label.fr}")


def plain_quantity(value: float, unit: str) -> Text:
    """Return a value where its unit was just said: a percentage, an amount or a number.

    >>> plain_quantity(48000.0, "EUR/year").en
    '€48k'
    """
    if unit in {"/1", "/year"}:
        return share(value)
    return amount(value) if unit.partition("/")[0] == "EUR" else figure(value)
