"""One fault in a row never disturbs the others, and each is a sentence that names row and column."""

from __future__ import annotations

import os
import sys

import pytest

from costbench.errors import InputError
from tests.interfaces.batch.samples import scored, text_of
from tests.measured import run

HEADER = (
    "scenario", "model", "annual_budget", "discount_rate", "programme_budget", "rate_card", "readiness",
    "performance.low", "performance",
)  # fmt: skip
MISTAKES = [
    (["a", "cis", "abc"], 'annual_budget` is "abc" (row {row})'),
    (["b", "cis", "", "3.5"], "discount_rate` is 3.5 (row {row})"),
    (["c", "cis", "-1"], "annual_budget` is -1 (row {row})"),
    (["d", "cis", "NaN"], 'annual_budget` is "NaN" (row {row})'),
    (["e", "cas"], 'no cooperation model called "cas" (row {row}, column `model`). Did you mean cis'),
    (["f", "cis", "", "", "", "0:0:0; 0.8:x:0"], "rate_card` is 0.8:x:0 (row {row})"),
    (["g", "cis", "", "", "", "", "dedicated_person=perhaps"], "(row {row})"),
    (["h", "cis", "", "", "", "", "", "0.9", "0.5"], "performance.low` is 0.9 (row {row})"),
    (["i", "cis", "", "", "", "", "", "", "", "extra"], 'Row {row} has a value, "extra", in column J'),
    (["j", "cis", "1,5"], 'annual_budget` is "1,5" (row {row})'),
    (["k", "cis", "", "3 %"], 'discount_rate` is "3 %" (row {row})'),
    (['l "quoted', "cis", "1e999"], 'annual_budget` is "1e999" (row {row})'),
]


def test_every_mistake_is_a_sentence_with_row_and_column_and_the_other_rows_are_scored(tmp_path):
    good = ["good", "cis", "1000000", "0.04", "500000.5"]
    rows = [row for mistake, _ in MISTAKES for row in (good, mistake)]
    results = scored(tmp_path, text_of(rows, HEADER))
    assert len(results) == len(rows)
    alone = scored(tmp_path, text_of([good], HEADER))[0]
    assert all(row == alone for row in results[0::2])
    for place, (row, (_, said)) in enumerate(zip(results[1::2], MISTAKES, strict=True)):
        assert row["status"] == "error"
        assert said.format(row=2 * place + 3) in row["messages"]
        assert not any(row[name] for name in row if name not in {"scenario", "model", "status", "messages"})


def test_a_row_tells_all_its_problems_on_each_of_its_lines(tmp_path):
    results = scored(tmp_path, text_of([["a", "", "x", "7", "-3"]], HEADER))
    assert len(results) == 8
    assert {row["status"] for row in results} == {"error"}
    assert len({row["messages"] for row in results}) == 1
    for said in ('`annual_budget` is "x" (row 2)', "`discount_rate` is 7 (row 2)", "`programme_budget` is -3 (row 2)"):
        assert results[0]["messages"].count(said) == 1


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path):
    content = 'scenario,model,annual_budget\n\n"two\nlines",cis,1\n,,\nb,cis,x\n'
    results = scored(tmp_path, content)
    assert [row["status"] for row in results] == ["ok", "error"]
    assert "(row 5)" in results[1]["messages"]


@pytest.mark.parametrize("stray", ['5" pipe', '"open', 'a "b" c', '"a"b'])
def test_a_quotation_mark_out_of_place_disturbs_no_other_row(tmp_path, stray):
    content = f'scenario,model,annual_budget\na,cis,1\n{stray},cis,2\nb,cis,3\n"c",cis,x\n'
    results = scored(tmp_path, content)
    assert [row["scenario"] for row in results] == ["a", stray.replace('"a"b', "ab"), "b", "c"]
    assert [row["status"] for row in results] == ["ok", "ok", "ok", "error"]
    assert "(row 5)" in results[3]["messages"]


def test_a_row_shorter_than_the_header_is_filled_with_empty_cells(tmp_path):
    assert scored(tmp_path, "scenario,model,annual_budget\na,cis\n") == scored(
        tmp_path, "scenario,model,annual_budget\na,cis,\n"
    )


def test_an_input_of_another_model_is_ignored_for_all_and_a_warning_for_one(tmp_path):
    rows = scored(tmp_path, "scenario,model,programme_budget\na,jvs,5\nb,jvs,\nc,all,500000\nd,cis,500000\n")
    assert [row["status"] for row in rows] == ["warning", *["ok"] * 10]
    assert "`programme_budget` is an input of another model" in rows[0]["messages"]
    assert rows[0]["npv"] == rows[1]["npv"]


def test_a_checklist_of_one_model_is_ignored_by_the_others(tmp_path):
    rows = scored(tmp_path, "scenario,model,readiness\na,,dedicated_person=full\nb,,\nc,,nonsense=full\n")
    assert {row["status"] for row in rows[:16]} == {"ok"}
    differing = [
        first["model"]
        for first, second in zip(rows[:8], rows[8:16], strict=True)
        if first["probability_of_signing"] != second["probability_of_signing"]
    ]
    assert differing == ["social_impact_bond"]
    assert {row["status"] for row in rows[16:]} == {"error"}


def test_an_input_written_for_one_model_goes_before_the_plain_one(tmp_path):
    header = "scenario,model,discount_rate,social_impact_bond.discount_rate\n"
    rows = scored(tmp_path, header + "a,,0.04,0.06\nb,,0.04,\nc,cis,0.06,\nd,jvs,0.04,0.06\n")
    by = {(row["scenario"], row["model"]): row for row in rows}
    assert by["a", "social_impact_bond"]["npv"] == by["c", "social_impact_bond"]["npv"]
    assert by["a", "joint_venture"]["npv"] == by["b", "joint_venture"]["npv"] == by["d", "joint_venture"]["npv"]
    assert by["b", "social_impact_bond"]["npv"] != by["c", "social_impact_bond"]["npv"]
    assert by["d", "joint_venture"]["status"] == "warning"


def test_an_absent_figure_is_an_empty_cell_with_its_reason(tmp_path):
    content = "scenario,model,annual_budget,programme_budget\na,,0,\nb,,1,\nc,,,999000000000\n"
    for row in scored(tmp_path, content):
        assert row["status"] == "ok"
        for name, cell in row.items():
            if not cell and name != "messages":
                assert f"{name} is absent: " in row["messages"], (row["scenario"], row["model"], name)


def test_messages_are_written_in_the_language_asked_for(tmp_path):
    french = scored(tmp_path, "scenario,model,annual_budget\na,cis,abc\nb,zzz,\n", language="fr")
    assert french[0]["messages"].startswith("« annual_budget » vaut « abc » (ligne 2), or un nombre est attendu.")
    assert french[1]["messages"].startswith(
        "Aucun modèle de coopération ne s’appelle « zzz » (ligne 3, colonne « model »)"
    )


def test_no_text_is_written_so_that_a_spreadsheet_would_run_it(tmp_path):
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")']
    rows = [[name, "cis"] for name in names] + [["x", '=cmd|" /C calc"!A0']]
    content = text_of(rows, ("scenario", "model"))
    for dialect in ("en", "fr"):
        results = scored(tmp_path, content, dialect=dialect)
        assert [row["scenario"] for row in results[:-1]] == ["'" + name for name in names]
        assert results[-1]["model"] == "'" + rows[-1][1]
        for row in results:
            texts = (row[name] for name in ("scenario", "model", "messages"))
            assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty."),
        ("scenario,annual_budget\na,1\n", "There is no column `model` (row 1)."),
        ("scenario,model,model\na,cis,cis\n", "The column `model` stands 2 times (row 1, columns B, C)."),
        ("scenario,model,anual_budget\na,cis,1\n", "Did you mean `annual_budget`"),
        ("model," + "x" * (17 << 20), "Row 1 is longer than any row"),
        ("model,scenario\ncis," + "x" * (17 << 20), "Row 2 is longer than any row"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_scored_is_refused_in_a_sentence(tmp_path, content, said):
    with pytest.raises(InputError) as caught:
        scored(tmp_path, content)
    assert said in caught.value.sentence("en")
    assert [path.name for path in tmp_path.iterdir()] == ["scenarios.csv"]


MONSTERS = {
    "ten thousand columns": b"model," + b",".join(b"c%d" % place for place in range(10_000)) + b"\na,cis\n",
    "a thousand unknown columns": b"model," + b",".join(b"c%d" % place for place in range(1_000)) + b"\na,cis\n",
    "ten thousand times one column": b"model" + b",annual_budget" * 10_000 + b"\ncis\n",
    "a line of 100 MB": b"scenario,model\na," + b"x" * 100_000_000 + b"\n",
    "a header of 100 MB": b"x" * 100_000_000,
    "a quotation mark that opens each of 20,000 rows": b'model,scenario\n"a\n' + b'"a\n' * 20_000,
    "a row of ten thousand cells": b"scenario,model\na,cis" + b",1" * 10_000 + b"\n" + b"a,cis\n" * 2_000,
    "ten thousand empty names over short rows": b"scenario,model" + b"," * 10_000 + b"\na,cis\n" * 2_000,
    "four thousand columns over short rows": b"model"
    + b"".join(b",x%d" % i for i in range(4_000))
    + b"\ncis\n" * 20_000,
    "200,000 empty cells in quotation marks": b'scenario,model\n"",' + b'"",' * 200_000 + b"\na,cis\n",
}
SCORED = {
    "a quotation mark that opens each of 20,000 rows": 2,
    "a row of ten thousand cells": 2,
    "ten thousand empty names over short rows": 0,
    "four thousand columns over short rows": 0,
    "200,000 empty cells in quotation marks": 0,
}
TIME, MEMORY = 30, 900_000


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
@pytest.mark.parametrize("name", MONSTERS)
def test_a_monstrous_file_ends_in_a_sentence_or_a_row_in_error_in_bounded_time_and_memory(tmp_path, name):
    (tmp_path / "in.csv").write_bytes(MONSTERS[name])
    options = ["--ignore-unknown"] if "four" in name else []
    limit = TIME * (5 if "CI" in os.environ else 3)
    done = run("score", tmp_path / "in.csv", "-o", tmp_path / "out.csv", *options, seconds=limit)
    assert "Traceback" not in done.said
    assert len(done.said) < 5_000
    assert done.peak < MEMORY
    assert done.code == SCORED.get(name, 2), done.said
    assert (tmp_path / "out.csv").exists() == (name in SCORED)


def test_a_header_with_many_unknown_columns_tells_twenty_and_counts_the_others(tmp_path):
    with pytest.raises(InputError) as caught:
        scored(tmp_path, "model," + ",".join(f"c{place}" for place in range(50)) + "\n")
    said = caught.value.sentence("en").splitlines()
    assert len(said) == 21
    assert said[-1] == "30 more columns are unknown (row 1). Remove them, or use --ignore-unknown."


def test_bytes_of_another_encoding_further_down_cost_no_row(tmp_path):
    content = b"scenario,model\n" + b"plain,cis\n" * 40_000 + "Été,cis\n".encode("cp1252") + "Été,cis\n".encode()
    assert [row["scenario"] for row in scored(tmp_path, content)[-2:]] == ["Été", "Été"]
