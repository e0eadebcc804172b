"""Whatever a person or a program may write, drawn at random with its form kept: the checks are those of the fuzzers."""

from __future__ import annotations

import csv
import datetime
import io
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costbench.interfaces.udf.functions.registry import call
from tests.fuzz import fuzz_cells, fuzz_scenario_files, fuzz_scenario_toml
from tests.fuzz.fuzz_cells import MODELS, NAMES, WORDS

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.one_of(
    st.floats(), st.integers(-(10**400), 10**400), st.integers(-5, 2000), st.sampled_from([0.0, 1e300, -1e-300, 0.5])
)
WRITTEN = st.one_of(
    NUMBERS.map(str), st.text(max_size=12), st.sampled_from(WORDS), st.sampled_from(["", "1 234,5", "3 %", "+1", "@x"])
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    WRITTEN,
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(NAMES + MODELS),
)
SEPARATORS = st.sampled_from([",", ";", "\t"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])


@pytest.mark.parametrize("target", ["scenario_files", "scenario_toml", "cells", "workbook"])
@given(st.data())
@quick
def test_any_bytes_at_all(target, data):
    import_module(f"tests.fuzz.fuzz_{target}").check(data.draw(st.binary(max_size=200)))


@given(st.data(), SEPARATORS, ENCODINGS)
@quick
def test_any_table_of_scenarios(data, separator, encoding):
    header = data.draw(st.lists(st.sampled_from([*NAMES, "", "scenario"]), min_size=1, max_size=6))
    names = st.sampled_from(["", "all", *MODELS, "=1+1"])
    rows = data.draw(st.lists(st.tuples(names, st.lists(WRITTEN, max_size=len(header) + 2)), max_size=5))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=data.draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([["model", *header], *([model, *cells] for model, cells in rows)])
    fuzz_scenario_files.check(text.getvalue().encode(encoding, "replace"))


@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), CELLS, max_size=6), st.lists(WRITTEN))
@quick
def test_any_scenario_in_toml(table, assignments):
    lines = [f"{_quoted(name)} = {_toml(value)}" for name, value in table.items() if value is not None]
    words = [f"{name}={value}" for name, value in zip(NAMES[::97], assignments, strict=False)]
    fuzz_scenario_toml.check(
        "\n".join(lines).encode("utf-8", "replace") + "".join(f"\0{word}" for word in words).encode()
    )


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=5), st.booleans())
@quick
def test_any_range_of_cells(lines, ragged):
    width = max(map(len, lines))
    table = lines if ragged else [line + [None] * (width - len(line)) for line in lines]
    fuzz_cells.normalised(table)
    for name, before in (("NPV", ["cis"]), ("SCORE", []), ("RATE_CARD", [0.9])):
        found = call(name, *before, table, language="fr")
        assert not (isinstance(found, str) and "erreur de costbench" in found)
        fuzz_cells.fits(found)


def _quoted(name: str) -> str:
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in name if not 0xD800 <= ord(letter) < 0xE000) + '"'


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    return value.isoformat() if isinstance(value, datetime.date) else _quoted(str(value))
