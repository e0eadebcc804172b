"""How a file is written is found by looking at it."""

from __future__ import annotations

import pytest

from costbench.errors import InputError
from costbench.interfaces.batch.tables.dialect import Dialect, sniff


def sniffed(text: str, encoding: str = "utf-8") -> Dialect:
    return sniff(text.encode(encoding), whole=True)[0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separator_and_encoding_are_found(separator, encoding):
    text = separator.join(["scenario", "model", "cash_reserve"]) + "\n" + separator.join(["Été", "all", "12"]) + "\n"
    found = sniffed(text, encoding)
    assert (found.separator, found.encoding) == (separator, encoding)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("scenario;model;x\na;all;1,5\n", ","),
        ("scenario;model;x\na;all;1.5\n", "."),
        ("scenario;model;x\na;all;1\u202f234,5\nb;all;2.5\nc;all;2,5\n", ","),
        ('scenario,model,x\na,all,"1,5"\n', ","),
        ("scenario,model,x\n1.5,all,2\n", "."),
        ("scenario;model;x\n1.5;all;2\n", ","),
        ("scenario;model;x\na;all;15\n", ","),
        ("scenario\tmodel\tx\na\tall\t1,5\n", ","),
        ("scenario\tmodel\tx\na\tall\t15\n", "."),
    ],
)
def test_the_decimal_sign_is_that_of_most_cells_else_the_separator_s_usual_one(text, decimal):
    assert sniffed(text).decimal == decimal


def test_a_quoted_name_in_the_header_does_not_mislead():
    assert sniffed('scenario;model;"a,b,c,d"\n').separator == ";"


def test_the_first_line_may_state_the_separator():
    dialect, skipped = sniff(b"sep=;\r\nscenario;model\r\n", whole=True)
    assert (dialect.separator, skipped) == (";", 7)


def test_a_character_cut_by_the_end_of_the_sample_is_not_taken_for_another_encoding():
    sample = "scenario,model\né,all\né".encode()[:-1]
    assert sniff(sample, whole=False)[0].encoding == "utf-8"


def test_the_dialect_is_said_in_both_languages():
    assert Dialect(";", ",", "cp1252").sentence == (
        "The file was read with semicolons between cells, decimal commas, in Windows-1252.",
        "Le fichier a été lu avec des points-virgules entre les cellules, des virgules décimales, en Windows-1252.",
    )


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n \n", "empty"),
        (b"sep=;\r\n", "empty"),
        (b"\xef\xbb\xbfsep=,\n \n", "empty"),
        (b"PK\x03\x04rest", "a workbook or an archive"),
        ("scenario,model\n".encode("utf-16"), "UTF-16"),
        (b"scenario,model\n\0\0", "binary"),
        (b"scenario,model\ra,all\r", "old Macs"),
    ],
)
def test_what_is_no_csv_is_refused_in_a_sentence(sample, said):
    with pytest.raises(InputError) as caught:
        sniff(sample, whole=True)
    assert said in caught.value.sentence("en")
