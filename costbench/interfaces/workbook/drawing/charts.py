"""Charts that read well printed: titles, axes, colours told apart by everybody, words for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias, TypeVar

from openpyxl.chart import BarChart, LineChart, Reference, series_factory
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter as letter

from costbench.interfaces.workbook.drawing.page import Page
from costbench.interfaces.workbook.drawing.styles import PALETTE

Dash: TypeAlias = Literal["solid", "dash", "sysDash", "dashDot", "lgDash", "sysDot"]
MARKERS: Final = ("circle", "square", "triangle", "diamond", "x", "plus", "star", "dash")
DASHES: Final[tuple[Dash, ...]] = ("solid", "dash", "sysDash", "dashDot", "solid", "lgDash", "sysDot", "dash")
GREY: Final = "8A949C"
BAD, GOOD = 3, 0
"""Places in the palette of what hurts and what helps, as on every chart of costbench."""
Chart = TypeVar("Chart", BarChart, LineChart)


def _font(size: int, bold: bool = False) -> RichText:
    look = CharacterProperties(sz=size * 100, b=bold, solidFill="1F2933")
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])


def _titled(words: str, size: int, colour: str) -> Title:
    """Return a title that stands clear of what it names."""
    look = CharacterProperties(sz=size * 100, b=size > 9, solidFill=colour)
    run = RegularTextRun(rPr=look, t=words)
    rich = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])
    return Title(tx=Text(rich=rich), overlay=False)


def _dressed(chart: Chart, page: Page, key: str, unit: str) -> Chart:
    """Give a chart its title, axes, grid and fonts."""
    chart.title = _titled(page.book.say(key), 12, "17405C")
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _font(9)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.number_format, chart.y_axis.numFmt.sourceLinked = "#,##0", False
    chart.y_axis.title = _titled(page.book.say(unit), 9, "1F2933")
    grid = GraphicalProperties(ln=LineProperties(solidFill="E3E7EB"))
    chart.y_axis.majorGridlines = ChartLines(spPr=grid)
    if chart.legend:
        chart.legend.position = "b"
        chart.legend.overlay = False
        chart.legend.txPr = _font(9)
    chart.roundedCorners = False
    return chart


def _sideways(chart: BarChart) -> BarChart:
    """Lay the bars down, the first on top: names of models are then read without turning the head."""
    chart.type = "bar"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    return chart


def _across(page: Page, row: int, columns: tuple[int, int]) -> str:
    first, last = columns
    return f"'{page.sheet.title}'!${letter(first)}${row}:${letter(last)}${row}"


def _series(page: Page, row: int, columns: tuple[int, int], header: int, title_column: int = 1) -> Series:
    """Return a series that runs along a row, its title in the first column, its categories in the header."""
    values = Reference(page.sheet, min_col=columns[0], max_col=columns[1], min_row=row)
    series: Series = series_factory.SeriesFactory(values, title_from_data=False)
    series.tx = _title(page, row, title_column)
    series.cat = AxDataSource(strRef=StrRef(f=_across(page, header, columns)))
    return series


def _title(page: Page, row: int, column: int) -> Any:
    return SeriesLabel(strRef=StrRef(f=f"'{page.sheet.title}'!${letter(column)}${row}"))


def _colour(series: Series, place: int) -> None:
    colour = PALETTE[place % len(PALETTE)]
    series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill="FFFFFF", w=6350))


def _hatch(series: Series, colour: str) -> None:
    """Tell a bar from its neighbour in black and white too."""
    stripes = PatternFillProperties(prst="wdUpDiag")
    stripes.fgClr, stripes.bgClr = (ColorChoice(srgbClr=rgb) for rgb in (colour, "FFFFFF"))  # type: ignore[arg-type]
    series.graphicalProperties = GraphicalProperties(pattFill=stripes, ln=LineProperties(solidFill=colour, w=6350))


def lines(page: Page, key: str, rows: Sequence[int], header: int, columns: tuple[int, int]) -> LineChart:
    """Return a line chart, one line a row, told apart by colour, dash and marker."""
    chart = LineChart()
    for place, row in enumerate(rows):
        series = _series(page, row, columns, header)
        colour = PALETTE[place % len(PALETTE)]
        dash = DASHES[place % len(DASHES)]
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=22225, prstDash=dash))
        look = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
        series.marker = Marker(symbol=MARKERS[place % len(MARKERS)], size=6, spPr=look)
        series.smooth = False
        chart.series.append(series)
    return _dressed(chart, page, key, "chart.euros")


def stacked(page: Page, key: str, rows: Sequence[int], header: int, columns: tuple[int, int], unit: str) -> BarChart:
    """Return stacked bars, one colour and one pattern a row."""
    chart = BarChart()
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 45
    for place, row in enumerate(rows):
        series = _series(page, row, columns, header)
        _colour(series, place)
        series.invertIfNegative = False
        chart.series.append(series)
    return _sideways(_dressed(chart, page, key, unit))


def ranges(
    page: Page,
    key: str,
    row: int,
    whiskers: tuple[int, int],
    ends: tuple[int, int],
    header: int,
    columns: tuple[int, int],
) -> BarChart:
    """Return bars with whiskers: their lengths below and above in two rows, where they end in two others."""
    chart = BarChart()
    chart.gapWidth = 60
    series = _series(page, row, columns, header)
    _colour(series, 0)
    series.invertIfNegative = False
    minus, plus = (NumDataSource(numRef=NumRef(f=_across(page, at, columns))) for at in whiskers)
    look = GraphicalProperties(ln=LineProperties(solidFill="1F2933", w=15875))
    series.errBars = ErrorBars(errDir="y", errBarType="both", errValType="cust", plus=plus, minus=minus, spPr=look)
    chart.series.append(series)
    for at in ends:  # unseen: error bars alone do not stretch the axis
        unseen = _series(page, at, columns, header)
        unseen.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        chart.series.append(unseen)
    chart.overlap = 100
    chart.legend = None
    return _sideways(_dressed(chart, page, key, "chart.euros"))


def tornado(page: Page, key: str, first: int, last: int, label: int, low: int, high: int, header: int) -> BarChart:
    """Return two opposed bars a line, the widest on top: what the bad and the good bound change."""
    chart = BarChart()
    chart.grouping, chart.overlap, chart.gapWidth = "clustered", 100, 40
    name = f"'{page.sheet.title}'"
    for place, column in enumerate((low, high)):
        values = Reference(page.sheet, min_col=column, min_row=first, max_row=last)
        series: Series = series_factory.SeriesFactory(values, title_from_data=False)
        series.tx = _title(page, header, column)
        series.cat = AxDataSource(strRef=StrRef(f=f"{name}!${letter(label)}${first}:${letter(label)}${last}"))
        _colour(series, (BAD, GOOD)[place])
        if place == 0:
            _hatch(series, PALETTE[BAD])
        series.invertIfNegative = False
        chart.series.append(series)
    return _sideways(_dressed(chart, page, key, "chart.euros"))


def place(page: Page, chart: Any, anchor: str, width: float, height: float, alt: str) -> None:
    """Put a chart on its sheet, sized in centimetres, with the words that a screen reader says."""
    chart.width, chart.height = width, height
    chart.layout = None
    page.sheet.add_chart(chart, anchor)
    page.book.alt_texts.setdefault(page.sheet.title, []).append(page.book.say(alt))
