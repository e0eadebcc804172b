"""The one registry of functions in a cell; the doors to Excel, LibreOffice and xlwings Lite only translate.

Standard library and NumPy only. ``call`` is the single way in: it never raises for a user's mistake, it
answers with one sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, Final, TypeAlias

from costbench.errors import CostbenchError, InputError, UnknownNameError
from costbench.interfaces.udf.functions.arguments import Argument
from costbench.interfaces.udf.functions.cells import Answer, answer
from costbench.language import Language, Text, system_language

FUNCTION: Final = Text("function", "calcul")
LONGEST_DESCRIPTION: Final = 255  # what Excel keeps of a description
REMEMBERED: Final = 1024
MODULES: Final = ("catalogue", "indicators", "tables", "risk")

CATALOGUE: Final = Text("costbench – models and defaults", "costbench – modèles et valeurs par défaut")
EFFORT: Final = Text("costbench – setup effort", "costbench – effort de montage")
INDICATOR: Final = Text("costbench – results", "costbench – résultats")
TABLE: Final = Text("costbench – tables", "costbench – tableaux")
RISK: Final = Text("costbench – risk", "costbench – risque")

FAULT: Final = Text(
    "costbench could not compute {name} ({kind}): this is a fault of costbench; run `costbench doctor`.",
    "costbench n’a pas pu calculer {name} ({kind}) : c’est une erreur de costbench ; lancez « costbench doctor ».",
)
ARGUMENTS: Final = Text(
    "{name} takes {most} arguments at most, {count} were given.",
    "{name} prend {most} arguments au plus, {count} ont été donnés.",
)
Computation: TypeAlias = Callable[..., Any]


@dataclass(frozen=True)
class Function:
    """One function of the contract: how it is called, what it says of itself, what it computes.

    ``compute(language, *arguments)`` returns a value, or rows where ``is_range`` holds.
    """

    name: str
    about: Text
    category: Text
    arguments: tuple[Argument, ...]
    compute: Computation
    is_range: bool = False

    @property
    def required(self) -> int:
        """How many arguments must be given."""
        return sum(not argument.optional for argument in self.arguments)

    def values(self, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the arguments as the function takes them; every problem found is raised at once."""
        if len(cells) > len(self.arguments):
            raise CostbenchError(ARGUMENTS.format(name=self.name, most=len(self.arguments), count=len(cells)))
        padded = (*cells, *(None for _ in range(len(self.arguments) - len(cells))))
        return tuple(argument.value(cell) for argument, cell in zip(self.arguments, padded, strict=True))


_FUNCTIONS: dict[str, Function] = {}


def register(function: Function) -> None:
    """Add a function; a description longer than Excel keeps is refused."""
    for text in (function.about, *(argument.about for argument in function.arguments)):
        if max(map(len, text)) > LONGEST_DESCRIPTION:
            raise ValueError(f"a description of {function.name} is longer than {LONGEST_DESCRIPTION}")
    if function.name in _FUNCTIONS:
        raise ValueError(f"{function.name} is registered twice")
    _FUNCTIONS[function.name] = function


def function(
    about: Text, category: Text, *arguments: Argument, is_range: bool = False
) -> Callable[[Computation], Computation]:
    """Register the decorated computation under its own name in capitals."""

    def add(compute: Computation) -> Computation:
        register(Function(compute.__name__.upper(), about, category, arguments, compute, is_range))
        return compute

    return add


@cache
def functions() -> dict[str, Function]:
    """Return every function by name, in the order of the contract."""
    for module in MODULES:
        import_module(f"costbench.interfaces.udf.functions.{module}")
    return dict(_FUNCTIONS)


def call(name: str, *cells: Any, language: Language | None = None) -> Answer:
    """Return what function ``name`` answers to the cells it was given.

    A number, a text, or rows of them. A mistake is answered by one sentence in ``language`` (the system's
    when left out); the same question, asked from a hundred cells, is computed once.

    >>> call("UNIT", "cis", "annual_budget", language="fr")
    '€ par an'
    """
    language = language or system_language()
    try:
        known = functions()
        if name not in known:
            raise UnknownNameError(FUNCTION, name[:40], known)
        result = _answer(name, language, known[name].values(cells))
        return [list(line) for line in result] if isinstance(result, list) else result
    except CostbenchError as error:
        return sentence(error, language)
    except Exception as error:
        logging.getLogger(__name__).exception("%s failed", name)
        return FAULT.format(name=name, kind=type(error).__name__).to(language)


def sentence(error: CostbenchError, language: Language) -> str:
    """Return an error as the one sentence of a cell."""
    return error.in_a_cell(language) if isinstance(error, InputError) else error.sentence(language)


def forget() -> None:
    """Empty the memory of answers."""
    _answer.cache_clear()


@lru_cache(maxsize=REMEMBERED)
def _answer(name: str, language: Language, values: tuple[Any, ...]) -> Answer:
    return answer(functions()[name].compute(language, *values))
