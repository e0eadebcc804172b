"""Builds the Excel files from the text in ``macros/``: the add-in and the demonstration workbooks, byte for byte."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from costbench import __version__
from costbench.errors import CostbenchError
from costbench.interfaces.udf.doors.excel import PREFIX
from costbench.interfaces.udf.packaging.archives import packed, unpacked, write_whole
from costbench.interfaces.udf.packaging.demonstration import WIDTHS, demonstration
from costbench.interfaces.udf.packaging.sheets import sheet_xml, styles_xml
from costbench.interfaces.udf.packaging.vba import ENCODING, descriptions_module, encoded, functions_module
from costbench.language import LANGUAGES, Language, Text

ADDIN: Final = "costbench.xlam"
MODULES: Final = ("CostbenchFunctions.bas", "CostbenchDescriptions.bas", "CostbenchRibbon.bas")
CLASS: Final = "PythonServer.cls"
BOOK: Final = "ThisWorkbook.cls"
RIBBON: Final = "ribbon.xml"
UI_TYPE: Final = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
MISSING: Final = Text(
    "Building the Excel files takes pyOpenVBA: pip install pyOpenVBA",
    "Construire les fichiers Excel demande pyOpenVBA\u00a0: pip install pyOpenVBA",
)
CORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>costbench</dc:title><dc:creator>costbench</dc:creator>'
    "</cp:coreProperties>"
)


def macros_folder() -> Path:
    """Return the folder of the macros: beside this file once installed, at the top of the project otherwise."""
    packaged = Path(__file__).parent / "macros"
    return packaged if packaged.is_dir() else Path(__file__).parents[4] / "macros"


def demonstration_name(language: Language) -> str:
    """Return the file name of the demonstration workbook for Excel."""
    return f"demonstration.{language}.xlsm"


def build_excel(folder: Path) -> list[Path]:
    """Write the generated modules, the add-in and the demonstration workbooks into ``folder``; return what was written.

    What is written by hand (ribbon, workbook, link to Python) is read from ``folder`` where it stands, from
    :func:`macros_folder` otherwise. The add-in alone has the ribbon: no tab is shown twice.
    Raises :class:`~costbench.errors.CostbenchError` when a tool is missing.
    """
    texts = {
        "CostbenchFunctions.bas": encoded(functions_module()),
        "CostbenchDescriptions.bas": encoded(descriptions_module(__version__)),
    }
    texts |= {name: _by_hand(folder, name) for name in (CLASS, BOOK, "CostbenchRibbon.bas", RIBBON)}
    files = {ADDIN: _with_ribbon(_with_macros(ADDIN, texts, {}), texts[RIBBON])}
    for language in LANGUAGES:
        sheet = sheet_xml(demonstration(language, lambda name: f"{PREFIX}{name}"), WIDTHS, "Sheet1")
        parts = {"xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": styles_xml()}
        files[demonstration_name(language)] = _with_macros(demonstration_name(language), texts, parts)
    for name, content in (texts | files).items():
        write_whole(folder / name, content)
    return [folder / name for name in (*texts, *files)]


def _by_hand(folder: Path, name: str) -> bytes:
    own = folder / name
    return (own if own.is_file() else macros_folder() / name).read_bytes()


def _with_macros(name: str, texts: dict[str, bytes], parts: dict[str, bytes]) -> bytes:
    """Return an empty Excel file with the macros and other parts put in."""
    with tempfile.TemporaryDirectory() as workshop:
        path = Path(workshop) / name
        _insert(_empty(path), texts)
        content = unpacked(path)
    content |= parts | {"docProps/core.xml": CORE.encode()}
    book = content["xl/workbook.xml"].decode("utf-8")
    book = book.replace('name="Sheet1"', 'name="costbench"').replace("<calcPr ", '<calcPr fullCalcOnLoad="1" ')
    return packed(content | {"xl/workbook.xml": book.encode("utf-8")})


def _with_ribbon(file: bytes, ribbon: bytes) -> bytes:
    """Return an Excel file with the ribbon put in."""
    content = unpacked(file)
    relation = f'<Relationship Id="rIdRibbon" Type="{UI_TYPE}" Target="customUI/customUI.xml"/></Relationships>'
    relations = content["_rels/.rels"].decode("utf-8").replace("</Relationships>", relation)
    return packed(content | {"customUI/customUI.xml": ribbon, "_rels/.rels": relations.encode("utf-8")})


def _empty(path: Path) -> Any:
    return _pyopenvba().ExcelFile.create_new(path)


def _pyopenvba() -> Any:
    try:
        return import_module("pyopenvba")
    except ImportError as error:
        raise CostbenchError(MISSING) from error


def _insert(opened: Any, texts: dict[str, bytes]) -> None:
    with opened as file:
        project = file.vba_project()
        project.delete_module("Module1")
        for name in MODULES:
            project.add_module(Path(name).stem, texts[name].decode(ENCODING))
        project.add_module(Path(CLASS).stem, texts[CLASS].decode(ENCODING), kind=_pyopenvba().VBAModuleKind.other)
        file.set_module(Path(BOOK).stem, texts[BOOK].decode(ENCODING))
        file.save()
