"""What was said about results: reasons of absence gathered once, and the sentences that were joined in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from costbench.language import SEMICOLON, Language, Text
from costbench.vocabulary import AFFORDABILITY, INDICATORS

SHOWN: Final = frozenset({"break_even_scale", "expected_npv", "required_contribution"})
"""Indicators shown side by side that can be absent."""
IS_ABSENT: Final = r"(?: is absent: | est absent\s: )"
WITH_CARE: Final = r"(?: is to be read with care: | est à lire avec prudence\s: )"
CODES: Final = "|".join(
    re.escape(label[:1].upper() + label[1:]) for code, text in AFFORDABILITY.items() for label in text
)
ABSENCE: Final = re.compile(rf"\b([a-z][a-z0-9_]*)(?:{IS_ABSENT}|{WITH_CARE})(.*?\.)(?= |$)")
REACH: Final = re.compile(rf"(?:{CODES})\s?: .*?\.(?= |$)")
OTHERS = Text("{names} and {count} more", "{names} et {count} de plus")
ABSENT = Text("No {label} ({models}): {reason}", "Sans {label} ({models}) : {reason}")


class Said(NamedTuple):
    """The sentences of one result: absences by indicator, why it is heavy or out of reach, and all the rest."""

    absences: list[tuple[str, str]]
    reach: list[str]
    rest: str


def taken_apart(messages: str) -> Said:
    """Return the sentences of a result that were joined by spaces."""
    absences = [(found[1], found[2]) for found in ABSENCE.finditer(messages) if _absent(found[0])]
    rest = ABSENCE.sub("", messages)
    reach = [found[0] for found in REACH.finditer(rest)]
    return Said(absences, reach, " ".join(REACH.sub("", rest).split(" ")).strip())


def reason_of(indicator: str, sentence: str) -> str | None:
    """Return why ``indicator`` is absent, ``None`` where the sentence says something else."""
    found = ABSENCE.fullmatch(sentence)
    return found[2] if found and found[1] == indicator and _absent(sentence) else None


def _absent(sentence: str) -> bool:
    return re.search(IS_ABSENT, sentence) is not None


@dataclass
class Reasons:
    """Why models are heavy or out of reach, each reason once with the models it concerns, the worst first."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, model: str) -> None:
        """Note a reason for a model."""
        models = self.found.setdefault(reason, [])
        if model not in models:
            models.append(model)

    def sentences(self, language: Language, most: int) -> list[str]:
        """Return one sentence a reason, with up to ``most`` names and the number of the others."""
        worst = tuple(label[:1].upper() + label[1:] for label in AFFORDABILITY["out_of_reach"])
        ordered = sorted(self.found.items(), key=lambda item: not item[0].startswith(worst))
        return [f"{reason.rstrip('.')} ({_listed(models, most, language)})." for reason, models in ordered]


@dataclass
class Absences:
    """Reasons of absence, each with the models it concerns, in the order in which they were met."""

    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, indicator: str, reason: str, model: str) -> None:
        """Note that an indicator is absent for a model; one that is not shown is left out."""
        if indicator in SHOWN:
            models = self.found.setdefault((indicator, reason), [])
            if model not in models:
                models.append(model)

    def sentences(self, language: Language) -> list[str]:
        """Return one sentence a reason."""
        return [
            ABSENT.to(language).format(label=_label(indicator, language), models=", ".join(models), reason=reason)
            for (indicator, reason), models in self.found.items()
        ]


def _listed(names: list[str], most: int, language: Language) -> str:
    listed = SEMICOLON.to(language).join(names[:most])
    return listed if len(names) <= most else OTHERS.to(language).format(names=listed, count=len(names) - most)


def _label(indicator: str, language: Language) -> str:
    label = INDICATORS[indicator][1].to(language)
    return label if label[1].isupper() else label[0].lower() + label[1:]
