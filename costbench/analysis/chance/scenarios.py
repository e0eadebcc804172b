"""Scenarios: pessimistic, central and optimistic by direction, those a user names, and optimism bias."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from costbench.analysis.chance.outcomes import expected_value
from costbench.analysis.chance.sensitivity import central_values
from costbench.analysis.chance.uncertain_inputs import Position, UncertainScenario, uncertain_scenario
from costbench.appraisal import LAST_YEAR, TOLERANCE
from costbench.appraisal.readings.indicators import indicators
from costbench.appraisal.settling.inputs import Settled, Spread
from costbench.errors import InputError, Problem
from costbench.language import LANGUAGES, Text, text

CASES: Final[dict[str, tuple[int, Text]]] = {
    "pessimistic": (-1, Text("Pessimistic", "Pessimiste")),
    "central": (0, Text("Central", "Central")),
    "optimistic": (1, Text("Optimistic", "Optimiste")),
}
BIAS: Final = "setup_optimism_bias"
TITLE, SCENARIOS, LABEL = "scenario", "scenarios", "label"
LONGEST: Final = 40
"""Characters of a wrong value that are shown."""
DEEPEST: Final = 4
"""Tables within tables that a name with dots may need: model, phase, part, bound."""


@dataclass(frozen=True)
class Case:
    """One of the three cases: every input's value, and every indicator; ``None`` where absent.

    Where the case settles after the ledger's last year, the expected NPV alone is known, and ``reason`` says so.
    """

    name: str
    label: Text
    values: dict[str, float]
    indicators: dict[str, float | None]
    reason: Text | None = None


def three_cases(settled: Settled, position: Position = ()) -> tuple[Case, ...]:
    """Return the pessimistic, the central and the optimistic case of one scenario.

    Every input stands on its bad side, at its central value, on its good side; a neutral one stays central.
    All on the bad side at once is far rarer than any one of them: a stress test, not a forecast.
    """
    scenario = uncertain_scenario(settled, position)
    return tuple(_case(scenario, name, side, label) for name, (side, label) in CASES.items())


@dataclass(frozen=True)
class UpliftEffect:
    """What an optimism bias changes: setup cost and expected NPV of the organisation without and with it, in EUR."""

    uplift: float
    setup_cost: float
    setup_cost_uplifted: float
    expected_npv: float
    expected_npv_uplifted: float


def optimism_bias_effect(settled: Settled, uplift: float, position: Position = ()) -> UpliftEffect:
    """Return the effect of raising the setup's cost by ``uplift`` [/1], all inputs central.

    Formula: the cost of each phase times 1 + uplift.

    References
    ----------
    HM Treasury, Supplementary Green Book guidance: optimism bias, 2013; Mott MacDonald, Review of Large Public
    Procurement in the UK, 2002.
    """
    scenario = uncertain_scenario(settled, position)
    values = central_values(scenario) | {BIAS: np.array([0.0, uplift])}
    worth = expected_value(scenario.model, values, 2).tolist()
    cost = np.broadcast_to(np.asarray(scenario.model(values).setup_cost, dtype=float), (2,)).tolist()
    return UpliftEffect(uplift, cost[0], cost[1], worth[0], worth[1])


@dataclass(frozen=True)
class NamedScenario:
    """A scenario of the user: its name, its label, and the inputs it sets."""

    name: str
    label: Text
    inputs: dict[str, Any]


def read_scenarios(file: Path | str) -> tuple[NamedScenario, ...]:
    """Return the scenarios of a TOML file; see :func:`named_scenarios`.

    Raises :class:`~costbench.errors.InputError` for a file that is not TOML in UTF-8.
    """
    file = Path(file)
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        allowed = Text("a file of scenarios is TOML in UTF-8", "un fichier de scénarios est en TOML et en UTF-8")
        raise InputError([Problem(file.name, str(error), allowed, Text("", ""))]) from error
    return named_scenarios(table)


def named_scenarios(table: Mapping[str, Any]) -> tuple[NamedScenario, ...]:
    """Return the scenarios of a table: one for each ``[scenarios.NAME]``, with its ``label`` if it has one.

    Inputs above the scenarios hold in all of them; a table without scenarios is one scenario, named ``given`` and
    labelled by its ``scenario``, if it has one.
    A dotted name may be written as a table: ``[contracts] months = 3`` is ``contracts.months``.
    Raises :class:`~costbench.errors.InputError` where a scenario is no table, or none is named.

    >>> [item.inputs for item in named_scenarios({"sites": 9, "scenarios": {"dry": {"prize": 0}}})]
    [{'sites': 9, 'prize': 0}]
    """
    common = dict(_flat({name: value for name, value in table.items() if name not in {TITLE, SCENARIOS}}))
    named = table.get(SCENARIOS, {"given": {LABEL: table.get(TITLE, "given")}})
    wrong = _not_tables(named) if isinstance(named, Mapping) and named else {SCENARIOS: named}
    if wrong:
        allowed = Text("a scenario is a table of inputs", "un scénario est une table de données")
        hint = Text(
            "Write [scenarios.NAME], then one input a line.", "Écrivez [scenarios.NOM], puis une donnée par ligne."
        )
        raise InputError(Problem(name, repr(value)[:LONGEST], allowed, hint) for name, value in wrong.items())
    return tuple(
        NamedScenario(name, _label(entry, name), common | dict(_flat(_inputs(entry)))) for name, entry in named.items()
    )


def _not_tables(named: Mapping[str, Any]) -> dict[str, Any]:
    return {f"scenarios.{name}": entry for name, entry in named.items() if not isinstance(entry, Mapping)}


def _inputs(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != LABEL}


def _label(entry: Mapping[str, Any], name: str) -> Text:
    """Return the label of a scenario: one text, or a table of one text a language; else its name."""
    written = entry.get(LABEL, name)
    both = isinstance(written, Mapping) and all(isinstance(written.get(code), str) for code in LANGUAGES)
    return text(written) if both or isinstance(written, str) else text(name)


def _flat(table: Mapping[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Yield names and values of nested tables with dots; a table too deep to be an input is yielded as it is."""
    for key, value in table.items():
        if isinstance(value, Mapping) and depth < DEEPEST:
            yield from _flat(value, f"{prefix}{key}.", depth + 1)
        else:
            yield f"{prefix}{key}", value


def _case(scenario: UncertainScenario, name: str, side: int, label: Text) -> Case:
    values = {
        key: {-1: marginal.low, 0: marginal.mode, 1: marginal.high}[side * marginal.sign]
        for key, marginal in scenario.marginals.items()
    }
    worth = float(expected_value(scenario.model, values, 1)[0])
    end = float(scenario.model(values).settlement_year)
    if end > LAST_YEAR + TOLERANCE:
        reason = Text(
            "This case settles in year {end}, after the ledger's last: only its expected NPV is shown.",
            "Ce cas est soldé l’année {end}, au-delà de l’horizon : seule sa VAN espérée est donnée.",
        )
        shown = reason.format(end=round(end, 1))
        return Case(name, label, values, {"expected_npv": worth}, shown)
    certain = Settled(scenario.model, {key: Spread(value, value, value) for key, value in values.items()}, None)
    found = indicators(certain)
    return Case(name, label, values, {key: _plain(float(item)) for key, item in found.values.items()})


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
