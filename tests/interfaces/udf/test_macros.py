"""The macros as text, and the Excel files built from them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import costbench
from costbench.interfaces.udf.doors.excel import PREFIX, XLWINGS
from costbench.interfaces.udf.functions.registry import call, functions
from costbench.interfaces.udf.packaging.archives import unpacked
from costbench.interfaces.udf.packaging.demonstration import arguments, demonstration
from costbench.interfaces.udf.packaging.excel_build import (
    ADDIN,
    BOOK,
    CLASS,
    MODULES,
    RIBBON,
    build_excel,
    demonstration_name,
    macros_folder,
)
from costbench.interfaces.udf.packaging.vba import ENCODING
from costbench.language import LANGUAGES

CUSTOM_UI = "{http://schemas.microsoft.com/office/2006/01/customui}"
INSIDE = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}
BUTTON = {"id", "size", "imageMso", "getLabel", "onAction"}
FILES = [ADDIN, *(demonstration_name(language) for language in LANGUAGES)]
MACROS = macros_folder()


def text_of(name: str) -> str:
    """Return a module as the VBA editor would hold it."""
    return (MACROS / name).read_bytes().decode(ENCODING).replace("\r\n", "\n")


READER = """
import json, sys
from oletools.olevba import VBA_Parser
parser = VBA_Parser(sys.argv[1])
json.dump({name: code for _, _, name, code in parser.extract_macros()}, sys.stdout)
"""


def modules_in(path: Path) -> dict[str, str]:
    """Return the modules that olevba finds in an Excel file; in a process of its own, since it warns on import."""
    done = subprocess.run([sys.executable, "-c", READER, path], capture_output=True, text=True, timeout=60, check=True)
    return {name: code.replace("\r\n", "\n") for name, code in json.loads(done.stdout).items()}


def body(code: str) -> str:
    """Return a module without the attributes and the header of an exported class, which Excel keeps elsewhere."""
    lines = code.split("\n")
    header = {"VERSION", "BEGIN", "END"}
    kept = [
        line for line in lines
        if not line.startswith("Attribute VB_") and line.split(" ")[0] not in header and "MultiUse =" not in line
    ]  # fmt: skip
    return "\n".join(kept).strip()


def procedures() -> set[str]:
    """Return the public procedures of the ribbon's module, with the module's name."""
    found = re.findall(r"^Public (?:Sub|Function) (\w+)", text_of("CostbenchRibbon.bas"), re.MULTILINE)
    return {f"CostbenchRibbon.{name}" for name in found}


def test_building_again_gives_the_same_bytes(tmp_path):
    built = build_excel(tmp_path)
    assert {path.name for path in built} == {*MODULES, CLASS, BOOK, RIBBON, *FILES}
    assert [path.name for path in built if path.read_bytes() != (MACROS / path.name).read_bytes()] == []


@pytest.mark.parametrize("name", FILES)
def test_olevba_reads_back_the_modules_that_stand_in_the_folder(name):
    found = modules_in(MACROS / name)
    assert {module for module in found if module != "Sheet1.cls"} == {*MODULES, CLASS, BOOK}
    for module in (*MODULES, CLASS, BOOK):
        assert body(found[module]) == body(text_of(module)), module


@pytest.mark.parametrize("name", FILES)
def test_every_part_of_an_excel_file_is_well_formed_and_declared(name):
    parts = unpacked(MACROS / name)
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    relations = ElementTree.fromstring(parts["_rels/.rels"])
    assert {relation.get("Target") for relation in relations} <= set(parts)
    assert parts.get("customUI/customUI.xml") == ((MACROS / RIBBON).read_bytes() if name == ADDIN else None)


def test_the_ribbon_is_valid_and_every_procedure_it_names_exists():
    root = ElementTree.fromstring((MACROS / RIBBON).read_bytes())
    buttons = []
    todo = [root]
    while todo:
        element = todo.pop()
        name = element.tag.removeprefix(CUSTOM_UI)
        for child in element:
            assert child.tag == CUSTOM_UI + INSIDE[name]
        todo += list(element)
        if name == "button":
            buttons.append(element)
    assert len(buttons) == 4
    assert all(set(button.attrib) == BUTTON for button in buttons)
    assert len({button.get("id") for button in buttons}) == 4
    assert {button.get("onAction") for button in buttons} | {
        button.get("getLabel") for button in buttons
    } <= procedures()


def test_every_button_has_a_label_and_every_label_a_button():
    cases = set(re.findall(r'Case "(\w+)"', text_of("CostbenchRibbon.bas")))
    root = ElementTree.fromstring((MACROS / RIBBON).read_bytes())
    assert cases == {button.get("id") for button in root.iter(f"{CUSTOM_UI}button")}


def test_the_macros_carry_the_versions_they_were_made_with():
    descriptions = text_of("CostbenchDescriptions.bas")
    assert f'COSTBENCH_VERSION As String = "{costbench.__version__}"' in descriptions
    assert f'COSTBENCH_XLWINGS_VERSION As String = "{XLWINGS}"' in descriptions
    assert set(re.findall(r"xlwings(?:32|64)-[\d.]+dll", text_of(CLASS))) == {
        f"xlwings{bits}-{XLWINGS}.dll" for bits in (32, 64)
    }


def test_every_function_is_wrapped_and_described_in_both_languages():
    wrapped = re.findall(r"^Function (CB_\w+)", text_of("CostbenchFunctions.bas"), re.MULTILINE)
    described = re.findall(r'Describe "(CB_\w+)"', text_of("CostbenchDescriptions.bas"))
    names = sorted(f"{PREFIX}{name}" for name in functions())
    assert wrapped == names
    assert sorted(described) == sorted(names * 2)


def test_no_line_of_vba_is_longer_than_the_editor_takes():
    for name in (*MODULES, BOOK):
        lines = text_of(name).split("\n")
        assert max(map(len, lines)) <= 1023
        continued = "".join("_" if line.endswith(" _") else "." for line in lines)
        assert "_" * 25 not in continued


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_calls_every_function_and_none_of_them_fails(language):
    shown = {cell.content for (_, column), cell in demonstration(language, str).items() if column == 1}
    for function in functions().values():
        assert function.name in shown
        _, cells = arguments(function)
        answer = call(function.name, *cells, language=language)
        assert isinstance(answer, list | float) or function.name in {"SOURCE", "UNIT", "PAYBACK", "EXPLAIN"}, answer


@pytest.mark.parametrize(
    ("language", "typed"), [("en", '=X.NPV(B5,B6:C8,"investor")'), ("fr", '=X.NPV(B5;B6:C8;"investor")')]
)
def test_the_demonstration_shows_each_formula_as_it_is_typed(language, typed):
    sheet = demonstration(language, lambda name: f"saved_{name}", lambda name: f"X.{name}")
    ((row, _),) = [place for place, cell in sheet.items() if cell.content == typed]
    assert sheet[row, 2].content == 'saved_NPV(B5,B6:C8,"investor")'


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_opens_the_demonstration_and_lists_its_modules(libreoffice, tmp_path, language):
    source = tmp_path / "demo.xlsm"
    source.write_bytes((MACROS / demonstration_name(language)).read_bytes())
    written = libreoffice.convert(source, tmp_path / "out", to="ods")
    listed = {name for name in unpacked(written) if name.startswith("Basic/")}
    for module in (*MODULES, CLASS):
        assert f"Basic/VBAProject/{Path(module).stem}.xml" in listed


def test_the_page_of_the_macros_names_every_file_of_the_folder():
    page = (MACROS / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in MACROS.iterdir() if path.name != "README.md"}
    patterns = {"demonstration.*.xlsm": ".xlsm", "demonstration.libreoffice.*.xlsx": ".xlsx"}
    assert all(f"`{pattern}`" in page for pattern in patterns)
    unnamed = {name for name in names if not name.endswith(tuple(patterns.values())) and f"`{name}" not in page}
    assert unnamed == set()
    assert f"{len(functions())} functions" in page
    assert f"{len(functions())} fonctions" in page


def test_an_analyser_of_vba_finds_no_error_in_our_modules():
    ours = [f"--only={Path(name).stem}" for name in (*MODULES, CLASS, BOOK)]
    done = subprocess.run(
        [sys.executable, "-m", "pyvbaanalysis", *ours, "--fail-level", "error", MACROS / ADDIN],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "CostbenchFunctions" in done.stdout
