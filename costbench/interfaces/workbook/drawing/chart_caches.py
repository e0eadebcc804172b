"""The values that a chart shows before anything is computed, so that previews and protected views draw it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape, unescape

from openpyxl import Workbook

REFERENCE: Final = re.compile(r"<(num|str)Ref><f>'((?:[^']|'')+)'!([^<]+)</f></\1Ref>")


def with_caches(text: str, workbook: Workbook, values: Mapping[str, Mapping[tuple[int, int], Any]]) -> str:
    """Return a chart's XML with the values of each range it draws; ``values`` holds those of formulas by sheet."""

    def written(found: re.Match[str]) -> str:
        kind, sheet, area = found.groups()
        title = unescape(sheet).replace("''", "'")
        points = list(_points(workbook, values.get(title, {}), title, area.replace("$", "")))
        numbers = kind == "num"
        shown = "".join(
            f'<pt idx="{place}"><v>{escape(str(value))}</v></pt>'
            for place, value in enumerate(points)
            if (isinstance(value, int | float) if numbers else value is not None)
        )
        form = "<formatCode>General</formatCode>" if numbers else ""
        cache = f'<{kind}Cache>{form}<ptCount val="{len(points)}"/>{shown}</{kind}Cache>'
        return found[0].replace(f"</{kind}Ref>", f"{cache}</{kind}Ref>")

    return REFERENCE.sub(written, text)


def _points(workbook: Workbook, values: Mapping[tuple[int, int], Any], title: str, area: str) -> Iterator[Any]:
    cells = workbook[title][area]
    for row in cells if isinstance(cells, tuple) else ((cells,),):
        for cell in row:
            yield values.get((cell.row, cell.column)) if cell.data_type == "f" else cell.value
