"""Compare, in a spreadsheet, the ways a social-economy organisation can work with companies and public bodies.

This is the public door; nothing is computed here, and nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from costbench.analysis.chance.scenarios import read_scenarios
    from costbench.analysis.chance.simulation import Simulation
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
    from costbench.catalogue.studies import (
        first_place_values,
        information_values,
        optimism_bias_effect,
        rank_correlations,
        sobol_indices,
        switching_values,
        three_cases,
        tornado,
    )
    from costbench.interfaces.batch.files import score_file
    from costbench.interfaces.batch.frames import score
    from costbench.interfaces.workbook import build_workbook, check_workbook, read_workbook

__version__ = version("costbench")

_ROOMS = {
    "Appraisal": "costbench.catalogue",
    "Comparison": "costbench.catalogue",
    "Simulation": "costbench.analysis.chance.simulation",
    "appraise": "costbench.catalogue",
    "build_workbook": "costbench.interfaces.workbook",
    "check_workbook": "costbench.interfaces.workbook",
    "compare": "costbench.catalogue",
    "explain": "costbench.catalogue.decisions",
    "first_place_values": "costbench.catalogue.studies",
    "get_model": "costbench.catalogue",
    "information_values": "costbench.catalogue.studies",
    "list_models": "costbench.catalogue",
    "optimism_bias_effect": "costbench.catalogue.studies",
    "plan_portfolio": "costbench.catalogue.decisions",
    "rank_correlations": "costbench.catalogue.studies",
    "rank_models": "costbench.catalogue.decisions",
    "read_scenarios": "costbench.analysis.chance.scenarios",
    "read_workbook": "costbench.interfaces.workbook",
    "score": "costbench.interfaces.batch.frames",
    "score_file": "costbench.interfaces.batch.files",
    "simulate": "costbench.catalogue",
    "simulate_together": "costbench.catalogue",
    "sobol_indices": "costbench.catalogue.studies",
    "switching_values": "costbench.catalogue.studies",
    "three_cases": "costbench.catalogue.studies",
    "tornado": "costbench.catalogue.studies",
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
    "first_place_values",
    "get_model",
    "information_values",
    "list_models",
    "optimism_bias_effect",
    "plan_portfolio",
    "rank_correlations",
    "rank_models",
    "read_scenarios",
    "read_workbook",
    "score",
    "score_file",
    "simulate",
    "simulate_together",
    "sobol_indices",
    "switching_values",
    "three_cases",
    "tornado",
]


def __getattr__(name: str) -> Any:
    if name == "finance":  # the one room with public names of its own
        return import_module("costbench.finance")
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'costbench' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
