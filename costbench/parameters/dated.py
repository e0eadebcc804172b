"""Facts of the world that change on a given day: subsidies, tax rates, discount rates, wages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from costbench.errors import NoSolutionError, ParameterError, UnknownNameError
from costbench.language import Text, text
from costbench.parameters.provenance import Provenance, Source, read_provenance, read_sources

FOLDER = Path(__file__).parent
CODE = Text("code", "code")
PARAMETER = Text("parameter", "paramètre")


@dataclass(frozen=True)
class DatedValue:
    """One value, in force from a day on."""

    start: date
    value: float
    provenance: Provenance


@dataclass(frozen=True)
class Series:
    """The values of one code in order of date."""

    code: str
    label: Text
    values: tuple[DatedValue, ...]
    allowed_for_company: bool

    def at(self, day: date | None = None) -> DatedValue:
        """Return the value in force on ``day``, the newest when no day is given.

        Raises :class:`~costbench.errors.NoSolutionError` for a day before the first known value.
        """
        if day is None:
            return self.values[-1]
        in_force = [value for value in self.values if value.start <= day]
        if not in_force:
            raise NoSolutionError(
                Text(
                    "{label} is known from {start} on; {day} is before.",
                    "{label} : montant connu à partir du {start} ; le {day} est antérieur.",
                ).format(label=self.label, start=self.values[0].start.isoformat(), day=day.isoformat())
            )
        return in_force[-1]


@dataclass(frozen=True)
class Parameter:
    """A family of dated values, one series a code."""

    name: str
    label: Text
    unit: str
    series: dict[str, Series]

    def at(self, code: str, day: date | None = None) -> DatedValue:
        """Return the value of ``code`` in force on ``day``; the newest when no day is given."""
        if code not in self.series:
            raise UnknownNameError(CODE, code, self.series)
        return self.series[code].at(day)


@cache
def parameter(name: str) -> Parameter:
    """Return the parameter kept in ``parameters/NAME.toml``."""
    file = FOLDER / f"{name}.toml"
    if not file.exists():
        raise UnknownNameError(PARAMETER, name, parameter_names())
    return read_parameter(file)


def parameter_names() -> list[str]:
    """Return the names of all parameters."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def read_parameter(file: Path) -> Parameter:
    """Read one file of dated values; every value has a date and a provenance, dates ascend."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    sources = read_sources(table.get("sources", {}), file.name)
    series = {
        code: _series(code, entry, sources, file.name, text(table["label"])) for code, entry in _codes(table).items()
    }
    return Parameter(file.stem, text(table["label"]), table["unit"], series)


def _codes(table: Mapping[str, Any]) -> Mapping[str, Any]:
    codes: Mapping[str, Any] = table.get("codes", {"value": table})
    return codes


def _series(code: str, entry: Mapping[str, Any], sources: Mapping[str, Source], file: str, label: Text) -> Series:
    values = []
    for position, item in enumerate(entry["values"], start=1):
        key = f"{code}.values[{position}]"
        written = {"kind": "published", **item}
        values.append(DatedValue(item["from"], float(item["value"]), read_provenance(written, sources, file, key)))
    starts = [value.start for value in values]
    if not values or starts != sorted(set(starts)):
        raise ParameterError(file, code, "needs values in ascending order of date")
    return Series(code, text(entry.get("label", label)), tuple(values), bool(entry.get("allowed_for_company", True)))
