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
    """One value, in force from a day on; ``low`` and ``high`` bound it where it is an estimate."""

    start: date
    value: float
    provenance: Provenance
    low: float
    high: float


@dataclass(frozen=True)
class Series:
    """The values of one code in order of date."""

    code: str
    label: Text
    unit: str
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
                    "The first known value for {label} dates from {start}; {day} is before.",
                    "La première valeur connue pour {label} date du {start} ; le {day} est antérieur.",
                ).format(label=self.label, start=self.values[0].start.isoformat(), day=day.isoformat())
            )
        return in_force[-1]


@dataclass(frozen=True)
class Parameter:
    """A family of dated values, one series a code; ``unit`` is that of the codes that name no other."""

    name: str
    label: Text
    unit: str
    series: dict[str, Series]

    def of(self, code: str) -> Series:
        """Return the series of ``code``.

        Raises :class:`~costbench.errors.UnknownNameError` for a code that does not exist.
        """
        if code not in self.series:
            raise UnknownNameError(CODE, code, self.series)
        return self.series[code]

    def at(self, code: str, day: date | None = None) -> DatedValue:
        """Return the value of ``code`` in force on ``day``; the newest when no day is given."""
        return self.of(code).at(day)


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


def series(address: str) -> Series:
    """Return the series at ``PARAMETER/CODE``, such as ``wage_subsidy/ea_tremplin``.

    Raises :class:`~costbench.errors.UnknownNameError` for a parameter or a code that does not exist.
    """
    name, _, code = address.partition("/")
    return parameter(name).of(code)


def read_parameter(file: Path) -> Parameter:
    """Read one file of dated values; every value has a date and a provenance, dates ascend.

    Raises :class:`~costbench.errors.ParameterError` naming file and key for the first rule broken.
    """
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    reader = _Reader(file.name, table, read_sources(table.get("sources", {}), file.name))
    codes: Mapping[str, Any] = table.get("codes", {"value": table})
    found = {code: reader.series(code, entry) for code, entry in codes.items()}
    return Parameter(file.stem, text(reader.required(table, "label", "label")), reader.unit(table), found)


@dataclass(frozen=True)
class _Reader:
    file: str
    table: Mapping[str, Any]
    sources: Mapping[str, Source]

    def required(self, entry: Mapping[str, Any], name: str, key: str) -> Any:
        if name not in entry:
            raise ParameterError(self.file, key, f"lacks `{name}`; write it")
        return entry[name]

    def unit(self, entry: Mapping[str, Any]) -> str:
        """Return the unit of a code: its own, or that of the whole file."""
        return str(self.required({**self.table, **entry}, "unit", "unit"))

    def series(self, code: str, entry: Mapping[str, Any]) -> Series:
        written = enumerate(self.required(entry, "values", code), start=1)
        values = tuple(self.value(item, f"{code}.values[{position}]") for position, item in written)
        starts = [value.start for value in values]
        if not values or starts != sorted(set(starts)):
            raise ParameterError(self.file, code, "needs values in ascending order of date")
        label = text(entry.get("label") or self.required(self.table, "label", "label"))
        return Series(code, label, self.unit(entry), values, bool(entry.get("allowed_for_company", True)))

    def value(self, item: Mapping[str, Any], key: str) -> DatedValue:
        start, value = (self.required(item, name, key) for name in ("from", "value"))
        low, high = item.get("low", value), item.get("high", value)
        if not low <= value <= high:
            raise ParameterError(self.file, key, f"low {low}, value {value}, high {high} must ascend")
        provenance = read_provenance({"kind": "published", **item}, self.sources, self.file, key)
        return DatedValue(start, float(value), provenance, float(low), float(high))
