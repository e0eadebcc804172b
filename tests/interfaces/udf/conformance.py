"""The one table of conformance: what is asked of each function, whichever door the question comes through.

An answer is checked against the engine once, by the direct call; every other door must give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

INPUTS = [["annual_budget", 900_000.0], ["cash_reserve", 120_000.0], ["staff_fte", 14.0], ["inflation", 0.021]]
HEADERS = ["scenario", "model", "annual_budget", "cash_reserve", "staff_fte"]
SCENARIOS = [
    HEADERS,
    ["small", "social_impact_bond", 300_000.0, 40_000.0, 4.0],
    ["small", "mécénat", 300_000.0, 40_000.0, 4.0],
    ["large", "joint_venture", 5_000_000.0, 900_000.0, 60.0],
]
TIERS = [[0.0, 0.0], [0.8, 1.0], [1.0, 1.5]]
SEVERAL = [[0.5], [0.8], [1.2]]
MODEL = "social_impact_bond"

ORDINARY: dict[str, list[Any]] = {
    "MODELS": [],
    "DEFAULT": [MODEL, "programme_budget", "high"],
    "SOURCE": [MODEL, "programme_budget"],
    "UNIT": [MODEL, "programme_budget"],
    **{
        name: [MODEL, INPUTS]
        for name in ("SETUP_FTE", "SETUP_COST", "SETUP_MONTHS", "SIGNING_PROBABILITY", "SUNK_COST")
    },
    "CASHFLOW": [MODEL, INPUTS, "investor"],
    "LEDGER": [MODEL, INPUTS],
    "NPV": [MODEL, INPUTS, "outcome_payer"],
    **{
        name: [MODEL, INPUTS]
        for name in ("EXPECTED_NPV", "IRR", "PAYBACK", "PEAK_FUNDING", "BREAK_EVEN", "BCR", "APPRAISE")
    },
    "COMPARE": [INPUTS, [["expected_npv", 3.0], ["setup_effort", 1.0]]],
    "RATE_CARD": [SEVERAL, TIERS, "linear"],
    "SCORE": [SCENARIOS],
    "RISK": [MODEL, INPUTS, 256.0, 7.0],
    "TORNADO": [MODEL, INPUTS],
    "EXPLAIN": [MODEL, INPUTS],
}

HUGE = [["annual_budget", 1.0]] * 60_000
"""120,000 cells: more than a function takes."""


@dataclass(frozen=True)
class Case:
    """A question; ``says`` is what a mistake's sentence must hold, ``like`` a question with the same answer."""

    function: str
    kind: str
    cells: list[Any]
    says: str = ""
    like: list[Any] | None = None

    def __str__(self) -> str:
        return f"{self.function}-{self.kind}"


def packed(cells: list[Any]) -> list[Any]:
    """Return a question's cells with a table of equal rows written once."""
    return [
        {"row": cell[:1], "times": len(cell)} if isinstance(cell, list) and len(cell) > 1000 else cell for cell in cells
    ]


def cases() -> Iterator[Case]:
    """Yield every case of the table, in the order of the functions."""
    for function, cells in ORDINARY.items():
        yield Case(function, "ordinary", cells)
        place = next((place for place, cell in enumerate(cells) if cell is INPUTS), None)
        if place is not None:
            yield from _with_inputs(function, cells, place)
        if cells and cells[0] == MODEL:
            yield Case(function, "unknown name", ["social_impact_bnd", *cells[1:]], says="social_impact_bond")
            yield Case(function, "no model", [None, *cells[1:]], says="model")
            yield Case(function, "formula for a model", ["=1+1", *cells[1:]], says="=1+1")
            yield Case(function, "alias", ["Contrat à impact", *cells[1:]], like=cells)
    yield from SPECIAL


def _with_inputs(function: str, cells: list[Any], place: int) -> Iterator[Case]:
    def given(inputs: Any) -> list[Any]:
        return [*cells[:place], inputs, *cells[place + 1 :]]

    budget, *rest = INPUTS
    blank = [["annual_budget", None], [None, None], *rest]
    yield Case(function, "blank", given(blank), like=given(rest))
    yield Case(function, "text", given([["annual_budget", "a lot"], *rest]), says="annual_budget")
    yield Case(function, "error", given([["annual_budget", "#DIV/0!"], *rest]), says="#DIV/0!")
    yield Case(function, "too large", given(HUGE), says="60000")
    yield Case(function, "unknown input", given([["anual_budget", 1.0]]), says="annual_budget")
    yield Case(function, "formula in a name", given([["=HYPERLINK(A1)", 1.0]]), says="=HYPERLINK(A1)")
    yield Case(function, "out of range", given([["inflation", 2.1]]), says="0.021")
    french = [["annual_budget", "900\u202f000,00 €"], *rest[:-1], ["inflation", "2,1 %"]]
    yield Case(function, "French decimals", given(french), like=cells)
    yield Case(function, "headings", given([["Nom", "Valeur"], budget, *rest]), like=cells)


SPECIAL = [
    Case("MODELS", "too many arguments", [1.0], says="MODELS"),
    Case("DEFAULT", "blank", [MODEL, "programme_budget", None], like=[MODEL, "programme_budget", "central"]),
    Case("DEFAULT", "unknown input", [MODEL, "programme_buget"], says="programme_budget"),
    Case("DEFAULT", "unknown level", [MODEL, "programme_budget", "hihg"], says="high"),
    Case("DEFAULT", "too large", [MODEL, HUGE], says="60000"),
    Case("SOURCE", "unknown input", [MODEL, "/etc/passwd"], says="/etc/passwd"),
    Case("SOURCE", "error", [MODEL, "#REF!"], says="#REF!"),
    Case("SOURCE", "a range for one cell", [MODEL, INPUTS], says="4 × 2"),
    Case("UNIT", "unknown input", [MODEL, "=1+1"], says="=1+1"),
    Case("UNIT", "number", [MODEL, 12.0], says="12"),
    Case("SETUP_FTE", "too large", [HUGE], says="60000"),
    Case("SETUP_FTE", "error in the model", ["#N/A"], says="#N/A"),
    Case("NPV", "several models", [[[MODEL], ["joint_venture"]], INPUTS], says="2 × 1"),
    Case("COMPARE", "text for a weight", [INPUTS, [["expected_npv", "a lot"]]], says="expected_npv"),
    Case("COMPARE", "French decimals", [INPUTS, [["expected_npv", "3,0"], ["setup_effort", "1,0"]]],
         like=ORDINARY["COMPARE"]),
    Case("RISK", "French decimals", [MODEL, INPUTS, "256,0", "7,0"], like=ORDINARY["RISK"]),
    Case("RISK", "blank", [MODEL, INPUTS, 256.0, None]),
    Case("CASHFLOW", "unknown stakeholder", [MODEL, INPUTS, "investr"], says="investor"),
    Case("NPV", "French stakeholder", [MODEL, INPUTS, "Payeur public"], like=ORDINARY["NPV"]),
    Case("COMPARE", "profile", [INPUTS, "network_head"]),
    Case("COMPARE", "unknown criterion", [INPUTS, [["expected_nvp", 1.0]]], says="expected_npv"),
    Case("RATE_CARD", "ordinary, one cell", [0.9, TIERS]),
    Case("RATE_CARD", "blank", [[[0.9], [None]], TIERS]),
    Case("RATE_CARD", "French decimals", [[["0,5"], ["0,8"], ["1,2"]], TIERS, "linear"], like=ORDINARY["RATE_CARD"]),
    Case("RATE_CARD", "text", ["good", TIERS], says="good"),
    Case("RATE_CARD", "error", ["#N/A", TIERS], says="#N/A"),
    Case("RATE_CARD", "tiers in disorder", [0.9, [[1.0, 1.0], [0.5, 0.0]]], says="tiers"),
    Case("RATE_CARD", "too large", [0.9, [[0.0, 1.0]] * 60_000], says="60000"),
    Case("RATE_CARD", "unknown interpolation", [0.9, TIERS, "lnear"], says="linear"),
    Case("RISK", "too large", [MODEL, INPUTS, 1e9], says="draws"),
    Case("RISK", "text", [MODEL, INPUTS, "many"], says="draws"),
    Case("SCORE", "French decimals", [[SCENARIOS[0], ["small", MODEL, "300 000,0", "40\u00a0000", "4,0"]]],
         like=[SCENARIOS[:2]]),
    Case("SCORE", "blank", [[HEADERS, ["all of them", None, None, None, None]]]),
    Case("SCORE", "unknown name", [[HEADERS, ["x", "joint_ventur", 1.0, 1.0, 1.0]]], says="joint_venture"),
    Case("SCORE", "text", [[HEADERS, ["x", MODEL, "a lot", 1.0, 1.0]]], says="annual_budget"),
    Case("SCORE", "unknown header", [[["scenario", "anual_budget"], ["x", 1.0]]], says="annual_budget"),
    Case("SCORE", "error", [[HEADERS, ["x", MODEL, "#REF!", 1.0, 1.0]]], says="#REF!"),
    Case("SCORE", "too large", [[["scenario", "model"]] * 60_000], says="60000"),
]  # fmt: skip
