"""LibreOffice, IronCalc and the Python engine find the same, whatever stands in the yellow cells."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ironcalc
import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.formula import DataTableFormula

import costbench
from costbench.appraisal.settling.inputs import Spread
from costbench.catalogue import list_models
from costbench.interfaces.workbook.build import settled_inputs, shipped, write_book
from costbench.interfaces.workbook.judging.checking import check_workbook
from costbench.interfaces.workbook.judging.reading import read_workbook
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import Layout, plan
from costbench.interfaces.workbook.template import build_workbook
from costbench.interfaces.workbook.texts import said
from costbench.interfaces.workbook.workings.engine_values import case_values
from tests.interfaces.workbook.calc import Calc, calc
from tests.interfaces.workbook.filled import (
    Finds,
    Scenarios,
    close,
    disagreements,
    engine_finds,
    random_scenarios,
    typed,
)

COUNT = 50
SEED = 20_261
LOCALES = {"fr": "fr-FR", "en": "en-US"}
FAST, LIVE = ["guaranteed_credit_line"], ["joint_venture"]
BLANKS = 12
FIRST_CASES = 6
"""Scenarios, the chosen one, and two sizes: the cases that indicators read."""


def bare(layout: Layout, path: Path) -> Path:
    """Write the workbook without computed values, its what-if tables full of zeros: nothing can be repeated."""
    book = write_book(layout, *settled_inputs(layout, {})).workbook
    sheet = book[layout.sheet("cases")]
    for cell in [cell for table in layout.data_tables for row in sheet[table] for cell in row]:
        if not isinstance(cell.value, DataTableFormula):
            cell.value = 0
    book.save(path)
    return path


def defaults(layout: Layout) -> Scenarios:
    spreads = {item.code: shipped(item.default) for item in layout.inputs}
    bounds = [{code: np.array([float(getattr(spread, bound))]) for code, spread in spreads.items()}
              for bound in ("low", "mode", "high")]  # fmt: skip
    return Scenarios(layout, *bounds)


class Session:
    """A workbook open in LibreOffice, and what the engine finds for the same cells."""

    def __init__(self, office: Calc, layout: Layout) -> None:
        self.office, self.layout = office, layout
        self.tables = layout.data_tables
        self.first_cases = copy.copy(layout)
        self.first_cases.cases = layout.cases[:FIRST_CASES]

    def type(self, scenarios: Scenarios, place_of: int) -> None:
        """Fill the yellow cells and recalculate everything."""
        self.office.fill(*scenarios.block(place_of))
        self.office.set([])

    def compare(self, expected: Finds, place_of: int) -> None:
        """Hold every indicator of every model against the engine."""
        where = f"G1:G{self.layout.last_calculation}"
        (column,) = self.office.read((self.layout.sheet("calculations"), where))
        found = [row[0] for row in column]
        assert disagreements(self.layout, expected, place_of, found) == []

    def compare_table(self, spreads: dict[str, Spread]) -> None:
        """Hold every case of the what-if tables against the engine."""
        ranges = [(self.layout.sheet("cases"), area) for area in self.tables]
        found = np.hstack([np.array(rows, float) for rows in self.office.read(*ranges)])
        wrong = np.argwhere(~close(found, case_values(self.layout, spreads)))
        assert len(wrong) == 0, f"{len(wrong)} cases differ, the first at (case, model) {wrong[:5].tolist()}"

    def freeze_table(self) -> None:
        """Put values in place of the tables: they cost no time any more."""
        for number, area in enumerate(self.tables):
            count = len(self.layout.models[2 * number : 2 * number + 2])
            self.office.fill(self.layout.sheet("cases"), area, [[0.0] * count] * len(self.layout.cases))

    def type_first_cases(self, spreads: dict[str, Spread]) -> None:
        """Type what the engine finds for the cases that indicators read into the frozen tables."""
        values = case_values(self.first_cases, spreads)
        for number, area in enumerate(self.tables):
            first, _, last = area.partition(":")
            top = f"{first}:{last.rstrip('0123456789')}{place.FIRST_CASE + FIRST_CASES - 1}"
            self.office.fill(self.layout.sheet("cases"), top, values[:, 2 * number : 2 * number + 2].tolist())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("edition", ["complete", "essential"])
def test_libreoffice_finds_what_the_engine_finds_by_default_and_for_fifty_random_scenarios(
    edition: Any, language: Any, libreoffice: Any, tmp_path: Path
) -> None:
    layout = plan(list_models(), language, edition)
    usual, drawn = defaults(layout), random_scenarios(layout, SEED, COUNT)
    expected = engine_finds(drawn)
    with calc(libreoffice, LOCALES[language]) as office:
        session = Session(office, layout)
        office.open(bare(layout, tmp_path / "bare.xlsx"))
        session.compare(engine_finds(usual), 0)
        session.compare_table(usual.spreads(0))
        assert office.errors() == []
        session.freeze_table()
        for number in range(COUNT):
            session.type_first_cases(drawn.spreads(number))
            session.type(drawn, number)
            session.compare(expected, number)


def test_an_ordinary_edit_in_libreoffice_carries_to_every_case_and_every_result(
    libreoffice: Any, tmp_path: Path
) -> None:
    path = build_workbook(tmp_path / "mine.xlsx", "fr", LIVE, None, "complete")
    layout = plan([costbench.get_model(name) for name in LIVE], "fr", "complete")
    usual = defaults(layout)
    with calc(libreoffice, "fr-FR", recalculates=False) as office:
        session = Session(office, layout)
        office.open(path)
        for code, value in {"joint_venture.organisation_share": 0.4, "discount_rate": 0.031}.items():
            item = next(item for item in layout.inputs if item.code == code)
            office.edit(layout.sheet("assumptions"), f"{letter(place.CENTRAL)}{item.row}", value)
            usual.mode[code][:] = value
            session.compare(engine_finds(usual), 0)
            session.compare_table(usual.spreads(0))
        assert office.errors() == []
        assert office.read((layout.sheet("checks"), "A2")) == [[[said("state.all_good").to("fr")]]]


@pytest.mark.parametrize(("models", "edition", "count"), [(FAST, "essential", COUNT), (LIVE, "complete", 2)])
def test_the_what_if_table_follows_random_scenarios(
    models: list[str], edition: Any, count: int, libreoffice: Any, tmp_path: Path
) -> None:
    layout = plan([costbench.get_model(name) for name in models], "en", edition)
    drawn = random_scenarios(layout, SEED + 1, count)
    expected = engine_finds(drawn)
    with calc(libreoffice) as office:
        session = Session(office, layout)
        office.open(bare(layout, tmp_path / "bare.xlsx"))
        for number in range(count):
            session.type(drawn, number)
            session.compare(expected, number)
            session.compare_table(drawn.spreads(number))


def test_ironcalc_finds_what_the_engine_finds_for_fifty_random_scenarios(tmp_path: Path) -> None:
    layout = plan(list_models(), "en", "essential")
    drawn = random_scenarios(layout, SEED + 2, COUNT)
    expected, engine = engine_finds(drawn), twin(layout, tmp_path)
    first = copy.copy(layout)
    first.cases = layout.cases[:FIRST_CASES]
    yellow, calculations, cases = (layout.sheets.index(key) for key in ("assumptions", "calculations", "cases"))
    for number in range(COUNT):
        _, _, rows = drawn.block(number)
        for row, values in enumerate(rows, start=place.FIRST_ASSUMPTION):
            for column, value in enumerate(values, start=place.LOW):
                if value is not None:
                    engine.set_user_input(yellow, row, column, repr(value))
        for case, values in zip(first.cases, case_values(first, drawn.spreads(number)).tolist(), strict=True):
            for model, value in zip(layout.models, values, strict=True):
                engine.set_user_input(cases, case.row, layout.table_column(model.id), repr(value))
        engine.evaluate()
        found = [engine.get_cell_value(calculations, row, place.VALUE) for row in range(1, layout.last_calculation + 1)]
        assert disagreements(layout, expected, number, found) == []


def twin(layout: Layout, folder: Path) -> Any:
    """Return IronCalc on the workbook with numbers in place of the data table, which it refuses."""
    book = openpyxl.load_workbook(bare(layout, folder / "twin.xlsx"))
    for area in layout.data_tables:
        book[layout.sheet("cases")][area.partition(":")[0]].value = 0
    book.save(folder / "twin.xlsx")
    return ironcalc.load_from_xlsx(str(folder / "twin.xlsx"), "en", "UTC", "en")


def extremes(layout: Layout) -> Iterator[tuple[str, dict[str, Spread]]]:
    """Yield the extreme cases that a user may type: all at a bound, nothing at all, the shortest, the longest."""
    usual = {item.code: shipped(item.default) for item in layout.inputs}
    certain = {item.code: item for item in layout.inputs}
    lengths = [code for code, item in certain.items() if item.default.unit == "year"]

    def all_at(values: dict[str, float]) -> dict[str, Spread]:
        return usual | {code: Spread(value, value, value) for code, value in values.items()}

    yield "all low", all_at({code: spread.low for code, spread in usual.items()})
    yield "all high", all_at({code: spread.high for code, spread in usual.items()})
    yield "zero rates", all_at(dict.fromkeys(("discount_rate", "social_discount_rate"), 0.0))
    yield "no size", all_at({code: 0.0 for code, item in certain.items() if item.default.quantity.scale})
    yield "nothing", all_at({code: max(0.0, item.default.quantity.low) for code, item in certain.items()})
    for years in (1.0, 2.5, 20.0):
        yield f"{years} years", all_at({code: min(years, certain[code].default.quantity.high) for code in lengths})
    chances = [code for code in certain if code.endswith(".probability")]
    for chance in (0.0, 1.0):
        yield f"probabilities {chance}", all_at(dict.fromkeys(chances, chance))


@pytest.mark.parametrize("name", [model.id for model in list_models()])
def test_extreme_inputs_and_blanks_leave_no_error_value_anywhere(name: str, libreoffice: Any, tmp_path: Path) -> None:
    layout = plan([costbench.get_model(name)], "fr", "essential")
    usual = {item.code: shipped(item.default) for item in layout.inputs}
    with calc(libreoffice, "fr-FR") as office:
        office.open(bare(layout, tmp_path / "bare.xlsx"))
        for what, spreads in extremes(layout):
            office.fill(*typed(layout, spreads))
            office.set([])
            assert office.errors() == [], what
        office.fill(*typed(layout, usual))
        blanks = [*yellow(layout), *selectors(layout)]
        kept = [found[0][0] for found in office.read(*blanks)]
        office.set([(*blank, None) for blank in blanks])
        assert office.errors() == [], "all blank"
        office.fill(*typed(layout, usual))
        office.set([(*blank, before) for blank, before in zip(blanks, kept, strict=True)])
        Session(office, layout).freeze_table()
        for (sheet, cell), before in zip(blanks, kept, strict=True):
            office.set([(sheet, cell, None)])
            assert office.errors() == [], f"{sheet}!{cell} blank"
            (((state,),),) = office.read((layout.sheet("checks"), "A2"))
            assert state == said("state.some_wrong").to("fr") or sheet != layout.sheet("assumptions"), (cell, state)
            office.set([(sheet, cell, before)])


def yellow(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield some yellow cells of every kind: the first inputs, answers, and others spread over the sheet."""
    answers = [item for item in layout.inputs if item.is_answer][:1]
    for item in (*answers, *layout.inputs[:: max(1, len(layout.inputs) // BLANKS)]):
        columns = (place.CENTRAL,) if item.is_setting else (place.LOW, place.CENTRAL, place.HIGH)
        yield from ((layout.sheet("assumptions"), f"{letter(column)}{item.row}") for column in columns)


def selectors(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield the cells where one chooses: the scenario, the models kept, the model and year of a page."""
    found = {
        "assumptions": ["C4"],
        "models": ["B5", "B6", "B10"],
        "tornado": ["B4"],
        "partner": ["A4"],
        "budget": ["B4", "B5"],
    }
    for key, cells in found.items():
        yield from ((layout.sheet(key), cell) for cell in cells)


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_a_workbook_saved_by_libreoffice_is_read_back_and_scored_with_the_changed_value(
    suffix: str, libreoffice: Any, tmp_path: Path
) -> None:
    given = {"annual_budget": 800_000.0, "rate_card": "0:0:0; 0.9:1:0.01", "readiness": "dedicated_person=full"}
    path = build_workbook(tmp_path / "mine.xlsx", "fr", ["cis"], given, "essential")
    layout = plan([costbench.get_model("cis")], "fr", "essential")
    item = layout.input("social_impact_bond", "programme_budget")
    with calc(libreoffice, "fr-FR") as office:
        office.open(path)
        office.set([(layout.sheet("assumptions"), f"{letter(place.CENTRAL)}{item.row}", 1_234_567.5)])
        office.save(tmp_path / f"saved{suffix}")
    found = read_workbook(tmp_path / f"saved{suffix}")
    bound = {"programme_budget.low": item.default.low, "programme_budget.high": item.default.high}
    assert found.inputs == given | {"programme_budget": 1_234_567.5} | bound
    assert [note.en.partition(" was saved ")[2][:7] for note in found.notes] == [
        "as .ods" if suffix == ".ods" else "by Libr"
    ]
    scored = costbench.score(pd.DataFrame(found.rows("mine")))
    expected = costbench.appraise("cis", **given, programme_budget=1_234_567.5)
    assert close(scored["expected_npv"].to_numpy(), expected["expected_npv"]).all()
    assert check_workbook(tmp_path / f"saved{suffix}").problems == ()
