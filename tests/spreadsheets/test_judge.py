"""The judge is itself on trial: a LibreOffice that believed cached values would find every workbook right."""

import zipfile
from pathlib import Path

import openpyxl


def workbook_with_a_lie(path: Path) -> Path:
    """Write =1+2 whose cached value says 999."""
    honest = path.with_name("honest.xlsx")
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+2"
    book.save(honest)
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part.endswith("sheet1.xml"):
                assert text.count(b"<v />") + text.count(b"<v></v>") + text.count(b"<v/>") == 1
                for empty in (b"<v />", b"<v></v>", b"<v/>"):
                    text = text.replace(empty, b"<v>999</v>")
            target.writestr(part, text)
    return path


def test_libreoffice_recalculates_instead_of_believing_the_cached_value(libreoffice, tmp_path):
    lie = workbook_with_a_lie(tmp_path / "lie.xlsx")
    assert openpyxl.load_workbook(lie, data_only=True).active["A1"].value == 999
    (tmp_path / "judged").mkdir()
    judged = libreoffice.convert(lie, tmp_path / "judged")
    assert openpyxl.load_workbook(judged, data_only=True).active["A1"].value == 3


def test_a_french_profile_writes_a_decimal_comma(libreoffice, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "=5/2"
    book.save(tmp_path / "half.xlsx")
    csv = libreoffice.convert(tmp_path / "half.xlsx", tmp_path, to="csv", locale="fr-FR")
    assert "2,5" in csv.read_text(encoding="utf-8")
