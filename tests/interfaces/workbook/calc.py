"""One LibreOffice that stays open: workbooks are opened in it, filled, recalculated and read, order by order."""

from __future__ import annotations

import contextlib
import json
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("office.py")
LANGUAGE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item></oor:items>
"""
Cell = tuple[str, str, float | str | None]


class Calc:
    """The other end of the pipe."""

    def __init__(self, driver: subprocess.Popen[str]) -> None:
        self.driver = driver

    def _ask(self, *order: Any) -> Any:
        assert self.driver.stdin and self.driver.stdout
        self.driver.stdin.write(json.dumps(order) + "\n")
        self.driver.stdin.flush()
        line = self.driver.stdout.readline()
        assert line, "LibreOffice is gone"
        answer = json.loads(line)
        assert "error" not in answer, answer
        return answer["answer"]

    def open(self, path: Path) -> None:
        self._ask("open", str(path))

    def set(self, cells: Sequence[Cell]) -> None:
        self._ask("set", cells)

    def edit(self, sheet: str, where: str, value: float) -> None:
        self._ask("edit", sheet, where, value)

    def fill(self, sheet: str, where: str, rows: Sequence[Sequence[float | str | None]]) -> None:
        self._ask("fill", sheet, where, rows)

    def read(self, *ranges: tuple[str, str]) -> list[list[list[Any]]]:
        found: list[list[list[Any]]] = self._ask("read", ranges)
        return found

    def errors(self) -> list[str]:
        found: list[str] = self._ask("errors")
        return found

    def save(self, path: Path) -> Path:
        self._ask("save", str(path))
        return path

    def close(self) -> None:
        self._ask("close")


def ordinary(home: Path, locale: str) -> str:
    """Return the argument of a profile that says but its language."""
    settings = home / f"ordinary-{locale}" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(LANGUAGE.format(locale=locale), encoding="utf-8")
    return f"-env:UserInstallation={settings.parents[1].as_uri()}"


@contextmanager
def calc(libreoffice: Any, locale: str = "en-US", recalculates: bool = True) -> Iterator[Calc]:
    """Start LibreOffice with a profile of ``locale`` and the Python that drives it; end both.

    A profile that does not recalculate what it loads is that of a person who has just installed LibreOffice.
    """
    pipe = f"costbench-{uuid.uuid4().hex}"
    listens = f"--accept=pipe,name={pipe};urp;"
    profile = libreoffice.profile(locale) if recalculates else ordinary(libreoffice.home, locale)
    options = ["--headless", "--norestore", "--nologo", "--nodefault", listens]
    office = subprocess.Popen([libreoffice.executable, profile, *options],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    driver = subprocess.Popen([libreoffice.python, str(SCRIPT), pipe], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    try:
        yield Calc(driver)
        with contextlib.suppress(BrokenPipeError):
            driver.communicate(json.dumps(["quit"]) + "\n", timeout=60)
        office.wait(60)
    finally:
        for process in (driver, office):
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()
