"""The last sheet: how it is computed, what it does not say, where the figures come from, what the words mean."""

from __future__ import annotations

from typing import Final

from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.texts import group
from costbench.interfaces.workbook.workings.provenance_notes import notes
from costbench.parameters import Source

WIDTHS: Final = (46, 84, 58, 8)
COLUMNS: Final = 4


def write_notes(book: Book) -> None:
    """Write the sheet."""
    page = book.page("notes", WIDTHS)
    row = _write_pairs(page, 4, "method")
    row = _write_pairs(page, row + 2, "glossary")
    row = _write_origins(page, row + 2)
    row = _write_sources(page, row + 2)
    page.finish(COLUMNS, row, titles="1:1")


def _write_pairs(page: Page, row: int, room: str) -> int:
    page.band(row, page.book.say(f"notes.{room}"), COLUMNS)
    texts = group(room)
    names = [name for name in texts if not name.endswith("_is")]
    for offset, name in enumerate(names, start=1):
        page.put(row + offset, 1, page.book.say(texts[name]), "strong_line")
        page.put(row + offset, 2, page.book.say(texts[f"{name}_is"]), "label")
        page.fit(row + offset, 1, 2)
    return row + len(names)


def _write_origins(page: Page, row: int) -> int:
    """Write, by the numbers that the assumptions cite, where each shipped value comes from; return the last row."""
    book = page.book
    page.band(row, book.say("notes.origins"), COLUMNS)
    page.head(row + 1, [book.say(f"notes.{name}") for name in ("about", "why", "cited")], height=20)
    found = notes(book.layout)
    for at, note in enumerate(found, start=row + 2):
        page.put(at, 1, f"[{note.number}] {book.say(note.label(book.layout))}", "small")
        page.put(at, 2, book.say(note.sentence()), "small")
        page.put(at, 3, note.sources(), "small")
        page.fit(at, 1, 2, 3, size=9)
    return row + 1 + len(found)


def _write_sources(page: Page, row: int) -> int:
    """Write every document that a default cites."""
    book = page.book
    page.band(row, book.say("notes.sources"), COLUMNS)
    page.head(row + 1, [book.say(f"notes.{name}") for name in ("publisher", "document", "address", "year")])
    found: dict[str, Source] = {}
    for item in book.layout.inputs:
        for source in item.default.provenance.sources:
            found.setdefault(source.url, source)
    for model in book.layout.models:
        for source in model.definition.references:
            found.setdefault(source.url, source)
    ordered = sorted(found.values(), key=lambda source: (source.publisher, source.title))
    for offset, source in enumerate(ordered, start=2):
        page.row(row + offset, (source.publisher, source.title, source.url, source.year), "small")
        page.fit(row + offset, 1, 2, 3, size=9)
    return row + 1 + len(ordered)
