from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "costbench", *arguments], capture_output=True, text=True, encoding="utf-8", timeout=180
    )


def test_building_writes_the_files_and_says_so_in_the_user_s_language(tmp_path: Path):
    done = program("addin", "build", "--target", "libreoffice", "-o", str(tmp_path), "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "costbench.oxt").is_file()
    assert done.stdout.startswith("Écrit")


@pytest.mark.skipif(sys.platform == "win32", reason="Excel may be there")
def test_installing_for_excel_elsewhere_than_on_windows_is_a_sentence_and_no_traceback():
    done = program("addin", "install", "--target", "excel", "--lang", "en")
    assert done.returncode in {1, 2}
    assert "--target lite" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_target_is_the_user_s_mistake():
    done = program("addin", "install", "--target", "word")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_nothing_broken_here():
    done = program("doctor", "--lang", "fr")
    assert done.returncode == 0, done.stdout
    assert "costbench" in done.stdout
    assert done.stdout.rstrip().endswith("Rien n’est cassé.")
