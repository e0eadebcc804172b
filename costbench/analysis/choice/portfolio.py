"""Which models to start, and in which year, with the people, the cash and the attention that there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from costbench.analysis.libraries import risk_library
from costbench.analysis.wording import amount, figure
from costbench.appraisal import LAST_YEAR, TOLERANCE, YEARS, CooperationModel, Operand
from costbench.appraisal.declaring.timing import MONTHS_A_YEAR, spread
from costbench.appraisal.readings.flows import Array, run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.errors import InputError, NoSolutionError, Problem, UnknownNameError
from costbench.finance import discount_factor
from costbench.language import Text
from costbench.vocabulary import ROLES, Stakeholder

LIMITS: Final[dict[str, tuple[str, Text]]] = {
    "fte": ("FTE", Text("people for the setup, in FTE", "effectif disponible pour le montage, en ETP")),
    "cash": ("EUR", Text("cash, in euros", "trésorerie, en euros")),
    "negotiations": ("", Text("number of simultaneous negotiations", "nombre de négociations simultanées")),
}
UNLIMITED: Final = np.inf


@dataclass(frozen=True)
class Candidate:
    """One model that may be started once.

    ``value`` is what it is worth when started now, in EUR, and ``discount_rate`` lowers it for each year of delay.
    ``needs`` says by limit what it takes in each year after its start (years 0 to 20); cash is the cumulated
    amount that it has absorbed by the end of the year.
    """

    name: str
    label: Text
    value: float
    discount_rate: float
    needs: Mapping[str, Array]

    def value_at(self, start: int) -> float:
        """Return what it is worth today when started in year ``start``."""
        return float(self.value * discount_factor(start, self.discount_rate))


@dataclass(frozen=True)
class Limits:
    """What there is in each year: one number, or one a year from year 0; infinite where nothing limits."""

    fte: float | Sequence[float] = UNLIMITED
    cash: float | Sequence[float] = UNLIMITED
    negotiations: float | Sequence[float] = UNLIMITED

    def by_year(self, limit: str) -> Array:
        """Return a limit for years 0 to 20; the last number given holds for the years after it."""
        given = np.atleast_1d(np.asarray(getattr(self, limit), dtype=float))[: len(YEARS)]
        if not given.size or np.isnan(given).any() or (given < 0).any():
            allowed = Text("a limit is zero or more", "une limite est positive ou nulle")
            raise InputError([Problem(limit, str(given.tolist()), allowed, Text("Write 2.", "Écrivez 2."))])
        return np.pad(given, (0, len(YEARS) - given.size), mode="edge")


@dataclass(frozen=True)
class Start:
    """A model of the portfolio and the year in which its setup begins."""

    name: str
    label: Text
    year: int
    value: float


@dataclass(frozen=True)
class Portfolio:
    """The best set of models: ``value`` is the sum of theirs today, ``used`` what they take of each limit.

    ``lifted`` says by how much the value would rise without each limit: what the binding ones cost.
    """

    starts: tuple[Start, ...]
    value: float
    used: Mapping[str, Array]
    lifted: Mapping[str, float]

    def sentences(self) -> list[Text]:
        """Return what to start when, and which limit costs most, in words."""
        started = [
            Text("Start “{label}” in year {year}.", "Démarrer « {label} » en année {year}.").format(
                label=start.label, year=start.year
            )
            for start in self.starts
        ]
        nothing = Text(
            "No model is worth starting within these limits.", "Aucun modèle ne mérite d’être lancé dans ces limites."
        )
        limit, gain = max(self.lifted.items(), key=lambda item: item[1])
        if gain <= TOLERANCE * max(1.0, abs(self.value)):
            return started or [nothing]
        binding = Text(
            "What binds most is the {limit}: without it the portfolio would be worth {gain} more.",
            "La limite la plus coûteuse est la suivante : {limit} ; sans elle, l’ensemble vaudrait {gain} de plus.",
        )
        return [*(started or [nothing]), binding.format(limit=LIMITS[limit][1], gain=amount(gain))]


def candidate(model: type[CooperationModel], values: Mapping[str, Operand]) -> Candidate:
    """Return one model of one scenario as a candidate, worth its expected NPV.

    People: the FTE of the setup, phase by phase. Negotiations: 1 in each year in which the setup lasts.
    Cash: what the signed deal has absorbed, cumulated; a deal's surplus is not lent to another one, so that
    the plan does not rest on income that may not come.
    """
    instance, flows = model(values), run(model, values, perspective=Stakeholder.ORGANISATION)
    years = np.array(YEARS, dtype=float)
    fte = np.zeros(years.size)
    for phase in model.definition.phases:
        length = instance.phase(phase, "months") / MONTHS_A_YEAR
        effort = sum(instance.phase(phase, role) for role in ROLES) / MONTHS_A_YEAR
        fte += effort * spread(years, instance.phase_start(phase), length)
    absorbed = np.maximum(-np.cumsum(flows.net(Stakeholder.ORGANISATION)), 0.0)
    in_setup = spread(years, 0.0, instance.setup_years) > TOLERANCE if model.definition.phases else np.zeros(years.size)
    return Candidate(
        model.id,
        model.definition.label,
        float(expected_net_present_value(instance, flows)),
        float(values["discount_rate"]),
        {"fte": fte, "cash": absorbed, "negotiations": np.asarray(in_setup, dtype=float)},
    )


def choose_portfolio(
    candidates: Sequence[Candidate], limits: Limits, required: Collection[str] = (), last_start: int = 5
) -> Portfolio:
    """Return the set of candidates and start years of the highest total value within the limits, exactly.

    Each candidate starts once at most, in years 0 to ``last_start``; those in ``required`` must start, even at
    a loss (then as late as possible, since a later loss weighs less).
    Solved as a 0/1 programme by HiGHS: maximise Σ value · x under Σ need · x ≤ limit in each year.
    Raises :class:`~costbench.errors.NoSolutionError` when the required ones do not fit, naming the limits that
    prevent it and what they would have to be.
    """
    known = [item.name for item in candidates]
    for name in required:
        if name not in known:
            raise UnknownNameError(Text("candidate", "candidat"), name, known)
    programme = _Programme(candidates, limits, frozenset(required), last_start)
    chosen = programme.solve()
    if chosen is None:
        raise NoSolutionError(programme.why_not())
    lifted = {limit: _gain(programme, limit, chosen) for limit in LIMITS}
    return programme.portfolio(chosen, lifted)


def _gain(programme: _Programme, limit: str, chosen: Array) -> float:
    freed = replace(programme, limits=replace(programme.limits, **{limit: UNLIMITED})).solve()
    assert freed is not None
    return float(programme.values @ (freed - chosen))


@dataclass(frozen=True)
class _Programme:
    """The 0/1 programme: one variable for each candidate and start year."""

    candidates: Sequence[Candidate]
    limits: Limits
    required: frozenset[str]
    last_start: int

    @property
    def starts(self) -> list[tuple[Candidate, int]]:
        return [(item, year) for item in self.candidates for year in range(self.last_start + 1)]

    @property
    def values(self) -> Array:
        return np.array([item.value_at(year) for item, year in self.starts], dtype=float)

    def needs(self, limit: str) -> Array:
        """Return (years, variables): what each start takes in each calendar year; cash absorbed stays absorbed."""
        columns = [_shifted(item.needs[limit], year) for item, year in self.starts]
        return np.array(columns, dtype=float).reshape(len(columns), len(YEARS)).T

    def solve(self, stretched: str = "") -> Array | None:
        """Return the 0/1 choice of the highest value, ``None`` when nothing fits.

        With a limit ``stretched`` return the smallest addition to it that makes the required ones fit instead.
        """
        if not self.starts:
            return np.zeros(0)
        optimize, count = risk_library("scipy.optimize"), len(self.starts)
        once: Array = np.repeat(np.eye(len(self.candidates)), self.last_start + 1, axis=1)
        least = np.array([float(item.name in self.required) for item in self.candidates])
        constraints = [optimize.LinearConstraint(_with(once, 0.0), least, 1.0)]
        for limit in LIMITS:
            ceiling = self.limits.by_year(limit)
            bound = np.isfinite(ceiling)
            rows = _with(self.needs(limit)[bound], -1.0 if limit == stretched else 0.0)
            if bound.any():
                margin = TOLERANCE * np.maximum(1.0, ceiling[bound])
                constraints.append(optimize.LinearConstraint(rows, -np.inf, ceiling[bound] + margin))
        cost = np.append(np.zeros(count), 1.0) if stretched else np.append(-self.values, 0.0)
        bounds = optimize.Bounds(0.0, np.append(np.ones(count), np.inf if stretched else 0.0))
        integer = np.append(np.ones(count), 0.0)
        found = optimize.milp(
            cost, constraints=constraints, bounds=bounds, integrality=integer, options={"mip_rel_gap": 0.0}
        )
        if found.x is None:
            return None
        return np.asarray(found.x[-1:] if stretched else np.round(found.x[:-1]), dtype=float)

    def why_not(self) -> Text:
        """Return which limit alone, raised to what, would let the required ones fit."""
        names = [item.label for item in self.candidates if item.name in self.required]
        asked = Text(*(", ".join(name.to(language) for name in names) for language in ("en", "fr")))
        remedies = []
        for limit, (_, label) in LIMITS.items():
            short = self.solve(stretched=limit) if np.isfinite(self.limits.by_year(limit)).any() else None
            if short is not None:
                words = Text("{limit}: {more} more", "{limit} ({more} de plus)")
                remedies.append(words.format(more=figure(_above(short[0])), limit=label))
        if not remedies:
            words = Text("several limits at once must be raised", "plusieurs limites doivent être relevées ensemble")
            remedies.append(words)
        ways = Text(" or ".join(text.en for text in remedies), " ou ".join(text.fr for text in remedies))
        return Text(
            "The required models ({asked}) do not fit within the limits. What it would take: {ways}.",
            "Les modèles demandés ({asked}) ne tiennent pas dans les limites. Ce qu’il faudrait : {ways}.",
        ).format(asked=asked, ways=ways)

    def portfolio(self, chosen: Array, lifted: Mapping[str, float]) -> Portfolio:
        """Return the choice in order of start; what is worth nothing is not started for nothing."""
        picked = [
            (item, year)
            for (item, year), taken in zip(self.starts, chosen, strict=True)
            if taken and (item.name in self.required or item.value > TOLERANCE)
        ]
        starts = [Start(item.name, item.label, year, item.value_at(year)) for item, year in picked]
        used = {limit: self.needs(limit) @ chosen for limit in LIMITS}
        ordered = tuple(sorted(starts, key=lambda start: (start.year, -start.value)))
        return Portfolio(ordered, float(self.values @ chosen), used, lifted)


def _above(value: float) -> float:
    """Return ``value`` rounded up to three significant digits, so that what is asked for is enough."""
    step = 10.0 ** (np.floor(np.log10(max(value, TOLERANCE))) - 2)
    return float(np.ceil(value / step - TOLERANCE) * step)


def _shifted(need: Array, years: int) -> Array:
    return np.concatenate([np.zeros(years), need[: LAST_YEAR + 1 - years]])


def _with(rows: Array, last: float) -> Array:
    """Return the rows with one more column: the addition to a stretched limit."""
    return np.column_stack([rows, np.full(len(rows), last)])
