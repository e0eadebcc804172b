"""The same social impact bond by other means: a pandas ``apply``, spreadsheet engines, Squiggle; answers compared."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.formula import DataTableFormula

from benchmarks.measuring import Finding, seconds
from benchmarks.plainly import PHASES, expected_npv, in_squiggle
from costbench.analysis.chance.draws import dimension_blocks, sampling
from costbench.analysis.chance.simulation import simulate_many
from costbench.analysis.chance.uncertain_inputs import UncertainScenario, uncertain_scenario
from costbench.appraisal.readings.flows import run
from costbench.appraisal.readings.indicators import expected_net_present_value
from costbench.appraisal.settling.inputs import defaults_of, settle
from costbench.catalogue import get_model, list_models
from costbench.interfaces.workbook import build_workbook
from costbench.interfaces.workbook.plan import layout as at
from costbench.interfaces.workbook.plan.layout import plan
from costbench.vocabulary import Stakeholder
from tests.appraisal.sheet import FIRST_YEAR_COLUMN, TracedSheet
from tests.conftest import LibreOffice, libreoffice_path

BOND = get_model("social_impact_bond")
ORGANISATION = Stakeholder.ORGANISATION
SCENARIOS, BY_APPLY, BY_FORMULAS, BY_TABLE = 10_000, 2_000, 5, 500
DRAWS, BY_SQUIGGLE = 65_536, 5_000
SAME = 1e-9
TABLE_ROW = 400


def scenarios(count: int) -> dict[str, np.ndarray]:
    """Return scenarios of the bond: every uncertain input anywhere between its bounds."""
    rng = np.random.default_rng(8)
    return {name: rng.uniform(item.low, item.high, count) for name, item in defaults_of(BOND).items()}


def by_costbench(values: dict[str, np.ndarray]) -> np.ndarray:
    count = len(values["discount_rate"])
    flows = run(BOND, values, (count,), perspective=ORGANISATION)
    return expected_net_present_value(BOND(values), flows)


def measured(times: int) -> Iterator[Finding]:
    values = scenarios(SCENARIOS)
    ours = seconds(partial(by_costbench, values), times) / SCENARIOS
    answers = by_costbench(values)
    yield Finding(
        f"One impact bond, {SCENARIOS:,} scenarios, expected NPV: costbench", f"{1e6 * ours:.2f} µs a scenario"
    )
    yield _by_apply(values, answers, ours)
    with tempfile.TemporaryDirectory() as folder:
        plain = _workbook(Path(folder) / "bond.xlsx", values)
        yield _by_formulas(Path(folder), values, answers, ours)
        yield _by_table(_with_table(plain), plain, answers, ours)
        yield from _by_squiggle(Path(folder), times)


def _by_apply(values: dict[str, np.ndarray], answers: np.ndarray, ours: float) -> Finding:
    frame = pd.DataFrame(values).head(BY_APPLY)
    _agree(frame.apply(expected_npv, axis=1).to_numpy(), answers[:BY_APPLY])
    return _ahead("a row-by-row pandas `apply`", seconds(lambda: frame.apply(expected_npv, axis=1), 3) / BY_APPLY, ours)


def _workbook(path: Path, values: dict[str, np.ndarray]) -> Path:
    """Write the model's own formulas, its inputs chosen by a case number."""
    sheet = TracedSheet(BOND, {name: column[:BY_TABLE] for name, column in values.items()})
    sheet.write(path)
    book = load_workbook(path)
    book["Inputs"].cell(TABLE_ROW, 2, _expected_npv_formula(sheet))
    book.save(path)
    return path


def _with_table(plain: Path) -> Path:
    """Write the same workbook with a data table over the cases."""
    book = load_workbook(plain)
    inputs = book["Inputs"]
    for place in range(1, BY_TABLE + 1):
        inputs.cell(TABLE_ROW + place, 1, place)
    ref = f"B{TABLE_ROW + 1}:B{TABLE_ROW + BY_TABLE}"
    inputs.cell(TABLE_ROW + 1, 2).value = DataTableFormula(ref, dt2D=False, dtr=False, r1="B1")
    book.save(plain.with_name("table.xlsx"))
    return plain.with_name("table.xlsx")


def _expected_npv_formula(sheet: TracedSheet) -> str:
    rate = f"Inputs!$B${sheet.input_row['discount_rate']}"
    first, second, last = (letter(FIRST_YEAR_COLUMN + year) for year in (0, 1, 20))

    def value(row: int) -> str:
        return f"(Model!${first}${row}+NPV({rate},Model!${second}${row}:${last}${row}))"

    def fixed(name: str) -> str:
        return f"Model!$B${sheet.fixed_row[name]}"

    terms = []
    for traced, row in zip(sheet.trace.entries, sheet.entry_row, strict=True):
        entry, sign = traced.entry, 1 if traced.entry.payee is ORGANISATION else -1
        if ORGANISATION in (entry.payer, entry.payee):
            reach = {f"setup.{phase}": f"{phase}.reach" for phase in PHASES[1:]}
            weight = fixed(reach[entry.name]) if entry.name in reach else "1"
            terms.append(f"{sign}*{weight if traced.is_setup else fixed('probability_of_signing')}*{value(row)}")
    return "=" + "+".join(terms)


def _by_formulas(folder: Path, values: dict[str, np.ndarray], answers: np.ndarray, ours: float) -> Finding:
    """Type scenarios into the yellow cells of the generated workbook; its data tables the library cannot read."""
    if importlib.util.find_spec("formulas") is None:
        return _skipped("the `formulas` library", "pip install formulas")
    os.environ["TQDM_DISABLE"] = "1"
    import formulas

    sheets = plan([BOND], "en", "essential")
    path = build_workbook(folder / "template.xlsx", "en", [BOND.id], edition="essential")
    book = load_workbook(path)
    for table in sheets.data_tables:
        book[sheets.sheet("cases")][table.partition(":")[0]].value = 0
    book.save(path)
    model = formulas.ExcelModel().loads(str(path)).finish(circular=False)

    def cell(key: str, column: int, row: int) -> str:
        return f"'[{path.name}]{sheets.sheet(key).upper()}'!{letter(column)}{row}"

    yellow = [cell("assumptions", at.CENTRAL, sheets.input(BOND.id, name).row) for name in values]
    result = cell("calculations", at.VALUE, sheets.blocks[BOND.id].indicators["expected_npv"])
    function = model.compile(inputs=yellow, outputs=[result])
    given = [[float(column[row]) for column in values.values()] for row in range(BY_FORMULAS)]
    _agree(np.array([float(np.ravel(function(*one).value[0, 0])[0]) for one in given]), answers[:BY_FORMULAS])
    theirs = seconds(lambda: function(*given[0]), BY_FORMULAS)
    return _ahead("the `formulas` library on the generated workbook, loaded and compiled before", theirs, ours)


def _by_table(workbook: Path, plain: Path, answers: np.ndarray, ours: float) -> Finding:
    program = libreoffice_path()
    if program is None:
        return _skipped("LibreOffice's data table", "https://www.libreoffice.org/download")
    office = LibreOffice(program, workbook.parent / "profiles")
    many, none = (min(_recalculated(office, one) for _ in range(2)) for one in (workbook, plain))
    sheet = load_workbook(workbook.parent / "recalculated" / workbook.name, data_only=True)["Inputs"]
    found = [sheet.cell(TABLE_ROW + place, 2).value for place in range(1, BY_TABLE + 1)]
    _agree(np.array(found, dtype=float), answers[:BY_TABLE])
    return _ahead("LibreOffice's data table, opening and saving taken off", (many - none) / BY_TABLE, ours)


def _recalculated(office: LibreOffice, workbook: Path) -> float:
    """Return the seconds in which LibreOffice opens, recalculates and saves a workbook that it saved itself before.

    A workbook that has no values yet it computes once, and each row of the data table with the first case.
    """
    known = office.convert(workbook, workbook.parent / "known", to="ods")
    started = time.perf_counter()
    office.convert(known, workbook.parent / "recalculated")
    return time.perf_counter() - started


SQUIGGLE = """
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
const path = createRequire(process.cwd() + "/x.js").resolve("@quri/squiggle-lang");
const { run } = await import(pathToFileURL(path).href);
const code = readFileSync(process.argv[2], "utf8");
const environment = { sampleCount: Number(process.argv[3]), xyPointLength: 1000 };
await run(code, { environment: { ...environment, sampleCount: 100 } });
const started = performance.now();
const out = await run(code, { environment });
const took = performance.now() - started;
console.log(JSON.stringify([Number(out.result.value.result.toString()), took / 1000]));
"""


def _by_squiggle(folder: Path, times: int) -> Iterator[Finding]:
    """Compare a simulation in which the gates are averaged in Squiggle and drawn here: their means agree."""
    row = uncertain_scenario(settle(BOND, {}))
    chosen = sampling(dimension_blocks(list_models()), DRAWS, seed=4)
    ours = seconds(lambda: simulate_many([settle(BOND, {})], chosen), times) / DRAWS
    yield Finding(f"One impact bond, {DRAWS:,} draws: costbench", f"{1e6 * ours:.2f} µs a draw")
    modules = Path(os.environ.get("SQUIGGLE", Path.cwd()))
    if not (modules / "node_modules" / "@quri" / "squiggle-lang").exists() or shutil.which("node") is None:
        yield _skipped("Squiggle", "npm install @quri/squiggle-lang, SQUIGGLE being its folder")
        return
    (folder / "bond.squiggle").write_text(_bond_in_squiggle(row), encoding="utf-8")
    (folder / "run.mjs").write_text(SQUIGGLE, encoding="utf-8")
    program = ["node", folder / "run.mjs", folder / "bond.squiggle", str(BY_SQUIGGLE)]
    done = subprocess.run(program, cwd=modules, check=True, capture_output=True, text=True, timeout=600)
    mean, took = json.loads(done.stdout.splitlines()[-1])
    found = simulate_many([settle(BOND, {})], chosen)[0]
    assert abs(mean - found["mean"][0]) < 5 * found["sd"][0] / np.sqrt(BY_SQUIGGLE), (mean, found["mean"])
    yield _ahead(f"Squiggle, {BY_SQUIGGLE:,} draws", took / BY_SQUIGGLE, ours)


def _bond_in_squiggle(row: UncertainScenario) -> str:
    inputs = {name: row.marginals[name] for name in row.uncertain if not row.marginals[name].quantiles}
    samples = []
    for item in inputs.values():
        width = item.high - item.low
        up, down = 1 + 4 * (item.mode - item.low) / width, 1 + 4 * (item.high - item.mode) / width
        samples.append(f"SampleSet.fromDist({item.low} + {width} * beta({up}, {down}))")
    function = in_squiggle({name: place for place, name in enumerate(inputs)})
    return f"{function}\nmean(SampleSet.mapN([{', '.join(samples)}], npv))"


def _agree(found: np.ndarray, expected: np.ndarray) -> None:
    assert np.all(np.abs(found - expected) <= SAME * np.maximum(1, np.abs(expected))), (found[:5], expected[:5])


def _ahead(who: str, theirs: float, ours: float) -> Finding:
    figure = f"{1e6 * theirs:,.0f} µs: costbench is {theirs / ours:,.0f} times faster"
    return Finding(f"… {who}", figure, "> 1", theirs > ours)


def _skipped(who: str, how: str) -> Finding:
    return Finding(f"… {who}", f"skipped: not installed here ({how})")
