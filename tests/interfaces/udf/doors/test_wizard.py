"""A LibreOffice that stays open: what its wizard says, two documents together, a worker that somebody kills."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from costbench.interfaces.udf.functions.registry import call, functions
from tests.interfaces.udf.conformance import INPUTS, MODEL
from tests.interfaces.udf.doors.calc import Calc, write_questions

DRIVER = Path(__file__).with_name("driver.py")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found in /proc")
@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("fr-FR", "fr")])
def test_an_open_libreoffice_explains_the_functions_and_outlives_a_killed_worker(
    libreoffice, tmp_path, locale, language
):
    own = tmp_path / "python"
    own.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@" "{own}"\n', encoding="utf-8")
    own.chmod(0o755)
    calc = Calc(libreoffice, tmp_path, python=str(own))
    sources = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    write_questions(sources[0], [("EXPECTED_NPV", [MODEL, INPUTS], 1, 1)])
    write_questions(sources[1], [("UNIT", [MODEL, "annual_budget"], 1, 1)])
    pipe = f"costbench{tmp_path.name}{locale}".replace("_", "").replace("-", "")
    where = [calc.libreoffice.profile(locale), f"-env:BUNDLED_EXTENSIONS={(tmp_path / 'extensions').as_uri()}"]
    office = subprocess.Popen(
        [libreoffice.executable, *where, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        done = subprocess.run(
            [libreoffice.python, DRIVER, pipe, own, *sources], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout)
    finally:
        office.terminate()
        office.wait(timeout=60)
    answers = [call("EXPECTED_NPV", MODEL, INPUTS), call("UNIT", MODEL, "annual_budget", language=language)]
    assert seen["before"] == [pytest.approx(answers[0]), answers[1]]
    assert seen["after"] == seen["before"]
    assert (seen["workers"], seen["workers after"]) == (1, 1)
    for name, function in functions().items():
        about, arguments = seen["wizard"][name]
        assert about == function.about.to(language)
        assert arguments == [[item.name, item.about.to(language)] for item in function.arguments]
