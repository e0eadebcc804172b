"""The door to the heavy libraries of the extra ``risk``, opened by the analyses that need them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from costbench.errors import CostbenchError
from costbench.language import Text


def risk_library(name: str) -> Any:
    """Return the module ``name`` of SciPy, SALib or matplotlib, imported now.

    Raises :class:`~costbench.errors.CostbenchError` with the command to type where it is not installed.

    >>> risk_library("math").sqrt(4.0)
    2.0
    """
    try:
        return import_module(name)
    except ImportError as missing:
        library = name.partition(".")[0]
        raise CostbenchError(
            Text(
                f"This analysis needs {library}, which is not installed. Type: pip install {library}",
                f"Cette analyse a besoin de {library}, qui n’est pas installé. Tapez : pip install {library}",
            )
        ) from missing
