"""A missing library is said in a sentence, with what to type."""

from __future__ import annotations

import sys

import pytest

from costbench.analysis.libraries import risk_library
from costbench.errors import CostbenchError


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    with pytest.raises(CostbenchError) as caught:
        risk_library("scipy.special")
    for language in ("en", "fr"):
        assert "scipy" in caught.value.sentence(language)
        assert "pip install scipy" in caught.value.sentence(language)


def test_a_library_that_is_there_is_handed_over():
    assert risk_library("scipy.special").ndtr(0.0) == 0.5
