"""The worker behind LibreOffice: reads questions as lines of JSON, answers them as lines of JSON, ends with its input.

Run as ``python -m costbench.interfaces.udf.worker``. No port is opened; nothing but the two pipes goes in or out.
"""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

from costbench import __version__
from costbench.interfaces.udf.functions.registry import call
from costbench.language import Language

LONGEST_LINE = 64_000_000  # characters: more than the largest range that a function takes


def answer(line: str) -> dict[str, Any]:
    """Return the answer to one question, ``{"id", "name", "cells", "language"}``, as ``{"id", "answer"}``.

    What is no question is answered by its problem, with no ``id``.
    """
    try:
        asked = json.loads(line)
        language: Language = "fr" if asked.get("language") == "fr" else "en"
        return {"id": asked["id"], "answer": call(str(asked["name"]), *asked["cells"], language=language)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {"id": None, "problem": f"{type(error).__name__}: {error}"[:200]}


def serve(questions: TextIO, answers: TextIO) -> None:
    """Say which version is ready, then answer until there is no more question."""
    _say(answers, {"ready": __version__})
    while line := questions.readline(LONGEST_LINE):
        _say(answers, answer(line))


def main() -> None:
    """Serve the two pipes; whatever prints goes elsewhere, so that it cannot be taken for an answer."""
    answers, sys.stdout = sys.stdout, sys.stderr
    serve(sys.stdin, answers)


def _say(answers: TextIO, said: dict[str, Any]) -> None:
    answers.write(json.dumps(said) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
