"""What a model's ``defaults.toml`` says: labels, low, central and high of every input, phases, provenance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from costbench.appraisal.declaring.quantities import Quantity
from costbench.language import Text
from costbench.parameters import Provenance, Source
from costbench.vocabulary import Direction, Stakeholder

NOTHING = Text("", "")


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
    """One text input as shipped: what it is, its text when nothing is written, where that comes from.

    ``labels`` name its further columns and the quantities it sets; ``#`` stands for a number.
    """

    label: Text
    default: str
    provenance: Provenance
    help: Text = NOTHING
    labels: Mapping[str, Text] = field(default_factory=dict)

    def label_of(self, name: str) -> Text:
        """Return the label of a column or of a quantity that the text sets: its own, or that of the text."""
        numbers = re.findall(r"\d+", name)
        part = self.labels.get(re.sub(r"\d+", "#", name))
        if part is None:
            return self.label
        return Text(*(own.replace("#", "".join(numbers)) for own in part))


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
