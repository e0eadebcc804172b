"""Where everything stands: the address of every input, working, entry, indicator and case of a workbook.

A layout is a pure function of the models, the language and the edition. The generator writes by it;
whatever reads or checks a workbook finds its way by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from openpyxl.utils import get_column_letter as letter

from costbench.analysis.choice.break_even import FARTHEST
from costbench.appraisal import LAST_YEAR, ORGANISATION, CooperationModel
from costbench.appraisal.tracing.programs import kept, trace_of
from costbench.appraisal.tracing.symbolic import Reference, Trace, Where
from costbench.interfaces.workbook.plan.expressions import Steps, in_steps
from costbench.interfaces.workbook.plan.grouping import group_of
from costbench.interfaces.workbook.plan.indicator_rows import INDICATOR_ROWS
from costbench.interfaces.workbook.plan.input_rows import FIRST_INPUT as FIRST_INPUT
from costbench.interfaces.workbook.plan.input_rows import InputRow as InputRow
from costbench.interfaces.workbook.texts import said
from costbench.language import Language
from costbench.vocabulary import Stakeholder

Edition: TypeAlias = Literal["essential", "complete"]
EDITIONS: Final[tuple[Edition, ...]] = ("essential", "complete")
DRAWS: Final = 512
SHEETS: Final = (
    "home", "assumptions", "models", "results", "tornado", "partner", "cash", "budget",
    "calculations", "inputs", "cases", "draws", "checks", "lists", "notes",
)  # fmt: skip

# Assumptions: one row an input.
LABEL, UNIT, RETAINED, LOW, CENTRAL, HIGH, SENSE, NATURE, SOURCE, CHECKED, COMMENT, CODE = range(1, 13)
FIRST_ASSUMPTION: Final = 8
# Calculations: one row a working or entry, the years across.
TITLE, UNITS, KIND, PAYER, PAYEE, ACCOUNT, VALUE, TOTAL, PRESENT, BUDGETED, OPENING, YEAR_0 = range(1, 13)
YEAR_ROW, FACTOR_ROW, SOCIAL_ROW, TRIED_ROW, FIRST_BLOCK = 4, 5, 6, 7, 8
MARKS = YEAR_0 + LAST_YEAR + 1
"""Column that numbers the entries: the model's place x 100 + the entry's place."""
FIRST_YEAR, LAST_YEAR_COLUMN = letter(YEAR_0), letter(YEAR_0 + LAST_YEAR)
# Cases: one row a case, the data tables at the right.
CASE_ROW, CHOSEN_ROW, SCENARIO_ROW, TARGET_ROW, SIDE_ROW, MULTIPLE_ROW, DRAW_ROW = range(4, 11)
CASE_CELL_COLUMN = 3
FORMULA_ROW, FIRST_CASE = 13, 14
CASE_LABEL, CASE_SCENARIO, CASE_TARGET, CASE_SIDE, CASE_MULTIPLE, CASE_DRAW, CASE_NUMBER, FIRST_RESULT = range(1, 9)
# Draws: one row a draw.
FIRST_DRAW: Final = 5

YEARLY_RESULTS: Final = (
    *(f"net.{party}" for party in Stakeholder),
    "operation", "cumulated", "benefits", "resource_costs", "balance", "staff", "fees",
    "recovered", "recovery_date", "value_at_rate", "rate_above", "rate_below",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One row of the what-if tables: which scenario, which input at which bound, which size, which draw."""

    number: int
    kind: Literal["scenario", "retained", "size", "tornado", "draw"]
    scenario: int = 0
    target: int = 0
    side: int = 0
    multiple: int = 1
    draw: int = 0

    @property
    def row(self) -> int:
        """Its row on the sheet of cases."""
        return FIRST_CASE + self.number - 1


@dataclass
class Block:
    """The rows of one model on the sheet of calculations."""

    model: type[CooperationModel]
    trace: Trace
    steps: Steps
    inputs: dict[str, int]
    title: int = 0
    fixed: dict[str, int] = field(default_factory=dict)
    yearly: dict[str, int] = field(default_factory=dict)
    setup_header: int = 0
    operation_header: int = 0
    entries: list[int] = field(default_factory=list)
    results: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    bands: dict[str, int] = field(default_factory=dict)

    def entry_row(self, name: str) -> int:
        """Return the row of the entry ``name``."""
        names = [item.entry.name for item in self.trace.entries]
        return self.entries[names.index(name)]

    def at(self, reference: Reference, column: int) -> str:
        """Return the address that a formula standing in ``column`` writes for ``reference``."""
        match reference.where:
            case Where.YEAR:
                return f"{letter(column)}${YEAR_ROW}"
            case Where.INPUT:
                return f"$G${self.inputs[reference.name]}"
            case Where.FIXED:
                return f"$G${self.fixed[reference.name]}"
            case Where.YEARLY:
                return f"{letter(column)}{self.yearly[reference.name]}"
            case Where.PREVIOUS:
                return f"{letter(column - 1)}{self.yearly[reference.name]}"


@dataclass
class Layout:
    """The whole map."""

    language: Language
    edition: Edition
    models: tuple[type[CooperationModel], ...]
    inputs: list[InputRow] = field(default_factory=list)
    bands: list[tuple[int, str]] = field(default_factory=list)
    """Rows of the assumptions that name an owner (a model's identifier, or nothing for the organisation)."""
    groups: list[tuple[int, str, str]] = field(default_factory=list)
    """Rows of the assumptions that open a group: row, owner, group."""
    blocks: dict[str, Block] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    last_assumption: int = 0
    last_calculation: int = 0

    def sheet(self, key: str) -> str:
        """Return a sheet's name in the workbook's language."""
        return said(f"sheet.{key}").to(self.language)

    @property
    def sheets(self) -> list[str]:
        """The keys of the sheets of this edition, in order."""
        return [key for key in SHEETS if key != "draws" or self.edition == "complete"]

    def address(self, key: str, column: int, row: int, absolute: bool = True) -> str:
        """Return a cell's address from another sheet."""
        cell = f"${letter(column)}${row}" if absolute else f"{letter(column)}{row}"
        return f"'{self.sheet(key)}'!{cell}"

    def area(self, key: str, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return the address of the range between two cells, each (column, row), from another sheet."""
        corners = (f"${letter(column)}${row}" for column, row in (first, last))
        return f"'{self.sheet(key)}'!{':'.join(corners)}"

    def of(self, owner: str) -> list[InputRow]:
        """Return the inputs of a model (or of the organisation), in order."""
        return [item for item in self.inputs if item.owner == owner]

    def input(self, owner: str, name: str) -> InputRow:
        """Return the row of input ``name`` as model ``owner`` sees it."""
        return next(item for item in self.inputs if item.name == name and item.owner in {owner, ""})

    def seen_by(self, model: str) -> list[InputRow]:
        """Return the inputs that a model computes with: the organisation's and its own."""
        return [item for item in self.inputs if item.owner in {"", model}]

    def result_column(self, model: str) -> int:
        """Return the column of the cases that shows a model's expected NPV, the models side by side."""
        return FIRST_RESULT + [item.id for item in self.models].index(model)

    def table_column(self, model: str) -> int:
        """Return the column of a data table that finds a model's expected NPV.

        LibreOffice 7.4 runs but the first two columns of a table: the models go by twos, the case numbers at
        their left.
        """
        pair, side = divmod([item.id for item in self.models].index(model), 2)
        return FIRST_RESULT + len(self.models) + 4 + 4 * pair + side

    @property
    def drawn(self) -> list[InputRow]:
        """The inputs that draws vary, by dimension."""
        return sorted((item for item in self.inputs if item.dimension), key=lambda item: item.dimension)

    @property
    def data_tables(self) -> list[str]:
        """The ranges of the data tables."""
        columns = [self.table_column(model.id) for model in self.models]
        pairs = [(columns[first], columns[first : first + 2][-1]) for first in range(0, len(columns), 2)]
        return [f"{letter(low)}{FIRST_CASE}:{letter(high)}{self.cases[-1].row}" for low, high in pairs]

    def shows(self, case: Case) -> bool:
        """Return whether a case is shown for all the models side by side: its input is one they share."""
        return not case.target or case.target <= max((item.slot for item in self.of("")), default=0)

    def cases_of(self, kind: str) -> list[Case]:
        """Return the cases of one kind."""
        return [case for case in self.cases if case.kind == kind]


def plan(models: Sequence[type[CooperationModel]], language: Language, edition: Edition) -> Layout:
    """Return the map of the workbook of ``models``."""
    layout = Layout(language, edition, tuple(models))
    _place_inputs(layout)
    _place_blocks(layout)
    layout.cases = list(_cases(layout, edition))
    return layout


def _place_inputs(layout: Layout) -> None:
    from costbench.interfaces.workbook.plan.influence import dimensions

    owners = {"": ORGANISATION.inputs} | {model.id: model.definition.inputs for model in layout.models}
    dimension = dimensions(layout.models)
    row, shared = FIRST_ASSUMPTION, 0
    for owner, inputs in owners.items():
        if not inputs:
            continue
        layout.bands.append((row, owner))
        group = ""
        slots = iter(range(shared + 1, len(inputs) + shared + 1))
        for name, default in inputs.items():
            row, number, above = row + 1, len(layout.inputs) + 1, group
            group = group_of(name, above)
            if group != above:
                layout.groups.append((row, owner, group))
                row += 1
            drawn = dimension.get((owner, name), 0)
            slot = next(slots) if drawn else 0
            layout.inputs.append(InputRow(owner, default, number, row, FIRST_BLOCK + number, drawn, slot, group))
        shared = shared or next(slots) - 1
        row += 1
    layout.last_assumption = row - 1


@kept
def _written(model: type[CooperationModel]) -> tuple[Trace, Steps]:
    """Return a model's formulas, whole and in steps; an edition's plan and the other's have them in common."""
    whole = trace_of(model)
    return whole, in_steps(whole)


def _place_blocks(layout: Layout) -> None:
    shared = {item.name: item.link for item in layout.of("")}
    row = FIRST_BLOCK + len(shared) + 1
    placed = layout.of("")
    for model in layout.models:
        block = Block(model, *_written(model), dict(shared))
        row = _place_block(block, row)
        for item in layout.of(model.id):
            placed.append(replace(item, link=block.inputs[item.name]))
        layout.blocks[model.id] = block
    layout.inputs = placed
    layout.last_calculation = row - 1


def _place_block(block: Block, row: int) -> int:
    """Give each part of a model's block its rows, from ``row``; return the row after it."""
    block.title = row

    def rows(band: str, count: int) -> range:
        nonlocal row
        row += 1
        block.bands[band] = row
        first, row = row + 1, row + count
        return range(first, row + 1)

    own, fixed, yearly = block.model.definition.inputs, block.steps.fixed, block.steps.yearly
    block.inputs |= dict(zip(own, rows("inputs", len(own)), strict=True))
    block.fixed = dict(zip(fixed, rows("fixed", len(fixed)), strict=True))
    block.yearly = dict(zip(yearly, rows("yearly", len(yearly)), strict=True))
    setup = sum(item.is_setup for item in block.trace.entries)
    block.entries = [*rows("setup", setup)]
    block.entries += rows("operation", len(block.trace.entries) - setup)
    block.setup_header, block.operation_header = block.bands["setup"], block.bands["operation"]
    block.results = dict(zip(YEARLY_RESULTS, rows("results", len(YEARLY_RESULTS)), strict=True))
    block.indicators = dict(zip(INDICATOR_ROWS, rows("indicators", len(INDICATOR_ROWS)), strict=True))
    return row + 1


def _cases(layout: Layout, edition: Edition) -> list[Case]:
    cases = [Case(1, "scenario", -1), Case(2, "scenario", 0), Case(3, "scenario", 1), Case(4, "retained")]
    cases += [Case(5, "size", multiple=0), Case(6, "size", multiple=int(FARTHEST))]
    for slot in range(1, max(item.slot for item in layout.inputs) + 1):
        cases += [Case(len(cases) + 1 + place, "tornado", target=slot, side=side)
                  for place, side in enumerate((-1, 1))]  # fmt: skip
    if edition == "complete":
        cases += [Case(len(cases) + draw, "draw", draw=draw) for draw in range(1, DRAWS + 1)]
    return cases
