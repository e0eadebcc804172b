"""The sheet of results: one page for the board, the models side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import TOLERANCE, CooperationModel
from costbench.appraisal.readings.flows import Array
from costbench.interfaces.workbook.drawing import charts
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import WHOLE, format_of
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import Layout
from costbench.interfaces.workbook.sheets.cash import chart_of_cash
from costbench.interfaces.workbook.texts import group, said
from costbench.interfaces.workbook.workings.cases import best_column, kept_cell
from costbench.interfaces.workbook.workings.lists import PHRASES, REACH, column_of, phrase
from costbench.language import Text
from costbench.vocabulary import AFFORDABILITY, INDICATORS, ROLES, SOCIETY, Stakeholder, unit_label

HEADER: Final = 6
FIRST_MODEL: Final = 3
SHARES: Final = {"p5": 0.05, "p50": 0.5, "p95": 0.95}
PHASES: Final = ("phase_1", "phase_2", "phase_3", "phase_4")
"""A model with more phases shows its last ones together."""
RISK: Final = ("mean", "p5", "p50", "p95", "loss", "best")
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "first": ("rank", "expected_npv", "affordability", "reason", "required_contribution"),
    "risk": RISK,
    "effort": ("setup_fte_months", "setup_cost", "setup_months", "probability_of_signing",
               "expected_sunk_cost", "expected_cost_per_signed_deal", "setup_cost_to_budget"),
    "signed": ("npv", "irr", "payback_year", "peak_funding_need", "break_even_scale"),
    "others": (*(f"npv_{party}" for party in Stakeholder if party is not Stakeholder.ORGANISATION),
               f"npv_{SOCIETY}", "net_present_social_value", "benefit_cost_ratio"),
    "scenarios": ("pessimistic", "central", "optimistic"),
    "phases": PHASES,
    "chart": ("kept", "order", "below", "above"),
}  # fmt: skip
UNITS: Final = {
    **dict.fromkeys(PHASES, "FTE-month"),
    "loss": "/1",
    "best": "/1",
    "rank": "",
    "reason": "",
    "kept": "",
    "benefit_cost_ratio": "EUR/EUR",
}


CHART_ROWS: Final = 22
CENTIMETRES: Final = 0.187
"""Width of one character of a column."""
BELOW_CHARTS: Final = 2 * CHART_ROWS + 3


def rows() -> dict[str, int]:
    """Return the row of every line of the table."""
    found, row = {}, HEADER
    for name, lines in GROUPS.items():
        row += 1 + BELOW_CHARTS * (name == "phases")
        found[f"band.{name}"] = row
        for line in lines:
            row += 1
            found[line] = row
    return found


ROWS: Final = rows()
LAST: Final = ROWS["optimistic"]
"""Last line of the printed table; the charts come next, then what they alone need."""


def cell(layout: Layout, name: str, model: str) -> str:
    """Return the address of a line of the table for one model, from another sheet."""
    column = FIRST_MODEL + [item.id for item in layout.models].index(model)
    return layout.address("results", column, ROWS[name])


def line(layout: Layout, name: str) -> str:
    """Return the address of a whole line, all models, from another sheet."""
    last = FIRST_MODEL + len(layout.models) - 1
    return layout.area("results", (FIRST_MODEL, ROWS[name]), (last, ROWS[name]))


def write_results(book: Book, risk: Mapping[str, Array] | None) -> Page:
    """Write the table; ``risk`` holds figures computed at generation where the draws are not in the workbook."""
    layout = book.layout
    count = len(layout.models)
    page = book.page("results", (36, 14, *[15] * count))
    page.note(3, book.say("results.lead"), FIRST_MODEL + count - 1)
    page.note(4, book.say("results.risk_live" if risk is None else "results.risk_fixed"), FIRST_MODEL + count - 1)
    heads = [book.say(model.definition.label) for model in layout.models]
    page.head(HEADER, [book.say("results.indicator"), book.say("assumptions.unit"), *heads], height=46)
    for name in GROUPS:
        page.band(ROWS[f"band.{name}"], book.say(f"results.{name}"), FIRST_MODEL + count - 1)
    for name in (line for lines in GROUPS.values() for line in lines):
        _write_line(page, name, risk)
    columns = FIRST_MODEL + count - 1
    page.finish(columns, LAST + 2 * CHART_ROWS + 2, landscape=False, one_page=True, freeze=f"C{HEADER + 1}")
    return page


def write_charts(page: Page, cash: Page) -> None:
    """Write the four charts of the board's page, below the table; ``cash`` holds what one of them shows."""
    count = len(page.book.layout.models)
    columns = FIRST_MODEL, FIRST_MODEL + count - 1
    parties = [ROWS["npv"], *(ROWS[f"npv_{party}"] for party in Stakeholder if party is not Stakeholder.ORGANISATION)]
    phases = [ROWS[name] for name in PHASES]
    made = {
        "results.chart_range": charts.ranges(
            page,
            "results.chart_range",
            ROWS["mean"],
            (ROWS["below"], ROWS["above"]),
            (ROWS["p5"], ROWS["p95"]),
            HEADER,
            columns,
        ),
        "results.chart_gains": charts.stacked(page, "results.chart_gains", parties, HEADER, columns, "chart.euros"),
        "results.chart_effort": charts.stacked(page, "results.chart_effort", phases, HEADER, columns, "chart.effort"),
        "cash.chart": chart_of_cash(cash),
    }
    split = FIRST_MODEL + max(count // 2 - 1, 1)
    widths = [page.sheet.column_dimensions[letter(column)].width for column in range(1, columns[1] + 1)]
    left, right = (CENTIMETRES * sum(part) - 0.4 for part in (widths[: split - 1], widths[split - 1 :]))
    for number, (name, chart) in enumerate(made.items()):
        anchor = f"{letter(split) if number % 2 else 'A'}{LAST + 2 + CHART_ROWS * (number // 2)}"
        width = right if number % 2 else left
        charts.place(page, chart, anchor, width, 0.5 * CHART_ROWS, f"{name}_alt")


def _unit(name: str) -> str:
    return UNITS.get(name, INDICATORS.get(name, ("EUR",))[0])


def _write_line(page: Page, name: str, risk: Mapping[str, Array] | None) -> None:
    book, row = page.book, ROWS[name]
    label: str | Text = INDICATORS[name][1] if name in INDICATORS else f"results.{name}"
    if name in PHASES:
        label = said("results.phase_n").format(number=1 + PHASES.index(name))
    unit = {"/1": "unit.share", "/year": "unit.rate", "code": "unit.none"}.get(_unit(name), unit_label(_unit(name)))
    page.row(row, (book.say(label), book.say(unit)), "label")
    style = "total" if name in {"rank", "expected_npv"} else "number"
    style = "word" if name in {"reason", "affordability"} else style
    for offset in range(len(book.layout.models)):
        value = _text(page, name, offset) if risk is None or name not in RISK else float(risk[name][offset])
        form = (
            WHOLE
            if name == "break_even_scale"
            else format_of(_unit(name), book.language, 1e3 if _unit(name) == "EUR" else 1)
        )
        page.put(row, FIRST_MODEL + offset, value, style, form)
    if name == "reason":
        page.sheet.row_dimensions[row].height = 27


def _text(page: Page, name: str, offset: int) -> str:
    """Return the formula of a line for the model at ``offset``."""
    book, layout = page.book, page.book.layout
    model = layout.models[offset]
    indicators = layout.blocks[model.id].indicators
    if name in RISK:
        return _risk(book, name, offset)
    if name in {"rank", "kept"}:
        return _rank(book, offset) if name == "rank" else f"={kept_cell(book, model.id)}"
    if name in GROUPS["scenarios"]:
        case = layout.cases[GROUPS["scenarios"].index(name)]
        return f"={layout.address('cases', layout.result_column(model.id), case.row)}"
    if name in PHASES:
        return _phase(layout, model, PHASES.index(name))
    if name in {"below", "above"}:
        column = letter(FIRST_MODEL + offset)
        more, less = ("mean", "p5") if name == "below" else ("p95", "mean")
        return f"=MAX(0,{column}{ROWS[more]}-{column}{ROWS[less]})"
    if name == "order":
        return _order(book, offset)
    if name == "affordability":
        words = column_of(layout, REACH, len(AFFORDABILITY))
        return f"=INDEX({words},{_one(layout, indicators, name)}+1,1)"
    if name == "reason":
        return _reason(book, indicators)
    return f"={_one(layout, indicators, name)}"


def _phase(layout: Layout, model: type[CooperationModel], number: int) -> str:
    """Return the formula of the FTE-months of a model's phase by its place; the last line takes all that remain."""
    phases = list(model.definition.phases)
    ours = phases[number:] if number == len(PHASES) - 1 else phases[number : number + 1]
    block, roles = layout.blocks[model.id], list(ROLES)
    areas = [
        layout.area("calculations", (place.VALUE, block.inputs[f"{phase}.{roles[0]}"]),
                    (place.VALUE, block.inputs[f"{phase}.{roles[-1]}"]))
        for phase in ours
    ]  # fmt: skip
    return f"=SUM({','.join(areas)})" if areas else "=0"


def _one(layout: Layout, indicators: Mapping[str, int], name: str) -> str:
    return layout.address("calculations", place.VALUE, indicators[name])


def _reason(book: Book, indicators: Mapping[str, int]) -> str:
    layout, first = book.layout, 5 + list(group("phrase")).index("too_costly")
    words = layout.area("lists", (PHRASES, first), (PHRASES, first + 2))
    codes = layout.area("calculations", (place.VALUE, indicators["cost_code"]), (place.VALUE, indicators["cash_code"]))
    worst = _one(layout, indicators, "affordability")
    return f'=IF({worst}=0,"",INDEX({words},MATCH({worst},{codes},0),1))'


def _rank(book: Book, offset: int) -> str:
    """Return the formula of a rank: how many kept models do clearly better, and one; ties share it."""
    last = letter(FIRST_MODEL + len(book.layout.models) - 1)
    column, tolerance = letter(FIRST_MODEL + offset), book.constant(TOLERANCE)
    kept, all_of = (f"${letter(FIRST_MODEL)}${row}:${last}${row}" for row in (ROWS["kept"], ROWS["expected_npv"]))
    mine = f"{column}${ROWS['expected_npv']}"
    gap = f"{all_of}-{mine}"
    above = f"({gap}>{tolerance}*ABS({mine}))*({gap}>{tolerance})*({gap}>{tolerance}*ABS({all_of}))"
    return f"=IF({column}${ROWS['kept']}=1,1+SUMPRODUCT({kept}*{above}),{phrase(book, 'filtered')})"


def _order(book: Book, offset: int) -> str:
    """Return the formula of a place that no other model has: the rank, ties from left to right."""
    first, column, row = letter(FIRST_MODEL), letter(FIRST_MODEL + offset), ROWS["rank"]
    many = book.constant(len(book.layout.models))
    mine = f"{column}${row}"
    return f"=IF(ISNUMBER({mine}),{mine},{many})+COUNTIF(${first}${row}:{mine},{mine})-1"


def _risk(book: Book, name: str, offset: int) -> str:
    layout = book.layout
    draws = layout.cases_of("draw")
    column = best_column(book) if name == "best" else layout.table_column(layout.models[offset].id)
    area = layout.area("cases", (column, draws[0].row), (column, draws[-1].row))
    if name == "best":
        return f"=COUNTIF({area},{book.constant(offset + 1)})/COUNT({area})"
    if name in SHARES:
        return f"=PERCENTILE({area},{book.constant(SHARES[name])})"
    if name == "loss":
        return f"=SUMPRODUCT(({area}<0)*1)/COUNT({area})"
    return f"=AVERAGE({area})"


def risk_figures(values: Array) -> dict[str, Array]:
    """Return mean, quantiles, probability of loss and of being best of the draws (rows) of each model (columns)."""
    best = values.argmax(axis=1)[:, None] == np.arange(values.shape[1])
    found = {name: np.percentile(values, 100 * share, axis=0) for name, share in SHARES.items()}
    return found | {"mean": values.mean(axis=0), "loss": (values < 0).mean(axis=0), "best": best.mean(axis=0)}
