from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

import costbench
from costbench.errors import CostbenchError
from costbench.interfaces.udf.doors.excel import XLWINGS
from costbench.interfaces.udf.doors.places import excel_places, python_command
from costbench.interfaces.udf.packaging import installing
from costbench.interfaces.udf.packaging.archives import unpacked
from costbench.interfaces.udf.packaging.diagnosis import excel_findings, extension_findings, findings
from costbench.interfaces.udf.packaging.excel_build import ADDIN, macros_folder
from costbench.interfaces.udf.packaging.installing import (
    build,
    install,
    install_excel,
    install_libreoffice,
    remove_excel,
    settings_in,
    settings_text,
    uninstall,
)

LISTED = """\
All deployed user extensions:

Identifier: org.costbench.calc
  Version: {version}
  URL: {address}
  is registered: yes
  bundled Packages: {{
      URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/x.tmp_/costbench.oxt/costbench.rdb
  }}
"""


@pytest.fixture
def places(tmp_path):
    found = excel_places({"APPDATA": str(tmp_path / "Roaming"), "USERPROFILE": str(tmp_path / "me")})
    assert found is not None
    return found


@pytest.fixture
def python(tmp_path):
    """A Python as a virtual environment of Windows holds it, in the home of somebody with an accent."""
    program = tmp_path / "Hélène" / ".venv" / "Scripts" / "python.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    (program.parent.parent / f"xlwings64-{XLWINGS}.dll").touch()
    return str(program)


def unopkg(folder: Path, code: int = 0) -> Path:
    """Return a stand-in for LibreOffice's installer that keeps what it is given."""
    program = folder / "unopkg"
    program.write_text(
        f'#!/bin/sh\necho "$@" > "{folder}/said"\nfor x; do :; done\ncp "$x" "{folder}/given"\nexit {code}\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_the_add_in_is_put_where_excel_opens_it_by_itself(places, python):
    said = install_excel(places, python)
    assert places.addin.read_bytes() == (macros_folder() / ADDIN).read_bytes()
    assert places.startup.parts[-3:] == ("Microsoft", "Excel", "XLSTART")
    assert settings_in(places.settings) == {
        "INTERPRETER_WIN": python,
        "COSTBENCH VERSION": costbench.__version__,
        "XLWINGS VERSION": XLWINGS,
    }
    assert [text.fr for text in said][-1].startswith("Fermez entièrement Excel")
    assert len(remove_excel(places)) == 2
    assert not places.addin.exists()


def test_the_settings_are_written_as_the_macros_read_them():
    lines = settings_text(r"C:\Program Files\Python\python.exe").splitlines()
    assert lines[0] == r'"INTERPRETER_WIN","C:\Program Files\Python\python.exe"'


def test_the_settings_are_in_the_code_page_that_vba_reads(places, python):
    install_excel(places, python)
    assert "Hélène".encode("cp1252") in places.settings.read_bytes()


def test_a_python_whose_path_the_macros_cannot_read_is_refused(places, tmp_path):
    program = tmp_path / "Ελένη" / "python.exe"
    program.parent.mkdir()
    (program.parent / f"xlwings32-{XLWINGS}.dll").touch()
    with pytest.raises(CostbenchError, match="plain letters"):
        install_excel(places, str(program))
    assert not places.addin.exists()


def test_a_python_that_excel_could_not_start_is_refused_and_found_by_the_doctor(places, python):
    install_excel(places, python)
    (Path(python).parent.parent / f"xlwings64-{XLWINGS}.dll").unlink()
    with pytest.raises(CostbenchError, match="library of xlwings"):
        install_excel(places, python)
    last = list(excel_findings(places, python))[-1]
    assert last.ok is False
    assert "README" in last.remedy.fr


def test_excel_elsewhere_than_on_windows_is_refused_with_the_remedy():
    with pytest.raises(CostbenchError, match="--target lite"):
        install_excel(None, sys.executable)
    assert excel_places({}) is None


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the installer")
def test_the_extension_is_handed_to_libreoffice_with_this_python_in_it(tmp_path):
    said = install_libreoffice(unopkg(tmp_path), "/my/python")
    assert json.loads(unpacked(tmp_path / "given")["settings.json"])["python"] == "/my/python"
    assert (tmp_path / "said").read_text().startswith("add --force --suppress-license ")
    assert "LibreOffice" in said[-1].en


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the installer")
def test_a_refusal_of_libreoffice_is_said(tmp_path):
    with pytest.raises(CostbenchError, match="refused"):
        install_libreoffice(unopkg(tmp_path, code=1), "/my/python")
    with pytest.raises(CostbenchError, match="not found"):
        install_libreoffice(None, "/my/python")


def test_lite_is_written_into_a_folder_with_the_steps(tmp_path):
    said = install("lite", tmp_path)
    assert (tmp_path / "lite" / "fr" / "main.py").is_file()
    assert "xlwings Lite" in said[-1].fr
    assert "xlwings Lite" in uninstall("lite")[0].en


def test_building_a_target_elsewhere_leaves_the_project_alone(tmp_path):
    assert {text.en for text in build("libreoffice", tmp_path)} == {f"Written: {path}" for path in tmp_path.iterdir()}


def test_the_doctor_says_what_is_installed_and_of_which_version(places, python):
    absent = list(excel_findings(places, python))
    assert absent[-1].ok is None
    assert "install --target excel" in absent[-1].remedy.en
    install_excel(places, python)
    assert all(finding.ok for finding in excel_findings(places, python))
    places.addin.write_bytes(b"an older one")
    assert [finding.ok for finding in excel_findings(places, python)] == [True, False, True]
    Path(python).unlink()
    last = list(excel_findings(places, sys.executable))[-1]
    assert last.ok is False
    assert "gone" in last.what.en


def test_the_doctor_sees_an_xlwings_that_does_not_agree(places, monkeypatch):
    monkeypatch.setattr("costbench.interfaces.udf.packaging.diagnosis.installed", lambda package: "0.1")
    first = next(iter(excel_findings(places, sys.executable)))
    assert (first.ok, first.remedy.en) == (False, f"{python_command()} -m pip install xlwings=={XLWINGS}")


def test_a_remedy_is_typed_for_the_python_that_gives_it(monkeypatch):
    monkeypatch.setattr(sys, "prefix", "/somewhere/else")
    monkeypatch.setattr(sys, "executable", "/my folder/python")
    assert python_command() == '"/my folder/python"'
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert python_command() in {"py", "python3"}


def test_the_doctor_reads_what_libreoffice_lists(tmp_path):
    (tmp_path / "settings.json").write_text(json.dumps({"python": sys.executable}))
    own = LISTED.format(version=costbench.__version__, address=tmp_path)
    assert [finding.ok for finding in extension_findings(own, sys.executable)] == [True, True]
    older = LISTED.format(version="0.0.9", address=tmp_path)
    assert [finding.ok for finding in extension_findings(older, sys.executable)] == [False, True]
    (tmp_path / "settings.json").write_text(json.dumps({"python": "/gone/python"}))
    assert [finding.ok for finding in extension_findings(own, sys.executable)] == [True, False]
    assert [finding.ok for finding in extension_findings("All deployed user extensions:", "")] == [None]


def test_every_finding_that_is_not_well_has_a_remedy_in_both_languages():
    found = findings()
    assert len(found) > 8
    assert all(finding.ok or (finding.remedy.en and finding.remedy.fr) for finding in found)


def test_an_action_nobody_asked_for_touches_nothing(monkeypatch):
    monkeypatch.setattr(installing, "libreoffice_tool", lambda name: None)
    with pytest.raises(CostbenchError, match="not found"):
        uninstall("libreoffice")
