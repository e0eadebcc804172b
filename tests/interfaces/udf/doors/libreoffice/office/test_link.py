from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from costbench.interfaces.udf.doors.libreoffice.office.link import Missing, Silent, Stopped, Worker
from costbench.interfaces.udf.functions.registry import call

ECHO = """\
import json, sys, time
print(json.dumps({"ready": "1"}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    time.sleep(asked.get("wait", 0))
    print("noise that is no answer", flush=True)
    print(json.dumps({"id": asked["id"], "answer": asked["name"]}), flush=True)
"""
REAL = [sys.executable, "-m", "costbench.interfaces.udf.worker"]


@pytest.fixture
def echo(tmp_path: Path):
    script = tmp_path / "echo.py"
    script.write_text(ECHO, encoding="utf-8")
    worker = Worker([sys.executable, str(script)], seconds=0.5)
    yield worker
    worker.stop()


def test_the_worker_of_costbench_answers_as_the_direct_call():
    worker = Worker(REAL)
    question = {"name": "CASHFLOW", "cells": ["cis", [["annual_budget", 900_000.0]]], "language": "fr"}
    assert worker.ask(question) == call("CASHFLOW", "cis", [["annual_budget", 900_000.0]])
    worker.stop()
    assert worker.process is None


def test_what_is_no_answer_is_passed_over(echo):
    assert echo.ask({"name": "hello"}) == "hello"
    assert echo.version == "1"


def test_a_silent_worker_is_ended_and_the_next_question_starts_another(echo):
    echo.ask({"name": "first"})
    first = echo.process.pid
    with pytest.raises(Silent):
        echo.ask({"name": "slow", "wait": 30})
    assert echo.process is None
    assert echo.ask({"name": "after"}) == "after"
    assert echo.process.pid != first


def test_a_question_that_was_too_slow_once_is_refused_at_once(echo):
    with pytest.raises(Silent):
        echo.ask({"name": "slow", "wait": 30})
    started = time.monotonic()
    for _ in range(100):
        with pytest.raises(Silent):
            echo.ask({"name": "slow", "wait": 30})
    assert time.monotonic() - started < 0.4


def test_a_worker_killed_during_a_question_is_said_and_started_again(echo):
    echo.seconds = 20.0
    echo.ask({"name": "first"})
    killed = echo.process.pid
    threading.Timer(0.2, os.kill, (killed, signal.SIGKILL if os.name != "nt" else signal.SIGTERM)).start()
    with pytest.raises(Stopped):
        echo.ask({"name": "long", "wait": 10})
    assert echo.ask({"name": "after"}) == "after"


def test_a_worker_killed_between_questions_is_started_again(echo):
    echo.ask({"name": "first"})
    echo.process.kill()
    echo.process.wait()
    assert echo.ask({"name": "after"}) == "after"


def test_a_missing_program_is_looked_for_once_not_for_every_cell(tmp_path):
    worker = Worker([str(tmp_path / "nowhere")])
    started = time.monotonic()
    for _ in range(1000):
        with pytest.raises(Missing):
            worker.ask({"name": "any"})
    assert time.monotonic() - started < 1


def test_a_program_that_is_no_worker_is_missing(tmp_path):
    worker = Worker([sys.executable, "-c", "print('hello')"])
    with pytest.raises(Missing):
        worker.ask({"name": "any"})
    assert worker.process is None


def test_two_threads_never_mix_their_answers(echo):
    echo.seconds = 30.0
    answers: dict[str, str] = {}

    def ask(name: str) -> None:
        answers[name] = echo.ask({"name": name})

    threads = [threading.Thread(target=ask, args=(f"question {place}",)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {f"question {place}": f"question {place}" for place in range(20)}


def test_the_settings_of_libreoffice_s_own_python_do_not_reach_the_worker(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    worker = Worker(REAL)
    assert worker.ask({"name": "UNIT", "cells": ["cis", "inflation"], "language": "en"}) == "per year"
    worker.stop()


def test_what_travels_in_the_extension_is_readable_by_an_older_python():
    import ast

    folder = Path(sys.modules[Worker.__module__].__file__).parent
    for path in (*folder.glob("*.py"), folder.parent / "component.txt"):
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
        imported = {
            (node.module or "").split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and not node.level
        } | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        own = {"uno", "unohelper", "com", "org", "costbench_office", "__future__"}
        assert imported - own <= set(sys.stdlib_module_names), path.name
