"""One model appraised by name, and what a wrong name is told."""

from __future__ import annotations

import pytest

from costbench.catalogue import appraise, get_model
from costbench.errors import UnknownNameError
from costbench.vocabulary import SOCIETY, Stakeholder


def test_the_flows_of_all_stakeholders_add_up_to_those_of_society() -> None:
    bond = appraise("cis")
    everybody = [sum(year) for year in zip(*(bond.cash_flow(party) for party in Stakeholder), strict=True)]
    assert bond.cash_flow(SOCIETY) == pytest.approx(everybody, abs=1e-6)
    assert any(everybody)


def test_a_stakeholder_that_does_not_exist_is_told_the_close_ones() -> None:
    with pytest.raises(UnknownNameError) as raised:
        appraise("cis").cash_flow("investr")
    assert raised.value.matches == ("investor",)
    assert raised.value.sentence("fr").startswith("Aucun acteur ne s’appelle")


def test_a_model_is_found_by_its_french_name_whatever_its_accents_and_case() -> None:
    assert get_model(" Contrat à impact ") is get_model("CIS") is get_model("social_impact_bond")
