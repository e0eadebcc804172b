"""Workbooks made to do harm: each is refused in a sentence, or read, in bounded time and memory, and runs nothing."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from costbench.errors import InputError
from costbench.interfaces.workbook.judging.reading import read_workbook
from costbench.interfaces.workbook.plan import layout as place
from tests.fuzz.fuzz_workbook import excel, grids, opendocument, packed, saved_as_opendocument
from tests.measured import run

MEGABYTE = 1 << 20
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]><x>&l9;</x>"
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
BILLION = b'<table:table-cell table:number-columns-repeated="999999999" office:value-type="float" office:value="1"/>'


def deflated(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return packed({**excel(), name: content})


def lying_about_its_size() -> bytes:
    """Return a zip file whose directory says 10 bytes where 200 MB unpack."""
    content = b"<sst>" + b" " * (200 * MEGABYTE)
    whole = deflated({**excel(), "xl/sharedStrings.xml": content})
    return whole.replace(len(content).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def repeated(cell: bytes, repeats: bytes) -> bytes:
    """Return a sheet of LibreOffice in which one row of one cell is repeated."""
    row = b'<table:table-row table:number-rows-repeated="' + repeats + b'">' + cell + b"</table:table-row>"
    content = opendocument()["content.xml"].replace(b"</table:table>", row + b"</table:table>", 1)
    return packed({"content.xml": content})


REFUSED = {
    "no zip": lambda: b"model,scenario\ncis,a\n",
    "half a zip": lambda: packed(excel())[:40_000],
    "a zip of nothing": lambda: packed({}),
    "a zip of something else": lambda: packed({"readme.txt": b"hello"}),
    "an old or protected workbook": lambda: b"\xd0\xcf\x11\xe0" + bytes(5_000),
    "a part of 200 MB": lambda: deflated({**excel(), "xl/sharedStrings.xml": b"<sst>" + b" " * (200 * MEGABYTE)}),
    "a part that lies about its size": lying_about_its_size,
    "parts of 50 MB each": lambda: deflated(
        {**excel(), **{f"xl/worksheets/sheet{n}.xml": b" " * (50 * MEGABYTE) for n in range(1, 6)}}
    ),
    "ten thousand parts": lambda: packed({**excel(), **{f"xl/media/{n}.xml": b"<x/>" for n in range(10_000)}}),
    "millions of tags": lambda: deflated({**excel(), "xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 4_000_000}),
    "a billion laughs": lambda: with_part("xl/sharedStrings.xml", BOMB),
    "a billion laughs for LibreOffice": lambda: packed({"content.xml": BOMB}),
    "an entity from a file": lambda: with_part("xl/sharedStrings.xml", OUTSIDE),
    "an entity in UTF-16": lambda: with_part("xl/workbook.xml", BOMB.decode().encode("utf-16")),
    "links to other files": lambda: with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "a connection": lambda: with_part("xl/connections.xml", b"<connections/>"),
    "tags nested ten thousand deep": lambda: with_part("xl/workbook.xml", b"<a>" * 10_000),
    "no XML": lambda: with_part("xl/workbook.xml", b"\xff\xfe\x00nothing"),
}
READ = {
    "a cell repeated a billion times": lambda: repeated(BILLION, b"1"),
    "a row repeated a billion times": lambda: repeated(BILLION, b"999999999"),
    "a repetition that is no number": lambda: repeated(BILLION.replace(b"999999999", b"9" * 400), b"-1"),
    "a program for macros": lambda: with_part("xl/vbaProject.bin", b"Shell(1)"),
}
MOST_KILOBYTES, MOST_SECONDS = 1_200_000, 120


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_a_workbook_made_to_do_harm_ends_in_a_sentence_or_is_read_in_bounded_time_and_memory(tmp_path, name):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes((REFUSED | READ)[name]())
    done = run("read", path, "--lang", "en", seconds=MOST_SECONDS)
    assert "Traceback" not in done.said
    assert done.peak < MOST_KILOBYTES
    assert done.code == (2 if name in REFUSED else 0), done.said
    assert name in READ or "hostile.xlsx" in done.said
    assert "root:" not in done.said + done.printed


def with_budget(path: Path, written: float | str) -> Path:
    """Write a workbook in which the annual budget is something else."""
    assumptions, *rest = grids().items()
    title, cells = assumptions
    (row,) = [row for (row, column), value in cells.items() if column == place.CODE and value == "annual_budget"]
    budget = {(row, column): written for column in (place.LOW, place.CENTRAL, place.HIGH)}
    path.write_bytes(packed(saved_as_opendocument({title: cells | budget, **dict(rest)})))
    return path


def test_another_budget_is_read(tmp_path):
    assert read_workbook(with_budget(tmp_path / "ours.ods", 1_300_000.5)).inputs["annual_budget"] == 1_300_000.5


@pytest.mark.parametrize("written", ["nan", "inf", "1e999", "9" * 5_000, "-1e308"])
def test_a_number_that_is_none_or_too_large_is_a_sentence_with_its_cell(tmp_path, written):
    path = with_budget(tmp_path / "odd.ods", 1_300_000.5)
    path.write_bytes(packed({"content.xml": unpacked(path).replace(b'"1300000.5"', b'"' + written.encode() + b'"')}))
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert "(annual_budget)" in caught.value.sentence("en")
    assert len(caught.value.sentence("en")) < 1_000


@pytest.mark.parametrize("written", ["=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "x" * 40_000])
def test_a_text_in_place_of_a_number_is_shown_short_and_run_by_nobody(tmp_path, written):
    with pytest.raises(InputError) as caught:
        read_workbook(with_budget(tmp_path / "odd.ods", written))
    said = caught.value.sentence("en")
    assert "(annual_budget)" in said
    assert "a number is expected" in said
    assert len(said) < 1_000


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml")
