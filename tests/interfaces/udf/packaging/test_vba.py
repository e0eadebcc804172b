"""The macros as they run: in pyOpenVBA's Excel, with what it lacks, and Python itself, replaced."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import NOTHING

from costbench.interfaces.udf.doors.excel import DOOR, PREFIX
from costbench.interfaces.udf.functions.registry import functions
from costbench.interfaces.udf.packaging.excel_build import BOOK, CLASS, MODULES, macros_folder
from costbench.interfaces.udf.packaging.vba import ENCODING

PYTHON = r"C:\Outils\Hélène\python.exe"
REPLACED = {
    '#Const App = "Microsoft Excel" \'Adjust when using outside of Excel': '#Const App = "Test"',
    'If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function': "",
    "Application.Cursor = xlWait": "",
    "Application.Cursor = xlDefault": "",
    "Target.Worksheet.Columns.AutoFit": "",
    'Application.GetSaveAsFilename(InitialFileName:="costbench.xlsx", FileFilter:="Excel (*.xlsx), *.xlsx")': "Chosen",
    "(Settings.LanguageID(UI_LANGUAGE) And PRIMARY_LANGUAGE) = FRENCH": "SpeaksFrench",
    "Set Settings = Application.LanguageSettings": "",
    "Application.OnTime Now, ": "OnTime ",
    "Application.MacroOptions ": "MacroOptions ",
    "ThisWorkbook.IsAddin": "IsHidden",
    "Dir(CStr(Path))": "FileThere",
}
STAND_INS = """
Public Chosen As Variant
Public SpeaksFrench As Boolean
Public IsHidden As Boolean
Public FileThere As String
Public Answered As Variant
Public Sub Prepare(French As Boolean, Path As Variant)
    SpeaksFrench = French: IsHidden = True: Chosen = Path: FileThere = Path
    Dim Table(1 To 3, 1 To 2) As Variant
    Table(1, 1) = "Rank": Table(3, 2) = 4
    Answered = Table
End Sub
Public Sub AnswerWith(Sentence As String)
    Answered = Sentence
End Sub
Public Sub Choose(Address As String)
    Range(Address).Select
End Sub
Public Sub OnTime(Procedure As String)
    Debug.Print Procedure
End Sub
Public Sub MacroOptions(Macro As String, Description As String, Category As String, _
        Optional ArgumentDescriptions As Variant)
    Dim Count As Long
    If Not IsMissing(ArgumentDescriptions) Then Count = UBound(ArgumentDescriptions) + 1
    Debug.Print IIf(IsHidden, "hidden", "shown") & "|" & Macro & "|" & Description & "|" & Category & "|" & Count
End Sub
Public Function Hidden() As Boolean
    Hidden = IsHidden
End Function
"""
PYTHON_SERVER = """
Public Function CallUDF(ByVal Door As String, ByVal Name As String, ByVal Arguments As Variant, _
        Optional ByVal Book As Object, Optional ByVal Caller As Object) As Variant
    Dim Said As String
    Dim Argument As Variant
    For Each Argument In Arguments
        If IsObject(Argument) Then
            Said = Said & "," & Argument.Address
        Else
            Said = Said & "," & Argument
        End If
    Next
    Debug.Print Door & "|" & Name & "|" & Mid$(Said, 2)
    CallUDF = Answered
End Function
Public Function WriteWorkbook(ByVal Path As String, ByVal Language As String) As String
    Debug.Print Path & "|" & Language
    WriteWorkbook = "No room left."
End Function
Public Function Setting(ByVal Key As String) As String
    Setting = Answered
End Function
"""


SETTINGS = f"""
#Const App = "Microsoft Excel"
Function GetConfig(Key As String, Optional Default As Variant = "") As Variant
    GetConfig = IIf(Key = "INTERPRETER_WIN", "{PYTHON}", Default)
End Function
"""


def code(name: str) -> str:
    """Return a module, what pyOpenVBA's Excel lacks replaced."""
    text = (macros_folder() / name).read_bytes().decode(ENCODING).replace("\r\n", "\n")
    for lacking, there in REPLACED.items():
        text = text.replace(lacking, there)
    return text


class Excel:
    """An Excel with one workbook, our macros, and a Python that only says what it was asked."""

    def __init__(self, french: bool = False, path: str = "") -> None:
        self.app = ExcelApplication()
        self.app.add_workbook()
        self.app.add_module(code(BOOK), name="ThisWorkbook", kind="document")
        self.app.add_module(PYTHON_SERVER, name="PythonServer", kind="class")
        self.app.add_module(STAND_INS, name="StandIns")
        for name in MODULES:
            self.app.add_module(code(name), name=Path(name).stem)
        self.app.run("Prepare", french, path)

    def run(self, procedure: str, *arguments: Any) -> tuple[list[str], list[str]]:
        """Run a procedure; return what Python was asked, and what was shown to the person."""
        self.app.interpreter.console.clear()
        self.app.interpreter.dialogs.clear()
        self.app.run(procedure, *arguments)
        return list(self.app.interpreter.console), [shown for _, shown, *_ in self.app.interpreter.dialogs]

    def press(self, button: str) -> tuple[list[str], list[str]]:
        return self.run(f"CostbenchRibbon.{button}", NOTHING)


@pytest.fixture
def excel():
    found = Excel()
    sheet = found.app.sheet(1)
    for row, (name, value) in enumerate([("annual_budget", 900_000), ("staff_fte", 14)], 1):
        sheet.set_value(f"A{row}", name)
        sheet.set_value(f"B{row}", value)
    return found


def test_a_cell_can_call_the_functions_and_nothing_that_starts_a_program():
    modules = "".join(code(name) for name in MODULES)
    callable_from_a_cell = set(
        re.findall(r"^ *(?:Public |Private )?(?:Function|Declare.*?Function) (\w+)", modules, re.M)
    )
    assert callable_from_a_cell == {f"{PREFIX}{name}" for name in functions()} | {"Either"}
    assert "Declare" not in modules
    assert not re.search(r"\b(Shell|CreateObject|GetObject|Environ|Open .* For)\b", modules)


def test_each_wrapper_hands_its_arguments_over_and_what_is_left_out_too(excel):
    for name, function in functions().items():
        given = ["cis"] * function.required
        left_out = [""] * (len(function.arguments) - function.required)
        asked, _ = excel.run(f"{PREFIX}{name}", *given)
        assert asked == [f"{DOOR}|{PREFIX}{name}|{','.join(given + left_out)}"]


def test_comparing_whole_columns_asks_for_the_filled_cells_and_writes_a_formula(excel):
    excel.app.run("Choose", "A:B")
    asked, shown = excel.press("CompareModels")
    assert (asked, shown) == ([f"{DOOR}|CB_COMPARE|$A$1:$B$2"], [])
    answer = excel.app.sheet(2)
    assert answer.formula("A1") == answer.formula("B3") == "=CB_COMPARE(Sheet1!$A$1:$B$2)"
    assert answer.formula("A4") == answer.formula("C1") == ""


def test_a_sentence_is_shown_and_no_sheet_is_added(excel):
    excel.app.run("Choose", "A1:B2")
    excel.app.run("AnswerWith", "There is no input called annual_bugdet.")
    _, shown = excel.press("ScoreTable")
    assert shown == ["There is no input called annual_bugdet."]
    with pytest.raises(LookupError):
        excel.app.sheet(2)


@pytest.mark.parametrize(("button", "cells"), [("ScoreTable", "A1:B1"), ("ScoreTable", "D5"), ("CompareModels", "D:E")])
def test_a_selection_that_holds_nothing_to_ask_is_answered_by_what_to_select(excel, button, cells):
    excel.app.run("Choose", cells)
    asked, shown = excel.press(button)
    assert asked == []
    assert [text.startswith("Select the ") for text in shown] == [True]


def test_no_file_is_replaced_without_a_yes():
    there = r"C:\ours.xlsx"
    excel = Excel(french=True, path=there)
    excel.app.interpreter.answers.append(7)  # vbNo
    assert excel.press("WriteWorkbook") == ([], [f"Remplacer ce fichier\u00a0? {there}"])
    excel.app.interpreter.answers.append(6)  # vbYes
    asked, shown = excel.press("WriteWorkbook")
    assert (asked, shown[1:]) == ([f"{there}|fr"], ["No room left."])


def test_opening_describes_every_function_while_the_add_in_is_not_hidden():
    excel = Excel(french=True)
    asked, _ = excel.run("ThisWorkbook.Workbook_Open")
    assert asked == ["'Book1'!CostbenchRibbon.Opened"]
    excel.app.run("AnswerWith", "0.0.9")
    described, shown = excel.run("CostbenchRibbon.Opened")
    assert {line.split("|")[0] for line in described} == {"shown"}
    found = {line.split("|")[1]: line.split("|")[2:] for line in described}
    for name, function in functions().items():
        about, category = (text.fr.replace("\u202f", "\u00a0") for text in (function.about, function.category))
        assert found[f"'Book1'!{PREFIX}{name}"] == [about, category, str(len(function.arguments))]
    assert excel.app.run("Hidden") is True
    assert len(shown) == 1


@pytest.mark.parametrize(("said", "shown"), [("", "ne connaît pas encore son Python"), ("0.0.9", "Python a 0.0.9")])
def test_versions_that_disagree_are_said_on_opening_with_what_to_type(said, shown):
    excel = Excel(french=True)
    excel.app.run("AnswerWith", said)
    _, (sentence,) = excel.run("CostbenchRibbon.CheckVersions")
    assert shown in sentence
    assert sentence.endswith("Réinstallez le complément\u00a0: costbench addin install --target excel")


def test_the_command_is_that_of_xlwings_without_anything_of_a_workbook():
    text = code(CLASS)
    ours = ExcelApplication()
    ours.add_module(text[text.index("Private Function CommandFor") :].replace("Private", "Public"), name="Ours")
    theirs = ExcelApplication()
    theirs.add_workbook()
    module = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text(encoding="utf-8")
    theirs.add_module(
        SETTINGS + module[module.index("Function XLPyCommand()") : module.index("Private Sub XLPyLoadDLL()")]
    )
    plain = re.sub(r"import sys, os;.*?\);(?=import xlwings; )", "", str(theirs.run("XLPyCommand")))
    assert PYTHON in plain
    assert ours.run("CommandFor", PYTHON) == plain.replace(" -B -c ", " -B -P -c ")
