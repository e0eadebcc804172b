"""Finds the cooperation models, appraises them by name, renders their cards."""

from costbench.catalogue.appraisals import Appraisal, Comparison, appraise, compare
from costbench.catalogue.finder import get_model, list_models
from costbench.catalogue.simulations import simulate, simulate_together

__all__ = [
    "Appraisal",
    "Comparison",
    "appraise",
    "compare",
    "get_model",
    "list_models",
    "simulate",
    "simulate_together",
]
