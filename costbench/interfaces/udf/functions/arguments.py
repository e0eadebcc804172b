"""The typed arguments of functions in a cell: how each is read, and what it says in a function wizard."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from costbench.appraisal.declaring.names import text_names
from costbench.appraisal.settling.faults import unknown_input
from costbench.catalogue import get_model
from costbench.catalogue.appraisals import known_names
from costbench.catalogue.finder import list_models, plain
from costbench.errors import InputError, Problem, UnknownNameError
from costbench.interfaces.udf.functions.cells import Cell, Rows, as_number, is_blank, rows, shown
from costbench.language import Text
from costbench.vocabulary import SOCIETY, SOCIETY_LABEL, STAKEHOLDER_LABELS

Inputs: TypeAlias = tuple[tuple[str, float | str], ...]
"""Names and values, in alphabetical order: the same inputs are the same key whatever their order in the sheet."""

REQUIRED: Final = object()
HEADINGS: Final = frozenset({"name", "nom", "input", "inputs", "donnee", "donnees", "criterion", "critere"})
LONGEST_NAME: Final = 80
BLANK_IN_CALC: Final = 0.0  # LibreOffice hands an empty cell over as the number 0


@dataclass(frozen=True)
class Argument:
    """One argument: its name, its sentence in a wizard, whether it is a range, how it is read.

    ``read`` turns a rectangle of cells into a hashable value, or raises an
    :class:`~costbench.errors.InputError`. ``default`` stands for what is left out.
    """

    name: str
    about: Text
    read: Callable[[Rows, str], Hashable]
    default: Any = REQUIRED
    is_range: bool = False

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return self.default is not REQUIRED

    def value(self, raw: Any) -> Any:
        """Return what the function receives for what the spreadsheet handed over."""
        given = rows(raw, self.name)
        if all(is_blank(line) for line in given):
            if self.optional:
                return self.default
            raise InputError([_missing(self)])
        return self.read(given, self.name)


def read_text(given: Rows, path: str) -> str:
    """Return the text of a single cell."""
    cell = _single(given, path)
    if isinstance(cell, str):
        return cell
    allowed = Text("a text is expected", "un texte est attendu")
    raise InputError([Problem(path, shown(cell), allowed, Text("Write a name.", "Écrivez un nom."))])


def read_model(given: Rows, path: str) -> str:
    """Return the identifier of a model named by identifier, alias or label."""
    cell = _single(given, path)
    if cell == BLANK_IN_CALC:
        raise InputError([_missing(MODEL)])
    written = cell if isinstance(cell, str) else shown(cell)
    if len(written) > LONGEST_NAME:
        raise InputError([_too_long(path, written)])
    return model_id(written)


@lru_cache(maxsize=256)
def model_id(name: str) -> str:
    """Return the identifier that a name, alias or label stands for."""
    return get_model(name).id


def read_choice(words: Mapping[str, str], default: str) -> Callable[[Rows, str], str]:
    """Return a reader of one of ``words``, each standing for a code; a blank of LibreOffice is the default."""

    def read(given: Rows, path: str) -> str:
        cell = _single(given, path)
        if cell == BLANK_IN_CALC:
            return default
        written = plain(cell) if isinstance(cell, str) else shown(cell)
        if written not in words:
            raise UnknownNameError(Text(path, ARGUMENT_NAMES.get(path, path)), written[:40], words)
        return words[written]

    return read


def read_whole(low: int, high: int) -> Callable[[Rows, str], int | None]:
    """Return a reader of a whole number between two bounds; 0, which is also LibreOffice's blank, is ``None``."""

    def read(given: Rows, path: str) -> int | None:
        cell = _single(given, path)
        value = as_number(cell)
        if value == 0:
            return None
        if value is None or not low <= value <= high or value != int(value):
            allowed = Text(
                f"it must be a whole number between {low:,} and {high:,}",
                f"la valeur doit être un nombre entier entre {low} et {high}",
            )
            hint = Text("Write for instance 4096.", "Écrivez par exemple 4096.")
            raise InputError([Problem(path, shown(cell), allowed, hint)])
        return int(value)

    return read


def read_rows(given: Rows, path: str) -> Rows:
    """Return a range as it is, without the empty rows at its end."""
    last = max((place for place, line in enumerate(given) if not is_blank(line)), default=-1)
    return given[: last + 1]


def read_numbers(given: Rows, path: str) -> Rows:
    """Return a range of numbers; a blank stays blank, anything else is a problem."""
    return tuple(tuple(_number(cell, path, place) for cell in line) for place, line in enumerate(given, 1))


def read_pairs(given: Rows, path: str) -> Rows:
    """Return a range of two columns of numbers, empty rows and a heading left out."""
    _two_columns(given, path)
    kept = [line for line in given if not is_blank(line)]
    if kept and all(isinstance(cell, str) and as_number(cell) is None for cell in kept[0]):
        kept = kept[1:]
    found = read_numbers(tuple(kept), path)
    if not found or any(None in line for line in found):
        allowed = Text("each row has two numbers", "chaque ligne porte deux nombres")
        raise InputError([Problem(path, f"{len(given)} × 2", allowed, Text("Fill it in.", "Complétez la plage."))])
    return found


def read_inputs(given: Rows, path: str) -> Inputs:
    """Return names and values from a range of two columns; a row without a value keeps the default."""
    if given == ((BLANK_IN_CALC,),):
        return ()
    pairs = named_values(given, path)
    known, texts = input_names(), text_inputs()
    problems = [unknown_input(name[:LONGEST_NAME], known) for name in pairs if name not in known]
    found: dict[str, float | str] = {}
    for name, cell in pairs.items():
        value = as_text(cell) if name in texts else as_number(cell)
        if value is None:
            problems.append(not_a_number(name, cell))
        else:
            found[name] = value
    if problems:
        raise InputError(problems)
    return tuple(sorted(found.items()))


def named_values(given: Rows, path: str) -> dict[str, Cell]:
    """Return the rows of a two-column range by name, those without a value and the heading left out."""
    _two_columns(given, path)
    pairs: dict[str, Cell] = {}
    for place, (name, value) in enumerate(given, 1):
        if value is None or (place == 1 and isinstance(name, str) and plain(name) in HEADINGS):
            continue
        if not isinstance(name, str):
            raise InputError([_nameless(path, place, name)])
        if name in pairs:
            raise InputError([_twice(path, name, place)])
        pairs[name] = value
    return pairs


@cache
def input_names() -> frozenset[str]:
    """Return every name that a user may write, whatever the model."""
    return frozenset(known_names())


@cache
def text_inputs() -> frozenset[str]:
    """Return the names whose value is a text, plain and written ``MODEL.name``."""
    own = {(model.id, name) for model in list_models() for name in text_names(model)}
    return frozenset({name for _, name in own} | {f"{model}.{name}" for model, name in own})


def as_text(cell: Cell) -> str:
    """Return a cell of a text input as its text."""
    return cell if isinstance(cell, str) else shown(cell)


def not_a_number(name: str, cell: Cell) -> Problem:
    """Return the problem of a text where a number belongs."""
    allowed = Text("a number is expected", "un nombre est attendu")
    return Problem(name, shown(cell), allowed, Text("Write for instance 12.5.", "Écrivez par exemple 12,5."))


def _number(cell: Cell, path: str, row: int) -> float | None:
    value = as_number(cell)
    if value is None and cell is not None:
        raise InputError([not_a_number(path, cell).at_row(row)])
    return value


def _single(given: Rows, path: str) -> Cell:
    if len(given) == 1 and len(given[0]) == 1:
        return given[0][0]
    allowed = Text("a single cell is expected", "une seule cellule est attendue")
    hint = Text("Select one cell.", "Sélectionnez une cellule.")
    raise InputError([Problem(path, f"{len(given)} × {len(given[0])}", allowed, hint)])


def _too_long(path: str, written: str) -> Problem:
    allowed = Text("a name has at most 80 characters", "un nom compte au plus 80 caractères")
    hint = Text("Write a model that MODELS() lists.", "Écrivez un modèle que MODELS() donne.")
    return Problem(path, shown(written), allowed, hint)


def _two_columns(given: Rows, path: str) -> None:
    if len(given[0]) != 2:
        count = len(given[0])
        allowed = Text("two columns are expected", "deux colonnes sont attendues")
        hint = Text("Select names and values.", "Sélectionnez les noms et les valeurs.")
        raise InputError([Problem(path, f"{len(given)} × {count}", allowed, hint)])


def _missing(argument: Argument) -> Problem:
    allowed = Text("it must be given", "cette valeur est nécessaire")
    return Problem(argument.name, '""', allowed, argument.about)


def _nameless(path: str, row: int, name: Cell) -> Problem:
    allowed = Text("each value has its name on its left", "chaque valeur a son nom à sa gauche")
    hint = Text("Write the input's name.", "Écrivez le nom de la donnée.")
    return Problem(path, shown(name), allowed, hint, row)


def _twice(path: str, name: str, row: int) -> Problem:
    allowed = Text("each name stands once", "chaque nom figure une seule fois")
    hint = Text("Remove one of the two rows.", "Supprimez l’une des deux lignes.")
    return Problem(path, shown(name), allowed, hint, row)


ARGUMENT_NAMES: Final = {"stakeholder": "acteur", "level": "niveau", "interpolation": "mode d’interpolation"}
STAKEHOLDERS: Final = {
    plain(name): code.value for code, label in STAKEHOLDER_LABELS.items() for name in (*label, code.value)
} | {plain(name): SOCIETY for name in (*SOCIETY_LABEL, SOCIETY)}
LEVELS: Final = {
    **dict.fromkeys(("low", "bas", "basse"), "low"),
    **dict.fromkeys(("central", "centrale", "mode"), "central"),
    **dict.fromkeys(("high", "haut", "haute"), "high"),
}
INTERPOLATIONS: Final = {
    **dict.fromkeys(("step", "steps", "palier", "paliers"), "step"),
    **dict.fromkeys(("linear", "lineaire"), "linear"),
}

MODEL: Final = Argument(
    "model",
    Text("Name of a model, as MODELS() lists them.", "Nom d’un modèle, comme dans MODELS()."),
    read_model,
)
INPUTS: Final = Argument(
    "inputs",
    Text(
        "Two columns, names and values; what is left out keeps its default.",
        "Deux colonnes, noms et valeurs ; ce qui manque garde sa valeur par défaut.",
    ),
    read_inputs,
    default=(),
    is_range=True,
)
STAKEHOLDER: Final = Argument(
    "stakeholder",
    Text(
        "organisation (left out), partner, investor, outcome_payer, beneficiaries, market, vehicle or society.",
        "organisation (si omis), partner, investor, outcome_payer, beneficiaries, market, vehicle ou society.",
    ),
    read_choice(STAKEHOLDERS, "organisation"),
    default="organisation",
)
