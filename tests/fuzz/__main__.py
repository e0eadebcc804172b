"""Coverage-guided fuzzing, from the root of the project: ``python -m tests.fuzz TARGET -max_total_time=600``.

The targets are the ``fuzz_*.py`` of this folder. Needs atheris (``pip install atheris``); what follows the
target's name goes to libFuzzer. What it finds goes to ``fuzz-findings/``, which git ignores.
``python -m tests.fuzz TARGET --keep`` then takes into the corpus, which the ordinary tests replay, the
inputs that reach a line that no smaller one reaches; those called ``fault-…`` stay whatever they reach.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from costbench.appraisal.declaring.names import accepted_names
from costbench.catalogue.finder import list_models, model_names

CORPUS = Path(__file__).parent / "corpus"
FINDINGS = Path("fuzz-findings")
READERS = [
    "costbench.interfaces",
    "costbench.cli",
    "costbench.appraisal.declaring.names",
    "costbench.appraisal.declaring.readiness",
]
"""What is watched for coverage: whatever reads what somebody wrote."""
LIMITS = ("-max_len=4096", "-timeout=20", "-rss_limit_mb=3000")

Check = Callable[[bytes], None]
Line = tuple[str, int]


def fuzz(target: str, *options: str) -> None:
    """Run the fuzzer until it is told to stop or finds a fault."""
    import atheris

    found = FINDINGS / target
    found.mkdir(parents=True, exist_ok=True)
    words = FINDINGS / "words.txt"
    names = sorted({*model_names(), *(name for model in list_models() for name in accepted_names(model))})
    words.write_text("".join(f'"{name}"\n' for name in names if name.isascii()), "utf-8")
    for name in [name for name in sys.modules if name.startswith("costbench")]:
        del sys.modules[name]
    with atheris.instrument_imports(include=READERS):
        module = import_module(f"tests.fuzz.fuzz_{target}")
    if hasten := getattr(module, "hasten", None):
        hasten()
    where = [f"-dict={words}", f"-artifact_prefix={FINDINGS}/{target}-"]
    atheris.Setup([sys.argv[0], *LIMITS, *where, *options, str(found), str(CORPUS / target)], module.check)
    atheris.Fuzz()


def keep(target: str) -> None:
    """Take into the corpus what reaches a new line, the smallest inputs first."""
    check: Check = import_module(f"tests.fuzz.fuzz_{target}").check
    known: set[Line] = set()
    kept = [path for path in (CORPUS / target).iterdir() if not path.name.startswith("fault-")]
    paths = [*kept, *(FINDINGS / target).glob("*")]
    inputs = sorted({path.read_bytes() for path in paths}, key=lambda data: (len(data), data))
    for path in kept:
        path.unlink()
    for data in inputs:
        reached = lines_reached(check, data)
        if reached - known:
            known |= reached
            (CORPUS / target / f"{sha256(data).hexdigest()[:16]}.bin").write_bytes(data)


def lines_reached(check: Check, data: bytes) -> set[Line]:
    """Return the lines of costbench that an input reaches."""
    reached: set[Line] = set()

    def step(frame: FrameType, event: str, _: Any) -> Any:
        if "costbench/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return step

    sys.settrace(step)
    try:
        check(data)
    finally:
        sys.settrace(None)
    return reached


if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    if rest == ["--keep"]:
        keep(name)
    else:
        fuzz(name, *rest)
