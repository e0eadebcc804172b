"""One family of errors. A mistake of the user is a list of problems, each a sentence in two languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from costbench.language import Language, Text, in_language, system_language

IS = Text("is", "vaut")


@dataclass(frozen=True)
class Problem:
    """What was found and where; what is allowed; what to write instead.

    ``row`` is the line of the file as a spreadsheet numbers it (the header is row 1), when there is one.
    """

    path: str
    found: str | float | Text
    allowed: Text
    hint: Text
    row: int | None = None
    verb: Text = IS

    def at_row(self, row: int) -> Problem:
        """Return the same problem, found in ``row`` of a file."""
        return replace(self, row=row)

    def sentence(self, language: Language) -> str:
        """Return the problem as the house sentence."""
        found, verb = in_language(self.found, language), self.verb.to(language)
        if language == "fr":
            place = f" (ligne {self.row})" if self.row is not None else ""
            return f"« {self.path} » {verb} {found}{place}, or {self.allowed.fr}. {self.hint.fr}".rstrip()
        place = f" (row {self.row})" if self.row is not None else ""
        return f"`{self.path}` {verb} {found}{place}, but {self.allowed.en}. {self.hint.en}".rstrip()


class CostbenchError(Exception):
    """Anything costbench raises on purpose. ``sentence(language)`` is what a user reads."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)

    def sentence(self, language: Language) -> str:
        """Return the message in ``language``."""
        return self.message.to(language)

    def __str__(self) -> str:
        return self.sentence(system_language())


class InputError(CostbenchError):
    """Values that cannot be used: all the problems found, not the first one only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            Text(*("\n".join(problem.sentence(language) for problem in self.problems) for language in ("en", "fr")))
        )

    def in_a_cell(self, language: Language) -> str:
        """Return the first problem and how many more there are, short enough for a cell."""
        first = self.problems[0].sentence(language)
        more = len(self.problems) - 1
        if not more:
            return first
        return f"{first} (et {more} de plus)" if language == "fr" else f"{first} (and {more} more)"


class UnknownNameError(CostbenchError):
    """A name that does not exist, with the close ones that do."""

    def __init__(self, kind: Text, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.matches = close_matches(name, known)
        super().__init__(unknown_name(kind, name, self.matches))


class ParameterError(CostbenchError):
    """A parameter or defaults file that does not keep the rules: which file, which key, what to write."""

    def __init__(self, file: object, key: str, message: str) -> None:
        self.file, self.key = str(file), key
        super().__init__(Text(f"{file}, {key}: {message}", f"{file}, {key} : {message}"))


class NoSolutionError(CostbenchError):
    """An equation without an answer, and why."""


def quoted(written: str) -> Text:
    """Return what a user wrote, in the quotation marks of each language."""
    return Text(repr(written), f"« {written} »")


def close_matches(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known names that look like ``name``.

    >>> close_matches("jion_venture", ["joint_venture", "sponsorship"])
    ('joint_venture',)
    """
    by_lower = {candidate.lower(): candidate for candidate in known}
    return tuple(by_lower[match] for match in get_close_matches(name.strip().lower(), by_lower, n=3, cutoff=0.6))


def unknown_name(kind: Text, name: str, matches: tuple[str, ...]) -> Text:
    """Return the sentence that says a name is unknown and which ones come close."""
    sentence = Text("There is no {kind} called `{name}`.", "Aucun {kind} ne s’appelle « {name} ».")
    if matches:
        sentence = Text(
            sentence.en + " Did you mean {close}?",
            sentence.fr + " Vouliez-vous dire {close} ?",
        )
    return sentence.format(kind=kind, name=name, close=", ".join(matches))
