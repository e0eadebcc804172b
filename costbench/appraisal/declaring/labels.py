"""What a reader sees instead of a name: the label of every entry, working and input, in both languages."""

from __future__ import annotations

from typing import Final

from costbench.appraisal.declaring.defaults_file import paired
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.names import defaults_of
from costbench.appraisal.declaring.organisation import ORGANISATION
from costbench.language import Text
from costbench.vocabulary import Stakeholder

READINESS: Final = Text("Readiness checklist", "État de préparation")
BOUNDS: Final = {"low": Text("low", "bas"), "high": Text("high", "haut")}


def entry_label(model: type[CooperationModel], name: str) -> Text:
    """Return the label of a ledger entry; that of ``setup.PHASE`` and ``setup.PARTY`` is composed."""
    if name in model.definition.entry_labels:
        return model.definition.entry_labels[name]
    head, _, part = name.partition(".")
    if head in ORGANISATION.entry_labels and (label := _part_label(model, part)):
        return paired(ORGANISATION.entry_labels[head], label)
    return _spelt_out(name)


def working_label(model: type[CooperationModel], name: str) -> Text:
    """Return the label of a named working; that of ``PHASE.cost``, ``PARTY.setup_cost`` and the like is composed."""
    for labels in (model.definition.working_labels, ORGANISATION.working_labels):
        if name in labels:
            return labels[name]
    head, _, part = name.partition(".")
    kind = "PHASE" if head in model.definition.phases else "PARTY"
    whole, of_it = _part_label(model, head), ORGANISATION.working_labels.get(f"{kind}.{part}")
    return paired(whole, of_it) if whole and of_it else _spelt_out(name)


def input_label(model: type[CooperationModel], name: str) -> Text:
    """Return the label of anything a user may write: an input, a text, a total, and their ``.low`` and ``.high``."""
    if name in defaults_of(model):
        return defaults_of(model)[name].label
    if name == "readiness":
        return READINESS
    for key, item in model.contract.texts.items():
        if name in item.columns:
            return model.definition.texts[key].label_of(name)
    whole, _, bound = name.rpartition(".")
    if bound in BOUNDS:
        label = input_label(model, whole)
        return Text(f"{label.en} ({BOUNDS[bound].en})", f"{label.fr} ({BOUNDS[bound].fr})")
    return working_label(model, name)


def _part_label(model: type[CooperationModel], name: str) -> Text | None:
    """Return the label of a phase or of a stakeholder."""
    if name in model.definition.phases:
        return model.definition.phases[name]
    return Stakeholder(name).label if name in set(Stakeholder) else None


def _spelt_out(name: str) -> Text:
    """Return a name with spaces: what is left to show where nobody wrote a label."""
    words = name.replace("_", " ").replace(".", " – ")
    return Text(words, words)
