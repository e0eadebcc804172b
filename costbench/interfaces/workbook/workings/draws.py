"""The sheet of draws: 512 stored points, one column an input, as stratum numbers 0 to 511."""

from __future__ import annotations

from costbench.interfaces.workbook.drawing.page import Book
from costbench.interfaces.workbook.plan.layout import DRAWS, FIRST_DRAW
from costbench.interfaces.workbook.plan.sobol import strata


def write_draws(book: Book) -> None:
    """Write the sheet."""
    drawn = book.layout.drawn
    page = book.page("draws", (16, *[8] * len(drawn)))
    page.note(3, book.say("draws.lead"), 12)
    page.head(FIRST_DRAW - 1, [book.say("draws.draw"), *(item.code for item in drawn)], height=60)
    for draw, row in enumerate(strata(len(drawn)).tolist(), start=1):
        page.sheet.cell(FIRST_DRAW + draw - 1, 1, draw)
        for column, stratum in enumerate(row, start=2):
            page.sheet.cell(FIRST_DRAW + draw - 1, column, stratum)
    page.finish(min(len(drawn) + 1, 14), FIRST_DRAW + DRAWS - 1, freeze=f"B{FIRST_DRAW}",
                titles=f"{FIRST_DRAW - 1}:{FIRST_DRAW - 1}")  # fmt: skip


def checks(book: Book) -> tuple[str, str]:
    """Return the formulas of the sums of the strata and of their squares, less what they must be."""
    drawn = book.layout.drawn
    area = book.layout.area("draws", (2, FIRST_DRAW), (1 + len(drawn), FIRST_DRAW + DRAWS - 1))
    expected = [float(sum(number**power for number in range(DRAWS)) * len(drawn)) for power in (1, 2)]
    return (
        f"ABS(SUM({area})-{book.constant(expected[0])})",
        f"ABS(SUMPRODUCT({area},{area})-{book.constant(expected[1])})",
    )
