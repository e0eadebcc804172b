"""Compare, in a spreadsheet, the ways a social-economy organisation can work with companies and public bodies.

This is the public door; nothing is computed here, and nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from costbench.catalogue import Appraisal, Comparison, appraise, compare, get_model, list_models
    from costbench.interfaces.batch.files import score_file
    from costbench.interfaces.batch.frames import score

__version__ = version("costbench")

_ROOMS = {
    "Appraisal": "costbench.catalogue",
    "Comparison": "costbench.catalogue",
    "appraise": "costbench.catalogue",
    "compare": "costbench.catalogue",
    "get_model": "costbench.catalogue",
    "list_models": "costbench.catalogue",
    "score": "costbench.interfaces.batch.frames",
    "score_file": "costbench.interfaces.batch.files",
}

__all__ = ["Appraisal", "Comparison", "appraise", "compare", "get_model", "list_models", "score", "score_file"]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'costbench' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
