"""Where Excel and LibreOffice stand on this computer, and where their add-ins belong."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WINDOWS = sys.platform == "win32"
ANSI = "mbcs" if WINDOWS else "cp1252"  # how VBA reads a file of text: accents in a user's name depend on it
USUAL = (
    Path("C:/Program Files/LibreOffice/program"),
    Path("C:/Program Files (x86)/LibreOffice/program"),
    Path("/Applications/LibreOffice.app/Contents/MacOS"),
    Path("/usr/lib/libreoffice/program"),
    Path("/usr/lib64/libreoffice/program"),
    Path("/opt/libreoffice/program"),
)


@dataclass(frozen=True)
class ExcelPlaces:
    """The folder whose add-ins Excel opens by itself and trusts, and the user's settings that the macros read."""

    startup: Path
    settings: Path

    @property
    def addin(self) -> Path:
        """The add-in once installed."""
        return self.startup / "costbench.xlam"


def python_command() -> str:
    """Return how a person calls this Python in a terminal."""
    if sys.prefix == sys.base_prefix:
        return "py" if WINDOWS else "python3"
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable


def excel_places(environment: Mapping[str, str] | None = None) -> ExcelPlaces | None:
    """Return where Excel for Windows looks, ``None`` where there is no Windows account."""
    found = os.environ if environment is None else environment
    if not found.get("APPDATA") or not found.get("USERPROFILE"):
        return None
    profile = Path(found["USERPROFILE"]) / ".costbench"
    return ExcelPlaces(Path(found["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART", profile / "costbench.conf")


def libreoffice_tool(name: str) -> Path | None:
    """Return a program of LibreOffice (``soffice``, ``unopkg``): on the path, or where installers put it."""
    on_path = shutil.which(name)
    if on_path:
        return Path(on_path)
    candidates = (folder / f"{name}{ending}" for folder in USUAL for ending in (".com", ".exe", ""))
    return next((path for path in candidates if path.is_file()), None)


def libreoffice_cache() -> Path:
    """Return where LibreOffice unpacks the extensions of this person."""
    if WINDOWS:
        profile = Path(os.environ.get("APPDATA", "")) / "LibreOffice"
    elif sys.platform == "darwin":
        profile = Path.home() / "Library" / "Application Support" / "LibreOffice"
    else:
        profile = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice"
    return profile / "4" / "user" / "uno_packages" / "cache"
