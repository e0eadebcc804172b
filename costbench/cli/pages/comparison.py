"""The models side by side for one organisation: ranking, who gains, what it asks, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from costbench.analysis.words.explanation import explain
from costbench.appraisal.declaring.names import for_model
from costbench.catalogue import Appraisal, Comparison
from costbench.catalogue.cards import assumed_share
from costbench.cli.pages.optimism import optimism
from costbench.cli.pages.rankings import MODEL, Line, labelled, write_ranking
from costbench.cli.pages.remarks import Absences, Reasons, reason_of
from costbench.cli.pages.risks import Risks, note, write_in_short, write_tornado
from costbench.cli.terminal.figures import figure, percent, thousands
from costbench.cli.terminal.screen import Column, Screen
from costbench.language import LANGUAGES, Language, Text

MEANS: Final = ("annual_budget", "staff_fte", "cash_reserve")
FOR = Text(
    "For an organisation with {annual_budget}\u00a0k€ of annual budget, {staff_fte}\u00a0FTE and "
    "{cash_reserve}\u00a0k€ of cash{defaults}.",
    "Pour une structure qui a {annual_budget}\u00a0k€ de budget annuel, {staff_fte}\u00a0ETP et "
    "{cash_reserve}\u00a0k€ de trésorerie{defaults}.",
)
DEFAULTS = Text(" (defaults; give yours with {options})", " (valeurs par défaut ; donnez les vôtres avec {options})")
IN_PART = Text(
    " ({names} by default; give yours with {options})",
    " (par défaut pour {names} ; donnez les vôtres avec {options})",
)
GIVEN = Text(
    "You gave {names}; all the rest is at its default.",
    "Vous avez donné {names} ; tout le reste a sa valeur par défaut.",
)
MORE = Text("{count}\u00a0more", "{count}\u00a0autres")
NAMED: Final = 8
"""Inputs that the head of the page names before it counts the others."""
DEMANDS = Text("What it asks of the organisation", "Ce que cela demande à la structure")
SHARES: Final[dict[str, Text]] = {
    "setup_cost_to_budget": Text("Setup cost\nto budget", "Montage sur\nbudget annuel"),
    "setup_fte_to_staff": Text("Setup work\nto staff", "Montage sur\neffectif"),
    "peak_funding_to_cash": Text("Peak funding\nto cash", "Besoin maximal\nsur trésorerie"),
}
CONTRIBUTION = Text("Contribution\nneeded (k€)", "Apport\nnécessaire (k€)")
ASSUMED = Text("Share of\nassumptions", "Part\nd’hypothèses")
REACH = Text("Why it is heavy or out of reach", "Pourquoi c’est lourd ou hors de portée")
NOTES = Text("How to read this", "Pour lire ces tableaux")
RANKED = Text(
    "Ranked by expected NPV, which weighs the NPV of the signed deal by the chance of signing and counts the setup "
    "effort of the cases that fail. A model below `Do nothing` costs the organisation more than it brings; the "
    "contribution needed, at signature, would bring its expected NPV to zero.",
    "Classement par VAN espérée : la VAN de l’accord signé, pondérée par les chances de signer, moins l’effort de "
    "montage des tentatives qui échouent. Un modèle classé après « Ne rien faire » coûte à la structure plus qu’il ne "
    "lui rapporte ; l’apport nécessaire, à la signature, ramènerait sa VAN espérée à zéro.",
)
ASSUMPTIONS = Text(
    "Share of assumptions: among the model's figures that are left at their default, those that rest on an assumption "
    "and on no publication. `costbench evidence` gives every source.",
    "Part d’hypothèses : parmi les valeurs du modèle laissées par défaut, celles qui reposent sur une hypothèse et non "
    "sur une publication. « costbench evidence » donne toutes les sources.",
)


def write(
    comparison: Comparison,
    given: Mapping[str, Any],
    language: Language,
    risks: Risks | None = None,
    title: Text | None = None,
) -> None:
    """Write a comparison; ``given`` are the values that the user wrote, ``risks`` what draws say of them."""
    screen = Screen()
    if title:
        screen.title(title.to(language))
    ranked = risks.ranked(comparison) if risks else comparison.ranked()
    lines = [_line(place, appraisal, language, risks) for place, appraisal in ranked]
    appraisals = [appraisal for _, appraisal in ranked]
    screen.prose(_organisation(appraisals[0], given, language))
    screen.write()
    write_in_short(screen, risks.explanation if risks else explain([item.settled for item in appraisals]), language)
    screen.write()
    write_ranking(screen, lines, language)
    if risks:
        write_tornado(screen, risks, language)
    screen.write()
    screen.write(DEMANDS.to(language), style="italic")
    _demands(screen, lines, appraisals, given, language)
    _reasons(screen, appraisals, language)
    screen.title(NOTES.to(language))
    ranking = note(risks, language) if risks else RANKED.to(language)
    screen.points(
        [ranking, *optimism(appraisals, language), ASSUMPTIONS.to(language), *_absences(appraisals, language)]
    )


def _line(place: int, appraisal: Appraisal, language: Language, risks: Risks | None) -> Line:
    scale = appraisal.model.scale_input()
    return Line(
        appraisal.model.definition.label.to(language),
        str(place),
        appraisal.indicators | (risks.figures(appraisal.model.id) if risks else {}),
        appraisal.affordability,
        appraisal.model.definition.inputs[scale].unit if scale else "",
    )


def _organisation(appraisal: Appraisal, given: Mapping[str, Any], language: Language) -> str:
    values = appraisal.settled.values()
    written = {
        "annual_budget": thousands(float(values["annual_budget"]), language),
        "staff_fte": figure(float(values["staff_fte"]), language),
        "cash_reserve": thousands(float(values["cash_reserve"]), language),
    }
    missing = [name for name in MEANS if name not in given]
    said = DEFAULTS if len(missing) == len(MEANS) else IN_PART if missing else Text("", "")
    options = " ".join(f"--set {name}=…" for name in missing)
    defaults = said.format(options=options, names=listed(missing))
    sentences = [FOR.format(**written, defaults=defaults), *([GIVEN.format(names=listed(given))] if given else [])]
    return " ".join(sentence.to(language) for sentence in sentences)


def listed(names: Iterable[str]) -> Text:
    """Return names as a reader would say them; those beyond the first few are counted."""
    known = list(names)
    first = [Text(name, name) for name in known[: NAMED if len(known) > NAMED + 1 else len(known)]]
    rest = [MORE.format(count=len(known) - len(first))] if len(first) < len(known) else []
    *most, last = [*first, *rest] or [Text("", "")]
    joined = Text(*(", ".join(text.to(language) for text in most) for language in LANGUAGES))
    return Text(f"{joined.en} and {last.en}", f"{joined.fr} et {last.fr}") if most else last


def _demands(
    screen: Screen,
    lines: Sequence[Line],
    appraisals: Sequence[Appraisal],
    given: Mapping[str, Any],
    language: Language,
) -> None:
    labels = labelled(lines, MODEL.to(language))
    shares = [
        Column(heading.to(language), [percent(line.values[name], language) for line in lines])
        for name, heading in SHARES.items()
    ]
    needed = [thousands(line.values["required_contribution"], language) for line in lines]
    assumed = [percent(assumed_share(item.model, for_model(given, item.model)), language) for item in appraisals]
    screen.table(labels, [*shares, Column(CONTRIBUTION.to(language), needed), Column(ASSUMED.to(language), assumed)])


def _reasons(screen: Screen, appraisals: Sequence[Appraisal], language: Language) -> None:
    reasons = Reasons()
    for appraisal in appraisals:
        for said in appraisal.reasons("affordability"):
            reasons.add(said.to(language), appraisal.model.definition.label.to(language))
    if reasons.found:
        screen.title(REACH.to(language))
        screen.points(reasons.sentences(language, len(appraisals)))


def _absences(appraisals: Iterable[Appraisal], language: Language) -> list[str]:
    absences = Absences()
    for appraisal in appraisals:
        for remark in appraisal.remarks:
            if (reason := reason_of(remark.indicator, remark.sentence.to(language))) is not None:
                absences.add(remark.indicator, reason, appraisal.model.definition.label.to(language))
    return absences.sentences(language)
