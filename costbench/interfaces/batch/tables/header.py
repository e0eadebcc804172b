"""The first line of a table of scenarios: which column is which input, and what is wrong with the columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from costbench.appraisal.declaring.labels import input_label
from costbench.appraisal.settling.inputs import accepted_names, text_names
from costbench.catalogue import list_models
from costbench.catalogue.appraisals import known_names
from costbench.catalogue.finder import plain
from costbench.errors import InputError, Problem, close_matches
from costbench.interfaces.batch.tables.problems import problem, refusal

MOST_COLUMNS: Final = 4_096
MOST_TOLD: Final = 20
"""Columns that are told to be wrong one by one; the others are counted."""
LONGEST_LABEL: Final = 200
"""Letters of a column's name that are compared with the labels."""
MOST_MEANT: Final = 3
BOUNDS: Final = (".low", ".high")
SCENARIO: Final = "scenario"
MODEL: Final = "model"


@dataclass(frozen=True)
class Header:
    """Where the columns of a table stand, counted from 0. ``unnamed`` ones have no name and must be empty."""

    width: int
    model: int
    scenario: int | None
    numbers: dict[str, int]
    texts: dict[str, int]
    unnamed: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()


def read_header(cells: Sequence[str], row: int = 1, ignore_unknown: bool = False) -> Header:
    """Return where each input stands.

    Raises :class:`~costbench.errors.InputError` with every problem: a column that stands twice, one that no
    model knows (unless ``ignore_unknown``), no column ``model``.
    """
    written = [cell.strip().strip("\ufeff\u00a0\u202f") for cell in cells]
    while len(written) > MOST_COLUMNS and not written[-1]:
        written.pop()
    if len(written) > MOST_COLUMNS:
        raise _too_many(len(written), row)
    names = [_known(name) for name in written]
    places = {name: place for place, name in enumerate(names) if name}
    known = {SCENARIO, MODEL, *known_names()}
    unknown = [name for name in places if name not in known]
    problems = [*_repeated(names, row), *_missing(places, unknown, row)]
    if not ignore_unknown:
        problems += [_unknown(name, known, row) for name in unknown[:MOST_TOLD]]
        problems += [_others(len(unknown) - MOST_TOLD, row)] if len(unknown) > MOST_TOLD else []
    if problems:
        raise InputError(problems)
    inputs = {name: place for name, place in places.items() if name in known - {SCENARIO, MODEL}}
    return Header(
        len(names),
        places[MODEL],
        places.get(SCENARIO),
        {name: place for name, place in inputs.items() if name not in _texts()},
        {name: place for name, place in inputs.items() if name in _texts()},
        tuple(place for place, name in enumerate(names) if not name),
        tuple(unknown),
    )


def column_letters(place: int) -> str:
    """Return the name that a spreadsheet gives to the column at ``place``, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters


@cache
def _texts() -> frozenset[str]:
    """Return the names of every input whose value is a text, plain and written ``MODEL.name``."""
    names: set[str] = set()
    for model in list_models():
        own = text_names(model)
        names |= own | {f"{model.id}.{name}" for name in own}
    return frozenset(names)


def _known(name: str) -> str:
    """Return the name in the letter case in which it is known, if it is."""
    known = name.lower() in {SCENARIO, MODEL} or any(name.lower() in accepted_names(model) for model in list_models())
    return name.lower() if known else name


def _too_many(count: int, row: int) -> InputError:
    return refusal(
        "file",
        "The header has {count} columns (row {row}), but a file of scenarios has {most} at most. Remove the others.",
        "L’en-tête compte {count} colonnes (ligne {row}), or un fichier de scénarios en a {most} au plus. "
        "Supprimez les autres.",
        row,
        count=count,
        most=MOST_COLUMNS,
    )


def _others(count: int, row: int) -> Problem:
    return problem(
        "file",
        "{count} more columns are unknown (row {row}). Remove them, or use --ignore-unknown.",
        "{count} autres colonnes sont inconnues (ligne {row}). Supprimez-les, ou utilisez --ignore-unknown.",
        row,
        count=count,
    )


def _repeated(names: Sequence[str], row: int) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if name and count > 1:
            places = [place for place, other in enumerate(names) if other == name]
            letters = ", ".join(map(column_letters, places[:MOST_TOLD])) + ("…" if count > MOST_TOLD else "")
            yield problem(
                name,
                "The column `{path}` stands {count} times (row {row}, columns {letters}). Keep one of them.",
                "La colonne « {path} » figure {count} fois (ligne {row}, colonnes {letters}). N’en gardez qu’une.",
                row,
                count=count,
                letters=letters,
            )


def _missing(places: dict[str, int], unknown: Sequence[str], row: int) -> Iterator[Problem]:
    if MODEL not in places and MODEL not in (name.lower() for name in unknown):
        yield problem(
            MODEL,
            "There is no column `{path}` (row {row}). Add it; left empty, it means every model.",
            "Il n’y a pas de colonne « {path} » (ligne {row}). Ajoutez-la ; vide, elle désigne tous les modèles.",
            row,
        )


@cache
def _by_label() -> dict[str, str]:
    """Return the input that each label stands for, in both languages, written plainly."""
    names: dict[str, str] = {}
    for model in list_models():
        for name in sorted(name for name in accepted_names(model) if not name.endswith(BOUNDS)):
            for label in input_label(model, name):
                names.setdefault(plain(label), name)
    return names


def _meant(name: str, known: set[str]) -> tuple[str, ...]:
    """Return the names that look like ``name``, or those whose label does, whole or by its first words."""
    labels, words = _by_label(), plain(name[:LONGEST_LABEL])
    if words in labels:
        return (labels[words],)
    if close := close_matches(name, known):
        return close
    begun = sorted((label for label in labels if words and label.startswith(f"{words}_")), key=len)
    return tuple(dict.fromkeys(labels[label] for label in begun[:MOST_MEANT] or close_matches(words, labels)))


def _unknown(name: str, known: set[str], row: int) -> Problem:
    matches = _meant(name, known)
    close = ", ".join(f"`{match}`" for match in matches)
    proches = ", ".join(f"« {match} »" for match in matches)
    return problem(
        name,
        "There is no input called `{path}` (row {row}). "
        + ("Did you mean {close}?" if close else "Remove the column."),
        "Aucune donnée ne s’appelle « {path} » (ligne {row}). "
        + ("Vouliez-vous dire {proches} ?" if close else "Supprimez la colonne."),
        row,
        close=close,
        proches=proches,
    )
