"""The last sheet: how it is computed, what it does not say, where the figures come from, what the words mean."""

from __future__ import annotations

from typing import Final

from costbench.interfaces.workbook.page import Book, Page
from costbench.interfaces.workbook.texts import group
from costbench.parameters import Source

WIDTHS: Final = (40, 80, 40, 8)
COLUMNS: Final = 4


def write_notes(book: Book) -> None:
    """Write the sheet."""
    page = book.page("notes", WIDTHS)
    row = _write_pairs(page, 4, "method")
    row = _write_pairs(page, row + 2, "glossary")
    row = _write_sources(page, row + 2)
    page.finish(COLUMNS, row, titles="1:1")


def _write_pairs(page: Page, row: int, room: str) -> int:
    page.band(row, page.book.say(f"notes.{room}"), COLUMNS)
    texts = group(room)
    names = [name for name in texts if not name.endswith("_is")]
    for offset, name in enumerate(names, start=1):
        sentence = page.book.say(texts[f"{name}_is"])
        page.put(row + offset, 1, page.book.say(texts[name]), "strong")
        page.put(row + offset, 2, sentence, "text")
        page.sheet.row_dimensions[row + offset].height = 13.5 * (len(sentence) // 84 + 1) + 3
    return row + len(names)


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
        longest = max(len(source.title) / 84, len(source.url) / 40, len(source.publisher) / 40)
        page.sheet.row_dimensions[row + offset].height = 12.5 * (int(longest) + 1) + 3
    return row + 1 + len(ordered)
