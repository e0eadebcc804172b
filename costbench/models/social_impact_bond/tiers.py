"""The rate card of an impact bond: a text that becomes the numbers of its tiers."""

from __future__ import annotations

from collections.abc import Mapping

from costbench.appraisal import TextInput, quantity
from costbench.errors import InputError, Problem
from costbench.finance import Tier, format_rate_card, parse_rate_card
from costbench.finance.rate_card_texts import LARGEST_FRACTION
from costbench.language import Text

MOST_TIERS = 8
TIER_PARTS = {
    "threshold": quantity("/1", low=-LARGEST_FRACTION, high=LARGEST_FRACTION, payment_term=True),
    "share": quantity("/1", high=LARGEST_FRACTION, payment_term=True),
    "return": quantity("/year", low=-1, payment_term=True),
}
TIERS = [f"tier_{position}" for position in range(1, MOST_TIERS + 1)]


def read_tiers(written: str) -> Mapping[str, float]:
    """Return the quantities that a rate card sets; a short card repeats its last tier, which changes nothing.

    The card states its returns itself, so the separate return at target is set to zero.
    """
    tiers = parse_rate_card(written)
    if len(tiers) > MOST_TIERS:
        allowed = Text(f"a card has at most {MOST_TIERS} tiers", f"un barème compte au plus {MOST_TIERS} paliers")
        hint = Text("Merge tiers that pay the same.", "Regroupez les paliers qui paient la même chose.")
        raise InputError([Problem("rate_card", Text(f"{len(tiers)} tiers", f"{len(tiers)} paliers"), allowed, hint)])
    padded = [*tiers, *[tiers[-1]] * (MOST_TIERS - len(tiers))]
    values = {"investor_annual_return": 0.0}
    for name, tier in zip(TIERS, padded, strict=True):
        values |= {f"{name}_{part}": value for part, value in zip(TIER_PARTS, tier, strict=True)}
    return values


def write_tiers(values: Mapping[str, float]) -> tuple[str, ...]:
    """Return the card that some tiers make, the last one's repetitions left out."""
    tiers = [Tier(*(values[f"{name}_{part}"] for part in TIER_PARTS)) for name in TIERS]
    return (format_rate_card(dict.fromkeys(tiers)),)


RATE_CARD = TextInput(
    ("rate_card",),
    {f"{t}_{part}": item.named(f"{t}_{part}") for t in TIERS for part, item in TIER_PARTS.items()},
    read_tiers,
    Text(
        "it must be tiers of threshold : share of principal : annual return, such as 0:0:0; 0.8:1:0; 1:1:0.015",
        "on attend des paliers seuil : part du capital : rendement annuel, comme 0:0:0; 0,8:1:0; 1:1:0,015",
    ),
    ("0:0:0; 0.8:1:0", "0:0:0; 0.8:1:0; 1:1:0.015", "0.85:0.75:0; 1:1:0; 1.1:1:0.012; 2:1:0.051"),
    write=write_tiers,
)
