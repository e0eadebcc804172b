"""What every test may ask for: the project's own files, and LibreOffice as a judge of workbooks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

os.environ.setdefault("OPENPYXL_LXML", "False")  # as on a plain installation: lxml writes other bytes
ROOT = Path(__file__).resolve().parent.parent
REQUIRED = os.environ.get("COSTBENCH_REQUIRE_LIBREOFFICE") == "1" or os.environ.get("CI") == "true"

# Properties try the same examples in every run; COSTBENCH_RANDOM=1 draws others, and what it finds becomes a case.
settings.register_profile("same examples", derandomize=True, database=None)
if os.environ.get("COSTBENCH_RANDOM") != "1":
    settings.load_profile("same examples")

# Always recalculate on load: without it LibreOffice trusts the cached values it is asked to judge.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
"""


def missing(what: str) -> NoReturn:
    """Skip a test for want of a tool; fail it where the tool is required."""
    if REQUIRED:
        pytest.fail(what)
    pytest.skip(what)


@dataclass(frozen=True)
class LibreOffice:
    """A headless LibreOffice with profiles of its own, one per locale."""

    executable: Path
    home: Path

    @cached_property
    def python(self) -> str:
        """A Python that has LibreOffice's bridge: the system's, or the one that LibreOffice brings."""
        beside = self.executable.resolve().with_name("python")
        for program in ("/usr/bin/python3", shutil.which("python3"), sys.executable, beside):
            with suppress(OSError):
                if program and not subprocess.run([program, "-c", "import uno"], capture_output=True).returncode:
                    return str(program)
        missing("No Python has LibreOffice's bridge (Debian: python3-uno)")

    def profile(self, locale: str = "en-US") -> str:
        """Return the ``-env:UserInstallation=...`` argument of a profile that recalculates on load."""
        folder = self.home / locale
        settings = folder / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(PROFILE.format(locale=locale), encoding="utf-8")
        return f"-env:UserInstallation={folder.as_uri()}"

    def convert(self, source: Path, into: Path, to: str = "xlsx", locale: str = "en-US") -> Path:
        """Open ``source``, recalculate everything, save it as ``to`` (xlsx, ods, pdf, csv) in ``into``."""
        filters = {"xlsx": "xlsx:Calc MS Excel 2007 XML"}
        options = ["--headless", "--norestore", "--nologo", "--convert-to", filters.get(to, to)]
        done = subprocess.run(
            [self.executable, self.profile(locale), *options, "--outdir", into, source],
            capture_output=True,
            text=True,
            timeout=240,
        )
        result = into / f"{source.stem}.{to}"
        assert result.exists(), f"LibreOffice did not convert {source.name}: {done.stdout}{done.stderr}"
        return result


def libreoffice_path() -> Path | None:
    """Return LibreOffice's program: on the path, or where Windows and macOS put it."""
    usual = [
        Path("C:/Program Files/LibreOffice/program/soffice.com"),
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ]
    found = shutil.which("soffice") or next((str(path) for path in usual if path.exists()), None)
    return Path(found) if found else None


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice, or a skipped test where nobody installed it; a failure where it is required."""
    executable = libreoffice_path()
    if executable is None:
        missing("LibreOffice is not installed: https://www.libreoffice.org/download")
    return LibreOffice(executable, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Every file of the project that is tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
