"""The sheet of inputs in the current case: what the scenario, the tornado or the draw makes of each of them."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter as letter

from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import CODE, FINE
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.layout import DRAWS, FIRST_DRAW, FIRST_INPUT, InputRow, Layout
from costbench.interfaces.workbook.plan.quantiles import PERT_WEIGHT
from costbench.interfaces.workbook.workings.lists import ANSWER, FIRST, SENSES, column_of, table_column

(NAME, CODE_NAME, NUMBER, DIMENSION, LOW, MODE, HIGH, SIGN, CHOSEN, SHIFT, BOUNDED,
 STRATUM, U, QUANTILE, GATE, VALUE, LEAST, MOST, FAULT, PERT, OBSERVED) = range(1, 22)  # fmt: skip
COLUMNS: Final = (
    "name", "code", "number", "dimension", "low", "mode", "high", "sign", "chosen", "shift", "bounded",
    "stratum", "u", "quantile", "gate", "value", "least", "most", "fault", "pert", "observed",
)  # fmt: skip
WIDTHS: Final = (46, 34, *[12] * 19)
HALF: Final = 0.5
MIDDLE: Final = 2
"""Place of the central value among low, central and high."""


def write_inputs(book: Book) -> None:
    """Write the sheet."""
    page, layout = book.page("inputs", WIDTHS), book.layout
    page.note(3, book.say("inputs.lead"), 12)
    header = FIRST_INPUT - 1
    page.head(header, [book.say(f"inputs.{name}") for name in COLUMNS])
    for item in layout.inputs:
        _Row(page, item).write()
    last = FIRST_INPUT + len(layout.inputs) - 1
    page.finish(len(COLUMNS), last, freeze=f"B{header + 1}", titles=f"{header}:{header}")


class _Row:
    def __init__(self, page: Page, item: InputRow) -> None:
        self.page, self.item, self.book = page, item, page.book
        self.layout: Layout = page.book.layout
        self.row = item.inputs_row

    def cell(self, column: int) -> str:
        return at(column, self.row)

    def case(self, row: int) -> str:
        return self.layout.address("cases", 3, row)

    def put(self, column: int, text: str, number_format: str = FINE) -> None:
        self.page.put(self.row, column, text, "number", number_format)

    def write(self) -> None:
        """Write the row: bounds, chosen scenario, bound of the case, draw, and the value of the case."""
        item, assumption = self.item, self._assumption
        self.page.row(self.row, (self.book.say(item.default.label), item.code), "small")
        self.page.fit(self.row, NAME, CODE_NAME, size=9, least=15)
        mode = self._mode()
        self.page.row(self.row, (item.slot or None, item.dimension or None), "number", NUMBER)
        self.put(LOW, f"={mode if item.is_answer else assumption(place.LOW)}")
        self.put(MODE, f"={mode}")
        self.put(HIGH, f"={mode if item.is_answer else assumption(place.HIGH)}")
        senses, signs = (column_of(self.layout, column, 3) for column in (SENSES, SENSES + 1))
        self.put(SIGN, f"=INDEX({signs},MATCH({assumption(place.SENSE)},{senses},0),1)", CODE)
        self._bounded()
        if self.layout.edition == "complete" and item.dimension:
            self._drawn()
        self._limits()

    def _assumption(self, column: int) -> str:
        return self.layout.address("assumptions", column, self.item.row)

    def _mode(self) -> str:
        """Return the central value: an answer's number, a probability moved by the checklist, or what is written."""
        central, item = self._assumption(place.CENTRAL), self.item
        if item.is_answer:
            words, values = (column_of(self.layout, column, 3) for column in (ANSWER, ANSWER + 1))
            answer = f"IF(ISNUMBER({central}),{central},INDEX({values},MATCH({central},{words},0),1))"
            return f"IFERROR({answer},{self.book.constant(HALF)})"
        phase, _, part = item.name.rpartition(".")
        answers = [answer for answer in self.layout.of(item.owner) if answer.is_answer
                   and phase in self.book.questions[answer.code].phases] if part == "probability" else []  # fmt: skip
        if not answers:
            return central
        score = f"AVERAGE({','.join(f'$F${answer.inputs_row}' for answer in answers)})"
        low, high, half = self.cell(LOW), self.cell(HIGH), self.book.constant(HALF)
        moved = f"MIN({score},{half})*({central}-{low})+MAX({score}-{half},0)*({high}-{central})"
        return f"{low}+({moved})/{half}"

    def _bounded(self) -> None:
        item = self.item
        bounds, middle = f"{self.cell(LOW)}:{self.cell(HIGH)}", self.book.constant(MIDDLE)
        scenario = self.layout.address("cases", 3, place.CHOSEN_ROW)
        self.put(CHOSEN, f"={self._within(f'INDEX({bounds},1,{middle}+{scenario}*{self.cell(SIGN)})')}")
        target, side, scenario = (self.case(row) for row in (place.TARGET_ROW, place.SIDE_ROW, place.SCENARIO_ROW))
        moved, usual = f"{target}={self.cell(NUMBER)}", f"{scenario}*{self.cell(SIGN)}"
        self.put(SHIFT, f"=IF({moved},{side},{usual})" if item.slot else f"={usual}", CODE)
        multiple = f"{self.case(place.MULTIPLE_ROW)}*" if self.item.default.quantity.scale else ""
        self.put(BOUNDED, f"={multiple}{self._within(f'INDEX({bounds},1,{middle}+{self.cell(SHIFT)})')}")
        self.put(VALUE, f"={self.cell(BOUNDED)}")

    def _within(self, value: str) -> str:
        """Return the formula of a value kept within its limits: a cell left blank breaks no formula."""
        return f"MIN({self.cell(MOST)},MAX({self.cell(LEAST)},{value}))"

    def _drawn(self) -> None:
        """Write the draw's stratum, its quantile, and for a probability whether the gate is passed."""
        item, low, mode, high = self.item, *(self.cell(column) for column in (LOW, MODE, HIGH))
        area = self.layout.area("draws", (2, FIRST_DRAW), (1 + len(self.layout.drawn), FIRST_DRAW + DRAWS - 1))
        draw = self.case(place.DRAW_ROW)
        self.put(STRATUM, f"=INDEX({area},MAX(1,{draw}),{self.cell(DIMENSION)})", CODE)
        half, count = self.book.constant(HALF), self.book.constant(DRAWS)
        self.put(U, f"=({self.cell(STRATUM)}+{half})/{count}")
        if is_gate(item):
            four = self.book.constant(PERT_WEIGHT)
            self.put(QUANTILE, f"=({low}+{four}*{mode}+{high})/({four}+1+1)")
            self.put(GATE, f"=IF({self.cell(U)}<{self.cell(QUANTILE)},1,0)", CODE)
            drawn = self.cell(GATE)
        else:
            self.put(QUANTILE, f"={self._quantile(low, mode, high)}")
            drawn = self._within(self.cell(QUANTILE))
        self.put(VALUE, f"=IF({draw}>0,{drawn},{self.cell(BOUNDED)})")

    def _quantile(self, low: str, mode: str, high: str) -> str:
        four, u = self.book.constant(PERT_WEIGHT), self.cell(U)
        alpha, beta = (f"1+{four}*({a}-{b})/({high}-{low})" for a, b in ((mode, low), (high, mode)))
        spread = f"AND({self.cell(FAULT)}=0,{high}>{low})"
        pert = f"IF({spread},BETAINV({u},{alpha},{beta},{low},{high}),{mode})"
        return self._observed(pert) if self.item.default.quantiles else pert

    def _observed(self, pert: str) -> str:
        """Read the table of observed values where the spread is still the shipped one, else the PERT."""
        default, column = self.item.default, table_column(self.layout, self.item)
        count = len(default.quantiles)
        place_of = f"{self.cell(U)}*{self.book.constant(count - 1)}"
        self.put(GATE, f"={place_of}")
        low, up = (
            self.layout.area("lists", (column, FIRST + step), (column, FIRST + count - 2 + step)) for step in (0, 1)
        )
        cell = f"INT({self.cell(GATE)})+1"
        below = f"INDEX({low},{cell},1)"
        read = f"{below}+MOD({self.cell(GATE)},1)*(INDEX({up},{cell},1)-{below})"
        shipped = "*".join(
            f"({self.cell(column)}={self.book.constant(value)})"
            for column, value in ((LOW, default.low), (MODE, default.central), (HIGH, default.high))
        )
        self.put(PERT, f"={pert}")
        self.put(OBSERVED, f"={read}")
        return f"IF({shipped}=1,{self.cell(OBSERVED)},{self.cell(PERT)})"

    def _limits(self) -> None:
        quantity = self.item.default.quantity
        self.page.put(self.row, LEAST, quantity.low, "number", FINE)
        self.page.put(self.row, MOST, min(quantity.high, 1e15), "number", FINE)
        low, mode, high = (self.cell(column) for column in (LOW, MODE, HIGH))
        rules = f"{low}>={self.cell(LEAST)},{low}<={mode},{mode}<={high},{high}<={self.cell(MOST)}"
        self.put(FAULT, f"=IF(AND({self._filled()},{rules}),0,1)", CODE)

    def _filled(self) -> str:
        """Return the condition that the yellow cells hold numbers, or one of the answers."""
        if self.item.is_answer:
            central, words = self._assumption(place.CENTRAL), column_of(self.layout, ANSWER, 3)
            return f"COUNT({central})+COUNTIF({words},{central})>0"
        area = self.layout.area("assumptions", (place.LOW, self.item.row), (place.HIGH, self.item.row))
        return f"COUNT({area})={self.book.constant(1 + MIDDLE)}"


def at(column: int, row: int) -> str:
    """Return a cell's address."""
    return f"{letter(column)}{row}"


def is_gate(item: InputRow) -> bool:
    """Return whether a draw answers yes or no: a phase passed, a gate of the model."""
    return item.name.endswith(".probability") or item.default.quantity.gate
