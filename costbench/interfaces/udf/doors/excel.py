"""The door to Excel on Windows: every function of the registry as an xlwings function ``CB_NAME``.

Nothing of xlwings is imported here: its three decorators are handed in.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from costbench.interfaces.udf.doors.places import python_command
from costbench.interfaces.udf.functions.cells import Answer
from costbench.interfaces.udf.functions.registry import Function, call, functions
from costbench.language import Language, Text, system_language

PREFIX: Final = "CB_"
XLWINGS: Final = "0.37.8"
"""The xlwings that the macros were generated with: its VBA looks for a library that carries this number."""
DOOR: Final = "costbench.interfaces.udf.excel_door"
MISMATCH: Final = Text(
    "The costbench macros were made for xlwings {wanted} but Python has {found}. "
    "In a terminal: {python} -m pip install xlwings=={wanted}",
    "Les macros costbench ont été faites pour xlwings {wanted}, or Python a la version {found}. "
    "Dans un terminal\u00a0: {python} -m pip install xlwings=={wanted}",
)
Decorator: TypeAlias = Callable[..., Any]


def register(func: Decorator, arg: Decorator, ret: Decorator, version: str = XLWINGS) -> dict[str, Callable[..., Any]]:
    """Return every function of the registry, decorated for xlwings, by its name in Excel.

    ``func``, ``arg`` and ``ret`` are xlwings' decorators, ``version`` that of the xlwings they come from: with
    another one than the macros were generated with, every function answers with the sentence that says so.
    Each argument reaches the registry as rows of cells, an error cell as its text.
    """
    language = system_language()
    return {f"{PREFIX}{name}": _door(one, func, arg, ret, version, language) for name, one in functions().items()}


def agreement(version: str) -> Text | None:
    """Return the sentence that says that xlwings is not the one of the macros; ``None`` when it is."""
    return None if version == XLWINGS else MISMATCH.format(wanted=XLWINGS, found=version, python=python_command())


def _door(
    function: Function, func: Decorator, arg: Decorator, ret: Decorator, version: str, language: Language
) -> Callable[..., Any]:
    def door(*cells: Any) -> Answer:
        mismatch = agreement(version)
        return mismatch.to(language) if mismatch else call(function.name, *cells, language=language)

    door.__name__ = door.__qualname__ = f"{PREFIX}{function.name}"
    door.__doc__ = function.about.to(language)
    door.__module__ = DOOR
    door.__annotations__ = {}
    door.__signature__ = _signature(function)  # type: ignore[attr-defined]
    decorated: Callable[..., Any] = ret()(door)
    for argument in function.arguments:
        decorated = arg(argument.name, ndim=2, err_to_str=True, doc=argument.about.to(language))(decorated)
    # Outermost, as when it is written with @: arg and ret put the options of func back to their defaults.
    outermost: Callable[..., Any] = func(category=function.category.to(language), call_in_wizard=False)(decorated)
    return outermost


def _signature(function: Function) -> inspect.Signature:
    """Return the signature that xlwings writes in VBA: an argument that may be left out is ``None``."""
    either = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature(
        [
            inspect.Parameter(item.name, either, default=None if item.optional else inspect.Parameter.empty)
            for item in function.arguments
        ]
    )
