"""Questions asked through cells of a real spreadsheet, in a headless LibreOffice that has the extension or not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from costbench.interfaces.udf.packaging.extension import SERVICE, extension_parts
from costbench.interfaces.udf.packaging.sheets import span

ERRORS = {"#DIV/0!": "=1/0", "#N/A": "=NA()", "#REF!": "=INDEX(A1:A1,2,2)"}
Question = tuple[str, list[Any], int, int]
"""Function, arguments, height and width of the answer expected."""


class Calc:
    """A LibreOffice with the extension unpacked beside its own, as the installer of extensions would leave it."""

    def __init__(self, libreoffice: Any, home: Path, python: str = sys.executable, seconds: float = 30.0) -> None:
        self.libreoffice, self.home = libreoffice, home
        folder = home / "extensions" / "costbench"
        for name, content in extension_parts(python, seconds).items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def recalculated(self, *sources: Path, locale: str = "en-US", extension: bool = True) -> list[Path]:
        """Open the workbooks, recalculate them, save them again; return what was saved."""
        output = self.home / f"saved-{locale}-{extension}"
        where = [f"-env:BUNDLED_EXTENSIONS={(self.home / 'extensions').as_uri()}"] if extension else []
        options = ["--headless", "--norestore", "--nologo", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        program = [self.libreoffice.executable, self.libreoffice.profile(locale), *where, *options]
        done = subprocess.run([*program, "--outdir", output, *sources], capture_output=True, text=True, timeout=240)
        saved = [output / source.name for source in sources]
        assert all(path.exists() for path in saved), done.stdout + done.stderr
        return saved

    def ask(self, questions: Sequence[Question], locale: str = "en-US", extension: bool = True) -> list[Any]:
        """Return the answers as LibreOffice saves them: rows of numbers, texts, errors as their text, blanks as ""."""
        source = self.home / "questions.xlsx"
        places = write_questions(source, questions)
        (saved,) = self.recalculated(source, locale=locale, extension=extension)
        sheet = openpyxl.load_workbook(saved, data_only=True)["answers"]
        return [
            [
                ["" if cell.value is None else cell.value for cell in line]
                for line in sheet.iter_rows(row, row + height - 1, 1, width)
            ]
            for (_, _, height, width), row in zip(questions, places, strict=True)
        ]


def write_questions(path: Path, questions: Sequence[Question]) -> list[int]:
    """Write the questions as array formulas, their arguments as cells of another sheet; return their rows."""
    book = openpyxl.Workbook()
    answers, cells = book.active, book.create_sheet("cells")
    answers.title = "answers"
    huge = book.create_sheet("huge")
    row, below, places = 1, 1, []
    for name, arguments, height, width in questions:
        written = []
        for argument in arguments:
            table = argument if isinstance(argument, list) else [[argument]]
            sheet, first = (huge, 1) if len(table) > 1000 else (cells, below)
            if sheet is cells or huge.max_row < len(table):
                _fill(sheet, first, table)
            written.append(f"{sheet.title}.{span(first, 1, len(table), len(table[0]))}".replace(".", "!"))
            below += len(table) + 1 if sheet is cells else 0
        formula = f"={SERVICE}.{name}({','.join(written)})"
        answers.cell(row, 1).value = ArrayFormula(span(row, 1, height, width), formula)
        places.append(row)
        row += height + 1
    book.save(path)
    return places


def _fill(sheet: Any, first: int, table: list[list[Any]]) -> None:
    for down, line in enumerate(table):
        for across, value in enumerate(line):
            cell = sheet.cell(first + down, 1 + across)
            if isinstance(value, str) and value not in ERRORS:
                cell.value, cell.data_type = value, "s"
            elif value is not None:
                cell.value = ERRORS.get(value, value) if isinstance(value, str) else value
