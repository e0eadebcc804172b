"""Each rule of ``defaults.toml``, broken once; and what the shipped files say."""

from __future__ import annotations

import sys
import tomllib
import types
from pathlib import Path

import pytest

from costbench.appraisal import ORGANISATION, CooperationModel, Payment, TextInput, fixed, quantity
from costbench.appraisal.declaring.defaults_file import read_definition
from costbench.catalogue import get_model, list_models
from costbench.errors import ParameterError
from costbench.language import Text
from costbench.parameters import parameter
from costbench.vocabulary import Direction, Stakeholder

ROOT = Path(__file__).parents[3] / "costbench"
FILE = """
[model]
order = 5
label = { en = "Lending library", fr = "Bibliothèque" }
summary = { en = "Readers borrow.", fr = "Les lecteurs empruntent." }
partners_in = { en = "Readers pay.", fr = "Les lecteurs paient." }

[sources.survey]
title = "Survey"
publisher = "Institute"
url = "https://example.org"
confidence = "B"

[inputs.readers]
label = { en = "Readers", fr = "Lecteurs" }
low = 10
central = 20
high = 40
direction = "good"
[inputs.readers.provenance]
kind = "published"
source = "survey"
checked_on = 2026-11-23

[inputs.subsidy]
label = { en = "Subsidy", fr = "Aide" }
parameter = "wage_subsidy/ei"
direction = "good"

[texts.card]
label = { en = "Card", fr = "Carte" }
default = "gold"
[texts.card.labels]
"tier_#" = { en = "Price of card #", fr = "Prix de la carte #" }
[texts.card.provenance]
kind = "published"
source = "survey"
checked_on = 2026-11-23

[phases.talks]
label = { en = "Talks", fr = "Discussions" }
project_manager = [1, 2, 3]
director = [0, 1, 2]
specialist = [0, 0, 1]
fees = [0, 0, 0]
months = [1, 2, 3]
probability = [0.2, 0.5, 0.8]
[phases.talks.provenance]
kind = "published"
source = "survey"
checked_on = 2026-11-23

[counterparts.partner]
days = [1, 2, 3]
fees = [0, 0, 0]
[counterparts.partner.provenance]
kind = "published"
source = "survey"
checked_on = 2026-11-23

[readiness.friends]
label = { en = "Friends?", fr = "Des amis ?" }
phases = ["talks"]
[readiness.friends.provenance]
kind = "published"
source = "survey"
checked_on = 2026-11-23

[references]
read = ["survey"]

[entries]
loan.label = { en = "Loan", fr = "Prêt" }
"""
DECLARED = {
    "readers": quantity("person", high=1000).named("readers"),
    "subsidy": quantity("EUR/FTE/year").named("subsidy"),
    "tier_1": quantity("EUR").named("tier_1"),
}


def read(folder: Path, old: str = "", new: str = "", declared=DECLARED):
    """Read the file above with one thing changed."""
    assert old in FILE
    file = folder / "library" / "defaults.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(FILE.replace(old, new) if old else FILE, encoding="utf-8")
    return read_definition(file, declared, lambda name, written: {"tier_1": float(len(written))})


def test_a_file_that_keeps_the_rules_is_read_whole(tmp_path):
    found = read(tmp_path)
    assert found.order == 5
    assert found.label == Text("Lending library", "Bibliothèque")
    readers = found.inputs["readers"]
    assert (readers.low, readers.central, readers.high, readers.unit) == (10, 20, 40, "person")
    assert readers.direction is Direction.GOOD
    assert found.inputs["talks.probability"].central == 0.5
    assert found.inputs["talks.director"].label == Text("Talks – director", "Discussions – direction")
    assert found.inputs["partner_setup_days"].high == 3
    assert found.inputs["readiness.friends"].central == 0.5
    assert found.counterparts == (Stakeholder.PARTNER,)
    assert found.entry_labels["loan"].fr == "Prêt"
    assert [source.title for source in found.references] == ["Survey"]


def test_an_input_takes_its_values_and_provenance_from_the_dated_parameter(tmp_path):
    subsidy, newest = read(tmp_path).inputs["subsidy"], parameter("wage_subsidy").at("ei")
    assert (subsidy.low, subsidy.central, subsidy.high) == (newest.value,) * 3
    assert subsidy.provenance.sources == newest.provenance.sources


def test_an_input_may_widen_the_dated_value_and_say_why(tmp_path):
    wider = 'low = 1\nhigh = 99_999\nsource = ["survey"]\nnote = { en = "Wide.", fr = "Large." }\ndirection = "good"'
    subsidy = read(tmp_path, 'direction = "good"\n\n[texts', wider + "\n\n[texts").inputs["subsidy"]
    assert (subsidy.low, subsidy.high) == (1, 99_999)
    assert subsidy.provenance.sources[-1].title == "Survey"
    assert subsidy.provenance.explanation.fr.endswith("Large.")


def test_what_a_text_sets_has_the_default_text_and_its_own_label(tmp_path):
    tier = read(tmp_path).inputs["tier_1"]
    assert (tier.low, tier.central, tier.high) == (4, 4, 4)
    assert tier.label == Text("Price of card 1", "Prix de la carte 1")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[inputs.readers.provenance]", "[inputs.readers.origin]", "inputs.readers: has no provenance"),
        ('source = "survey"', 'source = "rumour"', "cites rumour"),
        ("[inputs.readers", "[inputs.reader", "inputs.reader: is not declared by the model"),
        ("low = 10\n", "", "inputs.readers: lacks `low`"),
        ("central = 20\n", "", "inputs.readers: lacks `central`"),
        ("high = 40\n", "", "inputs.readers: lacks `high`"),
        ('direction = "good"\n', "", "inputs.readers: lacks `direction`"),
        ('direction = "good"', 'direction = "up"', "`up` is none of good, bad, neutral"),
        ("low = 10", "low = 30", "must ascend"),
        ("high = 40", "high = 15", "must ascend"),
        ("low = 10", "low = -1", "within 0.0 to 1000"),
        ("high = 40", "high = 2000", "within 0.0 to 1000"),
        ("high = 40", "high = 40\nquantiles = [10, 30, 20, 40]", "quantiles that ascend from low to high"),
        ("high = 40", "high = 40\nquantiles = [9, 30, 40]", "quantiles that ascend from low to high"),
        ("high = 40", "high = 40\nquantiles = [10, 30, 41]", "quantiles that ascend from low to high"),
        ('label = { en = "Readers", fr = "Lecteurs" }\n', "", "inputs.readers: lacks `label`"),
        (', fr = "Lecteurs"', "", "needs both languages"),
        ('{ en = "Readers", fr = "Lecteurs" }', '"Readers"', "needs both languages"),
        ('summary = { en = "Readers borrow.", fr = "Les lecteurs empruntent." }\n', "", "model: lacks `summary`"),
        ("wage_subsidy/ei", "wage_subsidy/xx", "no code called `xx`"),
        ("wage_subsidy/ei", "wages/ei", "no parameter called `wages`"),
        ("wage_subsidy/ei", "tax_reduction/rate", "is in EUR/FTE/year, but tax_reduction/rate is in /1"),
        ('"wage_subsidy/ei"', '"wage_subsidy/ei"\ncentral = 5', "takes `central` from wage_subsidy/ei"),
        (
            '"wage_subsidy/ei"',
            '"wage_subsidy/ei"\nprovenance = { kind = "published" }',
            "takes `provenance` from wage_subsidy/ei",
        ),
        ("director = [0, 1, 2]\n", "", "phases.talks: lacks `director`; write [low, central, high]"),
        ("months = [1, 2, 3]", "months = [1, 2]", "`months` has 2 values"),
        ("probability = [0.2, 0.5, 0.8]", "probability = [0.2, 0.5, 1.8]", "within 0.0 to 1.0"),
        ("[phases.talks.provenance]", "[phases.talks.origin]", "phases.talks.project_manager: has no provenance"),
        ("[counterparts.partner", "[counterparts.neighbour", "`neighbour` is none of organisation"),
        ("[counterparts.partner.provenance]", "[counterparts.partner.origin]", "has no provenance"),
        ("days = [1, 2, 3]\n", "", "counterparts.partner: lacks `days`"),
        ('phases = ["talks"]', 'phases = ["walks"]', "names unknown phases ['walks']"),
        ('phases = ["talks"]', "phases = []", "moves no phase"),
        ('phases = ["talks"]\n', "", "readiness.friends: lacks `phases`"),
        ("[readiness.friends.provenance]", "[readiness.friends.origin]", "readiness.friends: has no provenance"),
        ('default = "gold"\n', "", "texts.card: lacks `default`"),
        ("[texts.card.provenance]", "[texts.card.origin]", "texts.card: has no provenance"),
        ('read = ["survey"]', 'read = ["diary"]', "references: cites diary"),
        ('confidence = "B"\n', "", "sources.survey: lacks confidence"),
        ('loan.label = { en = "Loan", fr = "Prêt" }', "loan.name = 1", "entries.loan: lacks `label`"),
    ],
)
def test_each_broken_rule_names_file_and_key(tmp_path, old, new, said):
    with pytest.raises(ParameterError) as refused:
        read(tmp_path, old, new)
    assert said in refused.value.message.en
    assert refused.value.file == "library/defaults.toml"


def test_an_input_without_default_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="lacks fines, which the model declares"):
        read(tmp_path, declared=DECLARED | {"fines": quantity("EUR").named("fines")})


def a_model(folder, monkeypatch, toml, **parts):
    """Define a model beside its file, as a model's module does."""
    module = types.ModuleType("library_model")
    module.__file__ = str(folder / "library" / "model.py")
    (folder / "library").mkdir(exist_ok=True)
    (folder / "library" / "defaults.toml").write_text(toml, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "library_model", module)

    def ledger(self, year):
        """Yield one loan."""
        yield Payment("loan", Stakeholder.PARTNER, Stakeholder.ORGANISATION, self.readers * self.subsidy)

    standard = {
        "__module__": "library_model",
        "__doc__": "Readers pay.",
        "ledger": ledger,
        "readers": quantity("person", high=1000),
        "subsidy": quantity("EUR/FTE/year"),
        "card": TextInput(
            ("card",),
            {"tier_1": quantity("EUR").named("tier_1")},
            lambda written: {"tier_1": 4.0},
            Text("it must be a card", "on attend une carte"),
            ("gold",),
        ),
    }
    return type("Library", (CooperationModel,), standard | parts)


def test_a_model_beside_its_file_is_one_more_model(tmp_path, monkeypatch):
    model = a_model(tmp_path, monkeypatch, FILE)
    assert model.id == "library"
    assert model.definition.inputs["readers"].central == 20


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"__doc__": None}, "has no docstring"),
        ({"ledger": CooperationModel.ledger}, "has no ledger"),
        ({"readers": quantity("person", scale=True), "subsidy": quantity("EUR/FTE/year", scale=True)}, "several scale"),
        ({"fines": quantity("EUR")}, "lacks fines"),
        ({"card": None}, "texts.card: is not declared"),
    ],
)
def test_a_class_that_breaks_a_rule_cannot_be_defined(tmp_path, monkeypatch, parts, said):
    with pytest.raises(ParameterError) as refused:
        a_model(tmp_path, monkeypatch, FILE, **parts)
    assert said in refused.value.message.en


def test_a_text_that_only_the_class_knows_is_refused(tmp_path, monkeypatch):
    other = TextInput(("hours",), {}, lambda written: {}, Text("a", "b"), (), declares=False)
    with pytest.raises(ParameterError, match="lacks hours"):
        a_model(tmp_path, monkeypatch, FILE, hours=other)


def test_the_label_of_a_working_that_does_not_exist_is_refused(tmp_path, monkeypatch):
    labelled = FILE + '\n[workings]\nloans.label = { en = "Loans", fr = "Prêts" }\n'
    with pytest.raises(ParameterError, match="names loans, which the model does not have"):
        a_model(tmp_path, monkeypatch, labelled)
    known = a_model(tmp_path, monkeypatch, labelled, loans=fixed("EUR")(lambda self: self.readers))
    assert known.definition.working_labels["loans"].fr == "Prêts"


def test_the_models_come_in_the_order_that_their_files_say():
    assert [model.id for model in list_models()] == [
        "sponsorship",
        "social_impact_bond",
        "joint_venture",
        "micro_franchise",
        "co_designed_product",
        "guaranteed_credit_line",
        "pilot_rollout",
        "do_nothing",
    ]


def test_a_figure_of_the_world_has_one_home():
    costs, subsidy, reduction = parameter("role_costs"), parameter("wage_subsidy"), parameter("tax_reduction")
    manager = ORGANISATION.inputs["project_manager_cost"]
    assert (manager.low, manager.central, manager.high) == (36_000, 51_000, 62_600)
    assert manager.central == costs.at("project_manager").value
    assert (
        get_model("joint_venture").definition.inputs["wage_subsidy_per_job"].central == subsidy.at("ea_tremplin").value
    )
    gifts = get_model("sponsorship").definition.inputs
    assert gifts["gift_ceiling"].central == reduction.at("ceiling").value
    assert gifts["tax_reduction_rate_above"].central == reduction.at("rate_above").value
    assert ORGANISATION.inputs["social_discount_rate"].central == parameter("discount_rates").at("france_2021").value


def test_the_payments_seen_in_british_projects_are_their_own_quantiles():
    ratio = get_model("social_impact_bond").definition.inputs["payment_to_plan_ratio"]
    assert len(ratio.quantiles) == 29
    assert (ratio.low, ratio.high) == (0.086764, 3.354085)
    assert ratio.central == sorted(ratio.quantiles)[14]


def cited(table):
    """Yield the keys of all sources that a table cites."""
    for key, value in table.items() if isinstance(table, dict) else enumerate(table):
        if key in {"source", "read"}:
            yield from [value] if isinstance(value, str) else value
        elif isinstance(value, dict | list):
            yield from cited(value)


@pytest.mark.parametrize("file", sorted(ROOT.glob("models/*/defaults.toml")), ids=lambda file: file.parent.name)
def test_every_source_listed_is_cited(file):
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    sources = table.pop("sources", {})
    assert set(sources) == set(cited(table))
