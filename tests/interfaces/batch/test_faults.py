"""What breaks a scoring from outside: nothing half-written under the final name, a sentence, and a way to continue."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from costbench.errors import CostbenchError, InputError
from costbench.interfaces.batch import files
from costbench.interfaces.batch.files import score_file
from costbench.interfaces.batch.running.crews import _apart
from costbench.interfaces.batch.tables.writer import WorkbookWriter
from tests.interfaces.batch.samples import random_rows, text_of

KINDS = ["csv", "parquet", "xlsx"]
ROOT = Path(__file__).resolve().parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")
SMALL_BLOCKS = """
import sys
from costbench.interfaces.batch import files
from costbench.interfaces.batch.running.crews import _apart
files.BLOCK_BYTES = {size}
"""
PROGRAM = "from costbench.cli import main\nmain(sys.argv[1:])\n"


@pytest.fixture
def scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that takes some ten blocks."""
    monkeypatch.setattr(files, "BLOCK_BYTES", 2_000)
    path = tmp_path / "in.csv"
    path.write_text(text_of(random_rows(240, seed=8)), "utf-8")
    return path


@pytest.fixture
def undisturbed(scenarios: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Give the results of a scoring that nothing disturbs."""

    def results(kind: str, **options) -> bytes:
        target = tmp_path_factory.mktemp("undisturbed") / f"out.{kind}"
        score_file(scenarios, target, language="en", **options)
        return target.read_bytes()

    return results


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "in.csv")


def broken_off(scenarios: Path, target: Path, after: int = 3, by: type[BaseException] = KeyboardInterrupt, **options):
    """Score until ``after`` blocks are done, then raise."""
    calls = []

    def stop(done: int, size: int) -> None:
        calls.append(done)
        if len(calls) == after:
            raise by

    with pytest.raises(by):
        score_file(scenarios, target, language="en", progress=stop, **options)


def resumed(scenarios: Path, target: Path, **options) -> int:
    """Continue, and return how many blocks were left to score."""
    calls = []
    score_file(scenarios, target, resume=True, **{"language": "en", "progress": lambda *_: calls.append(1), **options})
    return len(calls)


@contextmanager
def program(*arguments: object, size: int = 10_000, limit: str = "") -> Iterator[subprocess.Popen[str]]:
    """Run costbench in a process of its own, with small blocks."""
    code = SMALL_BLOCKS.format(size=size) + limit + PROGRAM
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments), "--lang", "en"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this never happened"
        time.sleep(0.02)


def has_begun(target: Path) -> bool:
    journal = target.with_name(target.name + ".unfinished") / "journal.jsonl"
    return journal.exists() and len(journal.read_bytes().splitlines()) > 2


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A file that takes a few seconds."""
    path = tmp_path / "in.csv"
    path.write_text(text_of(random_rows(600, seed=9)), "utf-8")
    header, *rows = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(rows) * 12, "utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_break_the_same_command_continues_and_the_bytes_are_those_of_an_undisturbed_run(
    scenarios, undisturbed, tmp_path, kind
):
    target = tmp_path / f"out.{kind}"
    target.write_bytes(b"before")
    broken_off(scenarios, target, after=3)
    assert target.read_bytes() == b"before"
    assert names(tmp_path) == sorted([target.name, f"{target.name}.unfinished"])
    broken_off(scenarios, target, after=2, resume=True)
    left = resumed(scenarios, target)
    assert target.read_bytes() == undisturbed(kind)
    assert names(tmp_path) == [target.name]
    calls = []
    score_file(scenarios, target, language="en", progress=lambda *_: calls.append(1))
    assert left == len(calls) - 5


def test_the_summary_of_a_continued_scoring_counts_everything(scenarios, tmp_path):
    whole = score_file(scenarios, tmp_path / "whole.csv", language="en")
    broken_off(scenarios, tmp_path / "out.csv")
    assert score_file(scenarios, tmp_path / "out.csv", language="en", resume=True) == whole


def test_draws_and_the_french_dialect_continue_too(scenarios, undisturbed, tmp_path):
    options = {"draws": 16, "seed": 3, "dialect": "fr"}
    broken_off(scenarios, tmp_path / "out.csv", **options)
    resumed(scenarios, tmp_path / "out.csv", **options)
    assert (tmp_path / "out.csv").read_bytes() == undisturbed("csv", **options)


def test_without_anything_kept_a_resumed_scoring_begins(scenarios, undisturbed, tmp_path):
    resumed(scenarios, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == undisturbed("csv")


def test_without_resume_a_scoring_begins_again(scenarios, undisturbed, tmp_path):
    broken_off(scenarios, tmp_path / "out.csv", seed=1)
    score_file(scenarios, tmp_path / "out.csv", language="en")
    assert (tmp_path / "out.csv").read_bytes() == undisturbed("csv")
    assert names(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("options", [{"seed": 1}, {"draws": 8}, {"language": "fr"}, {"dialect": "fr"}])
def test_other_settings_are_refused_and_what_is_kept_stays(scenarios, undisturbed, tmp_path, options):
    broken_off(scenarios, tmp_path / "out.csv")
    with pytest.raises(InputError, match=r"`out\.csv\.unfinished` cannot be continued: other options were given then"):
        resumed(scenarios, tmp_path / "out.csv", **options)
    resumed(scenarios, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == undisturbed("csv")


def test_another_input_is_refused(scenarios, tmp_path):
    broken_off(scenarios, tmp_path / "out.csv")
    written = scenarios.read_bytes()
    scenarios.write_bytes(written[:-3] + b"9" + written[-2:])
    with pytest.raises(InputError, match="the file of scenarios has changed since"):
        resumed(scenarios, tmp_path / "out.csv")


def test_another_engine_is_refused(scenarios, tmp_path, monkeypatch):
    broken_off(scenarios, tmp_path / "out.csv")
    monkeypatch.setattr(files, "engine", lambda: "another")
    with pytest.raises(InputError, match="costbench itself has changed since"):
        resumed(scenarios, tmp_path / "out.csv")


@pytest.mark.parametrize("damage", ["torn journal", "torn results", "flipped bit", "no results"])
def test_what_is_damaged_of_what_is_kept_is_scored_again(scenarios, undisturbed, tmp_path, damage):
    target, kept = tmp_path / "out.csv", tmp_path / "out.csv.unfinished"
    broken_off(scenarios, target, after=4)
    results, journal = kept / "out.csv", kept / "journal.jsonl"
    if damage == "torn journal":
        journal.write_bytes(journal.read_bytes()[:-9])
    elif damage == "torn results":
        results.write_bytes(results.read_bytes()[:-100])
    elif damage == "flipped bit":
        written = bytearray(results.read_bytes())
        written[len(written) // 2] ^= 1
        results.write_bytes(written)
    else:
        results.unlink()
    resumed(scenarios, target)
    assert target.read_bytes() == undisturbed("csv")


def test_a_scoring_that_cannot_be_done_leaves_nothing(scenarios, tmp_path):
    with scenarios.open("a", encoding="utf-8") as handle:
        handle.write('a,"' + "x" * (17 << 20) + '",1\n')
    with pytest.raises(InputError, match="longer than any row"):
        score_file(scenarios, tmp_path / "out.csv", language="en")
    assert names(tmp_path) == []


def test_an_input_that_changes_while_it_is_read_is_refused(scenarios, tmp_path):
    def shorten(done: int, size: int) -> None:
        os.truncate(scenarios, size // 2)

    with pytest.raises(InputError, match="changed while it was being read"):
        score_file(scenarios, tmp_path / "out.csv", language="en", progress=shorten)
    assert names(tmp_path) == []


@posix
def test_an_input_that_vanishes_while_it_is_read_is_read_to_its_end(scenarios, undisturbed, tmp_path):
    expected = undisturbed("csv")
    score_file(scenarios, tmp_path / "out.csv", language="en", progress=lambda *_: scenarios.unlink(missing_ok=True))
    assert (tmp_path / "out.csv").read_bytes() == expected


def test_two_scorings_do_not_write_the_same_file(scenarios, undisturbed, tmp_path):
    target, caught = tmp_path / "out.csv", []

    def meanwhile(done: int, size: int) -> None:
        with pytest.raises(InputError, match=r"Another costbench is writing `out\.csv`"):
            score_file(scenarios, target, language="en")
        caught.append(done)

    score_file(scenarios, target, language="en", progress=meanwhile)
    assert caught
    assert target.read_bytes() == undisturbed("csv")


def test_a_folder_in_place_of_the_target_is_refused_before_anything_is_scored(scenarios, tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        score_file(scenarios, tmp_path / "out.csv", progress=lambda *_: pytest.fail("it was scored"))


@posix
def test_killed_in_the_middle_it_continues_where_it_stopped(many, tmp_path):
    target = tmp_path / "out.csv"
    with program("score", many, "-o", target) as process:
        wait_for(lambda: has_begun(target))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert names(tmp_path) == ["out.csv.unfinished"]
    with program("score", many, "-o", target, "--resume") as process:
        process.communicate()
    with program("score", many, "-o", tmp_path / "whole.csv") as process:
        process.communicate()
    assert names(tmp_path) == ["out.csv", "whole.csv"]
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def workers(parent: int) -> list[int]:
    """Return the processes that score for another."""
    children = (
        pid for task in Path(f"/proc/{parent}/task").iterdir() for pid in (task / "children").read_text().split()
    )
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")


@linux
def test_killed_in_the_middle_it_leaves_no_process_behind(many, tmp_path):
    with program("score", many, "-o", tmp_path / "out.csv", "--jobs", 3) as process:
        wait_for(lambda: len(workers(process.pid)) == 2 and has_begun(tmp_path / "out.csv"))
        crew = workers(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        wait_for(lambda: not any(map(is_alive, crew)), 20)


@linux
@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_from_the_keyboard_it_says_so_and_how_to_continue(many, tmp_path, jobs):
    target = tmp_path / "out.csv"
    with program("score", many, "-o", target, "--jobs", jobs) as process:
        wait_for(lambda: has_begun(target))
        crew = workers(process.pid)
        os.killpg(process.pid, signal.SIGINT)  # a terminal interrupts every process of the command
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    said = " ".join(err.split())
    assert f"What is scored so far is kept in {target}.unfinished. The same command with --resume continues" in said
    assert "Interrupted" in said
    assert names(tmp_path) == ["out.csv.unfinished"]
    assert not any(map(is_alive, crew))
    with program("score", many, "-o", target, "--resume") as process:
        process.communicate()
    assert names(tmp_path) == ["out.csv"]


@linux
def test_interrupted_while_helpers_score_for_a_store_it_ends_and_continues(many, tmp_path):
    target, kept = tmp_path / "out.csv", tmp_path / "out.csv.unfinished"
    with program("score", many, "-o", target.as_uri(), "--jobs", 2) as process:
        wait_for(lambda: len(list(kept.glob("*.piece"))) > 4 and bool(workers(process.pid)))
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    with program("score", many, "-o", target.as_uri(), "--resume") as process:
        process.communicate()
    with program("score", many, "-o", tmp_path / "whole.csv", "--jobs", 1) as process:
        process.communicate()
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_scorings_in_several_threads_leave_the_running_program_as_it_is():
    program, known = sys.modules["__main__"], os.environ.get("POLARS_MAX_THREADS")

    def start() -> None:
        for _ in range(50):
            with _apart():
                assert sys.modules["__main__"] is not program
                time.sleep(0.0005)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.modules["__main__"] is program
    assert os.environ.get("POLARS_MAX_THREADS") == known


@linux
@pytest.mark.parametrize("jobs", [2, 3])
def test_a_lost_process_is_replaced_and_nothing_is_lost(many, tmp_path, jobs):
    target, whole = tmp_path / "out.csv", tmp_path / "whole.csv"
    with program("score", many, "-o", whole) as process:
        _, errors = process.communicate()
        expected = process.returncode, errors
    with program("score", many, "-o", target, "--jobs", jobs) as process:
        wait_for(lambda: len(workers(process.pid)) == jobs - 1 and has_begun(target))
        os.kill(workers(process.pid)[0], signal.SIGKILL)
        _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == expected
    assert target.read_bytes() == whole.read_bytes()


def test_a_bare_script_scores_in_several_processes(many, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from costbench.interfaces.batch import files\n"
        "files.BLOCK_BYTES = 10_000\n"
        f"files.score_file({str(many)!r}, {str(tmp_path / 'out.csv')!r}, jobs=2, language='en')\n"
        "print('once')\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "once\n", "")
    with program("score", many, "-o", tmp_path / "whole.csv", "--jobs", 1) as process:
        process.communicate()
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


@linux
def test_processes_that_are_lost_again_and_again_end_in_a_sentence(many, tmp_path):
    target = tmp_path / "out.csv"
    with program("score", many, "-o", target, "--jobs", 2) as process:
        stop = threading.Event()

        def kill_each() -> None:
            while not stop.is_set():
                with suppress(OSError):
                    for pid in workers(process.pid):
                        os.kill(pid, signal.SIGKILL)
                time.sleep(0.05)

        killer = threading.Thread(target=kill_each)
        killer.start()
        _, err = process.communicate(timeout=120)
        stop.set()
        killer.join()
    assert process.returncode == 1
    assert "The processes that score were ended 4 times from outside" in " ".join(err.split())
    assert "Traceback" not in err
    assert not target.exists()


LIMIT = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"


@posix
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("share", "jobs"), [(0.3, 1), (0.9, 1), (0.3, 2)])
def test_a_full_disk_is_a_sentence_and_with_room_it_continues(many, tmp_path, kind, share, jobs):
    rows = many.read_text("utf-8").splitlines(keepends=True)
    many.write_text("".join(rows[:1200]), "utf-8")
    with program("score", many, "-o", tmp_path / f"whole.{kind}") as process:
        process.communicate()
    whole = (tmp_path / f"whole.{kind}").read_bytes()
    target = tmp_path / f"out.{kind}"
    target.write_bytes(b"before")
    limit = LIMIT.format(size=int(len(whole) * share))
    with program("score", many, "-o", target, "--jobs", jobs, limit=limit) as process:
        _, err = process.communicate()
    assert process.returncode == 1
    assert "Traceback" not in err
    said = " ".join(err.split())
    assert re.search(rf"`{target}` cannot be used: (a file may not grow that large here|the disk or the network)", said)
    assert ("--resume continues from there" in said) == (f"{target.name}.unfinished" in names(tmp_path))
    assert target.read_bytes() == b"before"
    with program("score", many, "-o", target, "--resume") as process:
        process.communicate()
    assert target.read_bytes() == whole
    assert names(tmp_path) == sorted([target.name, f"whole.{kind}"])


def mounted(folder: Path, options: str) -> None:
    """Mount a small disk in memory; skip where that is not allowed."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
    if done.returncode:
        pytest.skip("mounting is not allowed here")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give a small disk in memory, mounted with options."""
    if not shutil.which("mount") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root mounts disks")
    folders: list[Path] = []

    def give(options: str) -> Path:
        mounted(tmp_path / "disk", options)
        folders.append(tmp_path / "disk")
        return folders[-1]

    yield give
    for folder in folders:
        subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full_is_named_as_such(many, disk):
    target = disk("size=300k") / "out.csv"
    with program("score", many, "-o", target) as process:
        _, err = process.communicate()
    said = " ".join(err.split())
    assert process.returncode == 1
    assert f"`{target}` cannot be used: the disk is full." in said
    assert "--resume continues from there" in said
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(many, disk):
    with program("score", many, "-o", disk("ro") / "out.csv") as process:
        _, err = process.communicate()
    assert process.returncode == 1
    assert "the disk is read-only" in " ".join(err.split())


@pytest.mark.parametrize(
    ("source", "target", "code", "said"),
    [
        ("missing.csv", "out.csv", 2, "There is no file"),
        (".", "out.csv", 2, "There is no file"),
        ("in.csv", "in.csv/out.csv", 2, "There is no folder"),
        ("in.csv", "nowhere/out.csv", 2, "There is no folder"),
    ],
)
def test_what_cannot_be_read_or_written_is_a_sentence(many, tmp_path, source, target, code, said):
    with program("score", tmp_path / source, "-o", tmp_path / target) as process:
        _, err = process.communicate()
    assert process.returncode == code
    assert said in err
    assert "Traceback" not in err


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_an_input_that_opens_and_cannot_be_read_is_a_sentence(tmp_path):
    with program("score", "/proc/self/mem", "-o", tmp_path / "out.csv") as process:
        _, err = process.communicate()
    assert process.returncode == 1
    assert "the disk or the network failed" in " ".join(err.split())
    assert names(tmp_path) == []


def test_an_error_of_the_system_names_the_file(scenarios, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("costbench.interfaces.batch.running.unfinished.OnDisk._note", full)
    with pytest.raises(OSError, match=r"out\.csv"):
        score_file(scenarios, tmp_path / "out.csv", language="en")
    assert names(tmp_path) == []


def test_a_workbook_is_refused_as_soon_as_its_rows_are_too_many(scenarios, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "writer_for", lambda *_: WorkbookWriter(most_rows=100))
    calls: list[int] = []
    with pytest.raises(CostbenchError, match=r"A sheet holds 1,048,576 rows"):
        score_file(scenarios, tmp_path / "out.xlsx", language="en", progress=lambda done, _: calls.append(done))
    assert len(calls) < 5
    assert names(tmp_path) == []


def test_the_journal_is_lines_of_plain_json(scenarios, tmp_path):
    broken_off(scenarios, tmp_path / "out.csv", after=2)
    lines = (tmp_path / "out.csv.unfinished" / "journal.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)[0][0] > 0 for line in lines] == [False, True, True]
