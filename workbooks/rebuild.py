"""Writes the workbooks of this folder again: ``python workbooks/rebuild.py``. The same bytes come out every time."""

from __future__ import annotations

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # as on a plain installation: lxml writes other bytes

import csv
import sys
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import costbench.models
from costbench.interfaces.workbook import build_workbook
from costbench.interfaces.workbook.plan.layout import Edition
from costbench.language import Language
from costbench.parameters import Provenance, ProvenanceKind, Source

HERE = Path(__file__).resolve().parent
DEALS = HERE / "examples" / "scenarios.csv"
ADIE, LOGINS, PHENIX = (
    "Adie, microcrédit rural\u00a0: le premier contrat français (2016)",
    "Log’ins, ARES et XPO\u00a0: les cinq premières années",
    "Phenix et Carrefour\u00a0: 75 magasins en 38 mois",
)
"""The deals of the article, each in the model that it made known."""
CITED = ("title", "publisher", "url", "confidence", "year")
CHECKED_ON = date(2026, 11, 23)
"""The day on which the documents of the cases were last read."""


@dataclass(frozen=True)
class Template:
    """One file of the folder: its language, its edition, the deals that fill its yellow cells."""

    language: Language
    edition: Edition
    deals: tuple[str, ...] = field(default=())


FILES = {
    "costbench-essentiel.fr.xlsx": Template("fr", "essential"),
    "costbench-complet.fr.xlsx": Template("fr", "complete"),
    "costbench-essential.en.xlsx": Template("en", "essential"),
    "costbench-complete.en.xlsx": Template("en", "complete"),
    "exemple-article.fr.xlsx": Template("fr", "essential", (ADIE, LOGINS, PHENIX)),
    "example-article.en.xlsx": Template("en", "essential", (ADIE, LOGINS, PHENIX)),
}


def scenario(deals: tuple[str, ...]) -> dict[str, Any]:
    """Return the inputs of several deals in one scenario: each fills the cells of its own model."""
    with DEALS.open(encoding="utf-8", newline="") as file:
        rows = {row["scenario"]: row for row in csv.DictReader(file)}
    found: dict[str, Any] = {}
    for deal in deals:
        row = rows[deal]
        given = {name: value for name, value in row.items() if value and name not in {"scenario", "model"}}
        found |= {f"{row['model']}.{name}": _read(value) for name, value in given.items()}
    return found


def sources(deals: tuple[str, ...]) -> dict[str, Provenance]:
    """Return where each deal's figures come from, by model: they are deduced from the documents of its case."""
    found = {}
    for path in sorted(Path(costbench.models.__path__[0]).glob("*/cases/*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        if case["title"]["fr"] in deals:
            cited = [{name: entry.get(name) for name in CITED} for entry in (case["source"], *case.get("sources", []))]
            documents = tuple(Source(**entry) for entry in cited)
            found[path.parents[1].name] = Provenance(ProvenanceKind.DERIVED, CHECKED_ON, documents)
    return found


def _read(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def rebuild(folder: Path, names: tuple[str, ...] = tuple(FILES)) -> list[Path]:
    """Write the files called ``names`` into ``folder`` and return them."""
    made = []
    for name in names:
        template = FILES[name]
        given, cited = scenario(template.deals) or None, sources(template.deals)
        made.append(build_workbook(folder / name, template.language, None, given, template.edition, cited))
    return made


if __name__ == "__main__":
    for path in rebuild(HERE, tuple(sys.argv[1:]) or tuple(FILES)):
        sys.stdout.write(f"{path.name} {path.stat().st_size}\n")
