"""Builds the LibreOffice extension from the registry: interface, wizard texts, component, settings."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from costbench import __version__
from costbench.interfaces.udf.doors import libreoffice
from costbench.interfaces.udf.functions.registry import Function, functions
from costbench.interfaces.udf.packaging.archives import packed
from costbench.interfaces.udf.packaging.demonstration import WIDTHS, demonstration
from costbench.interfaces.udf.packaging.sheets import workbook_bytes
from costbench.language import LANGUAGES, Text

HERE: Final = Path(libreoffice.__file__).parent
IDENTIFIER: Final = "org.costbench.calc"
EXTENSION: Final = "costbench.oxt"
TYPES: Final = "costbench.rdb"
SERVICE: Final = "COSTBENCH"
SECONDS: Final = 30.0
INSIDE: Final = ("__init__.py", "link.py", "functions.py")
SUMMARY: Final = Text(
    "Functions COSTBENCH.* in a cell: compare the ways a social-economy organisation can work with companies.",
    "Fonctions COSTBENCH.* dans une cellule\u00a0: comparer les façons de coopérer d’une structure sociale.",
)
UNO: Final = "application/vnd.sun.star.uno"
MANIFEST: Final = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<m:manifest xmlns:m="http://openoffice.org/2001/manifest">
  <m:file-entry m:full-path="costbench.rdb" m:media-type="{UNO}-typelibrary;type=RDB"/>
  <m:file-entry m:full-path="costbench_addin.py" m:media-type="{UNO}-component;type=Python"/>
</m:manifest>
"""
DESCRIPTION: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
  <identifier value="{identifier}"/>
  <version value="{version}"/>
  <display-name><name lang="en">costbench</name><name lang="fr">costbench</name></display-name>
  <extension-description>
    <src lang="en" href="about.en.txt"/>
    <src lang="fr" href="about.fr.txt"/>
  </extension-description>
</description>
"""


def interface() -> str:
    """Return the interface in IDL: every argument is ``any``, since only such an argument may be left out."""
    methods = "".join(f"    {_method(one)};\n" for one in functions().values())
    return f"module org {{ module costbench {{ module calc {{\n  interface XCostBench {{\n{methods}  }};\n}}; }}; }};\n"


def wizard_texts() -> dict[str, object]:
    """Return what the wizard says of each function and argument, in both languages."""
    return {
        name: {
            "about": one.about._asdict(),
            "range": one.is_range,
            "arguments": [{"name": item.name, "about": item.about._asdict()} for item in one.arguments],
        }
        for name, one in functions().items()
    }


def extension_parts(python: str, seconds: float = SECONDS) -> dict[str, bytes]:
    """Return the files of the extension; ``python`` is the interpreter that holds costbench."""
    settings = {"python": python, "seconds": seconds, "version": __version__}
    described = DESCRIPTION.format(identifier=IDENTIFIER, version=__version__)
    parts = {
        "META-INF/manifest.xml": MANIFEST.encode(),
        "description.xml": described.encode(),
        **{f"about.{language}.txt": SUMMARY.to(language).encode() for language in LANGUAGES},
        "costbench_addin.py": (HERE / "component.txt").read_bytes(),
        "functions.json": json.dumps(wizard_texts(), indent=1, ensure_ascii=True).encode(),
        "settings.json": json.dumps(settings, indent=1).encode(),
        TYPES: (HERE / TYPES).read_bytes(),
    }
    inside = {f"pythonpath/costbench_office/{name}": (HERE / "office" / name).read_bytes() for name in INSIDE}
    return parts | inside


def build_libreoffice(python: str) -> dict[str, bytes]:
    """Return the files of the target by name: the extension, and a demonstration workbook in each language."""
    demonstrations = {
        f"demonstration.libreoffice.{language}.xlsx": workbook_bytes(
            demonstration(language, _spelt), WIDTHS, "costbench"
        )
        for language in LANGUAGES
    }
    return {EXTENSION: packed(extension_parts(python)), **demonstrations}


def write_types(office: Path, tools: Path) -> None:
    """Write the interface and compile it to the type library, with the tools of LibreOffice's SDK.

    Only a change of the functions asks for it: the library is part of the project. ``office`` is the folder of
    ``types.rdb``, ``tools`` that of ``unoidl-write``.
    """
    source = HERE / "costbench.idl"
    source.write_text(interface(), encoding="utf-8")
    base: Iterable[Path] = (office / "types.rdb", office / "types" / "offapi.rdb")
    subprocess.run([tools / "unoidl-write", *base, source, HERE / TYPES], check=True)


def _spelt(name: str) -> str:
    return f"{SERVICE}.{name}"


def _method(function: Function) -> str:
    arguments = ", ".join(f"[in] any {_camel(item.name)}" for item in function.arguments)
    result = "sequence< sequence< any > >" if function.is_range else "any"
    return f"{result} {function.name}({arguments})"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
