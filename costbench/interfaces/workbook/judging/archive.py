"""A workbook file opened with care: its parts bounded, plain XML, without links, before any reader sees them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from costbench.errors import InputError, Problem
from costbench.language import Text

MEGABYTE: Final = 1_000_000
LARGEST_FILE: Final = 30 * MEGABYTE
LARGEST_WHOLE: Final = 100 * MEGABYTE
LARGEST_GRID: Final = 60 * MEGABYTE
LARGEST_OTHER: Final = 2 * MEGABYTE
"""Bytes of a part that is no grid of cells: styles, properties, relations."""
MOST_TAGS: Final = 2_500_000
MOST_PARTS: Final = 2_000
OLD_FORMAT: Final = b"\xd0\xcf\x11\xe0"
GRIDS: Final = re.compile(r"xl/worksheets/[^/]+\.xml|xl/sharedStrings\.xml|content\.xml")
ENCODED: Final = re.compile(rb'\A(\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["\'](?!utf-8|us-ascii)', re.I)
LINKED: Final = re.compile(r"xl/(externalLinks|connections|queryTables)\b")
LINKED_TABLE: Final = b"<table:table-source"
IS = Text("is", "est")
EXPECTED = Text(
    "a workbook made by costbench is expected, as .xlsx or .ods",
    "on attend un classeur fait par costbench, en .xlsx ou .ods",
)
MAKE_ONE = Text(
    "Make one with `costbench workbook -o template.xlsx`.",
    "Faites-en un par « costbench workbook -o modele.xlsx ».",
)
START_AGAIN = Text(
    "Go back to a copy that opens in your spreadsheet, and save it again.",
    "Reprenez une copie qui s’ouvre dans votre tableur, et enregistrez-la de nouveau.",
)
NO_ZIP = Text("no workbook at all, or a damaged one", "tout autre chose qu’un classeur, ou abîmé")
OLD = Text(
    "protected by a password, or in the old .xls format",
    "protégé par un mot de passe, ou à l’ancien format .xls",
)
SAVE_PLAIN = Text("Save it as .xlsx without a password.", "Enregistrez-le en .xlsx, sans mot de passe.")
TOO_LARGE = Text("far larger than any workbook of costbench", "bien plus gros que tout classeur de costbench")
ENTITIES = Text(
    "written with XML declarations that no spreadsheet writes",
    "écrit avec des déclarations XML qu’aucun tableur n’écrit",
)
NO_ENTITIES = Text("a workbook is plain XML", "un classeur est du XML simple")
LINKS = Text("linked to other files or data sources", "lié à d’autres fichiers ou à des sources de données")
NO_LINKS = Text(
    "its figures must stand in the workbook itself", "ses chiffres doivent se trouver dans le classeur même"
)
BREAK_LINKS = Text(
    "Break the links (Data, Edit links) and save it again.",
    "Rompez les liaisons (Données, Modifier les liaisons) et enregistrez-le de nouveau.",
)


@dataclass(frozen=True)
class Archive:
    """The parts of a workbook file, in memory and within bounds."""

    name: str
    kind: Literal["xlsx", "ods"]
    parts: dict[str, bytes]

    def stream(self) -> io.BytesIO:
        """Return the file again, nothing in it compressed: no reader can unpack more than was counted."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            for name, data in self.parts.items():
                target.writestr(name, data)
        return stream

    @property
    def saved_by_libreoffice(self) -> bool:
        """Whether LibreOffice wrote the file."""
        said = self.parts.get("docProps/app.xml", b"") + self.parts.get("meta.xml", b"")
        return b"LibreOffice" in said


def refused(name: str, found: Text, allowed: Text = EXPECTED, hint: Text = MAKE_ONE) -> InputError:
    """Return the error that says why a file cannot be used."""
    return InputError([Problem(name, found, allowed, hint, verb=IS)])


def opened(path: str | Path) -> Archive:
    """Return the parts of a workbook file.

    Raises :class:`~costbench.errors.InputError` for a file that is no workbook, unpacks to more than any
    workbook needs, declares XML entities or links to other files; :class:`OSError` for one that cannot be read.
    """
    path = Path(path)
    if path.stat().st_size > LARGEST_FILE:
        raise refused(path.name, TOO_LARGE)
    data = path.read_bytes()
    if data.startswith(OLD_FORMAT):
        raise refused(path.name, OLD, hint=SAVE_PLAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            parts = _parts(path.name, source)
    except InputError:
        raise
    except Exception as error:  # of a damaged file, zipfile may say anything: that an index is out of range, even
        raise refused(path.name, NO_ZIP, hint=START_AGAIN) from error
    kind: Literal["xlsx", "ods"] = "ods" if "content.xml" in parts else "xlsx"
    if kind == "xlsx" and "xl/workbook.xml" not in parts:
        raise refused(path.name, NO_ZIP)
    _refuse_links(path.name, parts)
    return Archive(path.name, kind, parts)


def _parts(file: str, source: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the XML parts, each read up to its bound and no further, whatever the file says of its size."""
    parts: dict[str, bytes] = {}
    entries = source.infolist()
    if len(entries) > MOST_PARTS:
        raise refused(file, TOO_LARGE)
    left = LARGEST_WHOLE
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused(file, NO_ZIP, hint=START_AGAIN)
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        bound = min(left, LARGEST_GRID if GRIDS.fullmatch(entry.filename) else LARGEST_OTHER)
        with source.open(entry) as part:
            data = part.read(bound + 1)
        if len(data) > bound or data.count(b"<") > MOST_TAGS:
            raise refused(file, TOO_LARGE)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data or ENCODED.match(data):
            raise refused(file, ENTITIES, NO_ENTITIES, START_AGAIN)
        left -= len(data)
        parts[entry.filename] = data
    return parts


def _refuse_links(file: str, parts: dict[str, bytes]) -> None:
    linked = any(LINKED.match(name) for name in parts) or LINKED_TABLE in parts.get("content.xml", b"")
    if linked:
        raise refused(file, LINKS, NO_LINKS, BREAK_LINKS)
