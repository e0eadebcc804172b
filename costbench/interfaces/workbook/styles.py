"""How the workbook looks: one family of fonts, few colours, number formats that every locale reads."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from costbench.language import Language

FAMILY: Final = "Calibri"
INK, PAPER, SHADE, BAND, YELLOW, GOOD, WRONG = (
    "1F2933", "FFFFFF", "F3F5F7", "DCE6EE", "FFF4C2", "D9F0E6", "FBE3D6",
)  # fmt: skip
HEAD: Final = "17405C"
PALETTE: Final = ("0072B2", "E69F00", "009E73", "D55E00", "56B4E9", "CC79A7", "000000", "F0E442")
"""Okabe and Ito's colours, told apart by colour-blind readers."""

THIN: Final = Side(style="thin", color="C9D2DA")
LINE: Final = Border(bottom=THIN)
BOX: Final = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAP: Final = Alignment(wrap_text=True, vertical="top")
MIDDLE: Final = Alignment(wrap_text=True, vertical="center")
CENTRE: Final = Alignment(wrap_text=True, vertical="center", horizontal="center")
RIGHT: Final = Alignment(horizontal="right", vertical="center", wrap_text=True)
UNLOCKED: Final = Protection(locked=False)


def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {"font": Font(FAMILY, 18, bold=True, color=HEAD), "alignment": Alignment(vertical="center")},
    "state": {"font": Font(FAMILY, 10, bold=True, color=INK)},
    "text": {"font": Font(FAMILY, 10, color=INK), "alignment": WRAP},
    "flat": {"font": Font(FAMILY, 10, color=INK), "alignment": Alignment(vertical="top")},
    "beside": {"font": Font(FAMILY, 10, color=INK), "alignment": Alignment(vertical="top", indent=1)},
    "blank": {"font": Font(FAMILY, 9, color=INK), "alignment": MIDDLE},
    "word": {"font": Font(FAMILY, 9, color=INK), "alignment": CENTRE, "border": LINE},
    "head_left": {
        "font": Font(FAMILY, 12, bold=True, color=PAPER),
        "fill": fill(HEAD),
        "alignment": Alignment(vertical="center"),
    },
    "lead": {"font": Font(FAMILY, 11, color=INK), "alignment": WRAP},
    "strong": {"font": Font(FAMILY, 10, bold=True, color=INK), "alignment": MIDDLE},
    "big": {"font": Font(FAMILY, 13, bold=True, color=HEAD), "alignment": MIDDLE},
    "head": {
        "font": Font(FAMILY, 10, bold=True, color=PAPER),
        "fill": fill(HEAD),
        "alignment": CENTRE,
        "border": BOX,
    },
    "band": {
        "font": Font(FAMILY, 11, bold=True, color=HEAD),
        "fill": fill(BAND),
        "alignment": Alignment(vertical="center"),
    },
    "label": {"font": Font(FAMILY, 10, color=INK), "alignment": MIDDLE, "border": LINE},
    "step": {
        "font": Font(FAMILY, 9, italic=True, color="5B6770"),
        "alignment": Alignment(wrap_text=True, vertical="center", indent=1),
        "border": LINE,
    },
    "small": {
        "font": Font(FAMILY, 9, color=INK),
        "alignment": Alignment(wrap_text=True, vertical="center", indent=1),
        "border": LINE,
    },
    "number": {"font": Font(FAMILY, 10, color=INK), "alignment": RIGHT, "border": LINE},
    "total": {"font": Font(FAMILY, 10, bold=True, color=INK), "alignment": RIGHT, "border": LINE, "fill": fill(SHADE)},
    "total_label": {
        "font": Font(FAMILY, 10, bold=True, color=INK),
        "alignment": MIDDLE,
        "border": LINE,
        "fill": fill(SHADE),
    },
    "input": {
        "font": Font(FAMILY, 10, color="00318C"),
        "fill": fill(YELLOW),
        "alignment": RIGHT,
        "border": BOX,
        "protection": UNLOCKED,
    },
    "input_text": {
        "font": Font(FAMILY, 9, color="00318C"),
        "fill": fill(YELLOW),
        "alignment": MIDDLE,
        "border": BOX,
        "protection": UNLOCKED,
    },
}

WHOLE, TENTH, HUNDREDTH, CODE, DATE, PLAIN = "#,##0", "#,##0.0", "#,##0.00", "0", "dd/mm/yyyy", "General"
FINE: Final = "#,##0.000000"


def percent(language: Language) -> str:
    """Return the percent format; French leaves a space before the sign."""
    return r"0.0\ %" if language == "fr" else "0.0%"


def format_of(unit: str, language: Language, size: float = 1e9) -> str:
    """Return the number format of a unit; small amounts show their cents."""
    if unit in {"/1", "/year"}:
        return percent(language)
    if unit in {"date", "code", "", "rank"}:
        return CODE
    if unit.startswith("EUR"):
        return WHOLE if size >= 100 else HUNDREDTH
    return TENTH if size < 1000 else WHOLE
