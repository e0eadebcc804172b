"""Where a number comes from, as it is read and as it is shown."""

from __future__ import annotations

from datetime import date

import pytest

from costbench.errors import ParameterError
from costbench.language import Text
from costbench.parameters import Source, joined, read_provenance, read_sources

SOURCES = {
    "strong": Source("Accounts", "Ministry", "https://example.org/a", "A", 2024),
    "weak": Source("Hearsay", "Paper", "https://example.org/c", "C"),
}
DAY = date(2026, 11, 23)


def provenance(**written):
    """Read a provenance written for one key of one file."""
    return read_provenance({"checked_on": DAY, **written}, SOURCES, "file.toml", "inputs.x")


def test_arithmetic_and_note_are_both_shown_in_both_languages():
    found = provenance(
        kind="derived",
        source="strong",
        arithmetic={"en": "2 x 3 = 6.", "fr": "2 x 3 = 6."},
        note={"en": "Rounded.", "fr": "Arrondi."},
    )
    assert found.explanation == Text("2 x 3 = 6. Rounded.", "2 x 3 = 6. Arrondi.")


def test_reason_and_note_are_both_shown():
    reason, note = {"en": "Judgement.", "fr": "Jugement."}, {"en": "Wide.", "fr": "Large."}
    assert provenance(kind="assumption", reason=reason, note=note).explanation.fr == "Jugement. Large."


def test_one_line_names_source_page_and_explanation():
    found = provenance(kind="published", source=["strong", "weak"], page="p. 4", note={"en": "Net.", "fr": "Net."})
    assert found.sentence().en == "Accounts, Ministry, 2024; Hearsay, Paper, p. 4 — Net."


def test_an_assumption_without_source_is_its_reason_alone():
    found = provenance(kind="assumption", reason={"en": "Judgement.", "fr": "Jugement."})
    assert found.sentence() == Text("Judgement.", "Jugement.")
    assert found.confidence == "C"


def test_an_assumption_is_no_better_for_the_source_that_it_cites():
    assert provenance(kind="assumption", reason="R", source="strong").confidence == "C"


def test_the_weakest_source_gives_the_confidence():
    assert provenance(kind="published", source=["strong", "weak"]).confidence == "C"
    assert provenance(kind="published", source="strong").confidence == "A"


@pytest.mark.parametrize("table", [None, {}])
def test_no_provenance_is_refused(table):
    with pytest.raises(ParameterError, match="has no provenance"):
        read_provenance(table, SOURCES, "file.toml", "inputs.x")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"kind": "hunch"}, "write published, derived or assumption"),
        ({}, "write published, derived or assumption"),
        ({"kind": "published"}, "lacks `source`"),
        ({"kind": "derived", "source": "strong"}, "lacks `arithmetic`"),
        ({"kind": "assumption"}, "lacks `reason`"),
        ({"kind": "published", "source": "strong", "checked_on": None}, "lacks `checked_on`"),
        ({"kind": "published", "source": "nobody"}, "cites nobody, not listed under [sources]"),
    ],
)
def test_a_provenance_that_lacks_what_its_kind_asks_for_is_refused(written, said):
    with pytest.raises(ParameterError) as refused:
        provenance(**written)
    assert said in str(refused.value.message.en)


@pytest.mark.parametrize("missing", ["title", "publisher", "url", "confidence"])
def test_a_source_needs_enough_to_be_found_again(missing):
    table = {"title": "T", "publisher": "P", "url": "https://example.org", "confidence": "A"}
    with pytest.raises(ParameterError, match=f"lacks {missing}"):
        read_sources({"one": {**table, missing: ""}}, "file.toml")


def test_nothing_joined_is_nothing():
    assert joined([Text("", "")]) == Text("", "")
