from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from costbench.interfaces.udf.doors.libreoffice.office.functions import Functions
from costbench.interfaces.udf.functions import registry
from costbench.interfaces.udf.packaging.extension import extension_parts
from costbench.language import LANGUAGES


@pytest.fixture
def office(tmp_path: Path):
    for name in ("settings.json", "functions.json"):
        (tmp_path / name).write_bytes(extension_parts(sys.executable)[name])
    found = Functions(str(tmp_path))
    yield found
    found.worker.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wizard_reads_the_texts_of_the_registry(office, language):
    for name, function in registry.functions().items():
        assert office.about(name, language) == function.about.to(language)
        for place, argument in enumerate(function.arguments):
            assert office.argument(name, place, "name", language) == argument.name
            assert office.argument(name, place, "about", language) == argument.about.to(language)
        assert office.argument(name, len(function.arguments), "about", language) == ""
    assert office.about("NOTHING", language) == office.argument("NOTHING", 0, "about", language) == ""


def test_a_table_is_rows_a_value_is_a_value_and_a_mistake_fits_in_either(office):
    assert office.call("SETUP_FTE", ["cis", None], "en") == registry.call("SETUP_FTE", "cis")
    assert office.call("CASHFLOW", ["cis"], "en")[0] == tuple(registry.call("CASHFLOW", "cis")[0])
    assert office.call("CASHFLOW", ["nobody"], "fr")[0][0].startswith("Aucun modèle")
    assert office.call("RATE_CARD", [0.9, ((0.0, 0.0), (0.8, 1.0))], "en") == ((1.0,),)


def test_a_worker_of_another_version_is_said_whatever_it_answers(tmp_path):
    for name in ("settings.json", "functions.json"):
        (tmp_path / name).write_bytes(extension_parts(sys.executable)[name])
    settings = json.loads((tmp_path / "settings.json").read_text())
    (tmp_path / "settings.json").write_text(json.dumps(settings | {"version": "99"}))
    office = Functions(str(tmp_path))
    assert "99" in office.call("SETUP_FTE", ["cis"], "fr")
    assert "costbench addin install" in office.call("MODELS", [], "fr")[0][0]
    office.worker.stop()
