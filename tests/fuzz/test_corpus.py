"""What fuzzing found worth keeping is replayed at each run of the tests."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TARGETS = sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.py"))


def inputs(target: str) -> list[Path]:
    return sorted((HERE / "corpus" / target).glob("*.bin"))


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_a_corpus(target):
    assert len(inputs(target)) > 10


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_of_the_corpus_shows_a_fault(target):
    check = import_module(f"tests.fuzz.fuzz_{target}").check
    for path in inputs(target):
        try:
            check(path.read_bytes())
        except Exception as error:
            raise AssertionError(f"{target}/{path.name}") from error
