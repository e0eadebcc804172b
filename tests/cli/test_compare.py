"""``costbench compare``: ranked, with reasons, for the organisation that the user describes."""

from __future__ import annotations

import re

import pytest

import costbench as library

SMALL = ("--set", "annual_budget=300000", "--set", "staff_fte=4", "--set", "cash_reserve=40000")
LARGE = ("--set", "annual_budget=5000000", "--set", "staff_fte=60", "--set", "cash_reserve=2000000")


def row(page: str, label: str) -> str:
    """Return the first line of a page that holds ``label``."""
    return next(line for line in page.splitlines() if label in line)


def test_the_models_stand_in_the_order_of_their_expected_npv(costbench):
    page = costbench("compare").stdout
    labels = [appraisal.model.definition.label.en for _, appraisal in library.compare().ranked()]
    places = [page.index(label) for label in labels]
    assert places == sorted(places)
    assert re.search(r"^1 +Guaranteed credit line", page, re.MULTILINE)


def test_figures_are_those_of_the_library(costbench):
    line = row(costbench("compare").stdout, "Social impact bond")
    bond = library.appraise("social_impact_bond")
    assert f"{bond['setup_fte_months']:.1f}" in line
    assert f"{bond['setup_cost'] / 1000:.0f}" in line
    assert f"−{abs(bond['expected_npv']) / 1000:.0f}" in line


def test_each_row_of_gains_adds_up_to_society(costbench):
    page = costbench("compare").stdout.split("Who gains")[1].split("What it asks")[0]
    lines = [line for line in page.splitlines() if re.match(r"\d ", line)]
    assert len(lines) == 8
    for line in lines:
        *parties, society = [int(found.replace("−", "-").replace(",", "")) for found in line.split()[-8:]]
        assert sum(parties) == pytest.approx(society, abs=4)


def test_a_small_structure_is_told_what_is_out_of_reach_and_why(costbench):
    page = costbench("compare", *SMALL).stdout
    assert "out of reach" in row(page, "Social impact bond")
    assert "Out of reach: the setup costs too large a part of the annual budget" in page
    assert "42%" in row(page.split("What it asks")[1], "Social impact bond")


def test_a_large_structure_is_not(costbench):
    page = costbench("compare", *LARGE).stdout
    assert "within reach" in row(page, "Social impact bond")
    assert "out of reach" not in page.split("How to read")[0]


def test_assumptions_and_absences_stand_beside_the_comparison(costbench):
    page = " ".join(costbench("compare").stdout.split())
    assert "Share of assumptions" in page
    assert "No break-even size (Do nothing): the model has no size." in page


def test_the_french_page_is_french(costbench):
    page = costbench("compare", "--lang", "fr", *SMALL).stdout
    assert "hors de portée" in page
    assert "mois-ETP" in page
    assert "−38" in row(page, "Contrat à impact")
    assert not re.search(r"out of reach|within reach|Break-even|is absent", page)


def test_a_scenario_file_gives_the_values_and_the_command_line_goes_before_it(costbench, tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(
        'scenario = "Ours"\nannual_budget = 400_000\nstaff_fte = 4\ncash_reserve = 40_000\n'
        "[contracts]\nmonths = 19\n[joint_venture]\njobs_at_maturity = 12\n"
        '[readiness]\ndedicated_person = "full"\nsponsors = "no"\n',
        encoding="utf-8",
    )
    page = costbench("compare", "--scenario", file, "--set", "annual_budget=700000").stdout
    assert "700\u00a0k€ of annual budget" in page
    assert "4\u00a0FTE" in page
    bond = library.appraise(
        "social_impact_bond", **{"contracts.months": 19, "readiness.dedicated_person": 1, "staff_fte": 4}
    )
    line = row(page, "Social impact bond")
    assert f" {bond['setup_months']:.0f} " in line
    assert f"{bond['probability_of_signing']:.0%}" in line


def test_every_problem_of_every_model_is_told_once(costbench):
    result = costbench(
        "compare", "--set", "discount_rate=3", "--set", "jobs_at_maturity=-4", "--set", "programme_years=200"
    )
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("•") == 3
    assert "Write 0.03 for 3\u00a0%." in result.stderr


def test_an_unknown_name_comes_with_close_ones(costbench):
    result = costbench("compare", "--set", "anual_budget=300000")
    assert result.exit_code == 2
    assert "Did you mean annual_budget?" in result.stderr


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("annual_budget", "--set annual_budget: write a name, an equals sign and a value"),
        ("annual_budget=a lot", "`annual_budget` is a lot, but a number is expected."),
        ("annual_budget=300,000", "can be read in two ways. Write 300000 or 300.000."),
        ("annual_budget=nan", "`annual_budget` is nan, but a number is expected."),
        ("readiness.sponsors=perhaps", "an answer is no, half or full"),
        ("rate_card=nonsense", "`rate_card`"),
        ("wage_subsidy_regime=aci", "wage_subsidy_regime"),
    ],
)
def test_a_value_that_cannot_be_used_is_answered_by_a_sentence(costbench, written, sentence):
    result = costbench("compare", "--set", written)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"annual_budget = ", "is not a TOML file: it stops in the middle of something"),
        (b"annual_budget = x\n", "is not a TOML file: see line 1, column 17"),
        (b"[a", "is not a TOML file"),
        (b"a = 1\na = 2\n", "is not a TOML file"),
        (b'label = "caf\xe9"\n', "is not written in UTF-8"),
        (b"annual_budget = true\n", "`annual_budget` is true, but a number or a text is expected."),
        (b"annual_budget = [1, 2]\n", "but a number or a text is expected"),
        (b"annual_budget = nan\n", "but a number is expected"),
        (b"annual_budget = " + b"9" * 5000, "is not a TOML file"),
        (b"staff = 4\n", "`staff` is an unknown input"),
        (b"x = " + b"[" * 20_000, "is not a TOML file"),
        (b"#" * 1_000_001, "is larger than 1000 kB"),
    ],
)
def test_a_scenario_file_that_cannot_be_used_is_answered_by_a_sentence(costbench, tmp_path, content, sentence):
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    result = costbench("compare", "--scenario", file)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_missing_scenario_file_is_named(costbench):
    result = costbench("compare", "--scenario", "nowhere.toml", "--lang", "fr")
    assert result.exit_code == 2
    assert "Le fichier «\u00a0nowhere.toml\u00a0» est introuvable." in result.stderr


def test_a_file_nested_deeper_than_any_input_is_answered_by_a_sentence(costbench, tmp_path):
    file = tmp_path / "deep.toml"
    file.write_text("a." * 3000 + "b = 1", encoding="utf-8")
    result = costbench("compare", "--scenario", file)
    assert result.exit_code == 2
    assert "`a.a.a.a` is {…}, but a number or a text is expected." in result.stderr


def head(page: str) -> str:
    """Return the first paragraph of a page on one line, its no-break spaces as plain ones."""
    return " ".join(page.split("\n\n")[0].split())


def test_the_head_says_that_nothing_is_given(costbench):
    said = head(costbench("compare").stdout)
    assert "(defaults; give yours with --set annual_budget=… --set staff_fte=… --set cash_reserve=…)" in said
    assert "You gave" not in said


def test_the_head_says_what_is_given_and_what_is_by_default(costbench):
    said = head(costbench("compare", "--set", "annual_budget=300000", "--set", "sites=9").stdout)
    assert "(staff_fte and cash_reserve by default; give yours with --set staff_fte=… --set cash_reserve=…)." in said
    assert said.endswith("You gave annual_budget and sites; all the rest is at its default.")


def test_the_head_asks_for_nothing_where_the_means_are_given(costbench):
    said = head(costbench("compare", "--lang", "fr", *SMALL).stdout)
    assert "par défaut pour" not in said
    assert said.endswith(
        "Vous avez donné annual_budget, staff_fte et cash_reserve ; tout le reste a sa valeur par défaut."
    )


def test_a_long_list_of_what_is_given_is_cut_short(costbench):
    phases = ("design_and_bid", "outcome_metrics", "investor_search", "contracts", "acquaintance", "business_plan")
    given = [f"{phase}.{part}=1" for phase in phases for part in ("months", "fees")]
    said = head(costbench("compare", *(word for one in given for word in ("--set", one))).stdout)
    assert "contracts.fees and 4 more; all the rest" in said


SEVERAL = """
annual_budget = 400_000

[scenarios.dry]
label = { en = "No line", fr = "Sans ligne" }
outstanding_at_maturity = 100_000

[scenarios."as/planned"]
"""


@pytest.fixture
def several(tmp_path):
    file = tmp_path / "several.toml"
    file.write_text(SEVERAL, encoding="utf-8")
    return file


def test_each_named_scenario_is_compared_side_by_side_then_alone(costbench, several):
    page = costbench("compare", "--scenario", several).stdout
    dry = library.compare(annual_budget=400_000, outstanding_at_maturity=100_000)
    usual = library.compare(annual_budget=400_000)
    for compared, place in ((dry, 0), (usual, 1)):
        cells = re.findall(r"−?\d+ \(\d\)", row(page.split("side by side")[1], "Guaranteed credit line"))
        ((rank, line),) = [(at, item) for at, item in compared.ranked() if item.model.id == "guaranteed_credit_line"]
        assert cells[place] == f"{round(line['expected_npv'] / 1000)} ({rank})".replace("-", "−")
    assert re.search(r"^No line$.*^as/planned$", page, re.MULTILINE | re.DOTALL)
    assert page.count("In short") == 2


def test_the_side_by_side_says_that_the_first_place_changes(costbench, several):
    said = head(costbench("compare", "--scenario", several, "--lang", "fr").stdout)
    assert said == (
        "La première place change : « Pilote puis déploiement » dans « Sans ligne » ; "
        "« Ligne de crédit garantie » dans « as/planned »."
    )


def test_the_side_by_side_says_that_the_first_place_stays(costbench, several):
    said = head(costbench("compare", "--scenario", several, "--set", "outstanding_at_maturity=2e6").stdout)
    assert said == "“Guaranteed credit line” comes first in each of the 2 scenarios."


def test_with_draws_the_scenarios_stand_side_by_side_by_their_mean(costbench, several):
    page = costbench("compare", "--scenario", several, "--draws", "64", "--seed", "3").stdout
    assert "mean over the draws" in page
    drawn = library.simulate_together(None, 64, 3, annual_budget=400_000, outstanding_at_maturity=100_000)
    (line,) = [one for one in drawn if one.model.id == "guaranteed_credit_line"]
    assert f"−{abs(round(line.summary().mean / 1000))} (" in row(page.split("over the draws")[1], "Guaranteed")


def test_a_picture_a_scenario_is_numbered_and_named_after_it(costbench, several, tmp_path):
    out = tmp_path / "pictures"
    out.mkdir()
    page = costbench("compare", "--scenario", several, "--draws", "64", "--chart", out / "ours.svg").stdout
    assert sorted(file.name for file in out.iterdir()) == ["ours-1-dry.svg", "ours-2-as-planned.svg"]
    assert page.count("The picture is in") == 2


def test_a_mistake_shared_by_all_the_scenarios_is_told_once_and_each_other_one_too(costbench, tmp_path):
    file = tmp_path / "several.toml"
    file.write_text("discount_rate = 3\n[scenarios.a]\nsites = -4\n[scenarios.b]\nstaff = 4\n", encoding="utf-8")
    result = costbench("compare", "--scenario", file)
    assert result.exit_code == 2
    assert result.stderr.count("`discount_rate` is 3") == 1
    assert "`sites` is -4" in result.stderr
    assert "`staff` is an unknown input" in result.stderr


@pytest.mark.parametrize("content", ["scenarios = 3", "[scenarios]", "[scenarios]\ndry = 4"])
def test_scenarios_that_are_no_tables_are_answered_by_a_sentence(costbench, tmp_path, content):
    file = tmp_path / "bad.toml"
    file.write_text(content, encoding="utf-8")
    result = costbench("compare", "--scenario", file)
    assert result.exit_code == 2
    assert "Write [scenarios.NAME]" in result.stderr


def test_an_optimism_bias_shows_its_effect_and_is_off_by_default(costbench):
    said = " ".join(costbench("compare", "--set", "setup_optimism_bias=0.25").stdout.split())
    effect = library.optimism_bias_effect("social_impact_bond", 0.25)
    cost = f"{effect.setup_cost / 1000:.0f} → {effect.setup_cost_uplifted / 1000:.0f}"
    npv = f"−{-effect.expected_npv / 1000:.0f} → −{-effect.expected_npv_uplifted / 1000:.0f}"
    assert f"Social impact bond {cost}, {npv}" in said
    assert "Do nothing 0 →" not in said
    assert "optimism" not in costbench("compare").stdout
