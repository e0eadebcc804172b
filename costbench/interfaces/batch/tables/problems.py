"""Sentences about a file of scenarios: what is wrong with its form, its columns, or one of its cells."""

from __future__ import annotations

from dataclasses import dataclass

from costbench.errors import InputError, Problem
from costbench.language import Language, Text

NOTHING = Text("", "")
SHOWN = 40


@dataclass(frozen=True)
class FileProblem(Problem):
    """A problem that is not a value out of its range, and so has a sentence of its own."""

    said: Text = NOTHING

    def sentence(self, language: Language) -> str:
        """Return the sentence in ``language``."""
        return self.said.to(language)


def problem(path: str, en: str, fr: str, row: int | None = None, **names: object) -> FileProblem:
    """Return a problem from its sentence in both languages, the braces filled with ``names``."""
    said = Text(en, fr).format(**{"path": path, "row": row, **names})
    return FileProblem(path, "", NOTHING, NOTHING, row, said=said)


def refusal(path: str, en: str, fr: str, row: int | None = None, **names: object) -> InputError:
    """Return the error of a file that cannot be scored at all."""
    return InputError([problem(path, en, fr, row, **names)])


def quoted(text: str) -> Text:
    """Return a cell as a sentence shows it: on one line, cut when it is long, quoted as each language does."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: 4 * SHOWN]).split())
    shown = f"{line[:SHOWN]}…" if len(line) > SHOWN or len(text) > 4 * SHOWN else line
    return Text(f'"{shown}"', f"« {shown} »")
