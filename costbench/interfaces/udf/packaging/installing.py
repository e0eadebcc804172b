"""Builds, installs and removes the add-ins; each function returns the sentences that say what was done."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from costbench import __version__
from costbench.errors import CostbenchError
from costbench.interfaces.udf.doors.excel import XLWINGS
from costbench.interfaces.udf.doors.places import (
    ANSI,
    WINDOWS,
    ExcelPlaces,
    excel_places,
    libreoffice_tool,
    python_command,
)
from costbench.interfaces.udf.packaging.archives import packed, write_whole
from costbench.interfaces.udf.packaging.excel_build import ADDIN, build_excel, macros_folder
from costbench.interfaces.udf.packaging.extension import (
    EXTENSION,
    IDENTIFIER,
    build_libreoffice,
    extension_parts,
)
from costbench.interfaces.udf.packaging.lite import build_lite
from costbench.language import Text

TARGETS: Final = ("excel", "libreoffice", "lite")
ANY_PYTHON: Final = "python"
WRITTEN: Final = Text("Written: {path}", "Écrit\u00a0: {path}")
INSTALLED: Final = Text("Installed: {path}", "Installé\u00a0: {path}")
REMOVED: Final = Text("Removed: {path}", "Retiré\u00a0: {path}")
RESTART: Final = Text("Close {program} altogether and open it again.", "Fermez entièrement {program} puis rouvrez-le.")
NO_WINDOWS: Final = Text(
    "Functions by xlwings work in Excel for Windows only. On a Mac or on the web: "
    "costbench addin install --target lite",
    "Les fonctions par xlwings ne marchent que dans Excel pour Windows. Sur Mac ou sur le Web\u00a0: "
    "costbench addin install --target lite",
)
NO_XLWINGS: Final = Text(
    "xlwings is not installed. In a terminal: {python} -m pip install xlwings=={version}",
    "xlwings n’est pas installé. Dans un terminal\u00a0: {python} -m pip install xlwings=={version}",
)
UNWRITABLE: Final = Text(
    "The macros cannot read the path of this Python, {python}. Install it in a folder named in plain letters.",
    "Les macros ne peuvent pas lire le chemin de ce Python, {python}. Installez-le dans un dossier au nom simple, "
    "en lettres latines.",
)
NO_LIBRARY: Final = Text(
    "Excel will not find the library of xlwings beside {python}. Install costbench in a Python of its own, as "
    "macros/README.md says, then the add-in again.",
    "Excel ne trouvera pas la bibliothèque de xlwings à côté de {python}. Installez costbench dans un Python à lui, "
    "comme le dit macros/README.md, puis de nouveau le complément.",
)
NO_LIBREOFFICE: Final = Text(
    "LibreOffice was not found. Install it from https://www.libreoffice.org/download, then try again.",
    "LibreOffice est introuvable. Installez-le depuis https://www.libreoffice.org/download, puis recommencez.",
)
REFUSED: Final = Text(
    "LibreOffice refused the extension: {said}. Close LibreOffice, then try again.",
    "LibreOffice a refusé l’extension\u00a0: {said}. Fermez LibreOffice, puis recommencez.",
)
LITE_STEPS: Final = Text(
    "In Excel, add xlwings Lite (Home > Add-ins), open it, and replace its main.py and requirements.txt by these two.",
    "Dans Excel, ajoutez xlwings Lite (Accueil > Compléments), ouvrez-le, et remplacez ses fichiers main.py et "
    "requirements.txt par ces deux-là.",
)


LITE_LEAVES: Final = Text(
    "xlwings Lite lives in each workbook: empty its main.py and requirements.txt there.",
    "xlwings Lite vit dans chaque classeur\u00a0: videz-y les fichiers main.py et requirements.txt.",
)


def build(target: str, folder: Path | None) -> list[Text]:
    """Build the files of a target into ``folder``; when left out, into the project's ``macros/``, or one made here."""
    project = Path(__file__).parents[4] / "macros"
    into = folder or (project if project.is_dir() else Path.cwd() / "macros")
    if target == "excel":
        return [WRITTEN.format(path=path) for path in build_excel(into)]
    files = build_lite() if target == "lite" else build_libreoffice(ANY_PYTHON)
    for name, content in files.items():
        write_whole(into / name, content)
    return [WRITTEN.format(path=into / name) for name in files]


def install(target: str, folder: Path | None) -> list[Text]:
    """Install a target for the person who runs this.

    Raises :class:`~costbench.errors.CostbenchError` with the remedy where it cannot be.
    """
    if target == "excel":
        return install_excel(excel_places() if WINDOWS else None, sys.executable)
    if target == "libreoffice":
        return install_libreoffice(libreoffice_tool("unopkg"), sys.executable)
    return [*build("lite", folder or Path.cwd() / "costbench-lite"), LITE_STEPS]


def uninstall(target: str) -> list[Text]:
    """Remove what :func:`install` installed."""
    if target == "libreoffice":
        _unopkg(libreoffice_tool("unopkg"), ["remove", IDENTIFIER])
        return [REMOVED.format(path=IDENTIFIER), RESTART.format(program="LibreOffice")]
    if target == "lite":
        return [LITE_LEAVES]
    places = excel_places() if WINDOWS else None
    if places is None:
        raise CostbenchError(NO_WINDOWS)
    return remove_excel(places)


def install_excel(places: ExcelPlaces | None, python: str) -> list[Text]:
    """Copy the add-in where Excel opens it by itself, and write which Python answers it.

    Raises :class:`~costbench.errors.CostbenchError` with the remedy where Excel could not start that Python.
    """
    if places is None:
        raise CostbenchError(NO_WINDOWS)
    if find_spec("xlwings") is None:
        raise CostbenchError(NO_XLWINGS.format(version=XLWINGS, python=python_command()))
    if not has_library(Path(python)):
        raise CostbenchError(NO_LIBRARY.format(python=python))
    try:
        settings = settings_text(python).encode(ANSI)
    except UnicodeEncodeError as error:
        raise CostbenchError(UNWRITABLE.format(python=python)) from error
    write_whole(places.settings, settings)
    write_whole(places.addin, (macros_folder() / ADDIN).read_bytes())
    paths = (places.addin, places.settings)
    return [*(INSTALLED.format(path=path) for path in paths), RESTART.format(program="Excel")]


def has_library(python: Path) -> bool:
    """Return whether the library that Excel loads stands where the macros look: beside Python, or one folder up."""
    names = [f"xlwings{bits}-{XLWINGS}.dll" for bits in (32, 64)]
    return any((folder / name).is_file() for folder in (python.parent, python.parent.parent) for name in names)


def remove_excel(places: ExcelPlaces) -> list[Text]:
    """Remove the add-in and its settings where they stand."""
    there = [path for path in (places.addin, places.settings) if path.exists()]
    for path in there:
        path.unlink()
    return [REMOVED.format(path=path) for path in there]


def settings_text(python: str) -> str:
    """Return the user's settings as the macros read them: one quoted name and value a line."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    versions = {"COSTBENCH VERSION": __version__, "XLWINGS VERSION": _xlwings_version()}
    writer.writerows(({"INTERPRETER_WIN": python} | versions).items())
    return target.getvalue()


def settings_in(path: Path) -> dict[str, str]:
    """Return the settings that stand in a file, nothing where there is none."""
    if not path.is_file():
        return {}
    with path.open(encoding=ANSI, newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file) if len(row) == 2}


def install_libreoffice(unopkg: Path | None, python: str, arguments: Sequence[str] = ()) -> list[Text]:
    """Give the extension to LibreOffice's own installer, with the Python that runs this written in it."""
    with tempfile.TemporaryDirectory() as folder:
        extension = Path(folder) / EXTENSION
        extension.write_bytes(packed(extension_parts(python)))
        _unopkg(unopkg, ["add", "--force", "--suppress-license", *arguments, str(extension)])
    return [INSTALLED.format(path=EXTENSION), RESTART.format(program="LibreOffice")]


def _unopkg(program: Path | None, arguments: Sequence[str]) -> None:
    if program is None:
        raise CostbenchError(NO_LIBREOFFICE)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=180)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-300:].rstrip(".")
        raise CostbenchError(REFUSED.format(said=said))


def _xlwings_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""
