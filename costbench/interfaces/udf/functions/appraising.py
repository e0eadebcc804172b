"""Appraisals remembered by model and inputs: twenty indicators of one scenario cost one run."""

from __future__ import annotations

from functools import lru_cache

from costbench.catalogue import Appraisal, Comparison, appraise, compare
from costbench.interfaces.udf.functions.arguments import Inputs
from costbench.language import Language
from costbench.vocabulary import INDICATORS


@lru_cache(maxsize=256)
def appraisal(model: str, inputs: Inputs) -> Appraisal:
    """Return the appraisal of ``model``; raises what :func:`costbench.appraise` raises."""
    return appraise(model, **dict(inputs))


@lru_cache(maxsize=64)
def comparison(inputs: Inputs) -> Comparison:
    """Return all models appraised for one scenario."""
    return compare(**dict(inputs))


def indicator(model: str, inputs: Inputs, name: str, language: Language) -> float | str:
    """Return an indicator, or the sentence that says why it is absent."""
    found = appraisal(model, inputs)
    value = found[name]
    if value is not None:
        return value
    return " ".join(reason.to(language) for reason in found.reasons(name))


def heading(name: str, language: Language) -> str:
    """Return an indicator's label."""
    return INDICATORS[name][1].to(language)
