"""The regime of the insertion jobs: a code and a date that become the wage subsidy in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from costbench.appraisal import TextInput
from costbench.errors import InputError, NoSolutionError, Problem, quoted
from costbench.language import Text
from costbench.parameters import parameter

SUBSIDY = parameter("wage_subsidy")
ALLOWED = tuple(code for code, series in SUBSIDY.series.items() if series.allowed_for_company)
LISTED = ", ".join(ALLOWED)


def read_regime(regime: str, day: str = "") -> Mapping[str, float]:
    """Return the wage subsidy of ``regime`` in force on ``day`` (ISO date; the newest when empty)."""
    code = regime.strip().lower() or "ea_tremplin"
    value = SUBSIDY.at(code, read_day(day))
    if code not in ALLOWED:
        raise NoSolutionError(
            Text(
                "The regime {label} cannot be borne by a company. Write one of {listed}.",
                "Une société ne peut pas porter le régime {label}. Écrivez l’un de ceux-ci : {listed}.",
            ).format(label=SUBSIDY.series[code].label, listed=LISTED)
        )
    return {"wage_subsidy_per_job": value.value}


def write_regime(values: Mapping[str, float]) -> tuple[str, ...] | None:
    """Return the regime and the day whose subsidy this is: the amounts in force now first, then the older ones."""
    amount = values["wage_subsidy_per_job"]
    for code in ALLOWED:
        if SUBSIDY.at(code).value == amount:
            return code, ""
    dated = [(code, value) for code in ALLOWED for value in SUBSIDY.series[code].values]
    return next(((code, value.start.isoformat()) for code, value in dated if value.value == amount), None)


def read_day(written: str) -> date | None:
    """Return the day written as year-month-day, ``None`` where nothing is written."""
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        allowed = Text("a date is written year-month-day", "une date s’écrit année-mois-jour")
        hint = Text("Write for instance 2024-11-01.", "Écrivez par exemple 2024-11-01.")
        raise InputError([Problem("wage_subsidy_date", quoted(written), allowed, hint)]) from None


WAGE_SUBSIDY_REGIME = TextInput(
    ("wage_subsidy_regime", "wage_subsidy_date"),
    {},
    read_regime,
    Text(
        f"it must be a regime ({LISTED}), with a date such as 2024-01-01 if wanted",
        f"on attend un régime ({LISTED}), avec au besoin une date comme 2024-01-01",
    ),
    ALLOWED,
    declares=False,
    write=write_regime,
)
