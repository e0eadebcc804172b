"""The card of a model as plain data: what it is, what it asks, where every figure comes from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeAlias

from costbench.appraisal import CooperationModel, Operand
from costbench.appraisal.declaring.definition import Default, Definition, ReadinessItem
from costbench.appraisal.declaring.names import texts_of
from costbench.appraisal.declaring.organisation import ORGANISATION
from costbench.appraisal.readings.flows import LedgerLine, run_ledger
from costbench.appraisal.settling.inputs import settle
from costbench.language import Language, Text
from costbench.parameters import Provenance, ProvenanceKind, Source
from costbench.vocabulary import ROLES, unit_label

Card: TypeAlias = dict[str, Any]
PHASE_PARTS = (*ROLES, "fees", "months", "probability")
SETUP = Text("Setup: {part}", "Montage : {part}")


def summary(model: type[CooperationModel], language: Language) -> Card:
    """Return a model's line in the catalogue: effort, size, how well its defaults are known.

    ``provenance`` holds the share of each kind among the defaults that :func:`figures` lists and the texts.
    """
    instance, definition = model(settle(model, {}).values()), model.definition
    scale = model.scale_input()
    size = definition.inputs[scale] if scale else None
    return {
        "id": model.id,
        "label": definition.label.to(language),
        "summary": definition.summary.to(language),
        "aliases": list(definition.aliases),
        "setup_fte_months": _plain(instance.setup_fte_months),
        "setup_months": _plain(instance.setup_months),
        "setup_cost": _plain(instance.setup_cost),
        "probability_of_signing": _plain(instance.probability_of_signing),
        "scale_input": scale,
        "scale_label": size.label.to(language) if size else None,
        "scale_unit": size.unit if size else None,
        "inputs": len(provenances(model)),
        "provenance": shares(provenances(model).values()),
    }


def card(model: type[CooperationModel], language: Language) -> Card:
    """Return everything there is to know about a model before one writes a figure of one's own.

    ``inputs`` holds every number that a user may set, with ``set_by`` where a text usually sets it;
    ``organisation`` the numbers that all models share. Values are the defaults.
    """
    definition, parts = model.definition, parts_of_texts(model)
    return {
        **summary(model, language),
        "flows": definition.flows.to(language),
        "phases": [_phase(definition, name, language) for name in definition.phases],
        "inputs": [_input(item, language, parts.get(item.name)) for item in definition.inputs.values()],
        "texts": [_text(model, name, language) for name in definition.texts],
        "readiness": [_question(item, language) for item in definition.readiness.values()],
        "ledger": [_entry(line, definition, language) for line in run_ledger(model, settle(model, {}).values()).lines],
        "organisation": [_input(item, language) for item in ORGANISATION.inputs.values()],
        "not_modelled": [line.to(language) for line in definition.not_modelled],
        "cautions": [line.to(language) for line in definition.cautions],
        "references": [_source(source) for source in definition.references],
    }


def evidence(model: type[CooperationModel] | None, language: Language) -> list[Card]:
    """Return every default of a model, or of the organisation when ``None``, with where it comes from.

    Each has ``model`` (empty for the organisation), ``name``, ``label``, ``value`` and ``provenance``;
    a number has its ``unit``, ``low`` and ``high`` besides.
    """
    if model is None:
        return [_evidence("", _input(item, language)) for item in ORGANISATION.inputs.values()]
    numbers = [_input(item, language) for item in figures(model)]
    texts = [_text(model, name, language) for name in model.definition.texts]
    return [_evidence(model.id, item) for item in (*numbers, *texts)]


def figures(model: type[CooperationModel]) -> list[Default]:
    """Return a model's own numbers, without those that a text sets: tiers of a rate card, answers to a checklist."""
    parts = parts_of_texts(model)
    return [item for item in model.definition.inputs.values() if item.name not in parts]


def parts_of_texts(model: type[CooperationModel]) -> dict[str, str]:
    """Return the numbers that a text usually sets, each with the name of that text."""
    return {
        name: item.columns[0]
        for item in texts_of(model).values()
        for name in (item.sets or [f"readiness.{question}" for question in model.definition.readiness])
        if item.sets or item.columns == ("readiness",)
    }


def provenances(model: type[CooperationModel]) -> dict[str, Provenance]:
    """Return the provenance of every figure and text of a model, by name."""
    written = {item.name: item for item in figures(model)} | model.definition.texts
    return {name: item.provenance for name, item in written.items()}


def shares(found: Iterable[Provenance]) -> dict[str, float]:
    """Return the share of each kind of provenance, by its code; zeros where there is nothing."""
    counted = Counter(item.kind for item in found)
    total = max(1, counted.total())
    return {kind.value: counted[kind] / total for kind in ProvenanceKind}


def assumed_share(model: type[CooperationModel], given: Iterable[str] = ()) -> float:
    """Return the share of assumptions among the model's defaults that a scenario leaves as they are."""
    written = {name.removesuffix(".low").removesuffix(".high") for name in given}
    kept = [known for name, known in provenances(model).items() if name not in written]
    return shares(kept)["assumption"]


def provenance(known: Provenance, language: Language) -> Card:
    """Return a provenance as plain data; ``source`` is never empty: without a document it is the reason."""
    explanation = known.explanation.to(language)
    return {
        "kind": known.kind.value,
        "source": "; ".join(str(source) for source in known.sources) or explanation,
        "page": known.page,
        "explanation": explanation,
        "confidence": known.confidence,
        "checked_on": known.checked_on.isoformat(),
        "sources": [_source(source) for source in known.sources],
    }


def entry_label(name: str, definition: Definition) -> Text:
    """Return the label of a ledger entry: its own, that of its setup phase, or its name in plain words."""
    if name in definition.entry_labels:
        return definition.entry_labels[name]
    part = name.removeprefix("setup.")
    if part == name:
        return Text(*[name.replace("_", " ")] * 2)
    parties = {party.value: party.label for party in definition.counterparts}
    return SETUP.format(part=definition.phases.get(part) or parties[part])


def _input(item: Default, language: Language, set_by: str | None = None) -> Card:
    return {
        "name": item.name,
        "label": item.label.to(language),
        "unit": item.unit,
        "unit_label": unit_label(item.unit).to(language),
        "low": item.low,
        "central": item.central,
        "high": item.high,
        "minimum": item.quantity.low,
        "maximum": item.quantity.high if math.isfinite(item.quantity.high) else None,
        "direction": item.direction.value,
        "help": item.help.to(language),
        "set_by": set_by,
        "provenance": provenance(item.provenance, language),
    }


def _evidence(model: str, item: Card) -> Card:
    value = item["central"] if "central" in item else item["default"]
    spread: Card = {key: item[key] for key in ("unit", "unit_label", "low", "high") if key in item}
    return {
        "model": model,
        "name": item["name"],
        "label": item["label"],
        "value": value,
        **spread,
        "provenance": item["provenance"],
    }


def _question(item: ReadinessItem, language: Language) -> Card:
    return {
        "name": item.name,
        "label": item.label.to(language),
        "phases": list(item.phases),
        "provenance": provenance(item.provenance, language),
    }


def _text(model: type[CooperationModel], name: str, language: Language) -> Card:
    written, declared = model.definition.texts[name], model.contract.texts[name]
    return {
        "name": name,
        "columns": list(declared.columns),
        "label": written.label.to(language),
        "default": written.default,
        "allowed": declared.allowed.to(language),
        "examples": list(declared.examples),
        "help": written.help.to(language),
        "provenance": provenance(written.provenance, language),
    }


def _phase(definition: Definition, name: str, language: Language) -> Card:
    parts = {part: definition.inputs[f"{name}.{part}"] for part in PHASE_PARTS}
    return {
        "name": name,
        "label": definition.phases[name].to(language),
        "fte_months": _plain(sum(parts[role].central for role in ROLES)),
        **{part: {"low": item.low, "central": item.central, "high": item.high} for part, item in parts.items()},
    }


def _entry(line: LedgerLine, definition: Definition, language: Language) -> Card:
    return {
        "name": line.name,
        "label": entry_label(line.name, definition).to(language),
        "kind": line.kind.value,
        "payer": line.payer.value if line.payer else None,
        "payee": line.payee.value if line.payee else None,
    }


def _source(source: Source) -> Card:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
        "confidence": source.confidence,
    }


def _plain(value: Operand) -> float:
    """Return a figure to 12 significant digits: 12.0 where the sum of the phases gives 11.999999999999998."""
    return float(f"{float(value):.12g}")
