"""The sheet of assumptions: every input with its range, direction and source; the yellow cells are the user's."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from costbench.appraisal.tracing.symbolic import retained
from costbench.interfaces.workbook.drawing.page import Book, Page, text_lines
from costbench.interfaces.workbook.drawing.styles import DATE, format_of
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.grouping import heading, label_in_group
from costbench.interfaces.workbook.plan.layout import InputRow
from costbench.interfaces.workbook.workings.current_case import CHOSEN, VALUE
from costbench.interfaces.workbook.workings.lists import ANSWER, SCENARIO, column_of, define
from costbench.interfaces.workbook.workings.provenance_notes import note_numbers, short
from costbench.language import Language, number
from costbench.vocabulary import unit_label

WIDTHS: Final = (44, 17, 9, 8.8, 8.8, 8.8, 9.8, 9.6, 30, 9, 11.5, 44)
SOURCE_ROOM: Final = 37
"""Characters of a source that stand on one line."""
LINE_HEIGHT: Final = 11.1
CHOICE: Final = (4, 3)
"""Row and column of the scenario chosen."""
COLUMNS: Final = (
    "label",
    "unit",
    "retained",
    "low",
    "central",
    "high",
    "sense",
    "nature",
    "source",
    "checked",
    "comment",
    "code",
)
ANSWER_WORDS: Final = (0.0, 0.5, 1.0)


def write_assumptions(book: Book) -> None:
    """Write the sheet."""
    page, layout = book.page("assumptions", WIDTHS), book.layout
    page.note(3, book.say("assumptions.lead"), len(COLUMNS))
    page.put(CHOICE[0], 1, book.say("assumptions.scenario"), "strong")
    page.put(*CHOICE, book.say("scenario.central"), "input_text")
    page.note(5, book.say("assumptions.scenario_note"), len(COLUMNS))
    page.note(6, book.say("assumptions.source_note"), len(COLUMNS))
    page.head(place.FIRST_ASSUMPTION - 1, [book.say(f"assumptions.{name}") for name in COLUMNS], height=26)
    _write_headings(page)
    numbers = note_numbers(layout)
    for item in layout.inputs:
        _write_input(page, item)
        if item.code in book.given:
            _write_given(page, item)
        else:
            _write_provenance(page, item, numbers[item.code])
    _validate(page)
    menu = f"={column_of(layout, SCENARIO, 3)}"
    add_menu(page, menu, f"{letter(CHOICE[1])}{CHOICE[0]}", "assumptions.scenario")
    define(book, "cb_scenario", layout.address("assumptions", CHOICE[1], CHOICE[0]))
    header = place.FIRST_ASSUMPTION - 1
    page.finish(place.COMMENT, layout.last_assumption, freeze=f"B{header + 1}", titles=f"{header}:{header}",
                tight=True)  # fmt: skip


def _write_headings(page: Page) -> None:
    book, layout = page.book, page.book.layout
    models = {model.id: model for model in layout.models}
    for row, owner in layout.bands:
        label = models[owner].definition.label if owner else "assumptions.organisation"
        page.band(row, book.say(label), place.COMMENT, height=17)
    for row, owner, group in layout.groups:
        page.band(row, book.say(heading(models[owner], group)), place.COMMENT, "group", LINE_HEIGHT + 0.3)


def _write_input(page: Page, item: InputRow) -> None:
    book, default = page.book, item.default
    spread = book.spreads[item.code]
    form = format_of(default.unit, book.language, max(abs(default.high), abs(spread.high)))
    label = book.say(label_in_group(item))
    page.put(item.row, place.LABEL, label, "compact label")
    lines = text_lines(label, WIDTHS[place.LABEL - 1], 9)
    page.sheet.row_dimensions[item.row].height = LINE_HEIGHT * lines + 0.3
    page.put(item.row, place.UNIT, None if item.is_answer else unit_of(book, item), "compact small")
    cells = [book.layout.address("inputs", column, item.inputs_row) for column in (CHOSEN, VALUE)]
    case = book.layout.address("cases", 3, place.CASE_ROW)
    page.put(item.row, place.RETAINED, f"={retained(case, *cells)}", "compact total", form)
    if item.is_answer:
        _write_answer(page, item)
    else:
        page.put(item.row, place.CENTRAL, spread.mode, "compact input", form)
        for column, value in ((place.LOW, spread.low), (place.HIGH, spread.high)):
            same = f"=${letter(place.CENTRAL)}${item.row}"
            page.put(item.row, column, same if item.is_setting else value,
                     "compact number" if item.is_setting else "compact input", form)  # fmt: skip
    page.put(item.row, place.SENSE, book.say(default.direction.label), "compact small")


def _write_answer(page: Page, item: InputRow) -> None:
    """Write the answer to a question of the checklist; it has no bounds."""
    mode = page.book.spreads[item.code].mode
    words = [page.book.say(name) for name in ("answer.no", "answer.half", "answer.full")]
    value = words[ANSWER_WORDS.index(mode)] if mode in ANSWER_WORDS else mode
    page.put(item.row, place.CENTRAL, value, "compact input_text")
    for column in (place.LOW, place.HIGH):
        page.put(item.row, column, "", "compact label")


def unit_of(book: Book, item: InputRow) -> str:
    """Return an input's unit as the sheet shows it: fractions are shown as percentages."""
    shown = {"/1": "unit.share", "/year": "unit.rate", "code": "unit.code"}
    return book.say(shown.get(item.default.unit, unit_label(item.default.unit)))


def _write_provenance(page: Page, item: InputRow, number: int) -> None:
    """Write how a value is known: the first source, and the number of the note that tells the rest."""
    book, origin = page.book, item.default.provenance
    room = SOURCE_ROOM - len(f"[{number}] ")
    source = f"[{number}] {short(origin.sources[0], room) if origin.sources else ''}".rstrip()
    _write_known(page, item, book.say(origin.kind.label), source, origin.checked_on)


def _write_given(page: Page, item: InputRow) -> None:
    """Write the document that a given value is deduced from, or that its source is still to be named."""
    origin = page.book.sources.get(item.owner)
    if origin is None:
        _write_known(page, item, page.book.say("nature.to_complete"), None, None)
    else:
        source = short(origin.sources[0], SOURCE_ROOM)
        _write_known(page, item, page.book.say(origin.kind.label), source, origin.checked_on)


def _write_known(page: Page, item: InputRow, nature: str, source: str | None, checked: date | None) -> None:
    page.put(item.row, place.NATURE, nature, "compact input_text")
    page.put(item.row, place.SOURCE, source, "compact input_text")
    page.put(item.row, place.CHECKED, checked, "compact date", DATE)
    page.put(item.row, place.COMMENT, None, "compact input_text")
    page.put(item.row, place.CODE, item.code, "compact small")


def _validate(page: Page) -> None:
    """Bound every yellow number, one rule for all the cells with the same bounds."""
    rules: defaultdict[tuple[str, float, float], list[str]] = defaultdict(list)
    answers: list[str] = []
    for item in page.book.layout.inputs:
        quantity = item.default.quantity
        cells = f"{letter(place.CENTRAL if item.is_setting else place.LOW)}{item.row}"
        if not item.is_setting:
            cells += f":{letter(place.HIGH)}{item.row}"
        if item.is_answer:
            answers.append(cells)
        else:
            rules[quantity.unit, quantity.low, quantity.high].append(cells)
    for (unit, low, high), ranges in rules.items():
        page.sheet.add_data_validation(_number_rule(page.book, unit, low, high, " ".join(ranges)))
    if answers:
        menu = f"={column_of(page.book.layout, ANSWER, 3)}"
        add_menu(page, menu, " ".join(answers), "assumptions.readiness")
    natures = ("nature.published", "nature.derived", "nature.assumption", "nature.to_complete")
    listed = ",".join(page.book.say(name) for name in natures)
    cells = f"{letter(place.NATURE)}{place.FIRST_ASSUMPTION}:{letter(place.NATURE)}{page.book.layout.last_assumption}"
    add_menu(page, f'"{listed}"', cells, "assumptions.nature")


def _number_rule(book: Book, unit: str, low: float, high: float, cells: str) -> DataValidation:
    bounded = math.isfinite(high)
    shown = tuple(_shown(value, unit, book.language) for value in (low, high))
    key = "between" if bounded else "at_least"
    message = book.say(f"assumptions.{key}", low=shown[0], high=shown[1], unit=unit_label(unit))
    rule = DataValidation(
        type="decimal",
        operator="between" if bounded else "greaterThanOrEqual",
        formula1=f"{low:g}",
        formula2=f"{high:g}" if bounded else None,
        allow_blank=False,
        showErrorMessage=True,
        showInputMessage=True,
        errorStyle="stop",
    )
    rule.promptTitle, rule.prompt = book.say("assumptions.prompt_title"), message
    rule.errorTitle, rule.error = book.say("assumptions.error_title"), message
    rule.sqref = MultiCellRange(cells)
    return rule


def _shown(value: float, unit: str, language: Language) -> str:
    if not math.isfinite(value):
        return ""
    if unit in {"/1", "/year"}:
        return f"{number(100 * value, language)}\u00a0%" if language == "fr" else f"{number(100 * value, language)}%"
    return number(value, language)


def add_menu(page: Page, listed: str, cells: str, title: str) -> None:
    """Let ``cells`` take the words of a list only."""
    rule = DataValidation(type="list", formula1=listed.removeprefix("="), allow_blank=False,
                          showErrorMessage=True, showInputMessage=True, errorStyle="stop")  # fmt: skip
    rule.promptTitle = page.book.say(title)[:32]
    rule.prompt = page.book.say("assumptions.menu")
    rule.errorTitle, rule.error = page.book.say("assumptions.error_title"), page.book.say("assumptions.menu")
    rule.sqref = MultiCellRange(cells)
    page.sheet.add_data_validation(rule)
