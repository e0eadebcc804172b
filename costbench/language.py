"""The two languages of costbench: bilingual texts, and numbers as each language writes them."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Text(NamedTuple):
    """One sentence or label in both languages."""

    en: str
    fr: str

    def to(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.fr if language == "fr" else self.en

    def format(self, *args: object, **names: object) -> Text:
        """Fill the braces of both versions; a bilingual value takes the language of its sentence."""

        def fill(sentence: str, language: Language) -> str:
            return sentence.format(
                *(in_language(value, language) for value in args),
                **{name: in_language(value, language) for name, value in names.items()},
            )

        return Text(fill(self.en, "en"), fill(self.fr, "fr"))


SEMICOLON: Final = Text("; ", "\u00a0; ")
"""Between the parts of a list in a sentence."""


def in_language(value: object, language: Language) -> str:
    """Return ``value`` as text: a :class:`Text` picks its language, a float its decimal sign."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, float):
        return number(value, language)
    return str(value)


def text(value: str | Mapping[str, str] | Text) -> Text:
    """Return a bilingual text from one string used in both languages or a table ``{en, fr}``."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(value, value)
    return Text(value["en"], value["fr"])


def number(value: float, language: Language, digits: int = 12) -> str:
    """Write a number with at most ``digits`` significant digits and the language's decimal sign.

    >>> number(1234.5, "fr")
    '1234,5'
    """
    plain = f"{value:.{digits}g}"
    return plain.replace(".", ",") if language == "fr" else plain


def system_language() -> Language:
    """Return the language of the user's system, English when it is neither French nor known."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    return "fr" if (locale.getlocale()[0] or "").lower().startswith("fr") else "en"
