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
INDENTED: Final = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
"""Clear of a number at its left; an indent needs a side to count from."""
ONE_LINE: Final = Alignment(horizontal="left", vertical="center", indent=1)
UNLOCKED: Final = Protection(locked=False)


def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def _resized(font: Font, size: float) -> Font:
    return Font(FAMILY, size, bold=font.bold, italic=font.italic, color=font.color)


STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {"font": Font(FAMILY, 18, bold=True, color=HEAD), "alignment": Alignment(vertical="center")},
    "state": {"font": Font(FAMILY, 10, bold=True, color=INK)},
    "text": {"font": Font(FAMILY, 10, color=INK), "alignment": WRAP},
    "flat": {"font": Font(FAMILY, 10, color=INK), "alignment": Alignment(vertical="center")},
    "beside": {"font": Font(FAMILY, 10, color=INK), "alignment": ONE_LINE},
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
        "alignment": INDENTED,
        "border": LINE,
    },
    "small": {
        "font": Font(FAMILY, 9, color=INK),
        "alignment": INDENTED,
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

for _name in ("label", "number", "total", "input", "input_text"):
    STYLES[f"compact {_name}"] = STYLES[_name] | {"font": _resized(STYLES[_name]["font"], 9)}
STYLES.update(
    {
        "compact small": STYLES["small"] | {"alignment": ONE_LINE},
        "compact input_text": STYLES["compact input_text"] | {"alignment": ONE_LINE},
        "compact date": STYLES["compact input_text"] | {"alignment": Alignment(horizontal="center", vertical="center")},
        "verdict": {
            "font": Font(FAMILY, 14, bold=True, color=INK),
            "alignment": Alignment(vertical="center", horizontal="left", indent=1),
        },
        "verdict_more": {
            "font": Font(FAMILY, 10, color=INK),
            "alignment": Alignment(vertical="top", horizontal="left", indent=1),
        },
        "strong_line": STYLES["strong"] | {"border": LINE, "alignment": INDENTED},
        "count": {"font": Font(FAMILY, 10, bold=True, color=INK), "alignment": RIGHT},
        "link": {
            "font": Font(FAMILY, 10, bold=True, underline="single", color="00318C"),
            "alignment": Alignment(vertical="center"),
        },
        "plain_number": {"font": Font(FAMILY, 10, bold=True, color=INK), "alignment": RIGHT},
        "blank_number": {"font": Font(FAMILY, 9, color=INK), "alignment": RIGHT},
        "choice": STYLES["input_text"] | {"font": Font(FAMILY, 13, bold=True, color="00318C")},
        "group": {
            "font": Font(FAMILY, 9, bold=True, color=HEAD),
            "fill": fill(SHADE),
            "alignment": Alignment(vertical="center"),
        },
    }
)

WHOLE, TENTH, HUNDREDTH, CODE, DATE, PLAIN = "#,##0", "#,##0.0", "#,##0.00", "0", "dd/mm/yyyy", "General"
FINE: Final = "[>=1000000000]0.0E+00;[>=1000]#,##0.0;#,##0.000000"
TINY: Final = "[=0]0;[<0.0001]0.0E+00;#,##0.####"
"""For gaps that should be none."""
LARGE: Final = "[>=1000000000]0.0E+00;[<=-1000000000]0.0E+00;#,##0"
"""For values at rates far from any that is earned, which run to dozens of digits."""


def percent(language: Language) -> str:
    """Return the percent format; French leaves a space before the sign."""
    return r"0.0\ %" if language == "fr" else "0.0%"


def found_rate(language: Language) -> str:
    """Return the format of a rate that was looked for: a dash where the mark of "none" stands."""
    return '[>=1000]"–";' + percent(language)


def share(language: Language) -> str:
    """Return the format of a percentage read at a glance, without decimals."""
    return r"0\ %" if language == "fr" else "0%"


def format_of(unit: str, language: Language, size: float = 1e9) -> str:
    """Return the number format of a unit; small amounts show their cents."""
    if unit in {"/1", "/year"}:
        return percent(language)
    if unit in {"date", "code", "", "rank"}:
        return CODE
    if unit.startswith("EUR"):
        return WHOLE if size >= 100 else HUNDREDTH
    return TENTH if size < 1000 else WHOLE
