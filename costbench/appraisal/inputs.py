"""From what a user gives to the numbers a model computes with: defaults filled in, texts read, every fault found.

Works on one scenario (floats) and on many at once (arrays, NaN or an empty text where nothing is given).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.appraisal.definition import Default
from costbench.appraisal.entries import Operand
from costbench.appraisal.model import ORGANISATION, CooperationModel
from costbench.appraisal.quantities import TextInput
from costbench.appraisal.readiness import readiness_input, ready_probability
from costbench.appraisal.timing import LAST_YEAR, TOLERANCE
from costbench.errors import CostbenchError, InputError, Problem, close_matches
from costbench.language import Text, number
from costbench.vocabulary import ROLES

Given: TypeAlias = Mapping[str, Any]
"""Input name to a number, a text, an array of numbers (NaN: not given) or of texts (empty: not given)."""

BOUNDS = ("low", "mode", "high")


@dataclass(frozen=True)
class Spread:
    """The three values of one input: bounds and mode of its distribution; all equal when it is certain."""

    low: Operand
    mode: Operand
    high: Operand

    def scaled(self, factors: Spread) -> Spread:
        """Return the spread whose bounds are this mode times each factor."""
        return Spread(*(self.mode * getattr(factors, bound) for bound in BOUNDS))


@dataclass
class Settled:
    """Every input of one model for one scenario or for many.

    ``problems`` holds each fault with the position of its scenario; a scenario with a fault carries defaults.
    """

    model: type[CooperationModel]
    spreads: dict[str, Spread]
    size: int | None
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    given: frozenset[str] = frozenset()

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the scenarios: empty for a single one."""
        return () if self.size is None else (self.size,)

    def values(self) -> dict[str, Operand]:
        """Return the central value of every input."""
        return {name: spread.mode for name, spread in self.spreads.items()}

    def raise_problems(self) -> None:
        """Raise :class:`~costbench.errors.InputError` with every problem, if there is one."""
        if self.problems:
            raise InputError(problem for _, problem in self.problems)


def defaults_of(model: type[CooperationModel]) -> dict[str, Default]:
    """Return the organisation's and the model's inputs with their defaults."""
    return ORGANISATION.inputs | model.definition.inputs


def texts_of(model: type[CooperationModel]) -> dict[str, TextInput]:
    """Return the text inputs of a model, the readiness checklist among them."""
    checklist = {"readiness": readiness_input(model)} if model.definition.readiness else {}
    return model.contract.texts | checklist


def rescalers_of(model: type[CooperationModel]) -> tuple[str, ...]:
    """Return the names that rescale the phases: ``PHASE.fte_months``, ``setup_fte_months``, ``setup_months``."""
    phases = model.definition.phases
    totals = ("setup_fte_months", "setup_months") if phases else ()
    return (*(f"{phase}.fte_months" for phase in phases), *totals)


def accepted_names(model: type[CooperationModel]) -> set[str]:
    """Return every name that a user may write for ``model``, ``.low`` and ``.high`` included."""
    numbers = {*defaults_of(model), *rescalers_of(model)}
    columns = {column for item in texts_of(model).values() for column in item.columns}
    return numbers | columns | {f"{name}.{bound}" for name in numbers for bound in ("low", "high")}


def text_names(model: type[CooperationModel]) -> set[str]:
    """Return the names whose value is a text."""
    return {column for item in texts_of(model).values() for column in item.columns}


def for_model(given: Given, model: type[CooperationModel]) -> dict[str, Any]:
    """Return the part of ``given`` that concerns ``model``: its own names, and those written ``MODEL.name``."""
    names = accepted_names(model)
    own = {name: value for name, value in given.items() if name in names}
    prefix = f"{model.id}."
    qualified = {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}
    return own | {name: value for name, value in qualified.items() if name in names}


def settle(model: type[CooperationModel], given: Given) -> Settled:
    """Return every input of ``model``, the given ones checked, the others at their default."""
    return _Settling(model, given).settled()


class _Settling:
    """One pass over the inputs; faults gather in ``problems`` and never stop the pass."""

    def __init__(self, model: type[CooperationModel], given: Given) -> None:
        self.model = model
        self.given = {name: _as_array(value) for name, value in given.items()}
        sizes = {np.shape(value)[0] for value in self.given.values() if np.shape(value)}
        if len(sizes) > 1:
            raise ValueError(f"inputs of different lengths: {sorted(sizes)}")
        self.size = sizes.pop() if sizes else None
        self.problems: list[tuple[int, Problem]] = []
        self.defaults = defaults_of(model)

    def settled(self) -> Settled:
        self._refuse_unknown_names()
        self._read_texts()
        spreads = {name: self._spread(name, default) for name, default in self.defaults.items()}
        self._rescale(spreads)
        self._apply_readiness(spreads)
        spreads = self._without_faults(spreads)
        settled = Settled(self.model, spreads, self.size, self.problems, frozenset(self.given))
        self._check_timeline(settled)
        settled.problems.sort(key=lambda item: item[0])
        return settled

    def _fault(self, mask: Operand, path: str, values: Operand, allowed: Text, hint: Any) -> None:
        """Note a problem for every scenario in ``mask``; ``hint`` is a text or a function of the value found."""
        for position in np.flatnonzero(np.atleast_1d(mask)):
            found = np.broadcast_to(np.atleast_1d(values), np.shape(np.atleast_1d(mask)))[position]
            advice = hint(float(found)) if callable(hint) else hint
            self.problems.append((int(position), Problem(path, number(float(found), "en"), allowed, advice)))

    def _refuse_unknown_names(self) -> None:
        known = accepted_names(self.model)
        for name in [name for name in self.given if name not in known]:
            self.problems.append((0, unknown_input(name, known)))
            del self.given[name]

    def _read_texts(self) -> None:
        for item in texts_of(self.model).values():
            columns = [column for column in item.columns if column in self.given]
            if not columns:
                continue
            written = [self.given.pop(column) if column in self.given else "" for column in item.columns]
            rows = np.broadcast_arrays(*(np.atleast_1d(np.asarray(text, dtype=object)) for text in written))
            for name, values in self._read_rows(item, list(zip(*rows, strict=True))).items():
                own = self.given.get(name, np.nan)
                self.given[name] = np.where(np.isnan(own), values if self.size is not None else values[0], own)

    def _read_rows(self, item: TextInput, rows: list[tuple[Any, ...]]) -> dict[str, NDArray[np.float64]]:
        read: dict[tuple[str, ...], Mapping[str, float]] = {}
        columns: dict[str, NDArray[np.float64]] = {}
        for position, row in enumerate(rows):
            texts = tuple("" if text is None else str(text) for text in row)
            if not any(text.strip() for text in texts):
                continue
            try:
                values = read[texts] if texts in read else read.setdefault(texts, item.read(*texts))
            except (CostbenchError, ValueError) as error:
                self.problems.extend((position, problem) for problem in _text_problems(item, texts, error))
                continue
            for name, value in values.items():
                columns.setdefault(name, np.full(len(rows), np.nan))[position] = value
        return columns

    def _spread(self, name: str, default: Default) -> Spread:
        written = [self.given.get(key) for key in (f"{name}.low", name, f"{name}.high")]
        if all(value is None for value in written):
            return Spread(default.low, default.central, default.high)
        low, mode, high = (np.nan if value is None else value for value in written)
        centre = np.where(np.isnan(mode), default.central, mode)
        spread = Spread(
            np.where(np.isnan(low), np.where(np.isnan(mode), default.low, np.fmin(mode, high)), low),
            centre,
            np.where(np.isnan(high), np.where(np.isnan(mode), default.high, np.fmax(mode, low)), high),
        )
        self._check_bounds(default, spread)
        return _plain(spread) if self.size is None else spread

    def _check_bounds(self, default: Default, spread: Spread) -> None:
        lowest, highest = default.quantity.low, default.quantity.high
        for bound, values in zip(BOUNDS, (spread.low, spread.mode, spread.high), strict=True):
            path = default.name if bound == "mode" else f"{default.name}.{bound}"
            if path in self.given:
                outside = ~((values >= lowest) & (values <= highest) & np.isfinite(values))
                self._fault(outside, path, values, *_range_sentence(default, lowest, highest))
        given_low, given_high = (f"{default.name}.{bound}" in self.given for bound in ("low", "high"))
        if given_low or given_high:
            order = Text("low, central and high must ascend", "les valeurs basse, centrale et haute doivent se suivre")
            advice = Text("Write low <= central <= high.", "Écrivez basse ≤ centrale ≤ haute.")
            path = f"{default.name}.low" if given_low else f"{default.name}.high"
            values = spread.low if given_low else spread.high
            self._fault((spread.low > spread.mode) | (spread.mode > spread.high), path, values, order, advice)

    def _total(self, name: str) -> Spread | None:
        """Return the spread given for a rescaling total, NaN in the scenarios that do not give it."""
        mode = self.given.get(name)
        if mode is None:
            return None
        low, high = (self.given.get(f"{name}.{bound}", np.nan) for bound in ("low", "high"))
        total = Spread(np.where(np.isnan(low), mode, low), mode, np.where(np.isnan(high), mode, high))
        wrong = (mode < 0) | np.isinf(mode) | (total.low > mode) | (mode > total.high) | (total.low < 0)
        self._fault(
            wrong,
            name,
            mode,
            Text(
                "a total is positive, with low <= central <= high",
                "un total est positif, avec basse ≤ centrale ≤ haute",
            ),
            Text("Write a positive number.", "Écrivez un nombre positif."),
        )
        return total

    def _rescale(self, spreads: dict[str, Spread]) -> None:
        """Let given totals rescale the parts in proportion to their central values."""
        phases = list(self.model.definition.phases)
        for phase in phases:
            self._rescale_to(self._total(f"{phase}.fte_months"), [f"{phase}.{role}" for role in ROLES], spreads)
        everyone = [f"{phase}.{role}" for phase in phases for role in ROLES]
        self._rescale_to(self._total("setup_fte_months"), everyone, spreads)
        self._rescale_to(self._total("setup_months"), [f"{phase}.months" for phase in phases], spreads)

    def _rescale_to(self, total: Spread | None, names: list[str], spreads: dict[str, Spread]) -> None:
        if total is None or not names:
            return
        central: Operand = sum(spreads[name].mode for name in names)
        weights = {name: spreads[name].mode for name in names}
        if np.any(central < TOLERANCE):
            weights = {name: np.where(central < TOLERANCE, float(name == names[0]), weights[name]) for name in names}
            central = np.where(central < TOLERANCE, 1.0, central)
        keep = np.isnan(total.mode)
        for name in names:
            share = weights[name] / central
            spreads[name] = Spread(
                *(np.where(keep, getattr(spreads[name], bound), share * getattr(total, bound)) for bound in BOUNDS)
            )
            if self.size is None:
                spreads[name] = _plain(spreads[name])

    def _apply_readiness(self, spreads: dict[str, Spread]) -> None:
        for phase in self.model.definition.phases:
            name = f"{phase}.probability"
            q = spreads[name]
            answers = [
                spreads[f"readiness.{item.name}"].mode
                for item in self.model.definition.readiness.values()
                if phase in item.phases
            ]
            if answers:
                spreads[name] = Spread(q.low, ready_probability(q.low, q.mode, q.high, answers), q.high)

    def _without_faults(self, spreads: dict[str, Spread]) -> dict[str, Spread]:
        faulty = np.zeros(self.size or 1, dtype=bool)
        faulty[[position for position, _ in self.problems]] = True
        if not faulty.any():
            return spreads
        return {name: self._replaced(spread, self.defaults[name], faulty) for name, spread in spreads.items()}

    def _replaced(self, spread: Spread, default: Default, faulty: NDArray[np.bool_]) -> Spread:
        safe = Spread(default.low, default.central, default.high)
        if self.size is None:
            return safe
        return Spread(*(np.where(faulty, getattr(safe, bound), getattr(spread, bound)) for bound in BOUNDS))

    def _check_timeline(self, settled: Settled) -> None:
        last = self.model(settled.values()).settlement_year
        self._fault(
            last > LAST_YEAR + TOLERANCE,
            "settlement_year",
            last,
            Text(
                f"the ledger runs to year {LAST_YEAR}: setup, term and settlement must end by then",
                f"l’horizon s’arrête à l’année {LAST_YEAR} : montage, contrat et règlement doivent s’achever avant",
            ),
            Text(
                "Shorten the setup, the term or the evaluation.",
                "Raccourcissez le montage, le contrat ou l’évaluation.",
            ),
        )


def _as_array(value: Any) -> Any:
    if isinstance(value, str):
        return value
    array = np.asarray(value)
    if array.dtype.kind in "OUS":
        return array.astype(object)
    return float(array) if array.ndim == 0 else array.astype(np.float64)


def _plain(spread: Spread) -> Spread:
    return Spread(*(float(getattr(spread, bound)) for bound in BOUNDS))


def unknown_input(name: str, known: Iterable[str]) -> Problem:
    """Return the problem of an input that does not exist, with the close ones that do."""
    close = close_matches(name, known)
    hint = Text(
        f"Did you mean {', '.join(close)}?" if close else "Remove it.",
        f"Vouliez-vous dire {', '.join(close)} ?" if close else "Supprimez-la.",
    )
    return Problem(
        name,
        Text("an unknown input", "une donnée inconnue").en,
        Text("only the inputs of the model are accepted", "seules les données du modèle sont acceptées"),
        hint,
    )


def _text_problems(item: TextInput, texts: tuple[str, ...], error: Exception) -> Iterator[Problem]:
    if isinstance(error, InputError):
        yield from error.problems
        return
    wrong = next((place for place, text in enumerate(texts) if text.strip()), 0)
    hint = error.message if isinstance(error, CostbenchError) else Text(str(error), str(error))
    yield Problem(item.columns[wrong], repr(" / ".join(text for text in texts if text)), item.allowed, hint)


def _range_sentence(default: Default, lowest: float, highest: float) -> tuple[Text, Any]:
    low, high = (tuple(number(bound, language) for language in ("en", "fr")) for bound in (lowest, highest))
    if not np.isfinite(highest):
        allowed = Text(f"it must be {low[0]} or more", f"la valeur doit être au moins {low[1]}")
        return allowed, Text(f"Write a number from {low[0]} up.", f"Écrivez un nombre à partir de {low[1]}.")
    between = Text(f"between {low[0]} and {high[0]}", f"entre {low[1]} et {high[1]}")
    what = {
        "/year": Text("a rate is a fraction per year ", "un taux est une fraction par an "),
        "/1": Text("a share is a fraction ", "une part est une fraction "),
    }.get(default.unit, Text("it must be ", "la valeur doit être "))
    allowed = Text(what.en + between.en, what.fr + between.fr)

    def hint(found: float) -> Text:
        if default.unit in {"/year", "/1"} and highest < found <= 100 * highest:
            en, fr = (number(found / 100, language) for language in ("en", "fr"))
            return Text(f"Write {en} for {number(found, 'en')} %.", f"Écrivez {fr} pour {number(found, 'fr')} %.")
        return Text(f"Write a number {between.en}.", f"Écrivez un nombre {between.fr}.")

    return allowed, hint
