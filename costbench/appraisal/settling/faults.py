"""The sentences that say what is wrong with an input: what is allowed, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from costbench.appraisal.declaring.definition import Default
from costbench.appraisal.declaring.quantities import LARGEST, TextInput
from costbench.appraisal.declaring.timing import LAST_YEAR
from costbench.errors import CostbenchError, InputError, Problem, close_matches, quoted
from costbench.language import Text, number


class Rule(NamedTuple):
    """What is allowed, and the advice for a value that is not."""

    allowed: Text
    advice: Callable[[float], Text]


def _rule(allowed: Text, advice: Text) -> Rule:
    return Rule(allowed, lambda found: advice)


A_NUMBER: Final = _rule(
    Text("a number is expected", "un nombre est attendu"),
    Text("Write digits, such as 1500 or 0.03.", "Écrivez des chiffres, comme 1500 ou 0.03."),
)
ASCENDING: Final = _rule(
    Text("low, central and high must ascend", "les valeurs basse, centrale et haute doivent être croissantes"),
    Text("Write low <= central <= high.", "Écrivez-les dans l’ordre : basse ≤ centrale ≤ haute."),
)
A_TOTAL: Final = _rule(
    Text("a total must be 0 or more", "un total doit être positif ou nul"),
    Text("Write a number from 0 up.", "Écrivez un nombre à partir de 0."),
)
IN_TIME: Final = _rule(
    Text(
        f"the ledger runs to year {LAST_YEAR}: setup, term and settlement must end by then",
        f"le calcul va jusqu’à l’année {LAST_YEAR} : montage, contrat et dénouement doivent tenir dans ce délai",
    ),
    Text("Shorten the setup, the term or the evaluation.", "Raccourcissez le montage, le contrat ou l’évaluation."),
)


def in_range(default: Default) -> Rule:
    """Return the rule of an input's own limits; a percentage written as 3 is told 0.03."""
    lowest, highest = default.quantity.low, default.quantity.high
    low, high = (Text(number(bound, "en"), number(bound, "fr")) for bound in (lowest, highest))
    between = Text(f"between {low.en} and {high.en}", f"entre {low.fr} et {high.fr}")
    or_more = Text(f"from {low.en} up", f"à partir de {low.fr}")
    limits = between if np.isfinite(highest) else or_more

    def advice(found: float) -> Text:
        if not np.isfinite(found):
            return Text("Write a finite number.", "Écrivez un nombre fini.")
        if found > LARGEST:
            return Text(f"Write a number below {LARGEST:.0e}.", f"Écrivez un nombre inférieur à {LARGEST:.0e}.")
        if default.unit in {"/year", "/1"} and highest < found <= 100 * highest:
            return Text("Write {share} for {found} %.", "Écrivez {share} pour {found} %.").format(
                share=found / 100, found=found
            )
        return Text(f"Write a number {limits.en}.", f"Écrivez un nombre {limits.fr}.")

    if not np.isfinite(highest):
        return Rule(Text(f"it must be {low.en} or more", f"il faut au moins {low.fr}"), advice)
    what = _what(default.unit, highest)
    return Rule(Text(f"{what.en} {between.en}", f"{what.fr} {between.fr}"), advice)


def _what(unit: str, highest: float) -> Text:
    if unit == "/year":
        return Text("a rate is a fraction per year", "un taux est une fraction par an, comprise")
    if unit == "/1" and highest <= 1:
        return Text("a share is a fraction", "une part est une fraction comprise")
    return Text("it must be", "la valeur doit être comprise")


def unknown_input(name: str, known: Iterable[str]) -> Problem:
    """Return the problem of an input that does not exist, with the close ones that do."""
    bounds = (".low", ".high")
    close = ", ".join(
        close_matches(name, (item for item in known if name.endswith(bounds) or not item.endswith(bounds)))
    )
    hint = (
        Text(f"Did you mean {close}?", f"Vouliez-vous dire {close} ?") if close else Text("Remove it.", "Retirez-la.")
    )
    return Problem(
        name,
        Text("an unknown input", "une donnée inconnue"),
        Text("only the inputs of the model are accepted", "seules les données du modèle sont acceptées"),
        hint,
        verb=Text("is", "est"),
    )


def unreadable_text(item: TextInput, texts: tuple[str, ...], error: CostbenchError | ValueError) -> Iterator[Problem]:
    """Yield the problems of a text that could not be read."""
    if isinstance(error, InputError):
        yield from error.problems
        return
    wrong = next((place for place, text in enumerate(texts) if text.strip()), 0)
    hint = error.message if isinstance(error, CostbenchError) else Text("", "")
    yield Problem(item.columns[wrong], quoted(" / ".join(text for text in texts if text)), item.allowed, hint)
