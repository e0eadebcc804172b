"""Files of scenarios for the tests of this folder."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from costbench.interfaces.batch.files import score_file

CONTRACT = [
    "scenario", "model", "status", "setup_fte_months", "setup_cost", "setup_months", "probability_of_signing",
    "expected_sunk_cost", "npv", "expected_npv", "irr", "payback_year", "peak_funding_need",
    "break_even_scale", "required_contribution", "setup_cost_to_budget", "affordability", "npv_partner",
    "npv_investor", "npv_outcome_payer", "npv_beneficiaries", "npv_market", "npv_vehicle",
    "net_present_social_value", "benefit_cost_ratio", "rank", "messages",
]  # fmt: skip

COLUMNS = (
    "scenario", "model", "annual_budget", "staff_fte", "cash_reserve", "discount_rate", "programme_budget",
    "performance", "setup_fte_months", "rate_card", "wage_subsidy_regime", "inflation",
)  # fmt: skip
MODELS = ("", "all", "cis", "joint_venture", "mecenat", "Micro-franchise", "do_nothing")


def random_rows(count: int, seed: int) -> list[list[str]]:
    """Return rows of every kind of cell: given and empty, one model and all, and now and then a fault."""
    rng = np.random.default_rng(seed)

    def maybe(text: str, chance: float = 0.7) -> str:
        return text if rng.random() < chance else ""

    def row(place: int) -> list[str]:
        return [
            f"Été {place}",
            str(rng.choice(MODELS)),
            maybe(f"{rng.uniform(1e5, 5e6):.2f}"),
            maybe(f"{rng.uniform(1, 60):.1f}"),
            maybe(f"{rng.uniform(0, 1e6):.0f}"),
            maybe(f"{rng.uniform(0.01, 0.08):.4f}"),
            maybe(f"{rng.uniform(1e5, 4e6):.1f}"),
            maybe(f"{rng.uniform(0.3, 1.4):.3f}"),
            maybe(f"{rng.uniform(1, 30):.2f}", 0.4),
            maybe("0:0:0; 0.8:1:0; 1:1:0.015", 0.3),
            maybe("ei", 0.3),
            maybe("0.02" if rng.random() < 0.95 else "2", 0.5),
        ]

    return [row(place) for place in range(count)]


def text_of(rows: list[list[str]], header: tuple[str, ...] = COLUMNS, separator: str = ",") -> str:
    """Return rows as the text of a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def scored(folder: Path, content: str | bytes, name: str = "results.csv", **options) -> list[dict[str, str]]:
    """Score a file with this content and return the rows of the results, messages in English."""
    source, target = folder / "scenarios.csv", folder / name
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    score_file(source, target, **{"language": "en", **options})
    with target.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";" if options.get("dialect") == "fr" else ","))
