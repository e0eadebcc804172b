"""What a model's ``defaults.toml`` says: labels, low, central and high of every input, phases, provenance."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from costbench.appraisal.quantities import Quantity, quantity
from costbench.errors import ParameterError
from costbench.language import Text, text
from costbench.parameters import Provenance, Source, read_provenance, read_sources
from costbench.vocabulary import ROLES, Direction, Stakeholder

NOTHING = Text("", "")
PHASE_PARTS: dict[str, tuple[str, Direction, Text]] = {
    **{role: ("FTE-month", Direction.BAD, label) for role, label in ROLES.items()},
    "fees": ("EUR", Direction.BAD, Text("external fees", "honoraires externes")),
    "months": ("month", Direction.BAD, Text("elapsed months", "durée en mois")),
    "probability": ("/1", Direction.GOOD, Text("probability of passing", "probabilité de franchir l’étape")),
}
COUNTERPART_PARTS: dict[str, tuple[str, Text]] = {
    "days": ("day", Text("days spent on the setup", "jours passés au montage")),
    "fees": ("EUR", Text("fees paid for the setup", "honoraires payés pour le montage")),
}


@dataclass(frozen=True)
class Default:
    """One input as shipped: its declaration, three values, direction, label and provenance.

    ``quantiles`` is an empirical table of equally likely quantiles that replaces the PERT distribution.
    """

    quantity: Quantity
    label: Text
    low: float
    central: float
    high: float
    direction: Direction
    provenance: Provenance
    help: Text = NOTHING
    quantiles: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The input's name, as a CSV column writes it."""
        return self.quantity.name

    @property
    def unit(self) -> str:
        """The input's unit."""
        return self.quantity.unit


@dataclass(frozen=True)
class TextDefault:
    """One text input as shipped: what it is, its text when nothing is written, where that comes from."""

    label: Text
    default: str
    provenance: Provenance
    help: Text = NOTHING


@dataclass(frozen=True)
class ReadinessItem:
    """A question of the checklist and the phases whose probability of passing its answer moves."""

    name: str
    label: Text
    phases: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True)
class Definition:
    """The whole file, read and checked."""

    label: Text
    summary: Text
    aliases: tuple[str, ...] = ()
    flows: Text = NOTHING
    not_modelled: tuple[Text, ...] = ()
    cautions: tuple[Text, ...] = ()
    inputs: dict[str, Default] = field(default_factory=dict)
    texts: dict[str, TextDefault] = field(default_factory=dict)
    phases: dict[str, Text] = field(default_factory=dict)
    counterparts: tuple[Stakeholder, ...] = ()
    readiness: dict[str, ReadinessItem] = field(default_factory=dict)
    entry_labels: dict[str, Text] = field(default_factory=dict)
    working_labels: dict[str, Text] = field(default_factory=dict)
    references: tuple[Source, ...] = ()
    order: int = 1000
    """Place among the models: the smallest comes first."""


def read_definition(
    file: Path, declared: Mapping[str, Quantity], default_text: Callable[[str, str], Mapping[str, float]]
) -> Definition:
    """Read one ``defaults.toml`` against the quantities that the model's class declares.

    ``default_text(name, text)`` turns the default of a text input into the values it sets.
    Raises :class:`~costbench.errors.ParameterError` naming file and key for the first rule broken.
    """
    return _Reader(file, declared).definition(default_text)


class _Reader:
    def __init__(self, file: Path, declared: Mapping[str, Quantity]) -> None:
        self.file = f"{file.parent.name}/{file.name}"
        self.table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        self.declared = declared
        self.sources = read_sources(self.table.get("sources", {}), self.file)

    def definition(self, default_text: Callable[[str, str], Mapping[str, float]]) -> Definition:
        head = self.table.get("model", {})
        texts = {name: self._text(name, entry) for name, entry in self.table.get("texts", {}).items()}
        inputs = dict(self._inputs())
        for name, written in texts.items():
            inputs |= self._set_by_text(name, written, default_text(name, written.default), inputs)
        missing = [name for name in self.declared if name not in inputs]
        if missing:
            raise ParameterError(self.file, "inputs", f"lacks {', '.join(missing)}, which the model declares")
        return Definition(
            label=text(head.get("label", "")),
            summary=text(head.get("summary", "")),
            aliases=tuple(head.get("aliases", ())),
            flows=text(head.get("partners_in", "")),
            not_modelled=tuple(text(line) for line in head.get("not_modelled", ())),
            cautions=tuple(text(line) for line in head.get("cautions", ())),
            inputs=inputs | dict(self._phases()) | dict(self._counterparts()) | dict(self._answers()),
            texts=texts,
            phases={name: text(entry["label"]) for name, entry in self.table.get("phases", {}).items()},
            counterparts=tuple(Stakeholder(name) for name in self.table.get("counterparts", {})),
            readiness=dict(self._readiness()),
            entry_labels=self._labels("entries"),
            working_labels=self._labels("workings"),
            references=tuple(self.sources[key] for key in self.table.get("references", {}).get("read", ())),
            order=int(head.get("order", 1000)),
        )

    def _provenance(self, table: Mapping[str, Any] | None, key: str) -> Provenance:
        return read_provenance(table, self.sources, self.file, key)

    def _labels(self, section: str) -> dict[str, Text]:
        return {name: text(entry["label"]) for name, entry in self.table.get(section, {}).items()}

    def _inputs(self) -> Iterator[tuple[str, Default]]:
        for name, entry in self.table.get("inputs", {}).items():
            key = f"inputs.{name}"
            if name not in self.declared:
                raise ParameterError(self.file, key, "is not declared by the model; remove it or declare it")
            yield (
                name,
                self._default(
                    self.declared[name],
                    text(entry["label"]),
                    [entry["low"], entry["central"], entry["high"]],
                    Direction(entry["direction"]),
                    self._provenance(entry.get("provenance"), key),
                    help=text(entry.get("help", "")),
                    quantiles=tuple(entry.get("quantiles", ())),
                ),
            )

    def _default(
        self,
        declared: Quantity,
        label: Text,
        values: list[float],
        direction: Direction,
        provenance: Provenance,
        **rest: Any,
    ) -> Default:
        low, central, high = (float(value) for value in values)
        if not declared.low <= low <= central <= high <= declared.high:
            raise ParameterError(
                self.file,
                declared.name,
                f"low {low}, central {central}, high {high} must ascend within {declared.low} to {declared.high}",
            )
        return Default(declared, label, low, central, high, direction, provenance, **rest)

    def _text(self, name: str, entry: Mapping[str, Any]) -> TextDefault:
        provenance = self._provenance(entry.get("provenance"), f"texts.{name}")
        return TextDefault(text(entry["label"]), entry["default"], provenance, text(entry.get("help", "")))

    def _set_by_text(
        self, name: str, written: TextDefault, values: Mapping[str, float], known: Mapping[str, Default]
    ) -> dict[str, Default]:
        return {
            key: self._default(self.declared[key], written.label, [value] * 3, Direction.NEUTRAL, written.provenance)
            for key, value in values.items()
            if key not in known
        }

    def _phases(self) -> Iterator[tuple[str, Default]]:
        for phase, entry in self.table.get("phases", {}).items():
            better = entry.get("provenance_of", {})
            for part, (unit, direction, part_label) in PHASE_PARTS.items():
                key = f"phases.{phase}.{part}"
                if part not in entry:
                    raise ParameterError(self.file, key, "is missing; write [low, central, high]")
                label = Text(*(f"{a} – {b}" for a, b in zip(text(entry["label"]), part_label, strict=True)))
                provenance = self._provenance(better.get(part) or entry.get("provenance"), key)
                declared = quantity(unit).named(f"{phase}.{part}")
                yield declared.name, self._default(declared, label, entry[part], direction, provenance)

    def _counterparts(self) -> Iterator[tuple[str, Default]]:
        for party, entry in self.table.get("counterparts", {}).items():
            provenance = self._provenance(entry.get("provenance"), f"counterparts.{party}")
            for part, (unit, part_label) in COUNTERPART_PARTS.items():
                label = Text(*(f"{a} – {b}" for a, b in zip(Stakeholder(party).label, part_label, strict=True)))
                declared = quantity(unit).named(f"{party}_setup_{part}")
                yield (
                    declared.name,
                    self._default(declared, label, entry[part], Direction.NEUTRAL, provenance),
                )

    def _readiness(self) -> Iterator[tuple[str, ReadinessItem]]:
        for name, entry in self.table.get("readiness", {}).items():
            strangers = set(entry["phases"]) - set(self.table.get("phases", {}))
            if strangers:
                raise ParameterError(self.file, f"readiness.{name}", f"names unknown phases {sorted(strangers)}")
            provenance = self._provenance(entry.get("provenance"), f"readiness.{name}")
            yield name, ReadinessItem(name, text(entry["label"]), tuple(entry["phases"]), provenance)

    def _answers(self) -> Iterator[tuple[str, Default]]:
        for name, item in self._readiness():
            declared = quantity("/1").named(f"readiness.{name}")
            yield (
                declared.name,
                self._default(declared, item.label, [0.5] * 3, Direction.GOOD, item.provenance),
            )
