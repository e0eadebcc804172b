"""Reading a model's ``defaults.toml``: every rule of the file is checked, the first one broken is named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from costbench.appraisal.declaring.definition import NOTHING, Default, Definition, ReadinessItem, TextDefault
from costbench.appraisal.declaring.quantities import Quantity, quantity
from costbench.errors import ParameterError, UnknownNameError
from costbench.language import Text, text
from costbench.parameters import Provenance, Source, joined, read_provenance, read_sources, series
from costbench.vocabulary import ROLES, Direction, Stakeholder

Word = TypeVar("Word", bound=StrEnum)
Table = Mapping[str, Any]

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
        self.sources = read_sources(self.section("sources"), self.file)

    def definition(self, default_text: Callable[[str, str], Mapping[str, float]]) -> Definition:
        head, of_a_model = self.section("model"), "model" in self.table
        texts = {name: self._text(name, entry) for name, entry in self.section("texts").items()}
        inputs = {name: self._input(name, entry) for name, entry in self.section("inputs").items()}
        for name, written in texts.items():
            inputs |= self._set_by_text(written, default_text(name, written.default), inputs)
        missing = [name for name in self.declared if name not in inputs]
        if missing:
            self._refuse("inputs", f"lacks {', '.join(missing)}, which the model declares")
        readiness = {name: self._question(name, entry) for name, entry in self.section("readiness").items()}
        return Definition(
            label=self._words(head, "label", "model", optional=not of_a_model),
            summary=self._words(head, "summary", "model", optional=not of_a_model),
            aliases=tuple(head.get("aliases", ())),
            flows=self._words(head, "partners_in", "model", optional=not of_a_model),
            not_modelled=tuple(text(line) for line in head.get("not_modelled", ())),
            cautions=tuple(text(line) for line in head.get("cautions", ())),
            inputs=inputs | dict(self._phases()) | dict(self._counterparts()) | dict(self._answers(readiness)),
            texts=texts,
            phases=self._labels("phases"),
            counterparts=tuple(self._word(Stakeholder, name, "counterparts") for name in self.section("counterparts")),
            readiness=readiness,
            entry_labels=self._labels("entries"),
            working_labels=self._labels("workings"),
            references=tuple(self._source(key) for key in self.section("references").get("read", ())),
            order=int(head.get("order", 1000)),
        )

    # Words and rules ------------------------------------------------------------------------------

    def section(self, name: str) -> Table:
        section: Table = self.table.get(name, {})
        return section

    def _refuse(self, key: str, message: str) -> NoReturn:
        raise ParameterError(self.file, key, message)

    def _get(self, entry: Table, name: str, key: str, hint: str = "write it") -> Any:
        if name not in entry:
            self._refuse(key, f"lacks `{name}`; {hint}")
        return entry[name]

    def _words(self, entry: Table, name: str, key: str, *, optional: bool = False) -> Text:
        if optional and name not in entry:
            return NOTHING
        written = self._get(entry, name, key)
        if not isinstance(written, Mapping) or not (written.get("en") and written.get("fr")):
            self._refuse(key, f'`{name}` needs both languages; write {{ en = "…", fr = "…" }}')
        return text(written)

    def _labels(self, section: str) -> dict[str, Text]:
        return {name: self._words(entry, "label", f"{section}.{name}") for name, entry in self.section(section).items()}

    def _word(self, words: type[Word], written: str, key: str) -> Word:
        if written not in set(words):
            self._refuse(key, f"`{written}` is none of {', '.join(words)}")
        return words(written)

    def _source(self, key: str) -> Source:
        if key not in self.sources:
            self._refuse("references", f"cites {key}, not listed under [sources]")
        return self.sources[key]

    def _provenance(self, table: Table | None, key: str) -> Provenance:
        return read_provenance(table, self.sources, self.file, key)

    # Inputs ---------------------------------------------------------------------------------------

    def _input(self, name: str, entry: Table) -> Default:
        key = f"inputs.{name}"
        if name not in self.declared:
            self._refuse(key, "is not declared by the model; remove it or declare it")
        declared = self.declared[name]
        if "parameter" in entry:
            values, provenance = self._of_parameter(entry, declared, key)
        else:
            values = [self._get(entry, bound, key) for bound in ("low", "central", "high")]
            provenance = self._provenance(entry.get("provenance"), key)
        return self._default(
            declared,
            self._words(entry, "label", key),
            values,
            self._word(Direction, self._get(entry, "direction", key), key),
            provenance,
            help=self._words(entry, "help", key, optional=True),
            quantiles=tuple(entry.get("quantiles", ())),
        )

    def _of_parameter(self, entry: Table, declared: Quantity, key: str) -> tuple[list[float], Provenance]:
        """Return values and provenance from the newest value of the dated parameter that ``entry`` names."""
        for name in ("central", "provenance"):
            if name in entry:
                self._refuse(key, f"takes `{name}` from {entry['parameter']}; remove it here or there")
        try:
            found = series(entry["parameter"])
        except UnknownNameError as error:
            self._refuse(key, error.message.en)
        if found.unit != declared.unit:
            self._refuse(key, f"is in {declared.unit}, but {entry['parameter']} is in {found.unit}")
        newest = found.at()
        values = [entry.get("low", newest.low), newest.value, entry.get("high", newest.high)]
        sources = (*newest.provenance.sources, *(self._source(name) for name in entry.get("source", ())))
        said = joined([newest.provenance.explanation, self._words(entry, "note", key, optional=True)])
        return values, replace(newest.provenance, sources=sources, explanation=said)

    def _default(
        self,
        declared: Quantity,
        label: Text,
        values: Iterable[float],
        direction: Direction,
        provenance: Provenance,
        help: Text = NOTHING,  # noqa: A002 - the word of the file
        quantiles: tuple[float, ...] = (),
    ) -> Default:
        low, central, high = (float(value) for value in values)
        if not declared.low <= low <= central <= high <= declared.high:
            limits = f"must ascend within {declared.low} to {declared.high}"
            self._refuse(declared.name, f"low {low}, central {central}, high {high} {limits}")
        if quantiles and ((low, high) != (quantiles[0], quantiles[-1]) or list(quantiles) != sorted(quantiles)):
            self._refuse(declared.name, "needs quantiles that ascend from low to high")
        return Default(declared, label, low, central, high, direction, provenance, help, quantiles)

    def _text(self, name: str, entry: Table) -> TextDefault:
        key = f"texts.{name}"
        return TextDefault(
            self._words(entry, "label", key),
            self._get(entry, "default", key),
            self._provenance(entry.get("provenance"), key),
            self._words(entry, "help", key, optional=True),
            {part: self._words(entry["labels"], part, key) for part in entry.get("labels", {})},
        )

    def _set_by_text(
        self, written: TextDefault, values: Mapping[str, float], known: Mapping[str, Default]
    ) -> dict[str, Default]:
        return {
            name: self._default(
                self.declared[name], written.label_of(name), [value] * 3, Direction.NEUTRAL, written.provenance
            )
            for name, value in values.items()
            if name not in known
        }

    # Setup effort ---------------------------------------------------------------------------------

    def _triple(self, entry: Table, part: str, key: str) -> list[float]:
        values: list[float] = self._get(entry, part, key, "write [low, central, high]")
        if len(values) != 3:
            self._refuse(key, f"`{part}` has {len(values)} values; write [low, central, high]")
        return values

    def _phases(self) -> Iterator[tuple[str, Default]]:
        for phase, label in self._labels("phases").items():
            entry, key = self.section("phases")[phase], f"phases.{phase}"
            better = entry.get("provenance_of", {})
            for part, (unit, direction, part_label) in PHASE_PARTS.items():
                provenance = self._provenance(better.get(part) or entry.get("provenance"), f"{key}.{part}")
                declared = quantity(unit).named(f"{phase}.{part}")
                values = self._triple(entry, part, key)
                yield declared.name, self._default(declared, paired(label, part_label), values, direction, provenance)

    def _counterparts(self) -> Iterator[tuple[str, Default]]:
        for party, entry in self.section("counterparts").items():
            key = f"counterparts.{party}"
            provenance = self._provenance(entry.get("provenance"), key)
            for part, (unit, part_label) in COUNTERPART_PARTS.items():
                label = paired(self._word(Stakeholder, party, key).label, part_label)
                declared = quantity(unit).named(f"{party}_setup_{part}")
                values = self._triple(entry, part, key)
                yield declared.name, self._default(declared, label, values, Direction.NEUTRAL, provenance)

    def _question(self, name: str, entry: Table) -> ReadinessItem:
        key = f"readiness.{name}"
        phases = tuple(self._get(entry, "phases", key))
        strangers = sorted(set(phases) - set(self.section("phases")))
        if strangers or not phases:
            self._refuse(key, f"names unknown phases {strangers}" if strangers else "moves no phase; name one")
        return ReadinessItem(
            name, self._words(entry, "label", key), phases, self._provenance(entry.get("provenance"), key)
        )

    def _answers(self, items: Mapping[str, ReadinessItem]) -> Iterator[tuple[str, Default]]:
        for name, item in items.items():
            declared = quantity("/1").named(f"readiness.{name}")
            yield declared.name, self._default(declared, item.label, [0.5] * 3, Direction.GOOD, item.provenance)


def paired(whole: Text, part: Text) -> Text:
    """Return the label of a part of something: ``whole – part``."""
    return Text(f"{whole.en} – {part.en}", f"{whole.fr} – {part.fr}")
