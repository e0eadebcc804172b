"""The sheet of cash: cumulated cash of the organisation by year, its lowest point, what it has in hand."""

from __future__ import annotations

from typing import Final

from openpyxl.chart import LineChart

from costbench.appraisal import LAST_YEAR, YEARS
from costbench.interfaces.workbook.drawing import charts
from costbench.interfaces.workbook.drawing.page import Book, Page
from costbench.interfaces.workbook.drawing.styles import WHOLE, format_of
from costbench.interfaces.workbook.plan import layout as place

LABEL, NEED, SHARE, LOWEST, YEAR_0 = range(1, 6)
WIDTHS: Final = (34, 13, 13, 12, *[9.5] * len(YEARS))
HEADER: Final = 6
CHART_ROWS: Final = 46
"""Rows that the chart covers where they are lowest, in LibreOffice."""


def write_cash(book: Book) -> Page:
    """Write the sheet."""
    page, layout = book.page("cash", WIDTHS), book.layout
    columns = YEAR_0 + LAST_YEAR
    page.note(3, book.say("cash.lead"), columns)
    page.put(4, 1, book.say("cash.reserve"), "strong")
    page.put(
        4, 2, f"={layout.address('assumptions', place.RETAINED, layout.input('', 'cash_reserve').row)}", "total", WHOLE
    )
    heads = [book.say(f"cash.{name}") for name in ("model", "need", "share", "lowest")]
    page.head(HEADER, [*heads, *(book.say("cash.year", year=year) for year in YEARS)])
    for row, block in enumerate(layout.blocks.values(), start=HEADER + 1):
        _write_model(page, row, block.model.definition.label.to(book.language), block.indicators, block.results)
    last = HEADER + len(layout.models)
    charts.place(page, chart_of_cash(page), f"A{last + 2}", 50, 19, "cash.chart_alt")
    page.finish(columns, last + CHART_ROWS, one_page=True, freeze=f"B{HEADER + 1}")
    return page


def _write_model(page: Page, row: int, label: str, indicators: dict[str, int], results: dict[str, int]) -> None:
    book, layout = page.book, page.book.layout
    page.put(row, LABEL, label, "strong")
    needs = {NEED: ("peak_funding_need", WHOLE), SHARE: ("peak_funding_to_cash", format_of("/1", book.language))}
    for column, (name, form) in needs.items():
        page.put(row, column, f"={layout.address('calculations', place.VALUE, indicators[name])}", "number", form)
    first, last = (page.sheet.cell(row, YEAR_0 + year).coordinate for year in (0, LAST_YEAR))
    years = f"{page.sheet.cell(HEADER, YEAR_0).coordinate}:{page.sheet.cell(HEADER, YEAR_0 + LAST_YEAR).coordinate}"
    lowest = f'=IF(MIN({first}:{last})<0,INDEX({years},1,MATCH(MIN({first}:{last}),{first}:{last},0)),"")'
    page.put(row, LOWEST, lowest, "word")
    for year in YEARS:
        cell = layout.address("calculations", place.YEAR_0 + year, results["cumulated"], absolute=False)
        page.put(row, YEAR_0 + year, f"={cell}", "number", WHOLE)


def chart_of_cash(page: Page) -> LineChart:
    """Return the chart of cumulated cash, read off the sheet of cash."""
    rows = range(HEADER + 1, HEADER + 1 + len(page.book.layout.models))
    return charts.lines(page, "cash.chart", rows, HEADER, (YEAR_0, YEAR_0 + LAST_YEAR))
