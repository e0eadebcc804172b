"""A ninth model is a folder: named in COSTBENCH_MODELS, it is listed, compared, scored and tested as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = '''
"""Repair workshop: a company gives broken goods, the organisation repairs and sells them."""

from __future__ import annotations

from collections.abc import Iterator

from costbench.appraisal import Benefit, CooperationModel, Entry, Operand, Payment, ResourceCost, quantity, yearly
from costbench.vocabulary import Stakeholder


class RepairWorkshop(CooperationModel):
    """A company gives broken goods; the organisation repairs them and sells them to its public."""

    goods_a_year = quantity("good/year", scale=True)
    repair_cost = quantity("EUR/good")
    sale_price = quantity("EUR/good", payment_term=True)
    worth_to_buyer = quantity("EUR/good")

    @yearly("good/year")
    def repaired(self, year: Operand) -> Operand:
        """Goods repaired in the year."""
        return self.goods_a_year * self.operating(year)

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield the sales, the repairs and what the goods are worth to those who buy them."""
        repaired = self.repaired(year)
        yield Payment("sales", Stakeholder.BENEFICIARIES, Stakeholder.ORGANISATION, repaired * self.sale_price)
        yield ResourceCost("repairs", Stakeholder.ORGANISATION, repaired * self.repair_cost)
        yield Benefit("use", Stakeholder.BENEFICIARIES, repaired * self.worth_to_buyer)
'''
MARGIN = 10
YEARS_OF_WORK = sum(1.04**-year for year in range(2, 11))  # signed after a year, ten years in all, at 4 %
ASSUMED = 'provenance = { kind = "assumption", checked_on = 2026-11-23, reason = { en = "Test.", fr = "Essai." } }'
INPUTS = {"goods_a_year": 100, "repair_cost": 20, "sale_price": 30, "worth_to_buyer": 50}
DEFAULTS = """
[model]
label = { en = "Repair workshop", fr = "Atelier de réparation" }
summary = { en = "Broken goods are repaired and sold.", fr = "Des objets en panne sont réparés et vendus." }
aliases = ["atelier"]
partners_in = { en = "The company gives goods.", fr = "L’entreprise donne des objets." }

[phases.workshop_agreement]
label = { en = "Agreement", fr = "Accord" }
project_manager = [1, 1, 1]
director = [0, 0, 0]
specialist = [0, 0, 0]
fees = [0, 0, 0]
months = [12, 12, 12]
probability = [0.5, 0.5, 0.5]
"""
CASE = """
title = { en = "A workshop worked by hand", fr = "Un atelier calculé à la main" }
kind = "hand_computed"
ledger = "hand_worked.csv"

[source]
title = "Test"
publisher = "Test"

[inputs]
appraisal_period = 2
project_manager_cost = 60_000
setup_optimism_bias = 0
goods_a_year = 10
repair_cost = 20
sale_price = 30
worth_to_buyer = 50
"workshop_agreement.project_manager" = 1
"workshop_agreement.director" = 0
"workshop_agreement.specialist" = 0
"workshop_agreement.fees" = 0
"workshop_agreement.months" = 12
"workshop_agreement.probability" = 0.5

[[expected]]
tolerance = 1e-9
reason = "Exact."
indicators.setup_cost = 5_000
"""
LEDGER = """entry,kind,payer,payee,year0,year1,year2
setup.workshop_agreement,resource_cost,organisation,,0,5000,0
sales,payment,beneficiaries,organisation,0,0,300
repairs,resource_cost,organisation,,0,0,200
use,benefit,,beneficiaries,0,0,500
net,net,,organisation,0,-5000,100
net,net,,beneficiaries,0,0,200
net,net,,society,0,-5000,300
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models outside the package, with one in it."""
    shelf = tmp_path_factory.mktemp("models")
    folder = shelf / "repair_workshop"
    (folder / "cases").mkdir(parents=True)
    inputs = [
        f'[inputs.{name}]\nlabel = {{ en = "{name}", fr = "{name}" }}\n'
        f'low = {value}\ncentral = {value}\nhigh = {value}\ndirection = "neutral"\n{ASSUMED}\n'
        for name, value in INPUTS.items()
    ]
    texts = {
        "__init__.py": "",
        "model.py": MODEL,
        "defaults.toml": "\n".join([DEFAULTS + ASSUMED, *inputs]),
        "README.md": "# Repair workshop\n",
        "cases/hand_worked.toml": CASE,
        "cases/hand_worked.csv": LEDGER,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return shelf


def python(shelf: Path, *arguments: str, check: bool = True) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "COSTBENCH_MODELS": str(shelf), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answer(shelf: Path, code: str) -> Any:
    return json.loads(python(shelf, "-c", f"import json, costbench\nprint(json.dumps({code}))"))


def test_a_ninth_model_is_listed_and_known_by_its_alias(shelf: Path) -> None:
    listed = answer(shelf, "[model.id for model in costbench.list_models()]")
    assert "repair_workshop" in listed
    assert len(listed) == len(set(listed)) == 9
    assert answer(shelf, "costbench.get_model('atelier').id") == "repair_workshop"


def test_a_ninth_model_is_compared_with_the_others(shelf: Path) -> None:
    found = answer(
        shelf,
        "{a.model.id: (rank, a['setup_fte_months'], a['break_even_scale'])"
        " for rank, a in costbench.compare(goods_a_year=500).ranked()}",
    )
    assert len(found) == 9
    rank, effort, size = found["repair_workshop"]
    assert 1 <= rank <= 9
    assert effort == pytest.approx(1)
    # One month of a project manager, certain to be spent in year 1, over half a chance of 10 euros a good and year.
    assert size == pytest.approx(51_000 / 12 / 1.04 / (0.5 * MARGIN * YEARS_OF_WORK), rel=1e-9)


def test_a_ninth_model_is_scored_from_a_table(shelf: Path) -> None:
    table = "{'scenario': ['a', 'b'], 'model': ['atelier', ''], 'goods_a_year': [100, 200]}"
    scored = f"costbench.score(__import__('pandas').DataFrame({table}))"
    rows = answer(shelf, f"{scored}[['scenario', 'model', 'npv']].to_dict('records')")
    mine = {row["scenario"]: row["npv"] for row in rows if row["model"] == "repair_workshop"}
    assert len(rows) == 1 + 9
    assert mine["b"] - mine["a"] == pytest.approx(100 * MARGIN * YEARS_OF_WORK, rel=1e-9)


def test_a_ninth_models_cases_are_among_the_tests(shelf: Path) -> None:
    ran = python(shelf, "-m", "pytest", "-n0", "-rA", "tests/models/test_cases.py", "-k", "repair_workshop")
    passed = [line for line in ran.splitlines() if line.startswith("PASSED")]
    assert any("a_ledger_worked_by_hand_is_the_models_ledger" in line for line in passed)
    assert any("repair_workshop-hand_worked-setup_cost" in line for line in passed)


def test_without_the_folder_there_are_eight(tmp_path: Path) -> None:
    assert answer(tmp_path, "len(costbench.list_models())") == 8
