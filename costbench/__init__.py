"""Compare, in a spreadsheet, the ways a social-economy organisation can work with companies and public bodies.

This is the public door; nothing is computed here, and nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from costbench.analysis.simulation import Simulation
    from costbench.catalogue import (
        Appraisal,
        Comparison,
        appraise,
        compare,
        get_model,
        list_models,
        simulate,
        simulate_together,
    )
    from costbench.catalogue.decisions import explain, plan_portfolio, rank_models
    from costbench.interfaces.batch.files import score_file
    from costbench.interfaces.batch.frames import score
    from costbench.interfaces.workbook import build_workbook, check_workbook, read_workbook

__version__ = version("costbench")

_ROOMS = {
    "Appraisal": "costbench.catalogue",
    "Comparison": "costbench.catalogue",
    "Simulation": "costbench.analysis.simulation",
    "appraise": "costbench.catalogue",
    "build_workbook": "costbench.interfaces.workbook",
    "check_workbook": "costbench.interfaces.workbook",
    "compare": "costbench.catalogue",
    "explain": "costbench.catalogue.decisions",
    "get_model": "costbench.catalogue",
    "list_models": "costbench.catalogue",
    "plan_portfolio": "costbench.catalogue.decisions",
    "rank_models": "costbench.catalogue.decisions",
    "read_workbook": "costbench.interfaces.workbook",
    "score": "costbench.interfaces.batch.frames",
    "score_file": "costbench.interfaces.batch.files",
    "simulate": "costbench.catalogue",
    "simulate_together": "costbench.catalogue",
}

__all__ = [
    "Appraisal",
    "Comparison",
    "Simulation",
    "appraise",
    "build_workbook",
    "check_workbook",
    "compare",
    "explain",
    "get_model",
    "list_models",
    "plan_portfolio",
    "rank_models",
    "read_workbook",
    "score",
    "score_file",
    "simulate",
    "simulate_together",
]


def __getattr__(name: str) -> Any:
    if name == "finance":  # the one room with public names of its own
        return import_module("costbench.finance")
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'costbench' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
