"""A comparison on one A4 page: the range of each model, and what moves the best of them."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any, Final

import numpy as np

from costbench.analysis.chance.simulation import Simulation
from costbench.analysis.libraries import risk_library
from costbench.cli.pages.risks import Risks, ends, input_label
from costbench.cli.terminal.figures import THOUSAND, grouped, percent, thousands, unbroken
from costbench.cli.terminal.mistakes import MisuseError, no_such_folder
from costbench.language import Language, Text

A4: Final = (11.69, 8.27)
DOTS: Final = 200
KINDS: Final = (".png", ".pdf", ".svg")
BLUE, SKY, ORANGE, VERMILION = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
"""From the palette of Okabe and Ito, told apart by colour-blind readers; hatches tell the bars apart in print."""
INK, FAINT, RULE = "#222222", "#666666", "#BBBBBB"
LEFT, WIDE = 0.245, 0.45
"""Where the axes begin and how wide they are, as parts of the page."""
COLUMNS: Final = (0.755, 0.855, 0.955)
LABEL_WIDTH: Final = 45
HEADLINE_WIDTH: Final = 112
SENTENCE_WIDTH: Final = 176

RANGES = Text(
    "What each model may bring the organisation (net present value, k€)",
    "Ce que chaque modèle peut rapporter à la structure (valeur actuelle nette, k€)",
)
HEADS: Final = (
    Text("Mean (k€)", "Moyenne (k€)"),
    Text("Chance of loss", "Risque de perte"),
    Text("Chance of\nbeing best", "Chances d’être\nle meilleur"),
)
SWINGS = Text(
    "What moves “{label}”: expected NPV (k€), one input at a time, the others at their central value",
    "Ce qui fait bouger « {label} » : VAN espérée (k€), une donnée à la fois, les autres à leur valeur centrale",
)
SWING_HEADS: Final = (
    Text("Pessimistic", "Pessimiste"),
    Text("Optimistic", "Optimiste"),
    Text("Swing (k€)", "Écart (k€)"),
)
KEY: Final = {
    "range": Text("nine chances in ten (p5 to p95)", "neuf chances sur dix (p5 à p95)"),
    "half": Text("one chance in two (p25 to p75)", "une chance sur deux (p25 à p75)"),
    "median": Text("median", "médiane"),
    "mean": Text("mean", "moyenne"),
    "bad": Text("pessimistic end", "borne pessimiste"),
    "good": Text("optimistic end", "borne optimiste"),
    "central": Text("central case", "cas central"),
}
FOOT = Text(
    "{draws} draws, seed {seed}; inputs and the passing of each phase are drawn, deals that are not signed included. "
    "Illustrative defaults where no figure of yours was given.",
    "{draws} tirages, graine {seed} ; on tire les données et le passage de chaque étape, accords non signés compris. "
    "Valeurs par défaut indicatives là où vous n’avez rien indiqué.",
)
AGAINST = Text(
    "Where the bars are the other way round, the end thought to be bad for the organisation leaves it more here.",
    "Là où les barres sont inversées, la borne réputée défavorable laisse ici davantage à la structure.",
)
NOT_DRAWN = Text(
    "`{file}` is no kind of picture that can be drawn. Write a name that ends in .png, .pdf or .svg.",
    "« {file} » n’est pas un format d’image possible. Écrivez un nom qui finit par .png, .pdf ou .svg.",
)


def check_target(file: Path) -> None:
    """Raise :class:`MisuseError` for a file that no picture can be written to."""
    if file.suffix.lower() not in KINDS:
        raise MisuseError([NOT_DRAWN.format(file=file)])
    if not file.absolute().parent.is_dir():
        raise no_such_folder(str(file.absolute().parent))


def draw(risks: Risks, file: Path, language: Language) -> None:
    """Write the picture of a comparison; nothing half-written is left under the final name."""
    check_target(file)
    draft = file.with_name(f".{file.name}.part")
    try:
        kind = file.suffix.lower().removeprefix(".")
        metadata = {"png": {"Software": None}, "pdf": {"CreationDate": None}, "svg": {"Date": None}}[kind]
        with risk_library("matplotlib").rc_context(
            {"font.family": "DejaVu Sans", "font.size": 9, "svg.hashsalt": "costbench", "hatch.linewidth": 0.6}
        ):
            page(risks, language).savefig(draft, format=kind, dpi=DOTS, metadata=metadata)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def page(risks: Risks, language: Language) -> Any:
    """Return the page as a matplotlib figure."""
    figure = risk_library("matplotlib.figure").Figure(figsize=A4, facecolor="white")
    headline, turning = (sentence.to(language) for sentence in risks.explanation.sentences)
    figure.text(0.03, 0.965, _wrapped(headline, HEADLINE_WIDTH), fontsize=12, weight="bold", va="top", color=INK)
    _ranges(figure, risks, language)
    _swings(figure, risks, language)
    leader = risks.simulations[0]
    foot = FOOT.to(language).format(draws=grouped(leader.draws, language), seed=leader.sampling.seed)
    figure.text(0.03, 0.115, _wrapped(turning, SENTENCE_WIDTH), fontsize=8.5, va="top", color=INK)
    if any(swing.against_its_direction for swing in risks.swings):
        foot = f"{foot}\n{AGAINST.to(language)}"
    figure.text(0.03, 0.014, foot, fontsize=7.5, color=FAINT, va="bottom")
    figure.text(0.97, 0.014, "costbench", fontsize=7.5, color=FAINT, ha="right", va="bottom")
    return figure


def _ranges(figure: Any, risks: Risks, language: Language) -> None:
    axes = figure.add_axes((LEFT, 0.562, WIDE, 0.268))
    _titled(figure, RANGES.to(language), 0.868)
    for height, simulation in enumerate(risks.simulations):
        _range(axes, height, simulation, BLUE if height == 0 else SKY)
        _row(figure, axes, height, _cells(risks, simulation, language), bold=height == 0)
    for place, head in zip(COLUMNS, HEADS, strict=True):
        figure.text(place, 0.834, head.to(language), fontsize=8, color=FAINT, ha="right", va="bottom", linespacing=1.0)
    _dress(axes, [simulation.model.definition.label.to(language) for simulation in risks.simulations], language)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=1)
    axes.legend(
        *_range_key(axes, language), loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4, frameon=False, fontsize=8
    )


def _range(axes: Any, height: int, simulation: Simulation, colour: str) -> None:
    worth = simulation.outcomes["organisation"] / THOUSAND
    p5, p25, p50, p75, p95 = np.quantile(worth, (0.05, 0.25, 0.5, 0.75, 0.95))
    axes.plot((p5, p95), (height, height), color=colour, linewidth=2.2, solid_capstyle="butt", zorder=2)
    axes.plot((p5, p95), (height, height), "|", color=colour, markersize=9, markeredgewidth=1.6, zorder=2)
    axes.barh(height, p75 - p25, left=p25, height=0.46, color=colour, edgecolor="white", linewidth=0.5, zorder=3)
    axes.plot((p50, p50), (height - 0.3, height + 0.3), color=INK, linewidth=1.6, zorder=4)
    axes.plot(worth.mean(), height, "D", color=ORANGE, markeredgecolor=INK, markersize=6.5, zorder=5)


def _cells(risks: Risks, simulation: Simulation, language: Language) -> tuple[str, str, str]:
    figures = risks.figures(simulation.model.id)
    return (
        thousands(figures["mean"], language),
        percent(figures["probability_of_loss"], language),
        percent(figures["probability_best"], language),
    )


def _row(figure: Any, axes: Any, height: int, cells: tuple[str, ...], bold: bool) -> None:
    """Write figures at the right of a row of ``axes``, in columns of the page."""
    transform = risk_library("matplotlib.transforms").blended_transform_factory(figure.transFigure, axes.transData)
    for place, cell in zip(COLUMNS, cells, strict=True):
        weight = "bold" if bold else "normal"
        figure.text(
            place, height, cell, transform=transform, ha="right", va="center_baseline", color=INK, weight=weight
        )


def _range_key(axes: Any, language: Language) -> tuple[list[Any], list[str]]:
    lines, patches = risk_library("matplotlib.lines"), risk_library("matplotlib.patches")
    handles = [
        lines.Line2D([], [], color=SKY, linewidth=2.2, marker="|", markersize=9, markeredgewidth=1.6),
        patches.Patch(facecolor=SKY),
        lines.Line2D([], [], color=INK, linestyle="", marker="|", markersize=10, markeredgewidth=1.6),
        lines.Line2D([], [], color=ORANGE, linestyle="", marker="D", markeredgecolor=INK, markersize=6.5),
    ]
    return handles, [KEY[name].to(language) for name in ("range", "half", "median", "mean")]


def _swings(figure: Any, risks: Risks, language: Language) -> None:
    if not risks.swings:
        return
    axes = figure.add_axes((LEFT, 0.198, WIDE, 0.242))
    _titled(figure, SWINGS.format(label=risks.focus.definition.label).to(language), 0.472)
    central = risks.central / THOUSAND
    for height, swing in enumerate(risks.swings):
        bad, good = swing.pessimistic / THOUSAND, swing.optimistic / THOUSAND
        axes.barh(height, bad - central, left=central, height=0.66, color=VERMILION, hatch="////", edgecolor="white")
        axes.barh(height, good - central, left=central, height=0.66, color=BLUE, edgecolor="white")
    labels = [input_label(risks.focus, swing, language) for swing in risks.swings]
    _dress(axes, labels, language)
    for height, swing in enumerate(risks.swings):
        _row(figure, axes, height, (*ends(risks.focus, swing, language), thousands(swing.size, language)), bold=False)
    for place, head in zip(COLUMNS, SWING_HEADS, strict=True):
        figure.text(place, 0.444, head.to(language), fontsize=8, color=FAINT, ha="right", va="bottom", linespacing=1.0)
    axes.axvline(central, color=INK, linewidth=0.9)
    patches, lines = risk_library("matplotlib.patches"), risk_library("matplotlib.lines")
    handles = [
        patches.Patch(facecolor=VERMILION, hatch="////", edgecolor="white"),
        patches.Patch(facecolor=BLUE),
        lines.Line2D([], [], color=INK, linestyle="", marker="|", markersize=10),
    ]
    names = [KEY[name].to(language) for name in ("bad", "good", "central")]
    axes.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, -0.11), ncols=3, frameon=False, fontsize=8)


def _titled(figure: Any, title: str, height: float) -> None:
    figure.text(0.03, height, title, fontsize=10.5, weight="bold", va="bottom", color=INK)


def _dress(axes: Any, labels: list[str], language: Language) -> None:
    """Give axes their labels, the first on top, figures in the language's writing, and little else."""
    axes.set_yticks(range(len(labels)), [_wrapped(label, LABEL_WIDTH) for label in labels])
    ticks = axes.get_yticklabels()
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: grouped(value, language))
    axes.tick_params(length=0, labelsize=7.5 if any("\n" in tick.get_text() for tick in ticks) else 9, colors=INK)
    for tick in ticks:
        tick.set_linespacing(0.9)
    axes.tick_params(axis="x", labelsize=8, colors=FAINT)
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)


def _wrapped(sentence: str, width: int) -> str:
    return textwrap.fill(unbroken(sentence), width, break_long_words=False, break_on_hyphens=False)
