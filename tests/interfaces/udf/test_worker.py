from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

import costbench
from costbench.interfaces.udf.functions.registry import call
from costbench.interfaces.udf.worker import answer, serve


def test_a_question_is_answered_under_its_number():
    line = json.dumps({"id": 7, "name": "SETUP_FTE", "cells": ["cis", None], "language": "en"})
    assert answer(line) == {"id": 7, "answer": call("SETUP_FTE", "cis")}


def test_a_mistake_is_answered_in_the_language_of_the_question():
    line = json.dumps({"id": 1, "name": "SETUP_FTE", "cells": ["nobody"], "language": "fr"})
    assert answer(line)["answer"].startswith("Aucun modèle")


@pytest.mark.parametrize("line", ["", "null", "[1]", "{}", "{", '{"id": 1, "name": "NPV", "cells": 3}', "[" * 100_000])
def test_what_is_no_question_is_answered_by_its_problem(line):
    assert answer(line)["id"] is None
    assert answer(line)["problem"]


def test_the_worker_says_its_version_then_answers_until_its_input_ends():
    questions = io.StringIO(json.dumps({"id": 1, "name": "MODELS", "cells": [], "language": "en"}) + "\n")
    answers = io.StringIO()
    serve(questions, answers)
    first, second = map(json.loads, answers.getvalue().splitlines())
    assert first == {"ready": costbench.__version__}
    assert second["answer"] == call("MODELS", language="en")


def test_the_worker_ends_with_the_program_that_started_it():
    done = subprocess.run(
        [sys.executable, "-m", "costbench.interfaces.udf.worker"],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"ready": costbench.__version__}
