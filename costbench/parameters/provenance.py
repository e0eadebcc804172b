"""Where a number comes from. A value without provenance is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from costbench.errors import ParameterError
from costbench.language import Text, text

NOTHING = Text("", "")
EXPLANATIONS = ("arithmetic", "reason", "note")
"""What a provenance may say in words; all that is written is shown."""


class ProvenanceKind(StrEnum):
    """How a value is known."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ASSUMPTION = "assumption"

    @property
    def label(self) -> Text:
        """The kind's name for a reader."""
        return {
            "published": Text("published", "publié"),
            "derived": Text("derived", "déduit"),
            "assumption": Text("assumption", "hypothèse"),
        }[self.value]


@dataclass(frozen=True)
class Source:
    """A public document: enough to find it again. ``confidence`` runs from A (primary) to C (weak)."""

    title: str
    publisher: str
    url: str
    confidence: str
    year: int | None = None

    def __str__(self) -> str:
        return f"{self.title}, {self.publisher}" + (f", {self.year}" if self.year else "")


@dataclass(frozen=True)
class Provenance:
    """Kind, sources, the arithmetic or the reason, and the day somebody last checked the value."""

    kind: ProvenanceKind
    checked_on: date
    sources: tuple[Source, ...] = field(default=())
    page: str = ""
    explanation: Text = NOTHING

    @property
    def confidence(self) -> str:
        """The weakest confidence among the sources; C for an assumption, however good what it cites."""
        if self.kind is ProvenanceKind.ASSUMPTION:
            return "C"
        return max((source.confidence for source in self.sources), default="C")

    def sentence(self) -> Text:
        """Return source and explanation as one line."""
        where = "; ".join(str(source) for source in self.sources)
        page = f", {self.page}" if self.page else ""
        en, fr = (" — ".join(part for part in (where + page, explanation) if part) for explanation in self.explanation)
        return Text(en, fr)


def read_sources(tables: Mapping[str, Mapping[str, Any]], file: object) -> dict[str, Source]:
    """Return the sources of a file by key.

    Raises :class:`~costbench.errors.ParameterError` where one lacks a title, publisher, address or confidence.
    """
    sources = {}
    for key, table in tables.items():
        missing = [name for name in ("title", "publisher", "url", "confidence") if not table.get(name)]
        if missing:
            raise ParameterError(file, f"sources.{key}", f"lacks {', '.join(missing)}; write each of them")
        sources[key] = Source(**table)
    return sources


def read_provenance(
    table: Mapping[str, Any] | None, sources: Mapping[str, Source], file: object, key: str
) -> Provenance:
    """Return the provenance written in ``table``.

    Raises :class:`~costbench.errors.ParameterError` when it is missing, or lacks what its kind requires:
    a source (published), the arithmetic (derived), the reason (assumption), the day checked (always).
    """
    if not table:
        raise ParameterError(file, key, "has no provenance; write kind, checked_on and a source or a reason")
    if table.get("kind") not in set(ProvenanceKind):
        raise ParameterError(file, key, f"kind is {table.get('kind')!r}; write published, derived or assumption")
    kind = ProvenanceKind(table["kind"])
    required = {"published": "source", "derived": "arithmetic", "assumption": "reason"}[kind.value]
    for name in (required, "checked_on"):
        if not table.get(name):
            raise ParameterError(file, key, f"is {kind.value} and lacks `{name}`; write it")
    cited = table.get("source", [])
    names = [cited] if isinstance(cited, str) else list(cited)
    unknown = [name for name in names if name not in sources]
    if unknown:
        raise ParameterError(file, key, f"cites {', '.join(unknown)}, not listed under [sources]")
    return Provenance(
        kind,
        table["checked_on"],
        tuple(sources[name] for name in names),
        str(table.get("page", "")),
        joined(text(table[part]) for part in EXPLANATIONS if table.get(part)),
    )


def joined(texts: Iterable[Text]) -> Text:
    """Return several sentences as one text, in the order given."""
    parts = [part for part in texts if any(part)]
    return Text(" ".join(part.en for part in parts), " ".join(part.fr for part in parts))
