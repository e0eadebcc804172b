"""Any bytes as a scenario in TOML, any words after ``--set``: sentences, or values that compare the models."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

from costbench.appraisal.declaring.names import text_names
from costbench.catalogue import compare, list_models
from costbench.cli.terminal.scenarios import scenarios_of
from costbench.errors import CostbenchError

TEXTS = set().union(*(text_names(model) for model in list_models()))
FILE = Path(tempfile.mkdtemp(prefix="fuzz-")) / "scenario.toml"
BETWEEN = b"\x00"
"""What stands between the file and each word written after ``--set``."""


def check(data: bytes) -> None:
    """Raise where a fault shows: an exception that is no sentence, or a figure that is no number."""
    written, *assignments = data.split(BETWEEN)
    FILE.write_bytes(written)
    try:
        scenarios = scenarios_of([words.decode("utf-8", "replace") for words in assignments], FILE, TEXTS)
        compared = [compare(**scenario.inputs) for scenario in scenarios]
    except CostbenchError as error:
        assert error.sentence("en").strip()
        assert error.sentence("fr").strip()
        return
    for appraisal in (appraisal for comparison in compared for appraisal in comparison.appraisals):
        for name, figure in appraisal.indicators.items():
            assert figure is None or math.isfinite(figure), f"{appraisal.model.id}: {name} is {figure}"
