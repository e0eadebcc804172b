"""Run inside Pyodide: the main.py of xlwings Lite is asked the whole table, with no compiled package at hand.

NumPy is replaced by a module of that name in which nothing can be called. A question that is answered without
computing, a mistake above all, is answered as anywhere; the others say that they need NumPy, and give the
arguments as they were read.
"""

from __future__ import annotations

import json
import logging
import sys
import types
from pathlib import Path
from typing import Any

LIBRARIES = Path("/libraries")
MODULES = ("numpy", "numpy.typing", "numpy.lib", "numpy.lib.mixins")


class NumPyIsNotHereError(Exception):
    """Something was to be computed."""


def refuse(*arguments: Any, **options: Any) -> Any:
    raise NumPyIsNotHereError


class Nothing(types.ModuleType):
    """A module in which any name is a class that cannot be called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        inside = {"__new__": refuse, "__class_getitem__": classmethod(lambda own, item: own)}
        setattr(self, name, type(name, (), inside))
        return getattr(self, name)


def replace_numpy() -> None:
    """Put the empty module where NumPy would be; the one figure asked of it on import is that of any computer."""
    for name in MODULES:
        sys.modules[name] = Nothing(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, sys.modules[name])
    sys.modules["numpy"].finfo = lambda kind: types.SimpleNamespace(eps=sys.float_info.epsilon)  # type: ignore[attr-defined]


def install(version: str) -> None:
    """Make Python find the project and what stands beside it, as if both were installed."""
    described = LIBRARIES / f"costbench-{version}.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: costbench\nVersion: {version}\n")
    sys.dont_write_bytecode = True
    sys.path[:0] = ["/project", str(LIBRARIES)]


def answers(main: dict[str, Any], questions: list[Any]) -> list[Any]:
    """Return for each question its answer and None, or None and the arguments as they were read."""
    from costbench.interfaces.udf.functions.registry import functions

    found = []
    for name, packed in questions:
        cells = [cell["row"] * cell["times"] if isinstance(cell, dict) else cell for cell in packed]
        answer = main[name.lower()](*cells)
        if NumPyIsNotHereError.__name__ in str(answer):
            found.append((None, functions()[name].values(tuple(cells))))
        else:
            found.append((answer, None))
    return found


def answered(asked: str) -> str:
    """Return what xlwings and Python say of themselves, and the answers of ``main.py`` in each language."""
    given = json.loads(asked)
    install(given["version"])
    replace_numpy()
    logging.disable()
    found = {}
    for language, text in given["main"].items():
        main: dict[str, Any] = {}
        exec(compile(text, "main.py", "exec"), main)
        found[language] = answers(main, given["questions"])
    xlwings = sys.modules["xlwings"]
    return json.dumps({"platform": sys.platform, "xlwings": xlwings.__version__, "answers": found})
