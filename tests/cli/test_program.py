"""The program itself: help in two languages, exit codes, commands found by their file, a terminal and a pipe."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys

import pytest

import costbench.cli

COMMANDS = ("compare", "evidence", "models", "score", "show")
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def test_help_names_every_command_in_both_languages(costbench):
    english, french = costbench("--help").stdout, costbench("--help", "--lang", "fr").stdout
    assert all(command in english and command in french for command in COMMANDS)
    assert english.startswith("Usage: costbench")
    assert french.startswith("Usage\u00a0: costbench")
    assert "Commandes\u00a0:" in french
    assert "Show this help" not in french


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example_in_both_languages(costbench, command):
    for language, example in (("en", "Example:"), ("fr", "Exemple\u00a0:")):
        result = costbench(command, "--help", "--lang", language)
        assert result.exit_code == 0
        assert example in result.stdout
        assert f"costbench {command}" in result.stdout.split(example)[1]
        assert "--lang" in result.stdout


def test_what_may_be_left_out_stands_in_brackets(costbench):
    assert "Usage: costbench evidence [OPTIONS] [MODEL]" in costbench("evidence", "--help").stdout
    assert "Usage: costbench show [OPTIONS] MODEL" in costbench("show", "--help").stdout


def test_no_command_at_all_is_answered_by_the_help(costbench):
    result = costbench()
    assert result.exit_code == 0
    assert "Commands:" in result.stdout


def test_the_version_is_the_packages(costbench):
    from costbench import __version__

    assert costbench("--version").stdout == f"costbench {__version__}\n"


@pytest.mark.parametrize("place", [["--lang", "fr", "models"], ["models", "--lang", "fr"], ["models", "--lang=fr"]])
def test_the_language_may_be_asked_for_anywhere(costbench, place):
    assert "Mécénat" in costbench(*place).stdout


def test_the_language_is_the_systems_where_it_is_not_asked_for(costbench, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "Mécénat" in costbench("models").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["modles"], "La commande «\u00a0modles\u00a0» n’existe pas. Vouliez-vous dire models\u00a0?"),
        (["models", "--jsn"], "Il n’existe pas d’option --jsn. Vouliez-vous dire --json\u00a0?"),
        (["models", "too", "many"], "«\u00a0many\u00a0» est un argument de trop."),
        (["show"], "Il manque MODEL."),
        (["show", "jiont_venture"], "Aucun modèle de coopération ne s’appelle «\u00a0jiont_venture\u00a0»."),
        (["evidence", "jiont_venture"], "Vouliez-vous dire joint_venture"),
        (["compare", "--set"], "L’option --set attend une valeur"),
        (["models", "--lang", "de"], "les valeurs possibles sont en, fr"),
    ],
)
def test_a_misuse_is_a_french_sentence_and_exits_with_2(costbench, monkeypatch, arguments, sentence):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    result = costbench(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_a_new_file_is_a_new_command(costbench, monkeypatch, tmp_path):
    (tmp_path / "greet.py").write_text(
        "from costbench.cli.terminal.program import Command\n"
        "from costbench.language import Text\n"
        "import click\n"
        "def run(language):\n"
        "    click.echo({'en': 'Hello', 'fr': 'Bonjour'}[language])\n"
        "command = Command('greet', run, Text('Greet.', 'Salue.'), ('costbench greet',))\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(costbench_package(), "__path__", [*costbench_package().__path__, str(tmp_path)])
    assert costbench("greet", "--lang", "fr").stdout == "Bonjour\n"
    assert "Salue." in costbench("--help", "--lang", "fr").stdout


def costbench_package():
    """Return the package whose modules are the commands."""
    return costbench.cli


def test_help_imports_nothing_heavy():
    heavy = ["numpy", "rich", "pandas", "polars", "openpyxl", "costbench.appraisal"]
    code = (
        "import sys\nfrom costbench.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert not end.code\n"
        f"loaded = [name for name in {heavy} if name in sys.modules]\nsys.exit(repr(loaded) if loaded else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_pipe_gets_plain_text(process):
    done = process("compare", "--lang", "fr")
    assert done.returncode == 0
    text = done.stdout.decode("utf-8")
    assert "\x1b" not in text
    assert all(line == line.rstrip(" ") for line in text.splitlines())
    assert done.stderr == b""


def test_a_pipe_in_an_old_encoding_gets_signs_that_it_can_hold(process):
    text = process("compare", "--lang", "fr", PYTHONIOENCODING="cp1252").stdout.decode("cp1252")
    assert "1\u00a0200\u00a0k€" in text
    assert "-38" in text
    assert "?" not in text.replace("\u00a0?", "")


def test_a_mistake_in_a_process_of_its_own_leaves_no_traceback(process):
    done = process("show", "jiont_venture")
    assert done.returncode == 2
    assert b"Did you mean joint_venture" in done.stderr
    assert b"Traceback" not in done.stderr


def test_scoring_in_a_pipe_draws_no_progress_bar(process, scenarios):
    assert process("score", scenarios).stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
@pytest.mark.parametrize("columns", [100, 120])
@pytest.mark.parametrize(("language", "words"), [("en", "out of reach"), ("fr", "hors de portée")])
def test_a_terminal_gets_colours_and_tables_that_fit(scenarios, columns, language, words):
    text = in_a_terminal(["score", str(scenarios), "--lang", language], columns)
    assert "\x1b[" in text
    bare = ANSI.sub("", text).replace("\r", "\n")
    assert words in bare
    tables = [line for line in bare.splitlines() if line.startswith("─")]
    assert len(tables) == 6  # two for each: a scenario of one model, one of all, another of one
    assert "━" not in bare[bare.index(words) :]  # the progress bar is gone before the tables come
    tables = [line for line in bare.splitlines() if "━" not in line]
    assert max(map(len, tables)) <= columns


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_a_narrow_terminal_gets_tables_one_below_the_other():
    bare = ANSI.sub("", in_a_terminal(["compare"], 72)).replace("\r", "\n")
    assert max(map(len, bare.splitlines())) <= 72
    assert "Affordability" in bare
    assert "Society" in bare


def in_a_terminal(arguments: list[str], columns: int) -> str:
    """Run the program in a pseudo-terminal of that many columns and return all that it wrote."""
    import fcntl
    import pty
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "costbench", *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        env=kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
    ):
        os.close(child)
        written = b""
        while chunk := read(parent):
            written += chunk
    os.close(parent)
    return written.decode("utf-8")


def read(terminal: int) -> bytes:
    """Return what comes next, nothing at the end."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so that the other side has closed
        return b""
