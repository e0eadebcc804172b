"""Reads the worked and published cases that stand in every model's folder, and judges a model by one."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

import costbench.models
from costbench.catalogue import Appraisal, appraise
from costbench.vocabulary import SOCIETY, Stakeholder

MEASURES = ("indicators", "inputs", "workings", "entries")


def case_files() -> list[Path]:
    """Return every case file of every model folder; there is no list to edit."""
    folders = [Path(folder) for folder in costbench.models.__path__]
    return sorted(path for folder in folders for path in folder.glob("*/cases/*.toml"))


@dataclass(frozen=True)
class Expectation:
    """One figure that a case expects: what is measured, its value, how far it may be off and why."""

    measure: str
    name: str
    value: float
    tolerance: float
    reason: str
    year: int | None
    changed: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case file, read."""

    path: Path
    table: dict[str, Any]

    @property
    def model(self) -> str:
        return self.path.parent.parent.name

    @property
    def inputs(self) -> dict[str, Any]:
        """What is published or stated, with what had to be chosen to place it in the model."""
        return self.table.get("inputs", {}) | self.table.get("chosen", {})

    @property
    def sources(self) -> list[dict[str, Any]]:
        return [self.table["source"], *self.table.get("sources", [])]

    @property
    def ledger_file(self) -> Path | None:
        name = self.table.get("ledger")
        return self.path.with_name(name) if name else None

    @cached_property
    def appraisal(self) -> Appraisal:
        return appraise(self.model, **self.inputs)

    def expectations(self) -> Iterator[Expectation]:
        for block in self.table["expected"]:
            for measure in MEASURES:
                for name, value in block.get(measure, {}).items():
                    year, changed = block.get("year"), block.get("with", {})
                    yield Expectation(measure, name, value, block["tolerance"], block["reason"], year, changed)

    def found(self, expected: Expectation) -> float:
        """Return the figure that the model gives."""
        appraisal = self.appraisal
        if expected.changed:
            appraisal = appraise(self.model, **{**self.inputs, **expected.changed})
        return measured(appraisal, expected)


def read_case(path: Path) -> Case:
    return Case(path, tomllib.loads(path.read_text(encoding="utf-8")))


def measured(appraisal: Appraisal, expected: Expectation) -> float:
    """Return an indicator, a settled input, a working, or an entry's total (one year's amount where asked)."""
    if expected.measure == "indicators":
        found = appraisal[expected.name]
        assert found is not None, f"{expected.name} is absent: {appraisal.reasons(expected.name)}"
        return found
    if expected.measure == "inputs":
        return float(appraisal.settled.values()[expected.name])
    ledger = appraisal.ledger()
    if expected.measure == "workings":
        working = ledger.workings[expected.name]
        return float(working if expected.year is None else working[expected.year])
    amounts = sum(line.amounts for line in ledger.lines if line.name == expected.name)
    return float(np.sum(amounts) if expected.year is None else amounts[expected.year])


Row = tuple[str, str, str, str]
"""Entry, kind, payer and payee of one ledger line."""


def rows_of(path: Path) -> dict[Row, list[float]]:
    """Return the lines of a hand-worked ledger, years 0, 1, ... as written."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:4] == ["entry", "kind", "payer", "payee"], path
    assert header[4:] == [f"year{year}" for year in range(len(header) - 4)], path
    return {(row[0], row[1], row[2], row[3]): [float(cell) for cell in row[4:]] for row in rows}


def lines_of(appraisal: Appraisal) -> dict[Row, list[float]]:
    """Return every entry of a ledger, then each party's net and society's, in the form of the hand-worked file."""
    lines = {
        (line.name, str(line.kind), str(line.payer or ""), str(line.payee or "")): line.amounts.tolist()
        for line in appraisal.ledger().lines
    }
    parties = [*Stakeholder, SOCIETY]
    return lines | {("net", "net", "", str(party)): appraisal.cash_flow(party) for party in parties}
