"""Scenarios written by hand: ``--set NAME=VALUE`` and TOML files, read into values by input name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from costbench.analysis.chance.scenarios import NamedScenario, named_scenarios
from costbench.appraisal.declaring.readiness import ANSWERS, FRENCH_ANSWERS
from costbench.cli.terminal.mistakes import MisuseError, no_such_file
from costbench.language import Text

SPACES: Final = str.maketrans("", "", " \u00a0\u202f_")
GROUPED_BY_COMMAS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
READINESS: Final = "readiness"

NO_VALUE = Text(
    "--set {written}: write a name, an equals sign and a value, such as --set annual_budget=900000.",
    "--set {written} : écrivez un nom, un signe égal et une valeur, par exemple --set annual_budget=900000.",
)
NOT_A_NUMBER = Text(
    "`{name}` is {written}, but a number is expected. Write it with digits, such as 1300000 or 0.25.",
    "« {name} » vaut {written}, or on attend un nombre. Écrivez-le en chiffres, par exemple 1300000 ou 0,25.",
)
TWO_READINGS = Text(
    "`{name}` is {written}, which can be read in two ways. Write {whole} or {part}.",
    "« {name} » vaut {written}, qui peut se lire de deux façons. Écrivez {whole} ou {part}.",
)
NOT_AN_ANSWER = Text(
    "`{name}` is {written}, but an answer is no, half or full.",
    "« {name} » vaut {written}, or on répond par non, en partie ou oui (no, half, full).",
)
NOT_A_VALUE = Text(
    "`{name}` is {written}, but a number or a text is expected.",
    "« {name} » vaut {written}, or on attend un nombre ou un texte.",
)
NOT_TOML = Text("{file} is not a TOML file: {reason}.", "{file} n’est pas un fichier TOML : {reason}.")
AT_LINE = Text("see line {line}, column {column}", "voir ligne {line}, colonne {column}")
AT_END = Text("it stops in the middle of something", "il s’arrête au milieu de quelque chose")
NOT_UTF8 = Text("it is not written in UTF-8", "il n’est pas écrit en UTF-8")
TOO_LARGE = Text(
    "{file} is larger than {limit} kB, which no scenario is.",
    "{file} dépasse {limit} ko, ce qu’aucun scénario n’atteint.",
)
LIMIT: Final = 1_000_000
"""Bytes of the largest scenario file that is read."""


def scenarios_of(assignments: Iterable[str], file: Path | None, texts: set[str]) -> tuple[NamedScenario, ...]:
    """Return the scenarios of a file, or the one of no file, and in each the values written ``NAME=VALUE``.

    ``texts`` are the names whose value is a text. Raises :class:`MisuseError` with every fault found, each once.
    """
    faults: dict[Text, None] = {}
    assigned: dict[str, Any] = {}
    for assignment in assignments:
        name, sign, value = (part.strip() for part in assignment.partition("="))
        if not (name and sign and value):
            faults[NO_VALUE.format(written=assignment)] = None
        else:
            assigned[name] = value
    scenarios = []
    for scenario in named_scenarios(read_toml(file) if file else {}):
        written = dict(answered(scenario.inputs | assigned))
        found = {name: value_of(name, value, texts) for name, value in written.items()}
        faults |= dict.fromkeys(value for value in found.values() if isinstance(value, Text))
        scenarios.append(replace(scenario, inputs=found))
    if faults:
        raise MisuseError(faults)
    return tuple(scenarios)


def read_toml(file: Path) -> dict[str, Any]:
    """Return a TOML file's table; raises :class:`MisuseError` where there is none to read."""
    if not file.is_file():
        raise no_such_file(str(file))
    if file.stat().st_size > LIMIT:
        raise MisuseError([TOO_LARGE.format(file=file, limit=LIMIT // 1000)])
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MisuseError([NOT_TOML.format(file=file, reason=NOT_UTF8)]) from None
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        reason = AT_LINE.format(line=found[1], column=found[2]) if found else AT_END
        raise MisuseError([NOT_TOML.format(file=file, reason=reason)]) from None


def answered(written: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values, a checklist in one text question by question, so that each model finds its own.

    >>> dict(answered({"readiness": "sponsors=no; acquaintance=full"}))
    {'readiness.sponsors': 'no', 'readiness.acquaintance': 'full'}
    """
    for name, value in written.items():
        if name.rpartition(".")[2] == READINESS and isinstance(value, str):
            pairs = (pair.partition("=") for pair in value.replace(",", ";").split(";") if pair.strip())
            yield from ((f"{name}.{question.strip()}", answer.strip()) for question, _, answer in pairs)
        else:
            yield name, value


def value_of(name: str, written: Any, texts: set[str]) -> Any:
    """Return the value of an input as the engine takes it, or the sentence that says why it cannot."""
    if isinstance(written, bool) or not isinstance(written, int | float | str | date):
        return NOT_A_VALUE.format(name=name, written=_shown(written))
    if name in texts or name.partition(".")[2] in texts:
        return written.isoformat() if isinstance(written, date) else str(written)
    if isinstance(written, str) and f".{name}".rpartition(".")[0].endswith(f".{READINESS}"):
        return answer_of(name, written)
    if isinstance(written, str):
        return number_of(name, written)
    if isinstance(written, date):
        return NOT_A_NUMBER.format(name=name, written=written.isoformat())
    return _finite(name, float(written) if abs(written) < 1e300 else float("inf"), str(written))


def answer_of(name: str, written: str) -> float | Text:
    """Return what an answer to the checklist counts, or say which answers there are."""
    word = written.strip().lower()
    code = FRENCH_ANSWERS.get(word, word)
    if code in ANSWERS:
        return ANSWERS[code]
    number = number_of(name, written)
    return NOT_AN_ANSWER.format(name=name, written=written) if isinstance(number, Text) else number


def number_of(name: str, written: str) -> float | Text:
    """Read a number with a decimal point or comma and thousands set apart by spaces, or say why it is none.

    >>> number_of("annual_budget", "1 300 000,5")
    1300000.5
    """
    bare = written.translate(SPACES)
    if GROUPED_BY_COMMAS.fullmatch(bare):
        whole, part = bare.replace(",", ""), bare.replace(",", ".", 1)
        if bare.count(",") == 1:
            return TWO_READINGS.format(name=name, written=written, whole=whole, part=part)
        return float(whole)
    plain = bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
    if not NUMBER.fullmatch(plain):
        return NOT_A_NUMBER.format(name=name, written=written)
    return _finite(name, float(plain), written)


def _finite(name: str, value: float, written: str) -> float | Text:
    return value if abs(value) < float("inf") else NOT_A_NUMBER.format(name=name, written=written)


def _shown(value: Any) -> str:
    """Return what was written, in short; a table may be too deep to be written out."""
    if isinstance(value, bool):
        return str(value).lower()
    return "{…}" if isinstance(value, Mapping) else str(value)[:40]
