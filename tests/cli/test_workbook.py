"""``costbench workbook``, ``read`` and ``check`` as a newcomer uses them: help, round trip, mistakes, exit codes."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import costbench as library
from costbench.cli import main
from tests.cli.conftest import Run

COMMANDS = {
    "workbook": ("--output", "--models", "--scenario", "--edition", "--lang", "--help"),
    "read": ("FILE.xlsx", "--output", "--dialect", "--lang", "--help"),
    "check": ("FILE.xlsx", "--lang", "--help"),
}
ENGLISH = re.compile(r"\b(the|of|with|without|this|write|workbook|is|are)\b", re.IGNORECASE)
OURS = """scenario = "Ours"
annual_budget = 432_100
discount_rate = 0.0425
staff_fte = "4,5"
rate_card = "0:0:0; 0.9:1:0.01"
"programme_budget" = 1_234_567.25
"programme_budget.low" = 900_000
"programme_budget.high" = 2_000_000
[design_and_bid]
fees = 12_345.5
[readiness]
dedicated_person = "full"
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of one model, filled from a file."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "ours.toml").write_text(OURS, encoding="utf-8")
    program = CliRunner()
    path = folder / "mine.xlsx"
    asked = ["--models", "cis", "--edition", "essential", "--lang", "en", "--scenario", str(folder / "ours.toml")]
    done = program.invoke(main, ["workbook", "-o", str(path), *asked])
    assert done.exit_code == 0, done.output
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_every_option_in_the_language_asked_for(costbench: Run, command: str) -> None:
    english, french = (costbench(command, "--help", "--lang", language).stdout for language in ("en", "fr"))
    assert all(option in english and option in french for option in COMMANDS[command])
    assert f"costbench {command}" in english.split("Example:")[1]
    said = re.sub(r"`[^`]*`|\S*costbench\S*.*|--\S+|\S+\.(xlsx|toml|csv)|complete\S*", "", french)
    assert ENGLISH.findall(said.split("Exemple")[0]) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Write the template workbook", "--edition", "--scenario", "Compare these models only", "512 draws")),
        ("fr", ("Écrit le classeur modèle", "--edition", "--scenario", "Ne compare que ces modèles", "512 tirages")),
    ],
)
def test_help_is_written_in_the_language_asked_for(costbench: Run, language: str, words: tuple[str, ...]) -> None:
    shown = costbench("workbook", "--help", "--lang", language)
    assert shown.exit_code == 0
    assert all(word in shown.output for word in words), shown.output


def test_it_writes_the_models_asked_for_filled_from_a_scenario(costbench: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "ours.toml"
    scenario.write_text("annual_budget = 432100\n", encoding="utf-8")
    output = tmp_path / "out.xlsx"
    done = costbench("workbook", "-o", output, "--models", "sponsorship,joint_venture", "--scenario", scenario,
                     "--edition", "essential")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert str(output) in done.output
    book = openpyxl.load_workbook(output, data_only=True)
    rows = {row[11]: row for row in book["Assumptions"].iter_rows(values_only=True)}
    assert rows["annual_budget"][4] == 432_100
    assert {code.partition(".")[0] for code in rows if code and "." in code} == {"sponsorship", "joint_venture"}


def test_french_is_the_language_of_the_sheets_too(costbench: Run, tmp_path: Path) -> None:
    output = tmp_path / "sortie.xlsx"
    done = costbench("workbook", "-o", output, "--lang", "fr", "--models", "sponsorship", "--edition", "essential")
    assert "Écrit" in done.output
    with zipfile.ZipFile(output) as file:
        assert 'name="Hypothèses"' in file.read("xl/workbook.xml").decode("utf-8")


def test_a_file_or_folder_that_does_not_exist_is_named_and_nothing_is_written(costbench: Run, tmp_path: Path) -> None:
    lost = costbench("workbook", "-o", tmp_path / "x.xlsx", "--scenario", tmp_path / "none.toml")
    assert lost.exit_code != 0
    assert "none.toml" in lost.output
    nowhere = costbench("workbook", "-o", tmp_path / "nowhere" / "x.xlsx")
    assert nowhere.exit_code != 0
    assert "nowhere" in nowhere.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "--output/-o is missing."),
        (["-o", "out.pdf"], "out.pdf cannot be a workbook: write a name that ends in .xlsx."),
        (["-o", "folder.xlsx"], "folder.xlsx cannot be a workbook"),
        (["-o", "out.xlsx", "--models", "sponsorhip"], "Did you mean sponsorship"),
        (["-o", "out.xlsx", "--models", " , "], "--models names no model"),
        (["-o", "out.xlsx", "--edition", "full"], "it is one of complete, essential."),
        (["-o", "out.xlsx", "--scenario", "."], "There is no file `.`"),
        (["-o", "out.xlsx", "--editon", "complete"], "Did you mean --edition?"),
        (["out.xlsx", "-o", "out.xlsx"], "`out.xlsx` is one argument too many."),
    ],
)
def test_a_misused_option_is_answered_by_a_sentence_and_nothing_is_written(
    costbench: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.xlsx").mkdir()
    done = costbench("workbook", *options)
    assert done.exit_code == 2
    assert sentence in done.stderr.replace("\u00a0", " ")
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"annual_budget = ", "is not a TOML file: it stops in the middle of something."),
        (b'label = "caf\xe9"', "is not a TOML file: it is not written in UTF-8."),
        (b"annual_buget = 3", "Did you mean annual_budget?"),
        (b"discount_rate = 3.5", "Write 0.035 for 3.5 %."),
        (b"annual_budget = true", "`annual_budget` is true, but a number or a text is expected."),
        (b"[scenarios.Small]\nstaff_fte = 4\n[scenarios.Large]\nstaff_fte = 60\n", "holds 2 scenarios (Small, Large)"),
    ],
)
def test_a_scenario_file_that_cannot_fill_a_workbook_is_answered_by_a_sentence(
    costbench: Run, tmp_path: Path, written: bytes, sentence: str
) -> None:
    file = tmp_path / "ours.toml"
    file.write_bytes(written)
    done = costbench("workbook", "-o", tmp_path / "x.xlsx", "--models", "sponsorship", "--scenario", file)
    assert done.exit_code == 2
    assert sentence in done.stderr.replace("\u00a0", " ")
    assert [path.name for path in tmp_path.iterdir()] == ["ours.toml"]


def test_a_refusal_is_french_where_french_is_asked_for(costbench: Run, tmp_path: Path) -> None:
    done = costbench("workbook", "-o", tmp_path / "x.ods", "--lang", "fr")
    assert "ne peut pas être un classeur\u00a0: écrivez un nom qui finit par .xlsx." in done.stderr
    gone = costbench("read", tmp_path / "x.xlsx", "--lang", "fr")
    assert "est introuvable. Vérifiez son nom et son dossier." in gone.stderr
    assert (done.exit_code, gone.exit_code) == (2, 2)


def test_an_existing_workbook_is_replaced_whole_and_a_mistake_leaves_it_alone(costbench: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"of another day")
    assert costbench("workbook", "-o", path, "--models", "sponsorhip").exit_code == 2
    assert path.read_bytes() == b"of another day"
    template = ("workbook", "-o", path, "--models", "do_nothing", "--edition", "essential")
    assert costbench(*template).exit_code == 1
    assert path.read_bytes() == b"of another day"
    assert costbench(*template, "--force").exit_code == 0
    assert zipfile.is_zipfile(path)
    assert [item.name for item in tmp_path.iterdir()] == ["mine.xlsx"]


def test_what_a_scenario_file_fills_in_is_read_back_exactly(costbench: Run, book: Path) -> None:
    expected = {
        "annual_budget": 432_100, "discount_rate": 0.0425, "staff_fte": 4.5, "rate_card": "0:0:0; 0.9:1:0.01",
        "programme_budget": 1_234_567.25, "programme_budget.low": 900_000, "programme_budget.high": 2_000_000,
        "design_and_bid.fees": 12_345.5, "readiness": "dedicated_person=full",
    }  # fmt: skip
    found = library.read_workbook(book).inputs
    bounds = {name for name in found if name.startswith("design_and_bid.fees.")}
    assert {name: value for name, value in found.items() if name not in bounds} == expected
    shown = costbench("read", book).stdout
    assert all(f"{name} = " in shown for name in expected)


@pytest.mark.parametrize(("dialect", "start"), [("en", "scenario,model,"), ("fr", "\ufeffscenario;model;")])
def test_the_csv_read_back_is_scored_as_the_scenario_is(
    costbench: Run, book: Path, tmp_path: Path, dialect: str, start: str
) -> None:
    file, results = tmp_path / "mine.csv", tmp_path / "results.csv"
    assert costbench("read", book, "-o", file, "--dialect", dialect).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith(start)
    assert costbench("score", file, "-o", results).exit_code == 0
    text = results.read_text(encoding="utf-8-sig").splitlines()
    separator = ";" if ";" in text[0] else ","
    row = dict(zip(text[0].split(separator), text[1].split(separator), strict=False))
    expected = library.appraise("cis", **library.read_workbook(book).inputs)
    assert float(row["setup_cost"].replace(",", ".")) == pytest.approx(expected["setup_cost"], rel=1e-6)


def test_a_clean_workbook_is_said_to_be_in_order_in_words(costbench: Run, book: Path) -> None:
    english, french = costbench("check", book), costbench("check", book, "--lang", "fr")
    assert (english.exit_code, french.exit_code) == (0, 0)
    said = " ".join(english.stdout.split())
    counted = re.fullmatch(
        r"mine\.xlsx is in order: (\d+) cells are the template's, (\d+) values are the engine's, .*", said
    )
    assert counted, said
    assert min(map(int, counted.groups())) > 3_000
    assert "mine.xlsx est en ordre\u00a0:" in french.stdout


def test_a_damaged_workbook_is_told_cell_by_cell_and_exits_with_2(costbench: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.xlsx"
    damaged = openpyxl.load_workbook(book)
    damaged["Calculations"]["G9"].value = 0.01
    damaged["Results"]["A2"].value = "Fine"
    damaged.save(path)
    done = costbench("check", path)
    assert done.exit_code == 2
    assert "damaged.xlsx: 2 to correct." in done.stdout
    assert "`Calculations!G9` is 0.01, but the template computes" in " ".join(done.stdout.split())
    french = " ".join(costbench("check", path, "--lang", "fr").stdout.replace("\u00a0", " ").split())
    assert "« Results!A2 » est Fine, or le modèle y calcule" in french


def test_a_workbook_saved_without_computed_values_is_said_to_be_so(costbench: Run, book: Path, tmp_path: Path) -> None:
    openpyxl.load_workbook(book).save(tmp_path / "uncomputed.xlsx")
    done = costbench("check", tmp_path / "uncomputed.xlsx", "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert "saved without computed values" in done.stdout + done.stderr
    assert "without a value" not in done.stdout + done.stderr


def test_a_text_changed_far_from_its_beginning_shows_where(costbench: Run, book: Path, tmp_path: Path) -> None:
    ours = openpyxl.load_workbook(book)
    cells = [cell for sheet in ours for row in sheet for cell in row if cell.protection.locked]
    long = next(cell for cell in cells if cell.data_type == "s" and len(str(cell.value)) > 180)
    long.value = f"{str(long.value)[:-9]}, or not"
    ours.save(tmp_path / "changed.xlsx")
    done = costbench("check", tmp_path / "changed.xlsx", "--lang", "en")
    assert done.exit_code == 2
    assert ", or not, but" in " ".join(done.stdout.split())


@pytest.mark.parametrize("command", ["read", "check"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no workbook at all, or a damaged one"),
        (b"name,value\n", "is no workbook at all, or a damaged one"),
        (b"\xd0\xcf\x11\xe0 old", "is protected by a password, or in the old .xls format"),
        (None, "There is no file"),
    ],
)
def test_a_file_that_is_no_workbook_is_answered_by_a_sentence(
    costbench: Run, tmp_path: Path, command: str, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "given.xlsx"
    if content is not None:
        file.write_bytes(content)
    done = costbench(command, file)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workbook_of_somebody_else_is_said_to_be_so(costbench: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "theirs.xlsx")
    done = costbench("read", tmp_path / "theirs.xlsx")
    assert done.exit_code == 2
    assert "is a workbook that costbench did not make" in done.stderr


def test_the_inputs_are_never_written_over_the_workbook_they_come_from(
    costbench: Run, book: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(book, tmp_path / "mine.xlsx"))
    done = costbench("read", path, "-o", path)
    assert done.exit_code == 2
    assert "cannot be a file of scenarios: write a name that ends in .csv." in done.stderr
    assert path.read_bytes() == book.read_bytes()
    assert costbench("read", path, "-o", tmp_path / "nowhere" / "x.csv").exit_code == 2
