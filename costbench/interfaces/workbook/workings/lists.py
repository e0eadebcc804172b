"""The sheet of lists: what the workbook is, the words of its menus, the constants of its formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook.defined_name import DefinedName

import costbench
from costbench.appraisal.declaring.readiness import ANSWERS
from costbench.interfaces.workbook.drawing.page import CONSTANT_COLUMN, FIRST_CONSTANT, Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, PLAIN
from costbench.interfaces.workbook.plan.layout import InputRow, Layout
from costbench.interfaces.workbook.texts import group
from costbench.language import Text, number
from costbench.vocabulary import AFFORDABILITY, Direction

FIRST: Final = 5
PHRASES, SENSES, ANSWER, SCENARIO, YES_NO, REACH, STATE, TABLES = 4, 6, 9, 12, 15, 17, 19, 21
SIGNS: Final = {Direction.GOOD: 1, Direction.BAD: -1, Direction.NEUTRAL: 0}
META: Final = ("version", "edition", "language", "models")
WIDTHS: Final = (34, 22, 3, 60, 3, 16, 9, 3, 16, 9, 3, 18, 9, 3, 9, 3, 18, 3, 46, 3, 14, 14, 14, 14)


def phrase(book: Book, key: str) -> str:
    """Return the address of a text that formulas answer with."""
    return book.layout.address("lists", PHRASES, FIRST + list(group("phrase")).index(key))


def column_of(layout: Layout, column: int, count: int) -> str:
    """Return the address of a list."""
    return layout.area("lists", (column, FIRST), (column, FIRST + count - 1))


def table_column(layout: Layout, item: InputRow) -> int:
    """Return the column of the observed quantiles of an input."""
    return TABLES + [other.code for other in layout.inputs if other.default.quantiles].index(item.code)


def write_lists(book: Book) -> None:
    """Write the sheet; the last one, when every formula has asked for its constants."""
    page = book.page("lists", WIDTHS)
    page.note(3, book.say("lists.lead"), 8)
    _write_meta(page)
    heads = {CONSTANT_COLUMN - 1: "constant", CONSTANT_COLUMN: "value"}
    for column, key in heads.items():
        page.put(FIRST_CONSTANT - 1, column, book.say(f"lists.{key}"), "head")
    for value, row in book.constants.items():
        page.put(row, CONSTANT_COLUMN - 1, _meaning(book, value), "label")
        page.put(row, CONSTANT_COLUMN, value, "number", PLAIN)
    _write_words(page)
    _write_quantiles(page)
    rows = max(FIRST_CONSTANT + len(book.constants), FIRST + 40)
    for row in range(FIRST, rows + 1):
        page.fit(row, 1, 2, PHRASES, STATE, least=15)
    page.finish(TABLES + 3, rows, freeze="A5")


def _meaning(book: Book, value: float) -> str:
    known = group("constant")
    key = f"{value:.12g}"
    return (
        book.say(known[key])
        if key in known
        else book.say("lists.constant_of_a_model", value=number(value, book.language))
    )


def _write_meta(page: Page) -> None:
    """Write what a reader of the file needs to know of its making; each value bears a name."""
    book = page.book
    page.head(FIRST - 1, (book.say("lists.made_by"), book.say("lists.value")), height=48)
    models = " ".join(model.id for model in book.layout.models)
    values = (costbench.__version__, book.layout.edition, book.language, models)
    for place, (name, value) in enumerate(zip(META, values, strict=True)):
        page.put(FIRST + place, 1, book.say(f"lists.{name}"), "label")
        page.put(FIRST + place, 2, value, "small")
        define(book, f"cb_{name}", book.layout.address("lists", 2, FIRST + place))


def define(book: Book, name: str, address: str) -> None:
    """Give a cell or range a name."""
    book.workbook.defined_names[name] = DefinedName(name, attr_text=address)


def _write_words(page: Page) -> None:
    book = page.book
    lists: dict[int, list[Text]] = {
        PHRASES: list(group("phrase").values()),
        SENSES: [sense.label for sense in Direction],
        ANSWER: list(group("answer").values()),
        SCENARIO: list(group("scenario").values()),
        YES_NO: list(group("yes_no").values()),
        REACH: list(AFFORDABILITY.values()),
        STATE: list(group("state").values()),
    }
    beside: dict[int, Sequence[float]] = {
        SENSES: list(SIGNS.values()),
        ANSWER: list(ANSWERS.values()),
        SCENARIO: [-1, 0, 1],
    }
    for column, words in lists.items():
        page.put(FIRST - 1, column, book.say(f"lists.column_{letter(column).lower()}"), "head")
        for place, word in enumerate(words):
            page.put(FIRST + place, column, book.say(word), "label")
    for column, numbers in beside.items():
        page.put(FIRST - 1, column + 1, book.say("lists.value"), "head")
        for place, value in enumerate(numbers):
            page.put(FIRST + place, column + 1, value, "number", PLAIN if column == ANSWER else CODE)


def _write_quantiles(page: Page) -> None:
    """Write observed quantiles, and above them nothing else; then the spread they replace."""
    book = page.book
    for item in book.layout.inputs:
        if item.default.quantiles:
            column = table_column(book.layout, item)
            page.put(FIRST - 1, column, book.say(item.default.label), "head")
            for place, value in enumerate(item.default.quantiles):
                page.put(FIRST + place, column, value, "number", PLAIN)
