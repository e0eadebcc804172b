"""How a file of scenarios is written: separator, decimal sign and encoding, found by looking at its beginning."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, TypeAlias

from costbench.errors import InputError
from costbench.interfaces.batch.tables.problems import refusal
from costbench.interfaces.batch.tables.records import records
from costbench.language import Text

DialectName: TypeAlias = Literal["en", "fr"]

SEPARATORS: Final[dict[str, Text]] = {
    ";": Text("semicolons", "points-virgules"),
    ",": Text("commas", "virgules"),
    "\t": Text("tabs", "tabulations"),
}
DECIMALS: Final[dict[str, Text]] = {
    ".": Text("decimal points", "points décimaux"),
    ",": Text("decimal commas", "virgules décimales"),
}
ENCODINGS: Final[dict[str, str]] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "cp1252": "Windows-1252",
}
USUAL_DECIMAL: Final[dict[str, str]] = {";": ",", ",": ".", "\t": "."}
SPACES: Final = " \u00a0\u202f"
"""What may stand between thousands, or around a number: space, no-break space, narrow no-break space."""

SAMPLE_BYTES: Final = 1 << 18
SAMPLE_ROWS: Final = 1_000
DECIMAL: Final = re.compile(rf"[{SPACES}]*[+-]?[0-9][0-9{SPACES}]*([.,])[0-9]+[{SPACES}]*")
DIRECTIVE: Final = re.compile(rb'"?sep=([;,\t])"?\r?\n', re.IGNORECASE)
FOREIGN_FORMS: Final[dict[bytes, Text]] = {
    b"PK\x03\x04": Text("a workbook or an archive", "un classeur ou une archive"),
    b"\xd0\xcf\x11\xe0": Text("an old Excel workbook", "un ancien classeur Excel"),
    b"PAR1": Text("a Parquet file", "un fichier Parquet"),
    b"%PDF": Text("a PDF", "un PDF"),
    codecs.BOM_UTF16_LE: Text("UTF-16 text", "du texte en UTF-16"),
    codecs.BOM_UTF16_BE: Text("UTF-16 text", "du texte en UTF-16"),
}


@dataclass(frozen=True)
class Dialect:
    """How numbers and cells are written in a file."""

    separator: str
    decimal: str
    encoding: str

    @property
    def sentence(self) -> Text:
        """What was found, for a reader."""
        return Text(
            "The file was read with {separator} between cells, {decimal}, in {encoding}.",
            "Le fichier a été lu avec des {separator} entre les cellules, des {decimal}, en {encoding}.",
        ).format(
            separator=SEPARATORS[self.separator],
            decimal=DECIMALS[self.decimal],
            encoding=ENCODINGS[self.encoding],
        )


DIALECTS: Final[dict[DialectName, Dialect]] = {
    "en": Dialect(",", ".", "utf-8"),
    "fr": Dialect(";", ",", "utf-8-sig"),
}
"""How results are written."""


def sniff(sample: bytes, whole: bool) -> tuple[Dialect, int]:
    """Return the dialect of a file from its first bytes, and how many of them precede the first line of cells.

    ``whole`` says that the sample is the file. Raises :class:`~costbench.errors.InputError` for what is not
    a file of text, and for an empty one.
    """
    _refuse_other_forms(sample)
    encoding = _encoding(sample)
    skipped = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0
    directive = DIRECTIVE.match(sample, skipped)
    skipped = directive.end() if directive else skipped
    end = len(sample) if whole else sample.rfind(b"\n") + 1 or len(sample)
    lines = sample[skipped:end]
    if not lines.strip():
        raise _empty()
    separator = directive[1].decode() if directive else _separator(lines)
    rows = (
        [cell.decode(encoding, "replace") for cell in record.cells] for record in records(lines, separator.encode())
    )
    places = [place for place, name in enumerate(next(rows)) if name.strip().lower() not in {"scenario", "model"}]
    cells: list[str] = []
    while (some := list(islice(rows, SAMPLE_ROWS))) and not any(map(DECIMAL.fullmatch, cells)):
        cells = [row[place] for row in some for place in places if place < len(row)]
    return Dialect(separator, decimal_sign(cells, USUAL_DECIMAL[separator]), encoding), skipped


def decimal_sign(cells: Iterable[str], usual: str) -> str:
    """Return the decimal sign that most of the cells with one use, ``usual`` when none has or both draw."""
    signs = [match[1] for cell in cells if (match := DECIMAL.fullmatch(cell))]
    commas = signs.count(",")
    points = len(signs) - commas
    return usual if commas == points else "," if commas > points else "."


def _encoding(sample: bytes) -> str:
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(lines: bytes) -> str:
    """Return the separator that the header uses most, quoted names left aside."""
    header = next((line for line in lines.splitlines() if line.strip()), b"")
    bare = re.sub(rb'"[^"]*"', b"", header).decode("latin-1")
    return max(SEPARATORS, key=lambda mark: (bare.count(mark), mark == ","))


def _refuse_other_forms(sample: bytes) -> None:
    if not sample.removeprefix(codecs.BOM_UTF8).strip():
        raise _empty()
    what = next((name for start, name in FOREIGN_FORMS.items() if sample.startswith(start)), None)
    if what is None and b"\0" in sample:
        what = Text("binary, or UTF-16 text", "binaire, ou du texte en UTF-16")
    if b"\n" not in sample and b"\r" in sample.strip():
        what = Text(
            "text whose lines end as on old Macs", "du texte dont les lignes finissent comme sur les anciens Mac"
        )
    if what is not None:
        raise refusal(
            "file",
            "The file is {what}, but scenarios are read from CSV. Save it as `CSV UTF-8` and try again.",
            "Le fichier est {what}, or les scénarios se lisent en CSV. "
            "Enregistrez-le au format « CSV UTF-8 » et recommencez.",
            what=what,
        )


def _empty() -> InputError:
    return refusal(
        "file",
        "The file is empty. Write a header with `scenario`, `model` and inputs, then one row a scenario.",
        "Le fichier est vide. Écrivez un en-tête avec « scenario », « model » et des données, "
        "puis une ligne par scénario.",
    )
