"""The numbered notes that say where the shipped values come from, one for all the inputs that share a provenance."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from costbench.interfaces.workbook.plan.grouping import heading
from costbench.interfaces.workbook.plan.input_rows import InputRow
from costbench.interfaces.workbook.plan.layout import Layout
from costbench.language import LANGUAGES, SEMICOLON, Text
from costbench.parameters import Provenance, Source

SHORTEST_TITLE = 14


@dataclass
class Note:
    """One provenance and the inputs that rest on it."""

    number: int
    origin: Provenance
    inputs: list[InputRow]

    def label(self, layout: Layout) -> Text:
        """Return what the note is about: an input, or the group or the model of several."""
        first = self.inputs[0]
        if len(self.inputs) == 1:
            return first.default.label
        names = {model.id: model for model in layout.models}
        owners = {item.owner for item in self.inputs}
        groups = {item.group for item in self.inputs}
        if len(owners) == len(groups) == 1 and first.owner and first.group:
            return heading(names[first.owner], first.group)
        return _joined(item.default.label for item in self.inputs)

    def sentence(self) -> Text:
        """Return what each input means where its label does not say it all, then the arithmetic or the reason."""
        helps = dict.fromkeys(item.default.help for item in self.inputs)
        parts = [*helps, self.origin.explanation]
        return Text(*(" ".join(part[language] for part in parts if part[language]) for language in (0, 1)))

    def sources(self) -> str:
        """Return every document cited, and the page."""
        where = "; ".join(map(str, self.origin.sources))
        return f"{where}, {self.origin.page}" if where and self.origin.page else where


def _joined(labels: Iterable[Text]) -> Text:
    found = list(dict.fromkeys(labels))
    shown = found[:3]
    more = " …" if len(found) > len(shown) else ""
    return Text(*(SEMICOLON.to(one).join(label.to(one) for label in shown) + more for one in LANGUAGES))


def notes(layout: Layout) -> list[Note]:
    """Return the notes in the order of the assumptions."""
    found: dict[tuple[str, Provenance], Note] = {}
    for item in layout.inputs:
        origin = item.default.provenance
        key = ("" if origin.explanation.en else item.owner + item.group, origin)
        found.setdefault(key, Note(len(found) + 1, origin, [])).inputs.append(item)
    return list(found.values())


def note_numbers(layout: Layout) -> dict[str, int]:
    """Return the code of each input to the number of its note."""
    return {item.code: note.number for note in notes(layout) for item in note.inputs}


def short(source: Source, room: int) -> str:
    """Return "Title (publisher, year)" in at most ``room`` characters, the title cut at a word."""
    year = f", {source.year}" if source.year else ""
    tail = f" ({source.publisher}{year})"
    if room - len(tail) < min(SHORTEST_TITLE, len(source.title)):
        return textwrap.shorten(source.title + tail, room, placeholder="…")
    return textwrap.shorten(source.title, room - len(tail), placeholder="…") + tail
