"""Scenarios in, results out: all rows of a model at once, every fault kept with its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from costbench.analysis.choice.break_even import add_break_even
from costbench.analysis.ranking import rank
from costbench.appraisal.readings.indicators import CODES, Indicators, indicators
from costbench.appraisal.settling.inputs import Settled, settle
from costbench.catalogue import list_models
from costbench.catalogue.finder import model_names
from costbench.catalogue.scoring_rules import COLUMNS, LONGEST_NAME, STATUSES, Model, models_asked
from costbench.errors import Problem, close_matches
from costbench.interfaces.batch.risk import RISK_COLUMNS, simulated
from costbench.interfaces.batch.tables.columns import Table
from costbench.interfaces.batch.tables.given import cells_for, foreign_cells
from costbench.interfaces.batch.tables.messages import Coded, Codes, Note, joined, neutral
from costbench.interfaces.batch.tables.problems import problem, quoted
from costbench.interfaces.batch.tables.rounding import LARGEST, twelve_digits
from costbench.language import Language, Text

Array: TypeAlias = NDArray[np.float64]

TEXTS: Final = frozenset({"scenario", "model", "status", "affordability", "messages"})
FIGURES: Final = tuple(name for name in COLUMNS if name not in TEXTS | {"rank"})
SEE_MODELS: Final = Text(
    "Write one that `costbench models` lists.", "Écrivez l’un de ceux que liste « costbench models »."
)
OK, WARNING, ERROR = range(3)


def result_columns(draws: int) -> tuple[str, ...]:
    """Return the columns of the results, in order."""
    return (*COLUMNS[:-1], *(RISK_COLUMNS if draws else ()), COLUMNS[-1])


@dataclass(frozen=True)
class Settings:
    """What the user asks of a scoring besides the scenarios."""

    language: Language
    draws: int = 0
    seed: int = 0


@dataclass
class Results:
    """One line per scenario and model, in the order given. ``places`` are the scenarios' in their table."""

    places: Codes
    model: Coded
    status: Coded
    affordability: Coded
    messages: Coded
    figures: dict[str, Array]
    rank: Array


@dataclass(frozen=True)
class Group:
    """Scenarios to be scored by the same models; a scenario at place p has its lines from ``starts[p]`` on."""

    models: tuple[Model, ...]
    places: Codes

    @property
    def named(self) -> Model | None:
        """The model that the rows name, if they name one."""
        return self.models[0] if len(self.models) == 1 else None


def score_table(table: Table, settings: Settings) -> Results:
    """Return the results of a table of scenarios."""
    return _Scoring(table, settings).results()


@dataclass
class _Scoring:
    """One pass over a table; ``problems`` gathers what is wrong with each scenario, by place."""

    table: Table
    settings: Settings
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=model_names)

    def results(self) -> Results:
        for place, fault in self.table.faults:
            self._fault(place, fault)
        groups = list(self._groups())
        counts = np.ones(len(self.table.rows), dtype=np.intp)
        for group in groups:
            counts[group.places] = len(group.models)
        self.starts = np.cumsum(counts) - counts
        self._prepare(int(counts.sum()), np.repeat(np.arange(counts.size), counts))
        with np.errstate(all="ignore"):
            for group in groups:
                self._score(group)
        self._write_problems(counts)
        return self.lines

    def _groups(self) -> Iterator[Group]:
        """Yield the scenarios of every model together, then those of each model named."""
        labels = self.table.models.labels
        chosen = [models_asked(label, self.names) for label in labels]
        for models in dict.fromkeys(chosen):
            codes = [code for code, other in enumerate(chosen) if other == models]
            places = np.flatnonzero(np.isin(self.table.models.codes, codes))
            if models:
                yield Group(models, places)
            else:
                self._unknown_models(places)

    def _unknown_models(self, places: Codes) -> None:
        """Note for each place that its model is unknown; close names are looked for once per name."""
        codes, labels = self.table.models.codes, self.table.models.labels
        advice = {code: self._advice(labels[code]) for code in np.unique(codes[places]).tolist()}
        for place in places.tolist():
            fault = problem(
                "model",
                "There is no cooperation model called {found} (row {row}, column `{path}`). {advice}",
                "Aucun modèle de coopération ne s’appelle {found} (ligne {row}, colonne « {path} »). {advice}",
                int(self.table.rows[place]),
                found=quoted(labels[codes[place]]),
                advice=advice[codes[place]],
            )
            self._fault(place, fault)

    def _advice(self, label: str) -> Text:
        close = close_matches(label, self.names) if len(label) <= LONGEST_NAME else ()
        if not close:
            return SEE_MODELS
        return Text("Did you mean {close}?", "Vouliez-vous dire {close} ?").format(close=", ".join(close))

    def _fault(self, place: int, fault: Problem) -> None:
        known = self.problems.setdefault(place, [])
        if fault not in known:
            known.append(fault)

    def _prepare(self, count: int, places: Codes) -> None:
        known = [model.id for model in list_models()]
        written = [neutral(label) for label in self.table.models.labels]
        codes = len(known) + self.table.models.codes[places]
        zeros = np.zeros(count, dtype=np.intp)
        names = (*FIGURES, *(RISK_COLUMNS if self.settings.draws else ()))
        self.lines = Results(
            places,
            Coded(codes, [*known, *written]),
            Coded(zeros.copy(), STATUSES),
            Coded(np.full(count, len(CODES)), [*CODES, ""]),
            Coded(zeros.copy(), [""]),
            {name: np.full(count, np.nan) for name in names},
            np.full(count, np.nan),
        )
        self.sentences = [""]
        self.order = {identifier: code for code, identifier in enumerate(known)}

    def _score(self, group: Group) -> None:
        for position, model in enumerate(group.models):
            self.lines.model.codes[self.starts[group.places] + position] = self.order[model.id]
        alone = group.named is not None
        settled = [settle(model, cells_for(model, self.table, group.places, alone)) for model in group.models]
        places = self._without_faults(group, settled)
        if places.size < group.places.size:
            settled = [settle(model, cells_for(model, self.table, places, alone)) for model in group.models]
        if not places.size:
            return
        risk = self._risk(settled, places.size)
        named, language = group.named, self.settings.language
        warnings = list(foreign_cells(named, self.table, places, language)) if named else []
        for position, one in enumerate(settled):
            self._write(one, self.starts[places] + position, warnings, risk[position])
        self._rank(self.starts[places] + np.arange(len(settled))[:, None])

    def _risk(self, settled: Sequence[Settled], count: int) -> list[dict[str, Array]]:
        if not self.settings.draws:
            return [{} for _ in settled]
        return simulated(settled, self.settings.draws, self.settings.seed, count)

    def _without_faults(self, group: Group, settled: Sequence[Settled]) -> Codes:
        """Note the faults found in settling and return the places of the scenarios that have none at all."""
        for one in settled:
            for position, fault in one.problems:
                place = int(group.places[position])
                self._fault(place, fault.at_row(int(self.table.rows[place])))
        faulty = np.fromiter(self.problems, dtype=np.intp, count=len(self.problems))
        return group.places[~np.isin(group.places, faulty)] if faulty.size else group.places

    def _write(self, settled: Settled, lines: Codes, warnings: list[Note], risk: dict[str, Array]) -> None:
        found = indicators(settled)
        add_break_even(found, settled.model, settled.values())
        found.values |= risk
        span = _evenly_spaced(lines)
        for name, figures in self.lines.figures.items():
            found.values[name] = _within_reach(found.values[name])
            figures[span] = twelve_digits(_once(found.values[name]))
        notes = [*warnings, *self._reasons(found, lines.size)]
        self.lines.affordability.codes[span] = found.values["affordability"].astype(np.intp)
        for written, _ in warnings:
            self.lines.status.codes[lines[written]] = WARNING
        said = joined(notes, lines.size)
        self.lines.messages.codes[span] = said.codes + len(self.sentences)
        self.sentences += said.labels

    def _reasons(self, found: Indicators, count: int) -> Iterator[Note]:
        """Yield why figures are absent, and what to beware of."""
        unexplained = {name: np.isnan(found.values[name]) for name in self.lines.figures}
        unexplained["rank"] = np.isnan(found.values[self.merit])
        for remark in found.remarks:
            if remark.indicator in COLUMNS:
                yield np.broadcast_to(remark.mask, (count,)), remark.sentence.to(self.settings.language)
            if remark.indicator in unexplained:
                unexplained[remark.indicator] = unexplained[remark.indicator] & ~remark.mask
        for name, mask in unexplained.items():
            if mask.any():
                why = REASONS.get(name, TOO_LARGE).format(name=name)
                yield np.broadcast_to(mask, (count,)), why.to(self.settings.language)

    @property
    def merit(self) -> str:
        """What the models are ranked by: the mean of the draws where there are draws."""
        return "mean" if self.settings.draws else "expected_npv"

    def _rank(self, lines: Codes) -> None:
        """Rank the models (first axis) of each scenario."""
        merit = self.lines.figures[self.merit][lines]
        self.lines.rank[lines] = np.where(np.isnan(merit), np.nan, rank(merit))

    def _write_problems(self, counts: Codes) -> None:
        """Write every problem of a scenario on each of its lines."""
        for place, faults in self.problems.items():
            said = " ".join(fault.sentence(self.settings.language) for fault in faults)
            lines = slice(self.starts[place], self.starts[place] + counts[place])
            self.lines.status.codes[lines] = ERROR
            self.lines.messages.codes[lines] = len(self.sentences)
            self.sentences.append(said)
        self.lines.messages = Coded(self.lines.messages.codes, [neutral(text) for text in self.sentences])


REASONS: Final[dict[str, Text]] = {
    "setup_cost_to_budget": Text(
        "{name} is absent: the organisation has no annual budget.",
        "{name} est absent : la structure n’a pas de budget annuel.",
    ),
    "probability_best": Text(
        "{name} is absent: the row names one model, which is compared with no other.",
        "{name} est absent : la ligne désigne un seul modèle, comparé à aucun autre.",
    ),
}
TOO_LARGE: Final = Text(
    "{name} is absent: the figures given are too large to compute it.",
    "{name} est absent : les valeurs données sont trop grandes pour le calculer.",
)


def _within_reach(values: Array) -> Array:
    """Return the figures, NaN in place of what is infinite or too large to mean anything."""
    beyond = np.abs(_once(values)) > LARGEST
    return np.where(beyond, np.nan, values) if beyond.any() else values


def _once(values: Array) -> Array:
    """Return one value where an array repeats it for every scenario, the array itself otherwise."""
    return values[:1] if values.strides == (0,) else values


def _evenly_spaced(lines: Codes) -> Codes | slice:
    """Return ascending lines as a slice, which is written faster, where they stand at even distances."""
    step = int(lines[1] - lines[0]) if lines.size > 1 else 1
    return slice(int(lines[0]), int(lines[-1]) + 1, step) if (np.diff(lines) == step).all() else lines
