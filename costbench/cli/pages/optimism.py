"""What an optimism bias that was given does to each model's setup cost and expected net present value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from costbench.analysis.chance.scenarios import BIAS, optimism_bias_effect
from costbench.catalogue import Appraisal
from costbench.cli.terminal.figures import percent, thousands
from costbench.language import SEMICOLON, Language, Text

EFFECT: Final = Text(
    "An optimism bias of {uplift} on the setup, without it → with it, setup cost then expected NPV of the central case "
    "(k€): {models}.",
    "Biais d’optimisme de {uplift} sur le montage, sans lui → avec lui, coût du montage puis VAN espérée du cas "
    "central (k€) : {models}.",
)


def optimism(appraisals: Iterable[Appraisal], language: Language) -> list[str]:
    """Return a sentence an uplift with its effect on each model, none where no bias was given."""
    said: dict[float, list[str]] = {}
    for appraisal in appraisals:
        uplift = float(appraisal.settled.values()[BIAS])
        if uplift and appraisal.indicators["setup_cost"]:
            said.setdefault(uplift, []).append(_of(appraisal, uplift, language))
    return [
        EFFECT.to(language).format(uplift=percent(uplift, language), models=SEMICOLON.to(language).join(models))
        for uplift, models in said.items()
    ]


def _of(appraisal: Appraisal, uplift: float, language: Language) -> str:
    found = optimism_bias_effect(appraisal.settled, uplift)
    amounts = (found.setup_cost, found.setup_cost_uplifted, found.expected_npv, found.expected_npv_uplifted)
    cost, uplifted, npv, lowered = (thousands(amount, language) for amount in amounts)
    return f"{appraisal.model.definition.label.to(language)} {cost} → {uplifted}, {npv} → {lowered}"
