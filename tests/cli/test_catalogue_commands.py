"""``models``, ``show`` and ``evidence``: what a newcomer reads, and the JSON that programs rely on."""

from __future__ import annotations

import json

import pytest

from costbench.catalogue import list_models

MODELS = [model.id for model in list_models()]
INPUT_KEYS = {"name", "label", "unit", "low", "central", "high", "direction", "provenance"}


def data(result):
    """Return the JSON that a command printed."""
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_models_lists_every_model_with_what_the_contract_names(costbench):
    listed = data(costbench("models", "--json"))
    assert [item["id"] for item in listed] == MODELS
    assert len(listed) == 8
    for item in listed:
        assert {"id", "label", "setup_fte_months", "setup_months", "scale_input"} <= set(item)
    effort = {item["id"]: item["setup_fte_months"] for item in listed}
    assert effort["social_impact_bond"] == 12.0
    assert effort["do_nothing"] == 0


def test_models_gives_the_shares_of_evidence(costbench):
    for item in data(costbench("models", "--json")):
        total = sum(item["provenance"].values())
        assert total == pytest.approx(1 if item["inputs"] else 0)


@pytest.mark.parametrize(("language", "label"), [("en", "Guaranteed credit line"), ("fr", "Ligne de crédit garantie")])
def test_models_speaks_both_languages(costbench, language, label):
    result = costbench("models", "--lang", language)
    assert result.exit_code == 0
    assert label in result.stdout
    assert all(identifier in result.stdout for identifier in MODELS)


@pytest.mark.parametrize("identifier", MODELS)
def test_show_gives_every_input_with_its_provenance(costbench, identifier):
    card = data(costbench("show", identifier, "--json"))
    assert {"id", "label", "phases", "inputs", "ledger", "references"} <= set(card)
    assert card["id"] == identifier
    for item in (*card["inputs"], *card["organisation"]):
        assert set(item) >= INPUT_KEYS
        assert item["low"] <= item["central"] <= item["high"]
        assert item["direction"] in {"good", "bad", "neutral"}
        assert item["provenance"]["kind"] in {"published", "derived", "assumption"}
        assert item["provenance"]["source"]
        assert item["provenance"]["checked_on"] > "2020"


def test_show_lists_the_inputs_that_the_model_declares(costbench):
    names = {item["name"] for item in data(costbench("show", "social_impact_bond", "--json"))["inputs"]}
    assert {"programme_budget", "design_and_bid.months", "investor_setup_days", "tier_1_share"} <= names


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("identifier", MODELS)
def test_show_prints_the_whole_card(costbench, monkeypatch, identifier, language):
    monkeypatch.setenv("COLUMNS", "160")
    result = costbench("show", identifier, "--lang", language)
    assert result.exit_code == 0, result.stderr
    card = data(costbench("show", identifier, "--json", "--lang", language))
    page = " ".join(result.stdout.replace("\u00a0", " ").split())
    for item in card["inputs"]:
        assert item["set_by"] or item["name"].split(".")[0] in page
    for words in (card["summary"], *card["not_modelled"], *card["cautions"], *(q["label"] for q in card["readiness"])):
        assert " ".join(words.replace("\u00a0", " ").split()) in page
    for entry in card["ledger"]:
        assert entry["label"].replace("\u00a0", " ") in page


def test_a_model_is_known_by_its_french_name(costbench):
    assert data(costbench("show", "Contrat à impact", "--json"))["id"] == "social_impact_bond"
    assert data(costbench("show", "cis", "--json"))["id"] == "social_impact_bond"


def test_figures_are_written_as_each_language_writes_them(costbench):
    assert "1,300,000" in costbench("show", "cis").stdout
    assert "1\u202f300\u202f000" in costbench("show", "cis", "--lang", "fr").stdout
    assert "0,053" in costbench("show", "cis", "--lang", "fr").stdout


def test_evidence_covers_the_organisation_and_every_model(costbench):
    found = data(costbench("evidence", "--json"))
    assert {item["model"] for item in found} == {"", *MODELS} - {"do_nothing"}
    assert all(item["provenance"]["source"] and item["provenance"]["checked_on"] for item in found)
    assert all(item["provenance"]["confidence"] in {"A", "B", "C"} for item in found)


def test_evidence_of_one_model_is_its_own(costbench):
    found = data(costbench("evidence", "pilot_rollout", "--json"))
    assert {item["model"] for item in found} == {"pilot_rollout"}
    assert "sites" in {item["name"] for item in found}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["confidence B, checked on 2026-", "The organisation"]), ("fr", ["fiabilité\u00a0B", "23/11/2026"])],
)
def test_evidence_is_readable_in_both_languages(costbench, language, words):
    page = costbench("evidence", "--lang", language).stdout
    for word in words:
        assert word.replace("\u00a0", " ") in page.replace("\u00a0", " ")
