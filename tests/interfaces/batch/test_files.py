"""A file of scenarios in, a file of results out."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import costbench
from costbench.errors import InputError
from costbench.interfaces.batch.files import score_file
from costbench.interfaces.batch.tables.reader import open_scenarios
from tests.interfaces.batch.samples import COLUMNS, CONTRACT, random_rows, scored, text_of

MODELS = [
    "sponsorship", "social_impact_bond", "joint_venture", "micro_franchise", "co_designed_product",
    "guaranteed_credit_line", "pilot_rollout", "do_nothing",
]  # fmt: skip


def test_the_columns_are_those_of_the_contract_in_its_order(tmp_path):
    scored(tmp_path, "scenario,model\na,cis\n")
    header = (tmp_path / "results.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == CONTRACT


def test_a_scenario_of_every_model_is_a_row_a_model_and_the_ranks_follow_expected_value(tmp_path):
    rows = scored(tmp_path, "scenario,model,annual_budget\na,,2000000\nb,cis,\nc,all,300000\n")
    assert [(row["scenario"], row["model"]) for row in rows] == [
        *(("a", model) for model in MODELS), ("b", "social_impact_bond"), *(("c", model) for model in MODELS),
    ]  # fmt: skip
    for every in (rows[:8], rows[9:]):
        values = [float(row["expected_npv"]) for row in every]
        assert [int(row["rank"]) for row in every] == [1 + sum(other > value for other in values) for value in values]


def test_each_figure_is_what_an_appraisal_gives_to_twelve_digits(tmp_path):
    header, rows = COLUMNS[:9], [row[:9] for row in random_rows(40, seed=5)]
    for row, inputs in _paired(scored(tmp_path, text_of(rows, header)), header, rows):
        one = costbench.appraise(row["model"], **inputs)
        for name in CONTRACT[3:-2]:
            if name == "affordability":
                assert row[name] == one.affordability
            else:
                assert row[name] == "" if one[name] is None else float(row[name]) == pytest.approx(
                    one[name], rel=1e-11, abs=1e-9
                )  # fmt: skip


def _paired(results, header, rows):
    """Yield each row of results that is not in error with the numbers of its scenario."""
    by_name = {row[0]: row for row in rows}
    found = 0
    for row in results:
        cells = zip(header[2:], by_name[row["scenario"]][2:], strict=True)
        inputs = {name: float(cell) for name, cell in cells if cell}
        own = {"programme_budget", "performance"}
        if row["model"] != "social_impact_bond":
            inputs = {name: value for name, value in inputs.items() if name not in own}
        if row["status"] != "error":
            found += 1
            yield row, inputs
    assert found > 60


def test_a_french_file_in_windows_1252_scores_as_its_plain_twin(tmp_path):
    rows = random_rows(60, seed=1)
    (tmp_path / "plain").mkdir()
    scored(tmp_path / "plain", text_of(rows))
    french = [[_french(place, cell) for place, cell in enumerate(row)] for row in rows]
    for encoding, space in (("cp1252", "\u00a0"), ("utf-8", "\u202f"), ("utf-8-sig", "\u202f"), ("cp1252", " ")):
        content = text_of([[cell.replace("_", space) for cell in row] for row in french], _escaped(), ";")
        scored(tmp_path, content.replace("~", "_").encode(encoding))
        assert (tmp_path / "results.csv").read_bytes() == (tmp_path / "plain" / "results.csv").read_bytes()
        assert open_scenarios(tmp_path / "scenarios.csv").dialect.encoding == encoding


def _escaped() -> tuple[str, ...]:
    return tuple(name.replace("_", "~") for name in COLUMNS)


def _french(place: int, cell: str) -> str:
    """Return a cell with a decimal comma and ``_`` between thousands; ``~`` stands for an underscore."""
    if place < 2 or not cell.replace(".", "").isdigit():
        return cell.replace("_", "~")
    whole, point, part = cell.partition(".")
    return f"{int(whole):_}" + (f",{part}" if point else "")


def test_results_may_be_written_the_french_way(tmp_path):
    content = text_of(random_rows(30, seed=2))
    plain, french = scored(tmp_path, content), scored(tmp_path, content, "fr.csv", dialect="fr")
    assert (tmp_path / "fr.csv").read_bytes().startswith(b"\xef\xbb\xbfscenario;model;status")
    texts = {"scenario", "model", "status", "affordability", "messages"}
    assert [
        {name: cell if name in texts else cell.replace(",", ".") for name, cell in row.items()} for row in french
    ] == plain


def test_chunks_of_a_hundred_and_of_ten_thousand_rows_give_the_same_bytes(tmp_path):
    content = text_of(random_rows(450, seed=3))
    results = []
    for rows in (100, 10_000):
        scored(tmp_path, content, chunk_rows=rows)
        results.append((tmp_path / "results.csv").read_bytes())
    assert results[0] == results[1]


def test_a_row_gives_the_same_bytes_alone_and_among_others(tmp_path):
    rows = random_rows(12, seed=11)
    together = scored(tmp_path, text_of(rows))
    alone = [line for row in rows for line in scored(tmp_path, text_of([row]))]
    numbered = [{**line, "messages": re.sub(r"row \d+", "row 2", line["messages"])} for line in together]
    assert alone == numbered


def test_blocks_of_any_size_give_the_same_bytes(tmp_path, monkeypatch):
    content = text_of([['q"u,o\nted ' + row[0], *row[1:]] for row in random_rows(120, seed=4)])
    scored(tmp_path, content)
    expected = (tmp_path / "results.csv").read_bytes()
    for size in (700, 5_000):
        monkeypatch.setattr("costbench.interfaces.batch.files.BLOCK_BYTES", size)
        scored(tmp_path, content)
        assert (tmp_path / "results.csv").read_bytes() == expected


def test_two_processes_give_the_bytes_of_one(tmp_path, monkeypatch):
    content = text_of(random_rows(300, seed=6))
    scored(tmp_path, content)
    expected = (tmp_path / "results.csv").read_bytes()
    monkeypatch.setattr("costbench.interfaces.batch.files.BLOCK_BYTES", 4_000)
    calls = []
    scored(tmp_path, content, jobs=2, progress=lambda done, size: calls.append((done, size)))
    assert (tmp_path / "results.csv").read_bytes() == expected
    assert calls == sorted(calls)
    assert len(calls) > 3
    assert calls[-1] == (len(content.encode()), len(content.encode()))


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("costbench.interfaces.batch.files.BLOCK_BYTES", 1 << 15)
    monkeypatch.setattr("costbench.interfaces.batch.tables.reader.SAMPLE_BYTES", 1 << 12)
    peaks = []  # the first run pays for what is read once
    for count in (200, 9_000, 20_000):
        (tmp_path / "many.csv").write_text("scenario,model,annual_budget\n" + "a,cis,123456.5\n" * count, "utf-8")
        tracemalloc.start()
        score_file(tmp_path / "many.csv", tmp_path / "out.csv", language="en", chunk_rows=1_000)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.25 * peaks[1]


def test_the_summary_counts_scenarios_rows_and_states(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("scenario;model;programme_budget;note\na;;1,5;x\n\nb;jvs;2,5;\nc;cis;x;\n", "utf-8")
    summary = score_file(source, tmp_path / "out.csv", language="en", ignore_unknown=True)
    assert (summary.scenarios, summary.rows, summary.ok, summary.warnings, summary.errors) == (3, 10, 8, 1, 1)
    assert summary.ignored == ("note",)
    assert (summary.dialect.separator, summary.dialect.decimal) == (";", ",")


def test_a_workbook_and_a_parquet_file_hold_what_the_text_holds(tmp_path):
    content = text_of(random_rows(25, seed=7))
    scored(tmp_path, content)
    expected = pd.read_csv(tmp_path / "results.csv")
    for name, read in (("r.parquet", parquet), ("r.xlsx", lambda path: pd.read_excel(path, engine="openpyxl"))):
        score_file(tmp_path / "scenarios.csv", tmp_path / name, language="en")
        pd.testing.assert_frame_equal(read(tmp_path / name), expected, check_dtype=False, rtol=1e-14)


def parquet(path: Path) -> pd.DataFrame:
    return pd.DataFrame(pl.read_parquet(path).to_dict(as_series=False))


def test_a_file_without_scenarios_gives_a_header_alone(tmp_path):
    for name in ("r.csv", "r.parquet", "r.xlsx"):
        (tmp_path / "in.csv").write_text("scenario,model\n", "utf-8")
        assert score_file(tmp_path / "in.csv", tmp_path / name).rows == 0
    assert list(pd.read_csv(tmp_path / "r.csv").columns) == CONTRACT
    assert list(parquet(tmp_path / "r.parquet").columns) == CONTRACT


def test_a_name_that_is_no_known_format_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(InputError) as caught:
        score_file(tmp_path / "missing.csv", tmp_path / "out.docx")
    assert "must end in .csv, .xlsx or .parquet" in caught.value.sentence("en")
