"""What works on this computer: a list of findings, each with its remedy in plain words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from costbench import __version__
from costbench.interfaces.udf.doors.excel import XLWINGS
from costbench.interfaces.udf.doors.places import (
    WINDOWS,
    ExcelPlaces,
    excel_places,
    libreoffice_cache,
    libreoffice_tool,
    python_command,
)
from costbench.interfaces.udf.functions.registry import call, functions
from costbench.interfaces.udf.packaging.excel_build import ADDIN, macros_folder
from costbench.interfaces.udf.packaging.extension import IDENTIFIER
from costbench.interfaces.udf.packaging.installing import NO_LIBRARY, has_library, settings_in
from costbench.language import Text

OLDEST_PYTHON: Final = (3, 11)
NOTHING: Final = Text("", "")
LIBRARIES: Final = {
    "numpy": Text("the engine", "le moteur de calcul"),
    "pandas": Text("scoring of files", "l’évaluation de fichiers"),
    "openpyxl": Text("workbooks", "les classeurs"),
    "scipy": Text("simulation and portfolio", "la simulation et le portefeuille"),
    "SALib": Text("sensitivity indices", "les indices de sensibilité"),
    "matplotlib": Text("charts as pictures", "les graphiques en image"),
}
LIBRARY_LOST: Final = Text(
    "The library of xlwings is not where Excel looks for it",
    "La bibliothèque de xlwings n’est pas là où Excel la cherche",
)
USER_CACHE: Final = "vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE"
REQUIRED: Final = frozenset({"numpy", "pandas", "openpyxl", "scipy"})


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``ok`` is ``None`` where it is a choice, not a fault; ``remedy`` says what to do."""

    ok: bool | None
    what: Text
    remedy: Text = NOTHING


def findings() -> list[Finding]:
    """Return everything that can be found out without changing anything."""
    places = excel_places() if WINDOWS else None
    return [*_python(), *_engine(), *excel_findings(places, sys.executable), *_libreoffice()]


def installed(package: str) -> str:
    """Return the version of a package, nothing where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _typed(module: str) -> Text:
    """Return a remedy to be typed in a terminal: a module of this very Python, and what it is told."""
    return Text(*[f"{python_command()} -m {module}"] * 2)


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        sys.version_info[:2] >= OLDEST_PYTHON,
        Text(f"Python {found} ({sys.executable})", f"Python {found} ({sys.executable})"),
        Text(
            "Install Python 3.11 or later: https://www.python.org",
            "Installez Python 3.11 ou plus\u00a0: https://www.python.org",
        ),
    )
    for package, use in LIBRARIES.items():
        there = installed(package)
        yield Finding(
            bool(there) or (False if package in REQUIRED else None),
            Text(
                f"{package} {there or 'is not installed'} ({use.en})",
                f"{package} {there or 'n’est pas installé'} ({use.fr})",
            ),
            NOTHING if there else _typed(f"pip install {package}"),
        )


def _engine() -> Iterator[Finding]:
    answered = isinstance(call("SETUP_FTE", "do_nothing"), float)
    count = len(functions())
    yield Finding(
        answered,
        Text(
            f"costbench {__version__}: {count} functions answer",
            f"costbench {__version__}\u00a0: {count} fonctions répondent",
        ),
        Text("Install costbench again.", "Réinstallez costbench."),
    )


def excel_findings(places: ExcelPlaces | None, python: str) -> Iterator[Finding]:
    """Yield what is found of Excel for Windows: the add-in, its Python, the versions that must agree."""
    again = _typed("costbench addin install --target excel")
    yield _xlwings(installed("xlwings"))
    if places is None:
        yield Finding(
            None,
            Text("Excel for Windows: not this system", "Excel pour Windows\u00a0: pas ce système"),
            Text("In Excel on a Mac or the web: xlwings Lite", "Dans Excel sur Mac ou le Web\u00a0: xlwings Lite"),
        )
        return
    if not places.addin.is_file():
        yield Finding(None, Text("Add-in for Excel: not installed", "Complément Excel\u00a0: non installé"), again)
        return
    same = places.addin.read_bytes() == (macros_folder() / ADDIN).read_bytes()
    yield Finding(
        same,
        Text(
            "Add-in for Excel: installed" + ("" if same else ", of another version"),
            "Complément Excel\u00a0: installé" + ("" if same else ", d’une autre version"),
        ),
        NOTHING if same else again,
    )
    linked = settings_in(places.settings).get("INTERPRETER_WIN", "")
    yield _linked("Excel", linked, python, again)
    if Path(linked).is_file() and not has_library(Path(linked)):
        yield Finding(False, LIBRARY_LOST, NO_LIBRARY.format(python=linked))


def _xlwings(found: str) -> Finding:
    return Finding(
        True if found == XLWINGS else (False if found else None),
        Text(
            f"xlwings {found or 'is not installed'}, the macros want {XLWINGS}",
            f"xlwings {found or 'n’est pas installé'}, les macros demandent {XLWINGS}",
        ),
        NOTHING if found == XLWINGS else _typed(f"pip install xlwings=={XLWINGS}"),
    )


def _linked(program: str, linked: str, python: str, again: Text) -> Finding:
    """Return whether the add-in asks a Python that exists and is this one."""
    good = Path(linked) == Path(python) if linked else False
    exists = bool(linked) and Path(linked).exists()
    shown = linked or "?"
    said = Text(f"{program} asks {shown}", f"{program} interroge {shown}")
    if not exists:
        said = Text(
            f"{program} asks a Python that is gone: {shown}", f"{program} interroge un Python disparu\u00a0: {shown}"
        )
    return Finding(good or (None if exists else False), said, NOTHING if good else again)


def _libreoffice() -> Iterator[Finding]:
    program, unopkg = libreoffice_tool("soffice"), libreoffice_tool("unopkg")
    if program is None or unopkg is None:
        yield Finding(
            None,
            Text("LibreOffice: not found", "LibreOffice\u00a0: introuvable"),
            Text(*["https://www.libreoffice.org/download"] * 2),
        )
        return
    yield Finding(True, Text(f"LibreOffice: {program}", f"LibreOffice\u00a0: {program}"))
    listed = subprocess.run([unopkg, "list"], capture_output=True, text=True, timeout=120).stdout
    yield from extension_findings(listed, sys.executable)


def extension_findings(listed: str, python: str) -> Iterator[Finding]:
    """Yield what ``unopkg list`` says of the extension: its version, and the Python it asks."""
    again = _typed("costbench addin install --target libreoffice")
    _, found, after = listed.partition(f"Identifier: {IDENTIFIER}")
    if not found:
        yield Finding(
            None, Text("Extension of LibreOffice: not installed", "Extension LibreOffice\u00a0: non installée"), again
        )
        return
    described = (line.strip().split(": ", 1) for line in reversed(after.splitlines()) if ": " in line)
    lines = dict(described)  # read from the end: the parts of the extension, listed after it, give way to it
    own = lines.get("Version", "?")
    yield Finding(
        own == __version__,
        Text(
            f"Extension of LibreOffice: {own}, costbench {__version__}",
            f"Extension LibreOffice\u00a0: {own}, costbench {__version__}",
        ),
        NOTHING if own == __version__ else again,
    )
    settings = _settings_of(lines.get("URL", ""))
    if settings:
        yield _linked("LibreOffice", str(settings.get("python", "")), python, again)


def _settings_of(address: str) -> dict[str, Any]:
    """Return the settings in an installed extension's folder, nothing where they cannot be read."""
    folder = address.replace(USER_CACHE, str(libreoffice_cache()))
    try:
        found = json.loads((Path(folder) / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
