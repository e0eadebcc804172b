"""From settled inputs back to the names and texts a user writes: only what differs from the defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.names import accepted_names, texts_of
from costbench.appraisal.declaring.quantities import TextInput
from costbench.appraisal.declaring.readiness import ANSWERS
from costbench.appraisal.settling.inputs import Spread, defaults_of
from costbench.errors import CostbenchError

Scenario: TypeAlias = dict[str, float | str]
READINESS: Final = "readiness"
ANSWER_CODES: Final = {value: code for code, value in ANSWERS.items()}


def scenario_of(model: type[CooperationModel], spreads: Mapping[str, Spread]) -> Scenario:
    """Return what a user writes to give a model these spreads, by input name; defaults are left out."""
    defaults = defaults_of(model)
    changed = {name: spreads[name] for name, default in defaults.items() if spreads[name] != shipped(default)}
    written: Scenario = {}
    for item in texts_of(model).values():
        written |= _as_text(item, spreads, changed)
    written |= _as_answers(changed)
    for name, spread in changed.items():
        stays = spread == shipped(defaults[name])  # said in full: a text would move it
        written |= _as_numbers(name, spread) if stays else _as_changes(spread, defaults[name])
    return written


def shipped(default: Default) -> Spread:
    """Return an input's spread as shipped."""
    return Spread(default.low, default.central, default.high)


def merged(parts: Mapping[type[CooperationModel], Scenario]) -> Scenario:
    """Return one scenario for several models; what they do not share is written ``MODEL.name``."""
    scenario: Scenario = {}
    for model, mine in parts.items():
        for name, value in mine.items():
            alike = all(other.get(name) == value for other in _concerned(name, parts))
            scenario[name if alike else f"{model.id}.{name}"] = value
    return scenario


def _concerned(name: str, parts: Mapping[type[CooperationModel], Scenario]) -> Iterable[Scenario]:
    return (mine for model, mine in parts.items() if name in accepted_names(model))


def _as_text(item: TextInput, spreads: Mapping[str, Spread], changed: dict[str, Spread]) -> Scenario:
    """Return the text that says some of the changed inputs, which are then taken out of ``changed``.

    An input that the text would move, and that stands elsewhere, stays or comes in.
    """
    values = {name: float(spread.mode) for name, spread in spreads.items()}
    affected = set(item.sets) or {name for example in item.examples[:1] for name in item.read(example)}
    if item.columns[0] == READINESS or not affected & changed.keys():
        return {}
    texts = item.write(values)
    sets = _read(item, texts)
    if texts is None or any(spreads[name] != _certain(sets.get(name)) for name in affected & changed.keys()):
        return {}
    for name, value in sets.items():
        if spreads[name] == _certain(value):
            changed.pop(name, None)
        else:
            changed[name] = spreads[name]
    return {column: text for column, text in zip(item.columns, texts, strict=True) if text}


def _read(item: TextInput, texts: tuple[str, ...] | None) -> Mapping[str, float]:
    if texts is None:
        return {}
    try:
        return item.read(*texts)
    except CostbenchError:
        return {}


def _certain(value: float | None) -> Spread | None:
    return None if value is None else Spread(value, value, value)


def _as_answers(changed: dict[str, Spread]) -> Scenario:
    """Return the checklist of the answers that words say; the others stay numbers."""
    answers = {
        name.removeprefix(f"{READINESS}."): ANSWER_CODES[float(spread.mode)]
        for name, spread in changed.items()
        if name.startswith(f"{READINESS}.") and spread.mode in ANSWER_CODES
    }
    for name in answers:
        del changed[f"{READINESS}.{name}"]
    return {READINESS: "; ".join(f"{name}={answer}" for name, answer in answers.items())} if answers else {}


def _as_changes(spread: Spread, default: Default) -> Scenario:
    """Return what makes an input's three values of its default's; a value alone is certain."""
    if spread.mode != default.central or spread.low == spread.high:
        return _as_numbers(default.name, spread)
    bounds = {"low": (spread.low, default.low), "high": (spread.high, default.high)}
    return {f"{default.name}.{bound}": float(value) for bound, (value, usual) in bounds.items() if value != usual}


def _as_numbers(name: str, spread: Spread) -> Scenario:
    """Return a value, and the bounds that differ from it."""
    mode = float(spread.mode)
    bounds = {f"{name}.low": float(spread.low), f"{name}.high": float(spread.high)}
    return {name: mode, **{bound: value for bound, value in bounds.items() if value != mode}}
