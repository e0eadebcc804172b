"""Every workbook keeps the rules, and every planted fault is caught: by a rule, by ``costbench check``, or by both."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from costbench.catalogue import get_model
from costbench.errors import InputError
from costbench.interfaces.workbook import build_workbook
from costbench.interfaces.workbook.judging.checking import check_workbook
from costbench.interfaces.workbook.judging.saved import saved_workbook
from costbench.interfaces.workbook.plan.layout import DRAWS, FIRST_DRAW, Layout, plan
from tests.interfaces.workbook.formulas import Formula, circle
from tests.interfaces.workbook.planted import FAULTS, Planted
from tests.interfaces.workbook.planting import Ground
from tests.interfaces.workbook.rules import EXCEPTIONS, RULES, Fault, excepted, lint
from tests.interfaces.workbook.subject import Subject, at, packed, parts_of

MODELS = ("sponsorship", "joint_venture")
SHIPPED = sorted(path.name for path in (Path(__file__).parents[3] / "workbooks").glob("*.xlsx"))
ROW = re.compile(r"`(\w+)!\$?[A-Z]+(\d+)")


def layout_of(language: Any, edition: Any, models: tuple[str, ...] = MODELS) -> Layout:
    return plan([get_model(name) for name in models], language, edition)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The parts of a small template: two models, essential, in English."""
    path = tmp_path_factory.mktemp("rules") / "template.xlsx"
    return parts_of(build_workbook(path, "en", MODELS, None, "essential").read_bytes())


def damaged(template: dict[str, bytes], *faults: Planted) -> tuple[Subject, list[str]]:
    """Return the template with faults planted in it, and what each of them damaged."""
    subject = Subject(layout_of("en", "essential"), template)
    ground = Ground(subject)
    places = [fault.plant(ground) for fault in faults]
    names = [place if isinstance(place, str) else at(place) for place in places]
    return (subject if subject.parts == template else Subject(subject.layout, subject.parts)), names


@pytest.fixture(scope="module")
def usual(template: dict[str, bytes]) -> set[Fault]:
    """What the linter finds, exceptions included, where nothing is damaged."""
    return set(lint(Subject(layout_of("en", "essential"), template), strict=True))


# ---- The rules are kept


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_workbook_keeps_every_rule(name: str, root: Path) -> None:
    path = root / "workbooks" / name
    assert lint(Subject(saved_workbook(path).layout, parts_of(path.read_bytes()))) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("edition", ["essential", "complete"])
def test_a_template_as_it_is_written_today_keeps_every_rule(language: Any, edition: Any, tmp_path: Path) -> None:
    path = build_workbook(tmp_path / "template.xlsx", language, MODELS, None, edition)
    assert lint(Subject(layout_of(language, edition), parts_of(path.read_bytes()))) == []


def test_every_rule_is_stated_in_a_sentence_and_has_a_fault_that_breaks_it() -> None:
    assert [rule.__name__ for rule in RULES if not (rule.__doc__ or "").rstrip().endswith(".")] == []
    assert {fault.rule for fault in FAULTS if fault.rule} == {rule.__name__ for rule in RULES}


def test_every_exception_has_a_reason_and_is_still_needed(template: dict[str, bytes]) -> None:
    subject = Subject(layout_of("en", "essential"), template)
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())
    assert {each for fault in lint(subject, strict=True) for each in excepted(subject, fault)} == set(EXCEPTIONS)


# ---- The faults are caught


def test_faults_have_names_of_their_own_and_somebody_to_see_them() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert [fault.name for fault in FAULTS if not (fault.rule or fault.says)] == []


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.rule], ids=lambda fault: fault.name)
def test_the_linter_names_the_rule_and_the_cell_of_a_fault(
    fault: Planted, template: dict[str, bytes], usual: set[Fault]
) -> None:
    subject, (name,) = damaged(template, fault)
    found = set(lint(subject, strict=True, only=fault.rule)) - usual
    assert [each for each in found if each.where.startswith(name)], found


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if not fault.rule], ids=lambda fault: fault.name)
def test_the_linter_leaves_to_the_check_what_it_cannot_see(
    fault: Planted, template: dict[str, bytes], usual: set[Fault]
) -> None:
    subject, _ = damaged(template, fault)
    assert set(lint(subject, strict=True)) == usual


@pytest.fixture(scope="module")
def check(template: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Return a function that plants faults and checks the file; the same faults are checked once."""
    folder = tmp_path_factory.mktemp("checked")

    @cache
    def checked(*faults: Planted) -> tuple[list[str], list[str]]:
        subject, names = damaged(template, *faults)
        path = folder / "damaged.xlsx"
        path.write_bytes(packed(subject.parts))
        if faults and subject.parts == template:
            subject.book.save(path)
        try:
            problems = check_workbook(path).problems
        except InputError as refusal:
            return ["damaged.xlsx"] * len(faults), [problem.sentence("en") for problem in refusal.problems]
        return names, [problem.sentence("en") for problem in problems]

    return checked


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.says], ids=lambda fault: fault.name)
def test_the_check_names_the_cell_of_a_fault_and_says_what_is_wrong(fault: Planted, check: Callable[..., Any]) -> None:
    together = [other for other in FAULTS if other.says and other.batch == fault.batch != "alone"] or [fault]
    names, sentences = check(*together)
    name = names[together.index(fault)]
    told = [sentence for sentence in sentences if sentence.startswith((f"`{name}`", f"`{name} ("))]
    assert any(fault.says in sentence for sentence in told), (name, told or sentences)


@pytest.mark.parametrize("batch", ["cells", "bounds"])
def test_the_check_tells_of_the_faults_and_of_nothing_else(batch: str, check: Callable[..., Any]) -> None:
    names, sentences = check(*(fault for fault in FAULTS if fault.says and fault.batch == batch))
    damaged_rows, named_rows = ({ROW.match(text).expand(r"\1 \2") for text in texts} for texts in (
        [f"`{name}" for name in names], sentences))  # fmt: skip
    assert named_rows == damaged_rows


def test_an_undamaged_template_raises_nothing(check: Callable[..., Any]) -> None:
    assert check() == ([], [])


def test_two_stored_draws_that_changed_places_are_both_named(tmp_path: Path) -> None:
    """Their sums are the same, so that the workbook's own check sees nothing."""
    path = build_workbook(tmp_path / "complete.xlsx", "en", ["do_nothing"], None, "complete")
    book = load_workbook(path)
    first, second = (book["Draws"].cell(row, 2) for row in (FIRST_DRAW, FIRST_DRAW + DRAWS - 1))
    first.value, second.value = second.value, first.value
    book.save(path)
    sentences = [problem.sentence("en") for problem in check_workbook(path).problems]
    assert [sentence.partition(" is ")[0] for sentence in sentences] == [
        f"`Draws!{cell.coordinate}`" for cell in (first, second)
    ]
    assert all("a stored draw must stay as it was" in sentence for sentence in sentences)


# ---- The linter reads formulas rightly


def formula(text: str, where: tuple[int, int] = (5, 3), sheet: str = "A") -> Formula:
    return Formula(sheet, *where, text)


def test_functions_are_found_with_what_they_stand_in_and_what_they_are_given() -> None:
    calls = formula('=IFERROR(IF($A1>0,SUM(A1:B2,(1+2)),ROWS()),"x,y(")').calls
    assert [(call.name, call.inside, call.arguments) for call in calls] == [
        ("SUM", ("IFERROR", "IF"), ("A1:B2", "(1+2)")),
        ("ROWS", ("IFERROR", "IF"), ("",)),
        ("IF", ("IFERROR",), ("$A1>0", "SUM(A1:B2,(1+2))", "ROWS()")),
        ("IFERROR", (), ("IF($A1>0,SUM(A1:B2,(1+2)),ROWS())", '"x,y("')),
    ]


@pytest.mark.parametrize(
    ("here", "right", "same"),
    [
        ("=C$4*$G$7", "=D$4*$G$7", True),
        ("=C$4*$G$7", "=D$4*$H$7", False),
        ("=C4", "=D5", False),
        ("=SUM($C4:C4)", "=SUM($C4:D4)", True),
        ("='C4 C5'!C4", "='C4 C5'!D4", True),
        ('="C4"&C4', '="C4"&D4', True),
        ("=C4", "=-D4", False),
    ],
)
def test_a_formula_is_the_same_along_a_row_when_its_columns_move_with_it(here: str, right: str, same: bool) -> None:
    assert (formula(here).along == formula(right, (5, 4)).along) is same


@pytest.mark.parametrize(
    ("here", "below", "same"),
    [
        ("=E$5*$C$4", "=E$8*$C$4", True),
        ("=E$5*$C$4", "=E$7*$C$4", False),
        ("='B'!$E$20", "='B'!$E$24", True),
        ("='B'!$E$20", "='B'!$E$25", False),
        ("=E5", "=F8", False),
    ],
)
def test_a_formula_is_the_same_down_a_column_when_its_rows_move_with_it(here: str, below: str, same: bool) -> None:
    """Its own row moves by three, the row that it reads on another sheet by four."""
    assert formula(here).is_copied_to(formula(below, (8, 3)), 4) is same


def test_a_circle_is_found_through_ranges_and_sheets_and_a_long_chain_is_none() -> None:
    chain = [formula(f"=A{row + 1}", (row, 1)) for row in range(1, 5_000)]
    assert circle(chain) == []
    ring = [formula("=SUM('B'!A1:A3)", (1, 1)), formula("='A'!B1", (2, 1), "B"), formula("=A1", (1, 2))]
    assert sorted(circle([*chain[1:], *ring])) == ["A!A1", "A!B1", "B!A2"]
