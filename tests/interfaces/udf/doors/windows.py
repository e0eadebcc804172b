"""Run in a process of its own: xlwings' real Windows code, with the modules that only Windows has replaced.

Writes on its standard output, as JSON, the VBA that ``import_udfs`` would put in a workbook, the descriptions that
it would register, and the answers of ``CallUDF`` to questions read on its standard input.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime
import json
import sys
import types
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

RANGE_INTERFACE = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
ERROR_CODES = {
    "#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265,
    "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246,
}  # fmt: skip
MODULES = (
    "pywintypes", "pythoncom", "win32api", "win32con", "win32gui", "win32process", "win32event", "win32timezone",
    "win32com", "win32com.client", "win32com.client.gencache", "win32com.client.dynamic", "win32com.server",
    "win32com.server.util", "win32com.server.policy", "win32com.server.dispatcher", "win32com.server.exception",
)  # fmt: skip


class Anything(types.ModuleType):
    """A module in which any name is an empty class."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        setattr(self, name, type(name, (), {}))
        return getattr(self, name)


def replace_windows() -> Any:
    """Put stand-ins where pywin32 would be, and return xlwings with its Excel engine."""
    stand_ins = {name: Anything(name) for name in MODULES}
    for name, module in stand_ins.items():
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(stand_ins[parent], child, module)
    pywintypes, pythoncom = stand_ins["pywintypes"], stand_ins["pythoncom"]
    pywintypes.TimeType, pywintypes.IID = datetime.datetime, str
    pywintypes.com_error = type("com_error", (Exception,), {})
    pythoncom.__file__, pythoncom.IID_IDispatch = None, "IDispatch"
    pythoncom.TypeIIDs = {"IDispatch": type("IDispatch", (), {})}
    pythoncom.CoInitialize = lambda: None
    stand_ins["win32com.client"].Dispatch = lambda item, **rest: item
    stand_ins["win32com.server.util"].unwrap = stand_ins["win32com.server.util"].wrap = lambda item, **rest: item
    stand_ins["win32process"].GetWindowThreadProcessId = lambda window: (1, 4242)
    stand_ins["win32timezone"].TimeZoneInfo.utc = staticmethod(lambda: datetime.UTC)
    ctypes.windll = ctypes.oledll = MagicMock()
    import xlwings

    library, ctypes.PyDLL = ctypes.PyDLL, MagicMock()
    import xlwings._xlwindows

    ctypes.PyDLL = library
    atexit.unregister(xlwings._xlwindows.cleanup)
    xlwings.engines.add(xlwings.main.Engine(impl=xlwings._xlwindows.engine))
    return xlwings


class Cells:
    """A range of a workbook, as far as a function's argument needs one."""

    def __init__(self, values: Any) -> None:
        rows = values if isinstance(values, list) else [[values]]
        self.Rows, self.Columns = types.SimpleNamespace(Count=len(rows)), types.SimpleNamespace(Count=len(rows[0]))
        self.Row = self.Column = 1
        self.Count = len(rows) * len(rows[0])
        read = tuple(tuple(excel_value(cell) for cell in row) for row in rows)
        self.Value = read if self.Count > 1 else read[0][0]
        self.Worksheet = types.SimpleNamespace(Parent=types.SimpleNamespace(Application=types.SimpleNamespace(Hwnd=1)))
        kind = types.SimpleNamespace(iid=RANGE_INTERFACE)
        information = types.SimpleNamespace(GetTypeAttr=lambda: kind)
        self._oleobj_ = types.SimpleNamespace(GetTypeInfo=lambda: information)


def excel_value(cell: Any) -> Any:
    """Return a cell as Excel hands it over: errors are numbers, blanks are None."""
    return ERROR_CODES.get(cell, cell) if isinstance(cell, str) else cell


class Workbook:
    """The workbook that a person would import the functions into."""

    Name = "costbench.xlsm"

    def __init__(self) -> None:
        self.imported, self.described = "", []
        components = MagicMock(side_effect=lambda name: name)
        components.Import = self.take
        self.VBProject = types.SimpleNamespace(VBComponents=components)
        self.Application = types.SimpleNamespace(Version="16.0", MacroOptions=self.describe)

    def take(self, path: str) -> None:
        self.imported = Path(path).read_text(encoding="utf-8")

    def describe(self, name: str, **options: Any) -> None:
        self.described.append([name, options["Description"], options["Category"], options["ArgumentDescriptions"]])


def door(xlwings: Any) -> types.ModuleType:
    """Return the module that Excel would load, decorated by xlwings' real decorators."""
    from xlwings import udfs

    from costbench.interfaces.udf.doors.excel import DOOR, register

    module = types.ModuleType(DOOR)
    vars(module).update(register(udfs.xlfunc, udfs.xlarg, udfs.xlret, xlwings.__version__))
    udfs.udf_modules[DOOR] = {"module": module, "filename": "", "filetime": None}
    return module


def main() -> None:
    questions = json.load(sys.stdin)
    xlwings = replace_windows()
    from xlwings import udfs
    from xlwings.com_server import XLPython

    module = door(xlwings)
    workbook = Workbook()
    printed, sys.stdout = sys.stdout, sys.stderr
    udfs.import_udfs(module.__name__, workbook)
    server = XLPython()
    answers = []
    for name, packed, as_ranges in questions:
        cells = [cell["row"] * cell["times"] if isinstance(cell, dict) else cell for cell in packed]
        given = tuple(MISSING if cell is None else Cells(cell) if as_ranges else excel_value(cell) for cell in cells)
        answers.append(server.CallUDF(module.__name__, f"CB_{name}", given))
    sys.stdout = printed
    json.dump({"vba": workbook.imported, "described": workbook.described, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
