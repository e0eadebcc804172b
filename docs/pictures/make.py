"""Draws the pictures of the workbook: ``python docs/pictures/make.py``. Needs LibreOffice and pdftoppm (Poppler)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from costbench.catalogue import list_models
from costbench.interfaces.workbook.plan.layout import plan
from costbench.language import Language

HERE = Path(__file__).resolve().parent
BOOKS: dict[Language, str] = {"en": "costbench-complete.en.xlsx", "fr": "costbench-complet.fr.xlsx"}
SHEETS = ("results", "assumptions", "tornado")
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
DOTS_PER_INCH = 110
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item></oor:items>
"""


def values_only(book: Path, into: Path) -> Path:
    """Copy a workbook with its values in place of its formulas: a picture is of the file as shipped."""
    target = into / book.name
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            part = source.read(name).decode("utf-8")
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(r"<f\b[^>]*?/>|<f\b.*?</f>", "", part, flags=re.DOTALL)
            copy.writestr(name, part.encode("utf-8"))
    return target


def pages(book: Path, folder: Path, language: Language) -> Path:
    """Print a workbook to a PDF as a reader of ``language`` sees it."""
    office = shutil.which("soffice") or shutil.which("libreoffice") or sys.exit("LibreOffice is not installed")
    profile = folder / "profile" / "user" / "registrymodifications.xcu"
    profile.parent.mkdir(parents=True)
    profile.write_text(SETTINGS.format(locale=LOCALES[language]), encoding="utf-8")
    options = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([office, *options, "--outdir", folder, values_only(book, folder)], check=True, capture_output=True)
    return folder / f"{book.stem}.pdf"


def first_page(pdf: Path, sheet: str) -> int:
    """Return the first page whose footer names ``sheet``."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    found = (number for number, page in enumerate(text.split("\f"), start=1)
             if page.rstrip().rpartition("\n")[2].strip().startswith(f"{sheet} "))  # fmt: skip
    return next(found)


def draw(language: Language) -> None:
    """Draw the first page of each sheet shown in the documents."""
    layout = plan(list_models(), language, "complete")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdf = pages(HERE.parents[1] / "workbooks" / BOOKS[language], folder, language)
        for sheet in SHEETS:
            page = str(first_page(pdf, layout.sheet(sheet)))
            stem = HERE / f"{sheet}.{language}"
            command = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-f", page, "-l", page, "-singlefile", pdf, stem]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    for each in BOOKS:
        draw(each)
