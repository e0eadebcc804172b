"""The readiness checklist: answers move the probability of passing a phase from low through central to high."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from costbench.appraisal.declaring.entries import Operand
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.quantities import TextInput
from costbench.errors import InputError, Problem, close_matches, quoted
from costbench.language import Text

ANSWERS: Final[dict[str, float]] = {"no": 0.0, "half": 0.5, "full": 1.0}
FRENCH_ANSWERS: Final[dict[str, str]] = {
    "non": "no",
    "en partie": "half",
    "moitié": "half",
    "oui": "full",
    "yes": "full",
}
HALF: Final = 0.5


def ready_probability(low: Operand, central: Operand, high: Operand, answers: list[Operand]) -> Operand:
    """Return the probability that the mean of ``answers`` (0, ½ or 1 each) gives.

    Formula: linear from ``low`` at 0 to ``central`` at ½, then linear to ``high`` at 1.
    """
    score = sum(answers[1:], answers[0]) / len(answers)
    below = low + (central - low) * score / HALF
    above = central + (high - central) * (score - HALF) / HALF
    return np.where(score >= HALF, above, below)


def readiness_input(model: type[CooperationModel]) -> TextInput:
    """Return the text input of a model's checklist, written ``acquaintance=full; sponsors=no``."""
    items = tuple(model.definition.readiness)

    def read(written: str) -> Mapping[str, float]:
        pairs = [pair.partition("=") for pair in written.replace(",", ";").split(";") if pair.strip()]
        problems = [problem for name, _, answer in pairs for problem in _problems(name.strip(), answer, items)]
        if problems:
            raise InputError(problems)
        return {f"readiness.{name.strip()}": ANSWERS[_code(answer)] for name, _, answer in pairs}

    listed = ", ".join(items)
    allowed = Text(f"it answers {listed} with no, half or full", f"on répond à {listed} par no, half ou full")
    examples = ("=half; ".join(items) + "=half", f"{items[0]}=full")
    return TextInput(("readiness",), {}, read, allowed, examples, declares=False)


def _code(answer: str) -> str:
    written = answer.strip().lower()
    return FRENCH_ANSWERS.get(written, written)


def _problems(name: str, answer: str, items: tuple[str, ...]) -> list[Problem]:
    problems = []
    if name not in items:
        close = ", ".join(close_matches(name, items) or items)
        allowed = Text("the checklist has no such item", "la liste ne comporte pas cette question")
        problems.append(Problem("readiness", quoted(name), allowed, Text(f"Write {close}.", f"Écrivez {close}.")))
    if _code(answer) not in ANSWERS:
        allowed = Text("an answer is no, half or full", "une réponse est no, half ou full")
        hint = Text(f"Write {name}=half.", f"Écrivez {name}=half.")
        problems.append(Problem(f"readiness.{name}", quoted(answer.strip()), allowed, hint))
    return problems
