from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import costbench
from costbench.interfaces.udf.functions.registry import functions
from costbench.interfaces.udf.packaging.archives import unpacked
from costbench.interfaces.udf.packaging.excel_build import macros_folder
from costbench.interfaces.udf.packaging.extension import (
    EXTENSION,
    HERE,
    build_libreoffice,
    extension_parts,
    interface,
    wizard_texts,
    write_types,
)
from costbench.interfaces.udf.packaging.installing import ANY_PYTHON
from tests.conftest import missing

SDK = Path("/usr/lib/libreoffice/sdk/bin")
OFFICE = Path("/usr/lib/libreoffice/program")


def test_building_again_gives_the_bytes_that_stand_in_the_folder():
    built = build_libreoffice(ANY_PYTHON)
    assert set(built) >= {EXTENSION}
    assert [name for name, content in built.items() if content != (macros_folder() / name).read_bytes()] == []


def test_the_interface_of_the_type_library_is_that_of_the_registry():
    assert (HERE / "costbench.idl").read_text(encoding="utf-8") == interface()
    library = (HERE / "costbench.rdb").read_bytes()
    assert [name for name in functions() if name.encode() not in library] == []


def test_the_type_library_compiles_to_the_same_bytes(tmp_path, monkeypatch):
    if not (SDK / "unoidl-write").exists():
        missing("the SDK of LibreOffice is not installed (Debian: libreoffice-dev)")
    copy = tmp_path / "library"
    copy.mkdir()
    monkeypatch.setattr("costbench.interfaces.udf.packaging.extension.HERE", copy)
    write_types(OFFICE, SDK)
    assert (copy / "costbench.rdb").read_bytes() == (HERE / "costbench.rdb").read_bytes()
    read = subprocess.run(
        [SDK / "unoidl-read", OFFICE / "types.rdb", copy / "costbench.rdb"], capture_output=True, text=True
    )
    assert "EXPECTED_NPV" in read.stdout


def test_the_parts_that_the_manifest_names_are_there():
    parts = extension_parts("python")
    root = ElementTree.fromstring(parts["META-INF/manifest.xml"])
    named = {entry.get("{http://openoffice.org/2001/manifest}full-path") for entry in root}
    assert named == {"costbench.rdb", "costbench_addin.py"}
    assert named <= set(parts)
    described = ElementTree.fromstring(parts["description.xml"])
    texts = {node.get("href") for node in described.iter("{http://openoffice.org/extensions/description/2006}src")}
    assert texts == {"about.en.txt", "about.fr.txt"} <= set(parts)


def test_the_extension_knows_its_version_and_its_python():
    settings = json.loads(extension_parts("/a/python")["settings.json"])
    assert settings == {"python": "/a/python", "seconds": 30.0, "version": costbench.__version__}


def test_the_wizard_has_a_text_for_every_function_and_argument_in_both_languages():
    texts = wizard_texts()
    assert set(texts) == set(functions())
    for name, said in texts.items():
        arguments = said["arguments"]
        assert len(arguments) == len(functions()[name].arguments)
        assert all(item["about"]["en"] != item["about"]["fr"] for item in (said, *arguments))


def test_the_built_extension_holds_a_program_for_any_computer():
    parts = unpacked(macros_folder() / EXTENSION)
    assert json.loads(parts["settings.json"])["python"] == ANY_PYTHON


def test_libreoffice_s_own_installer_takes_the_extension(tmp_path):
    unopkg, root = shutil.which("unopkg"), hasattr(os, "geteuid") and os.geteuid() == 0
    if not unopkg or (root and not shutil.which("setpriv")):
        pytest.skip("there is no unopkg, or it refuses root and there is no setpriv to be somebody else")
    home = tmp_path / "home"
    home.mkdir()
    for folder in (home, *list(home.parents)[:4]):
        folder.chmod(0o777)
    extension = home / EXTENSION
    extension.write_bytes((macros_folder() / EXTENSION).read_bytes())
    other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if root else []
    somebody = [*other, "env", f"HOME={home}"]
    done = subprocess.run(
        [*somebody, unopkg, "add", "--suppress-license", extension],
        capture_output=True,
        text=True,
        timeout=120,
        cwd="/",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    listed = subprocess.run([*somebody, unopkg, "list"], capture_output=True, text=True, timeout=120, cwd="/").stdout
    assert "Identifier: org.costbench.calc" in listed
    assert "is registered: yes" in listed
