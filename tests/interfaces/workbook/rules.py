"""The rules that every workbook keeps, as a linter: each rule is a function that yields the cell and what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from costbench.appraisal import LAST_YEAR
from costbench.interfaces.workbook.drawing.styles import YELLOW
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import InputRow, Layout
from costbench.interfaces.workbook.sheets.checks import FIRST as FIRST_CHECK
from costbench.interfaces.workbook.texts import group, said
from costbench.interfaces.workbook.workings.current_case import LOW, MODE, OBSERVED, is_gate
from costbench.interfaces.workbook.workings.models_page import FIRST_MODEL, KEPT, WHAT
from tests.interfaces.workbook import page_rules
from tests.interfaces.workbook.formulas import address, area, circle
from tests.interfaces.workbook.subject import Found, Subject, at


@dataclass(frozen=True)
class Fault:
    """What a rule found: the rule, the cell or part, and what is wrong with it."""

    rule: str
    where: str
    what: str


# ---- Structure

PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml|"
    r"xl/_rels/workbook\.xml\.rels|xl/theme/theme\d\.xml|xl/(worksheets|charts|drawings)/(_rels/)?[a-z]+\d+\.xml(\.rels)?"
)
NAME = re.compile(r"[a-z]+_[a-z0-9_]+")
LONGEST_TITLE = 31


def sheets_stand_in_order(subject: Subject) -> Found:
    """The sheets are those of the edition, in order, under names that every spreadsheet takes."""
    titles, wanted = subject.book.sheetnames, [subject.layout.sheet(key) for key in subject.layout.sheets]
    yield from ((title, "is missing or out of order") for title, found in zip(wanted, [*titles, *wanted], strict=False)
                if title != found)  # fmt: skip
    yield from ((title, "is one sheet too many") for title in titles if title not in wanted)
    yield from ((title, "is too long a name") for title in titles if len(title) > LONGEST_TITLE)


def nothing_is_hidden(subject: Subject) -> Found:
    """No sheet, row or column is hidden."""
    for sheet in subject.book.worksheets:
        if sheet.sheet_state != "visible":
            yield sheet.title, "is hidden"
        for name, line in (*sheet.row_dimensions.items(), *sheet.column_dimensions.items()):
            size = getattr(line, "height", None) if isinstance(name, int) else getattr(line, "width", None)
            if line.hidden or size == 0:
                yield f"{sheet.title}!{name}", "is a hidden row or column"


def no_cells_are_merged(subject: Subject) -> Found:
    """No cells are merged."""
    for sheet in subject.book.worksheets:
        yield from ((f"{sheet.title}!{found}", "is merged") for found in sheet.merged_cells.ranges)


def the_file_holds_only_sheets_and_charts(subject: Subject) -> Found:
    """No macro, no link to another file, no data connection, no part that costbench does not write."""
    yield from ((name, "has no place in a template") for name in subject.parts if not PARTS.fullmatch(name))
    for name, data in subject.parts.items():
        if name.endswith(".rels") and b'TargetMode="External"' in data and b"/hyperlink" not in data:
            yield name, "leads to another file"


def names_resolve(subject: Subject) -> Found:
    """Every defined name is unlike a cell's address and stands for a cell that holds something."""
    for name, defined in subject.book.defined_names.items():
        found = area(str(defined.attr_text), "")
        if not NAME.fullmatch(name):
            yield name, "can be taken for the address of a cell"
        if found is None or found.sheet not in subject.book.sheetnames:
            yield name, f"stands for {defined.attr_text}, which does not exist"
        elif subject.book[found.sheet].cell(*found.first).value is None:
            yield name, "stands for an empty cell"


def it_says_what_it_is(subject: Subject) -> Found:
    """A list of files shows a title, a subject, a maker and a language, not the name of a library."""
    said_of_it = subject.book.properties
    for name in ("title", "subject", "description", "creator"):
        if not getattr(said_of_it, name) or "openpyxl" in getattr(said_of_it, name):
            yield "docProps/core.xml", f"does not tell its {name}"
    if said_of_it.language != subject.layout.language:
        yield "docProps/core.xml", f"says {said_of_it.language} for its language, not {subject.layout.language}"


def it_is_recalculated_and_never_in_circles(subject: Subject) -> Found:
    """A spreadsheet recalculates the file when it opens it, automatically, and without iterations."""
    settings = subject.book.calculation
    if not settings.fullCalcOnLoad:
        yield "xl/workbook.xml", "is not recalculated when opened"
    if settings.iterate or settings.calcMode not in {None, "auto"}:
        yield "xl/workbook.xml", "iterates, or waits for a key to recalculate"


def links_lead_to_sheets(subject: Subject) -> Found:
    """Every link within the workbook leads to one of its cells; the others are web addresses."""
    for cell in subject.cells:
        if cell.hyperlink is None:
            continue
        inside = cell.hyperlink.location or (cell.hyperlink.target or "").removeprefix("#")
        found = area(inside, cell.parent.title)
        known = found is not None and found.sheet in subject.book.sheetnames
        if not known and not inside.startswith("https://"):
            yield at(cell), f"leads to {inside or 'nowhere'}"


# ---- Inputs

FREE = (place.SOURCE, place.CHECKED, place.COMMENT)
"""Columns of the assumptions that take any text or date."""
SOURCED = ("published", "derived")


def _is_yellow(cell: Cell) -> bool:
    return bool(cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb).endswith(YELLOW))


def _rules_by_cell(sheet: Worksheet) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for validation in sheet.data_validations.dataValidation:
        for part in validation.sqref.ranges:
            for row, column in part.cells:
                found.setdefault(f"{letter(column)}{row}", []).append(validation)
    return found


def every_sheet_is_protected_without_a_password(subject: Subject) -> Found:
    """Every sheet is protected, and anybody can lift the protection."""
    for sheet in subject.book.worksheets:
        if not sheet.protection.sheet:
            yield sheet.title, "is not protected"
        if sheet.protection.password or sheet.protection.hashValue:
            yield sheet.title, "is protected by a password"


def yellow_cells_and_no_others_are_unlocked(subject: Subject) -> Found:
    """A cell is unlocked where it is yellow, and nowhere else; the legend of the first sheet shows a yellow one."""
    legend = subject.layout.sheet("home")
    for cells in subject.looks:
        locked, yellow = cells[0].protection.locked, _is_yellow(cells[0])
        for cell in cells if locked == yellow else ():
            if not locked or cell.parent.title != legend:
                yield at(cell), "is yellow and locked" if locked else "is unlocked and not yellow"


def no_formula_stands_in_a_yellow_cell(subject: Subject) -> Found:
    """A cell that the user fills holds no formula."""
    yield from ((at(cell), "is unlocked and holds a formula") for cell in subject.unlocked if cell.data_type == "f")


def yellow_cells_are_validated_once(subject: Subject) -> Found:
    """Every yellow number or word has one validation, that stops what is wrong; sources and comments are free."""
    validations = {sheet.title: _rules_by_cell(sheet) for sheet in subject.book.worksheets}
    for cell in subject.unlocked:
        found = validations[cell.parent.title].get(cell.coordinate, [])
        free = cell.parent.title == subject.layout.sheet("assumptions") and cell.column in FREE
        if len(found) != (0 if free else 1):
            yield at(cell), f"has {len(found)} validations"
        elif any(item.errorStyle not in {None, "stop"} or not item.showErrorMessage for item in found):
            yield at(cell), "lets wrong values through"


def validations_say_what_is_expected(subject: Subject) -> Found:
    """Every validation tells what is expected before and after, in as many letters as Excel shows."""
    for sheet in subject.book.worksheets:
        for item in sheet.data_validations.dataValidation:
            where, titles = f"{sheet.title}!{item.sqref}", (item.promptTitle, item.errorTitle)
            if not all((*titles, item.prompt, item.error, item.showInputMessage)):
                yield where, "is validated without a message"
            elif max(map(len, titles)) > 32 or max(len(item.prompt), len(item.error)) > 255:
                yield where, "has a message longer than Excel shows"


def validations_hold_the_bounds_of_the_engine(subject: Subject) -> Found:
    """A yellow number is held within the bounds of its quantity; a percentage below its 100 %."""
    sheet = subject.sheet("assumptions")
    validations = _rules_by_cell(sheet)
    for item in subject.layout.inputs:
        columns = (place.CENTRAL,) if item.is_setting else (place.LOW, place.CENTRAL, place.HIGH)
        quantity = item.default.quantity
        for column in () if item.is_answer else columns:
            where = f"{letter(column)}{item.row}"
            for found in validations.get(where, []):
                bounds = [found.formula1, found.formula2] if found.operator == "between" else [found.formula1, "inf"]
                if found.type != "decimal" or [f"{float(bound):g}" for bound in bounds] != [
                    f"{quantity.low:g}",
                    f"{quantity.high:g}",
                ]:
                    yield f"{sheet.title}!{where}", f"is held within {bounds}, not the engine's bounds"


def every_input_is_whole(subject: Subject) -> Found:
    """Every input has its label, unit, direction, how it is known and its code; low, central and high in order."""
    sheet = subject.sheet("assumptions")
    for item in subject.layout.inputs:
        needed = [place.LABEL, place.RETAINED, place.CENTRAL, place.SENSE, place.NATURE, place.CODE]
        needed += [] if item.is_answer else [place.UNIT, place.LOW, place.HIGH]
        for column in needed:
            if sheet.cell(item.row, column).value in (None, ""):
                yield address(sheet.title, item.row, column), "is empty"
        if sheet.cell(item.row, place.CODE).value != item.code:
            yield address(sheet.title, item.row, place.CODE), f"is not {item.code}"
        low, central, high = (sheet.cell(item.row, at).value for at in (place.LOW, place.CENTRAL, place.HIGH))
        for column, below, above in ((place.LOW, low, central), (place.HIGH, central, high)):
            if isinstance(below, int | float) and isinstance(above, int | float) and below > above:
                yield address(sheet.title, item.row, column), "is on the wrong side of the central value"


def every_figure_has_its_source(subject: Subject) -> Found:
    """Every figure says how it is known, in one of four words; what is published or derived has its source.

    A source that a numbered note tells in full was checked on a day, which stands beside it.
    """
    sheet, words = subject.sheet("assumptions"), _natures(subject)
    for item in subject.layout.inputs:
        nature = words.get(str(sheet.cell(item.row, place.NATURE).value))
        if nature is None:
            yield address(sheet.title, item.row, place.NATURE), "does not say how the figure is known"
        elif nature in SOURCED:
            source, checked = (sheet.cell(item.row, column).value for column in (place.SOURCE, place.CHECKED))
            if not source:
                yield address(sheet.title, item.row, place.SOURCE), "is empty for a figure that has a source"
            elif str(source).startswith("[") and checked is None:
                yield address(sheet.title, item.row, place.CHECKED), "is empty for a source that was read"


def _natures(subject: Subject) -> dict[str, str]:
    return {word.to(subject.layout.language): name for name, word in group("nature").items()}


def the_first_sheet_counts_how_figures_are_known(subject: Subject) -> Found:
    """The first sheet counts the figures of each nature, illustrative ones among them."""
    home, sheet = subject.sheet("home"), subject.sheet("assumptions")
    counts = Counter(sheet.cell(item.row, place.NATURE).value for item in subject.layout.inputs)
    shown = {row[0].value: row[2].coordinate for row in home.iter_rows(max_col=3) if row[2].data_type == "f"}
    for word in _natures(subject):
        if word not in shown:
            yield home.title, f"does not count the figures said “{word}”"
        elif subject.cached(home.title, shown[word]) != str(counts[word]):
            yield f"{home.title}!{shown[word]}", f"does not show {counts[word]}"


# ---- Formulas

FUNCTIONS: Final = {
    "ABS", "AND", "AVERAGE", "BETAINV", "CHOOSE", "COUNT", "COUNTIF", "EXP", "IF", "IFERROR", "INDEX", "INT", "IRR",
    "ISNUMBER", "LARGE", "MATCH", "MAX", "MIN", "MOD", "NOT", "OR", "PERCENTILE", "ROWS", "SMALL", "SUM", "SUMIF",
    "SUMPRODUCT",
}  # fmt: skip
"""What Excel 2007 and later, LibreOffice, Google Sheets and IronCalc compute alike, without a prefix."""
WHOLE = {"INDEX": 3, "MATCH": 3, "IRR": 2, "IFERROR": 2, "IF": 3}
"""Functions whose every argument is written: what is left out, engines guess differently."""
LONGEST_FORMULA, DEEPEST = 120, 3
SHEET_NAME = re.compile(r"'[^']+'!|\$")


def along_a_row_one_formula(subject: Subject) -> Found:
    """Along the years, each row holds one formula."""
    spans = {"calculations": (place.YEAR_0, place.YEAR_0 + LAST_YEAR), "cash": (5, 5 + LAST_YEAR)}
    for key, (first, last) in spans.items():
        sheet = subject.sheet(key)
        for cells in sheet.iter_rows(place.FACTOR_ROW, sheet.max_row, first, last):
            held = [subject.by_cell.get((sheet.title, cell.row, cell.column)) for cell in cells]
            usual = Counter(item.along for item in held if item).most_common(1)
            for cell, item in zip(cells, held, strict=True):
                if usual and (item is None or item.along != usual[0][0]):
                    yield at(cell), "is not the formula of its row"


def down_a_column_one_formula(subject: Subject) -> Found:
    """Down a table of cases, models, checks or inputs of one kind, each column holds one formula."""
    layout = subject.layout
    models = range(len(layout.models))
    busy = [case.row for case in layout.cases if case.kind != "scenario"]
    shown = [case.row for case in layout.cases if layout.shows(case)]
    checks = [row for row in range(FIRST_CHECK, subject.sheet("checks").max_row + 1) if row != _table_row(subject)]
    columns = [("checks", 4, checks), ("cases", place.CASE_SCENARIO, busy)]
    columns += [("cases", place.FIRST_RESULT + model, shown) for model in models]
    if layout.edition == "complete":
        columns += [("cases", place.FIRST_RESULT + 1 + len(models), [case.row for case in layout.cases_of("draw")])]
    for key, column, rows in columns:
        yield from _not_the_same(subject, key, column, {row: row for row in rows})
    blocks = {FIRST_MODEL + number: block.bands["indicators"] for number, block in enumerate(layout.blocks.values())}
    for column in range(KEPT, WHAT):
        yield from _not_the_same(subject, "models", column, blocks)
    for items in _kinds(layout):
        rows = {item.inputs_row: item.row for item in items}
        yield from _not_the_same(subject, "assumptions", place.RETAINED, {at: row for row, at in rows.items()})
        for column in range(LOW, OBSERVED + 1):
            likely = column == MODE and items[0].name.endswith(".probability")  # each rests on its own questions
            yield from () if likely else _not_the_same(subject, "inputs", column, rows)


def _table_row(subject: Subject) -> int:
    """Return the row of the one check that has a word of its own: the what-if table, which some viewers do not run."""
    sheet, label = subject.sheet("checks"), said("checks.table").to(subject.layout.language)
    return next(row for row in range(FIRST_CHECK, sheet.max_row + 1) if sheet.cell(row, 1).value == label)


def _kinds(layout: Layout) -> list[list[InputRow]]:
    """Return the inputs in lists of one kind: answers, settings, what is drawn, what opens a gate, ..."""
    found: dict[tuple[bool, ...], list[InputRow]] = {}
    for item in layout.inputs:
        quantity = item.default.quantity
        kind = item.is_answer, bool(item.dimension), is_gate(item), quantity.scale, bool(item.default.quantiles)
        found.setdefault(kind, []).append(item)
    return list(found.values())


def _not_the_same(subject: Subject, key: str, column: int, rows: Mapping[int, int]) -> Found:
    """Yield the cells of a column, by row, that are no copy of its first formula; with each row, the one it reads."""
    title = subject.layout.sheet(key)
    held = {row: subject.by_cell.get((title, row, column)) for row in rows}
    first = next((item for item in held.values() if item), None)
    for row, item in held.items():
        if first and (item is None or not first.is_copied_to(item, rows[row] - rows[first.row])):
            yield address(title, row, column), "is not the formula of its column"


def formulas_hold_no_number(subject: Subject) -> Found:
    """No number stands in a formula but 0 and 1: constants have a cell of their own, with a label."""
    for item in subject.formulas:
        if other := [number for number in item.numbers if number not in {"0", "1"}]:
            yield item.where, f"holds {', '.join(other)}"


def formulas_are_short(subject: Subject) -> Found:
    """A formula takes 120 characters at most, names of sheets and dollars left out; three functions deep at most."""
    for item in subject.formulas:
        if len(SHEET_NAME.sub("", item.text)) > LONGEST_FORMULA:
            yield item.where, f"is {len(SHEET_NAME.sub('', item.text))} characters long"
        depth = max((1 + len(call.inside) for call in item.calls), default=0)
        if depth > DEEPEST:
            yield item.where, f"is {depth} functions deep"


def no_if_stands_in_an_if(subject: Subject) -> Found:
    """No IF stands inside another."""
    for item in subject.formulas:
        if any(call.name == "IF" and "IF" in call.inside for call in item.calls):
            yield item.where, "holds an IF in an IF"


def functions_are_those_that_every_spreadsheet_has(subject: Subject) -> Found:
    """Only functions of the list, none volatile, every argument written, every search for the very value."""
    for item in subject.formulas:
        for call in item.calls:
            if call.name not in FUNCTIONS:
                yield item.where, f"uses {call.name}"
            elif len(call.arguments) != WHOLE.get(call.name, len(call.arguments)) or "" in call.arguments:
                yield item.where, f"leaves out an argument of {call.name}"
            elif call.name == "MATCH" and call.arguments[-1] != "0":
                yield item.where, "searches for something near"


def no_error_is_hidden_inside_a_formula(subject: Subject) -> Found:
    """IFERROR stands around a whole formula or not at all."""
    for item in subject.formulas:
        if any(call.name == "IFERROR" and f"={call.text}" != item.text for call in item.calls):
            yield item.where, "hides an error inside the formula"


def formulas_read_cells_that_are_there(subject: Subject) -> Found:
    """A formula refers to cells of this workbook: none of another file, no whole column, none lost, none empty."""
    usable = {(cell.parent.title, cell.row, cell.column) for cell in subject.cells if cell.value is not None}
    usable |= {(cell.parent.title, cell.row, cell.column) for cell in subject.unlocked}
    for item in subject.formulas:
        lost = [token.value for token in item.tokens if token.subtype == "ERROR"]
        for operand in (*item.operands, *lost):
            found = area(operand, item.sheet)
            if found is None or found.sheet not in subject.book.sheetnames:
                yield item.where, f"refers to {operand}"
            elif ":" not in operand and (found.sheet, *found.first) not in usable:
                yield item.where, f"reads {operand}, which is empty"


def formulas_read_alike_in_every_language(subject: Subject) -> Found:
    """No number is written inside a text, where its decimal sign would depend on the language."""
    for item in subject.formulas:
        if any(re.search(r"\d", text) for text in item.texts):
            yield item.where, "holds a number inside a text"


def no_formula_reads_itself(subject: Subject) -> Found:
    """No circular reference; the data tables, which run the workbook for each case, are not formulas of it."""
    loop = circle(subject.formulas)
    yield from ((where, f"reads itself, through {len(loop)} cells in all") for where in loop)


def data_tables_are_those_of_the_cases(subject: Subject) -> Found:
    """No array formula anywhere; data tables only where the sheet of cases has them, run by the case number."""
    cases = subject.layout.sheet("cases")
    tables = {table.partition(":")[0]: table for table in subject.layout.data_tables}
    found = {}
    for cell in subject.cells:
        if isinstance(cell.value, ArrayFormula):
            yield at(cell), "is an array formula"
        elif isinstance(cell.value, DataTableFormula):
            found[cell.coordinate] = cell.value.ref
            if cell.parent.title != cases or cell.value.r1 != f"C{place.CASE_ROW}" or cell.value.dtr:
                yield at(cell), "is a data table that the case number does not run"
    yield from ((f"{cases}!{cell}", "is not the data table") for cell, ref in tables.items() if found.get(cell) != ref)
    yield from ((f"{cases}!{cell}", "is one data table too many") for cell in found if cell not in tables)


# ---- Values as shipped

VALUE_OF_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f\b[^>]*?(?:/>|>[^<]*</f>)(<v>[^<]*</v>|<v/>)?</c>')
STATE = "A2"


def every_formula_is_shipped_with_its_value(subject: Subject) -> Found:
    """A preview shows every number: no formula is without its value, and none is an error."""
    for title in subject.book.sheetnames:
        for cell, attributes, value in VALUE_OF_FORMULA.findall(subject.xml(title)):
            if 't="e"' in attributes:
                yield f"{title}!{cell}", "is an error"
            elif value in ("", "<v/>") or (value == "<v></v>" and 't="str"' not in attributes):
                yield f"{title}!{cell}", "is shipped without a value"


def every_sheet_shows_the_master_check(subject: Subject) -> Found:
    """Every sheet repeats the master check in the same cell, in words; as shipped, all is in order."""
    checks, good = subject.layout.sheet("checks"), said("state.all_good").to(subject.layout.language)
    for sheet in subject.book.worksheets:
        shown = sheet[STATE].value
        if sheet.title != checks and shown not in (f"='{checks}'!$A$2", f"={checks}!$A$2"):
            yield f"{sheet.title}!{STATE}", "does not show the master check"
        elif (state := subject.cached(sheet.title, STATE)) != good:
            yield f"{sheet.title}!{STATE}", f"says “{state}”"


Rule: TypeAlias = Callable[[Subject], Found]
RULES: Final[tuple[Rule, ...]] = (
    sheets_stand_in_order,
    nothing_is_hidden,
    no_cells_are_merged,
    the_file_holds_only_sheets_and_charts,
    names_resolve,
    it_says_what_it_is,
    it_is_recalculated_and_never_in_circles,
    links_lead_to_sheets,
    every_sheet_is_protected_without_a_password,
    yellow_cells_and_no_others_are_unlocked,
    no_formula_stands_in_a_yellow_cell,
    yellow_cells_are_validated_once,
    validations_say_what_is_expected,
    validations_hold_the_bounds_of_the_engine,
    every_input_is_whole,
    every_figure_has_its_source,
    the_first_sheet_counts_how_figures_are_known,
    along_a_row_one_formula,
    down_a_column_one_formula,
    formulas_hold_no_number,
    formulas_are_short,
    no_if_stands_in_an_if,
    functions_are_those_that_every_spreadsheet_has,
    no_error_is_hidden_inside_a_formula,
    formulas_read_cells_that_are_there,
    formulas_read_alike_in_every_language,
    no_formula_reads_itself,
    data_tables_are_those_of_the_cases,
    every_formula_is_shipped_with_its_value,
    every_sheet_shows_the_master_check,
    *page_rules.RULES,
)


EXCEPTIONS: Final[dict[tuple[str, str], str]] = {
    ("formulas_are_short", r"cash!D\d+"): "the year of the lowest point is looked up by the lowest point itself",
    ("formulas_are_short", r"inputs![EFG]\d+"): "an answer is a word of the list, or a number that a scenario gives",
    ("no_if_stands_in_an_if", r"calculations!G\d+"): "the size that breaks even: found, none needed, or none at all",
    (
        "no_if_stands_in_an_if",
        r"checks!(D\d+|A2)",
    ): "no number is not in order either; the whole has three states",
}
"""Rule and cells (by the key of their sheet) of what breaks a rule, with the reason."""


def lint(subject: Subject, strict: bool = False, only: str = "") -> list[Fault]:
    """Return every fault that a rule finds (or one rule alone), but for the exceptions; ``strict``, those too."""
    rules = [rule for rule in RULES if only in ("", rule.__name__)]
    found = [Fault(rule.__name__, *found) for rule in rules for found in rule(subject)]
    return [fault for fault in found if strict or not excepted(subject, fault)]


def excepted(subject: Subject, fault: Fault) -> set[tuple[str, str]]:
    """Return the exceptions that a fault comes under."""
    title, mark, cell = fault.where.partition("!")
    key = {subject.layout.sheet(key): key for key in subject.layout.sheets}.get(title, title)
    return {each for each in EXCEPTIONS if each[0] == fault.rule and re.fullmatch(each[1], key + mark + cell)}
