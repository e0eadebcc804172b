"""The inputs of a filled-in workbook, back as a scenario."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from openpyxl.utils import get_column_letter as letter

from costbench.appraisal import CooperationModel
from costbench.appraisal.settling.inputs import Spread, settle
from costbench.catalogue import list_models
from costbench.errors import CostbenchError, InputError, Problem, quoted
from costbench.interfaces.workbook.judging.archive import IS
from costbench.interfaces.workbook.judging.opendocument import Grid
from costbench.interfaces.workbook.judging.saved import Saved, saved_workbook
from costbench.interfaces.workbook.judging.written_back import Scenario, merged, scenario_of
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import Edition, InputRow, Layout
from costbench.interfaces.workbook.texts import group, said
from costbench.interfaces.workbook.workings.assumptions import ANSWER_WORDS, CHOICE
from costbench.interfaces.workbook.workings.lists import SIGNS
from costbench.language import Language, Text

BOUNDS: Final = {"low": place.LOW, "mode": place.CENTRAL, "high": place.HIGH}
CENTRAL: Final = "central"
SHIFTS: Final = {"pessimistic": -1, CENTRAL: 0, "optimistic": 1}
LONGEST: Final = 40
EMPTY = Text("empty", "vide")
A_NUMBER = Text("a number is expected", "on attend un nombre")
WRITE_DIGITS = Text(
    "Write it with digits, in a cell that is not formatted as text or date.",
    "Écrivez-le en chiffres, dans une cellule qui n’est ni au format texte ni au format date.",
)
A_DATE = Text("the date {found}", "la date {found}")
NOT_COMPUTED = Text(
    "Write a number, or open the workbook in a spreadsheet and save it so that its formula is computed.",
    "Écrivez un nombre, ou ouvrez le classeur dans un tableur et enregistrez-le pour que sa formule soit calculée.",
)
A_WORD = Text("it is one of {words}", "on attend l’un de ces mots : {words}")
FILLED = Text(
    "{path} is a filled-in workbook ({count} values differ from the defaults): nothing was written, nothing is lost. "
    "Write another name, or ask for the replacement with --force.",
    "{path} est un classeur rempli ({count} valeurs diffèrent des valeurs par défaut) : rien n’a été écrit, rien n’est "
    "perdu. Donnez un autre nom, ou demandez le remplacement avec --force.",
)
OF_ANOTHER_ORIGIN = Text(
    "{path} exists and is no untouched template: nothing was written. "
    "Write another name, or ask for the replacement with --force.",
    "{path} existe et n’est pas un modèle intact : rien n’a été écrit. "
    "Donnez un autre nom, ou demandez le remplacement avec --force.",
)
CHOOSE = Text("Choose from the cell’s list.", "Choisissez dans la liste de la cellule.")


@dataclass(frozen=True)
class WorkbookInputs:
    """What the yellow cells of a workbook say.

    ``inputs`` are the values by name, as :func:`~costbench.compare` takes them, only what differs from the
    defaults; ``by_model`` the same model by model; ``scenario`` is the one chosen in the workbook
    (``pessimistic``, ``central``, ``optimistic``) and ``as_chosen`` the inputs at the bounds it stands for;
    ``notes`` say what to know of how the file was saved.
    """

    inputs: Scenario
    models: tuple[str, ...]
    scenario: str
    language: Language
    edition: Edition
    by_model: Mapping[str, Scenario]
    as_chosen: Mapping[str, Scenario]
    notes: tuple[Text, ...] = ()

    def rows(self, name: str) -> list[dict[str, float | str]]:
        """Return the rows of a CSV of scenarios, the first ones called ``name``.

        One row for all the models together, or one a model where the workbook compares some of them only.
        Where another scenario than the central one is chosen, rows with its values follow, each value certain.
        """
        rows = _rows(name, self.by_model)
        if self.scenario != CENTRAL:
            chosen = said(f"scenario.{self.scenario}").to(self.language).lower()
            rows += _rows(f"{name} ({chosen})", self.as_chosen)
        return rows


def read_workbook(path: str | Path) -> WorkbookInputs:
    """Return the inputs of a filled-in workbook (.xlsx or .ods) as a scenario.

    Raises :class:`~costbench.errors.InputError` for a file that is no workbook of this version of costbench,
    and with every yellow cell that cannot be used; :class:`OSError` for a file that cannot be read.
    """
    saved = saved_workbook(path)
    spreads, problems = yellow_cells(saved)
    scenario, wrong = chosen_scenario(saved)
    problems += wrong
    if problems:
        raise InputError(problems)
    layout = saved.layout
    by_model = scenarios_of(layout, spreads)
    chosen = scenarios_of(layout, at_bounds(layout, spreads, SHIFTS[scenario]))
    return WorkbookInputs(
        merged(by_model),
        tuple(model.id for model in layout.models),
        scenario,
        layout.language,
        layout.edition,
        {model.id: mine for model, mine in by_model.items()},
        {model.id: mine for model, mine in chosen.items()},
        saved.notes,
    )


def yellow_cells(saved: Saved) -> tuple[dict[str, Spread], list[Problem]]:
    """Return low, central and high of every input by its code, and what is wrong with their cells."""
    layout, cells = saved.layout, saved.cells("assumptions")
    reader = _Reader(layout, cells)
    spreads = {item.code: reader.spread(item) for item in layout.inputs}
    if not reader.problems:
        for model in layout.models:
            reader.settle(model, spreads)
    return spreads, list(dict.fromkeys(reader.problems))


def chosen_scenario(saved: Saved) -> tuple[str, list[Problem]]:
    """Return the scenario chosen in the workbook, and what is wrong with its cell."""
    words = {word.to(saved.layout.language): name for name, word in group("scenario").items()}
    found = saved.cells("assumptions").get(CHOICE)
    if found in words:
        return words[found], []
    where = f"{saved.layout.sheet('assumptions')}!{letter(CHOICE[1])}{CHOICE[0]}"
    return CENTRAL, [Problem(where, _shown(found), A_WORD.format(words=", ".join(words)), CHOOSE, verb=IS)]


class _Reader:
    """Reads the cells of the inputs; faults gather in ``problems``."""

    def __init__(self, layout: Layout, cells: Grid) -> None:
        self.layout, self.cells = layout, cells
        self.rows = {value: row for (row, column), value in cells.items() if column == place.CODE}
        self.problems: list[Problem] = []
        self.words = dict(zip([said(f"answer.{name}").to(layout.language) for name in ("no", "half", "full")],
                              ANSWER_WORDS, strict=True))  # fmt: skip

    def where(self, item: InputRow, bound: str = "mode") -> str:
        """Return the address of a cell and the input it belongs to."""
        return f"{self.layout.sheet('assumptions')}!{letter(BOUNDS[bound])}{self._row(item)} ({item.code})"

    def _row(self, item: InputRow) -> int:
        """Return the row that bears the input's code, wherever rows were moved to."""
        return self.rows.get(item.code, item.row)

    def spread(self, item: InputRow) -> Spread:
        """Return the three values of an input; where a cell cannot be read, its default."""
        if item.is_answer:
            value = self._answer(item)
            return Spread(value, value, value)
        if item.is_setting:
            value = self._number(item, "mode")
            return Spread(value, value, value)
        return Spread(*(self._number(item, bound) for bound in BOUNDS))

    def settle(self, model: type[CooperationModel], spreads: Mapping[str, Spread]) -> None:
        """Let the engine say what is out of range, out of order or out of time."""
        names: dict[str, str] = {}
        given: dict[str, float] = {}
        for item in self.layout.seen_by(model.id):
            for bound in ("mode",) if item.is_setting else BOUNDS:
                name = item.name if bound == "mode" else f"{item.name}.{bound}"
                given[name] = getattr(spreads[item.code], bound)
                names[name] = self.where(item, bound)
        for _, problem in settle(model, given).problems:
            self.problems.append(replace(problem, path=names.get(problem.path, problem.path)))

    def _answer(self, item: InputRow) -> float:
        found = self.cells.get((self._row(item), place.CENTRAL))
        if found in self.words:
            return self.words[str(found)]
        if (number := _number_of(found)) is not None:
            return number
        listed = A_WORD.format(words=", ".join(self.words))
        self.problems.append(Problem(self.where(item), _shown(found), listed, CHOOSE, verb=IS))
        return item.default.central

    def _number(self, item: InputRow, bound: str) -> float:
        found = self.cells.get((self._row(item), BOUNDS[bound]))
        if (number := _number_of(found)) is not None:
            return number
        hint = WRITE_DIGITS if found is not None else NOT_COMPUTED
        self.problems.append(Problem(self.where(item, bound), _shown(found), A_NUMBER, hint, verb=IS))
        return item.default.central


def _number_of(found: Any) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= sys.float_info.max:
        return None
    return float(found)


def _shown(found: Any) -> Text:
    """Return what stands in a cell, short enough for a sentence."""
    if found is None:
        return EMPTY
    if isinstance(found, datetime.datetime | datetime.date):
        return A_DATE.format(found=found.strftime("%Y-%m-%d"))
    return quoted(str(found)[:LONGEST])


def scenarios_of(layout: Layout, spreads: Mapping[str, Spread]) -> dict[type[CooperationModel], Scenario]:
    """Return what a user writes for each model to have these inputs, settled by their code."""
    return {
        model: scenario_of(model, {item.name: spreads[item.code] for item in layout.seen_by(model.id)})
        for model in layout.models
    }


def at_bounds(layout: Layout, spreads: Mapping[str, Spread], shift: int) -> dict[str, Spread]:
    """Return every input at the bound that a scenario takes it to, certain; those without direction as they are."""
    moved = dict(spreads)
    for item in layout.inputs:
        side = shift * SIGNS[item.default.direction]
        if side and not item.is_answer:
            value = spreads[item.code].high if side > 0 else spreads[item.code].low
            moved[item.code] = Spread(value, value, value)
    return moved


def _rows(name: str, by_model: Mapping[str, Scenario]) -> list[dict[str, float | str]]:
    every = [model.id for model in list_models()]
    if set(by_model) == set(every):
        whole = merged({model: by_model[model.id] for model in list_models()})
        return [{"scenario": name, "model": "all", **whole}]
    return [{"scenario": name, "model": model, **mine} for model, mine in by_model.items()]


def refuse_the_filled(target: Path) -> None:
    """Refuse to replace what is no untouched template: somebody's inputs, or a file of another origin.

    Raises :class:`~costbench.errors.CostbenchError` with what stands there and what to do instead.
    """
    if not target.is_file():
        return
    try:
        count = len(read_workbook(target).inputs)
    except (CostbenchError, OSError):
        raise CostbenchError(OF_ANOTHER_ORIGIN.format(path=str(target))) from None
    if count:
        raise CostbenchError(FILLED.format(path=str(target), count=count))
