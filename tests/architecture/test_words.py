"""The project speaks of itself alone: nothing of the machine it was made on stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

THIS_FILE = Path(__file__).resolve()
BINARY = {".bin", ".ods", ".oxt", ".parquet", ".pdf", ".png", ".xlam", ".xlsm", ".xlsx"}
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.:/%-])/(?:work|root|home/\w+|Users/\w+)/"),
    "a Windows account": re.compile(r"[A-Z]:[\\/]Users[\\/](?!you\b|vous\b|NAME\b|<)\w+", re.IGNORECASE),
    "a neighbour folder of the makers": re.compile(r"\.\./(?:shared|evidence|design)\b"),
    "unfinished work": re.compile(r"\b(?:TODO|FIXME|XXX|TBD)\b"),
}


def found_in(text: str) -> list[str]:
    """Return the kinds of forbidden words that ``text`` holds."""
    return [kind for kind, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_no_file_speaks_of_the_machine_it_was_made_on(project_files, root):
    texts = [path for path in project_files if path.suffix not in BINARY and path.name != THIS_FILE.name]
    assert len(texts) > 20
    found = {
        path.relative_to(root).as_posix(): kinds
        for path in texts
        if (kinds := found_in(path.read_bytes().decode("utf-8", errors="replace")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "see /work/notes.md",
        "(/root/.cache/pip)",
        "/home/anna/costbench",
        r"C:\Users\anna\x",
        "../shared/a.md",
        "TODO",
    ],
)
def test_forbidden_words_are_found(text):
    assert found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/work/report.pdf",
        r"C:\Users\you\costbench.xlam",
        "~/costbench",
        "/usr/bin/soffice",
    ],
)
def test_innocent_words_are_not(text):
    assert found_in(text) == []
