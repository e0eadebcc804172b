"""A workbook file as somebody saved it: what it says it is, and the cells of its sheets."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import costbench
from costbench.catalogue import list_models
from costbench.errors import InputError
from costbench.interfaces.workbook.judging.archive import MAKE_ONE, NO_ZIP, START_AGAIN, Archive, opened, refused
from costbench.interfaces.workbook.judging.opendocument import Grid, read_cells
from costbench.interfaces.workbook.plan.layout import EDITIONS, Edition, Layout, plan
from costbench.interfaces.workbook.texts import said
from costbench.interfaces.workbook.workings import lists
from costbench.language import LANGUAGES, Language, Text

ROWS, COLUMNS = 4_000, 400
"""Rows and columns beyond which no sheet of a workbook reaches."""
FOREIGN = Text("a workbook that costbench did not make", "un classeur que costbench n’a pas fait")
INCOMPLETE = Text(
    "a workbook of costbench without its sheet {sheet}", "un classeur de costbench sans sa feuille {sheet}"
)
RENAMED = Text(
    "Give the sheet its name back, or start again from a copy.",
    "Rendez son nom à la feuille, ou repartez d’une copie.",
)
ALL_SHEETS = Text("every sheet is needed, under its own name", "chaque feuille est nécessaire, sous son nom")
OTHER_VERSION = Text("made by costbench {found}", "fait par costbench {found}")
THIS_VERSION = Text("this is costbench {version}", "ceci est costbench {version}")
SAME_VERSION = Text(
    "Use costbench {found} for it, or copy its yellow cells into a new workbook (`costbench workbook`).",
    "Prenez costbench {found}, ou recopiez ses cellules jaunes dans un nouveau classeur (« costbench workbook »).",
)
OPENDOCUMENT_NOTE = Text(
    "{name} was saved as .ods: its inputs and values are read, its formulas are not held against the template.",
    "{name} a été enregistré en .ods : ses données et ses valeurs sont lues, ses formules ne sont pas confrontées "
    "au modèle.",
)
LIBREOFFICE_NOTE = Text(
    "{name} was saved by LibreOffice as .xlsx: its what-if tables have become ordinary formulas that Excel does not "
    "know. Its inputs are read; in LibreOffice, save as .ods instead.",
    "{name} a été enregistré en .xlsx par LibreOffice : ses tables des cas sont devenues des formules ordinaires "
    "qu’Excel ne connaît pas. Ses données sont lues ; dans LibreOffice, enregistrez plutôt en .ods.",
)


@dataclass(frozen=True)
class Saved:
    """A workbook of costbench, opened: its map, the titles of its sheets, and their cells."""

    archive: Archive
    layout: Layout
    titles: tuple[str, ...]
    grids: dict[str, Grid] = field(repr=False)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What to know of how the file was saved."""
        if self.archive.kind == "ods":
            return (OPENDOCUMENT_NOTE.format(name=self.archive.name),)
        return (LIBREOFFICE_NOTE.format(name=self.archive.name),) if self.archive.saved_by_libreoffice else ()

    def cells(self, key: str) -> Grid:
        """Return the values of a sheet, those of formulas as the file holds them."""
        title = self.layout.sheet(key)
        if title not in self.titles:
            raise refused(self.archive.name, INCOMPLETE.format(sheet=title), ALL_SHEETS, RENAMED)
        if title not in self.grids:
            self._read([title])
        return self.grids[title]

    def read_all(self) -> None:
        """Read every sheet at once: opening the file for each one parses it each time."""
        titles = [self.layout.sheet(key) for key in self.layout.sheets]
        if wanted := [title for title in titles if title in self.titles and title not in self.grids]:
            self._read(wanted)

    def _read(self, titles: Iterable[str]) -> None:
        with workbook(self.archive) as book:
            self.grids.update({title: grid_of(book[title]) for title in titles})


def saved_workbook(path: str | Path) -> Saved:
    """Open a workbook of costbench, of this version.

    Raises :class:`~costbench.errors.InputError` for a file that is none, and :class:`OSError` for one that
    cannot be read.
    """
    archive = opened(path)
    if archive.kind == "ods":
        with readable(archive):
            grids = read_cells(archive.parts["content.xml"], ROWS, COLUMNS)
        titles = tuple(grids)
    else:
        with workbook(archive) as book:
            titles = tuple(book.sheetnames)
            grids = {title: grid_of(book[title]) for title in titles if title in said("sheet.lists")}
    language = next((one for one in LANGUAGES if said("sheet.lists").to(one) in titles), None)
    if language is None:
        raise _without_lists(archive, titles)
    return Saved(archive, _layout(archive.name, language, grids[said("sheet.lists").to(language)]), titles, grids)


@contextmanager
def readable(archive: Archive) -> Iterator[None]:
    """Turn what readers say of a damaged file into the sentence for a user."""
    try:
        yield
    except InputError:
        raise
    except (ExpatError, Exception) as error:  # a reader of a damaged file may stop anywhere; openpyxl, with an OSError
        raise refused(archive.name, NO_ZIP, hint=START_AGAIN) from error


@contextmanager
def workbook(archive: Archive, values: bool = True) -> Iterator[Any]:
    """Open an .xlsx row by row: values, or formulas."""
    import openpyxl

    with readable(archive), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl names what it leaves out
        book = openpyxl.load_workbook(archive.stream(), read_only=True, data_only=values, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def grid_of(sheet: Any) -> Grid:
    """Return the cells of a sheet of an .xlsx."""
    rows = sheet.iter_rows(min_row=1, max_row=ROWS, max_col=COLUMNS, values_only=True)
    return {
        (row, column): value
        for row, cells in enumerate(rows, start=1)
        for column, value in enumerate(cells, start=1)
        if value is not None
    }


def _without_lists(archive: Archive, titles: tuple[str, ...]) -> InputError:
    """Return why a workbook without its sheet of lists is refused: another's, or one of ours changed."""
    for language in LANGUAGES:
        ours = [said(f"sheet.{key}").to(language) for key in ("assumptions", "calculations", "cases")]
        if set(ours) & set(titles):
            sheet = said("sheet.lists").to(language)
            return refused(archive.name, INCOMPLETE.format(sheet=sheet), ALL_SHEETS, RENAMED)
    return refused(archive.name, FOREIGN)


def _layout(file: str, language: Language, cells: Grid) -> Layout:
    """Return the map of a workbook from what its sheet of lists says of its making."""
    made = {name: str(cells.get((lists.FIRST + place, 2), "")) for place, name in enumerate(lists.META)}
    known = {model.id: model for model in list_models()}
    names = made["models"].split()
    usable = names and made["edition"] in EDITIONS and made["language"] == language
    if not made["version"] or not usable:
        raise refused(file, FOREIGN, hint=MAKE_ONE)
    if made["version"] != costbench.__version__ or not set(names) <= set(known):
        raise other_version(file, made["version"])
    edition: Edition = "complete" if made["edition"] == "complete" else "essential"
    return plan([known[name] for name in dict.fromkeys(names)], language, edition)


def other_version(name: str, found: str) -> InputError:
    """Return the refusal of a workbook made by another version."""
    short = found[:20]
    version = THIS_VERSION.format(version=costbench.__version__)
    return refused(name, OTHER_VERSION.format(found=short), version, SAME_VERSION.format(found=short))
