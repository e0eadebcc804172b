"""A cluster gives the bytes of this computer, and loses nothing with a worker; object stores hold both ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from costbench.errors import CostbenchError, InputError
from costbench.interfaces.batch import files
from costbench.interfaces.batch.files import score_file
from costbench.interfaces.batch.running import cluster
from costbench.interfaces.batch.running.cluster import scored_elsewhere
from costbench.interfaces.batch.running.crews import BreakError
from costbench.interfaces.batch.tables.locations import library
from costbench.interfaces.batch.tables.reader import Block
from tests.interfaces.batch.samples import random_rows, text_of

STORE = "memory://ours"


@pytest.fixture(scope="module")
def scheduler() -> Iterator:
    """Two workers, each a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as two:
        yield two


@pytest.fixture
def scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "BLOCK_BYTES", 4_000)
    path = tmp_path / "in.csv"
    path.write_text(text_of(random_rows(400, seed=12)), "utf-8")
    return path


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    """An object store in memory, empty."""
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/ours", recursive=True)


def local(scenarios: Path, kind: str = "csv", **options) -> bytes:
    """Return the results of this computer alone."""
    target = scenarios.with_name(f"local.{kind}")
    score_file(scenarios, target, language="en", **options)
    return target.read_bytes()


@pytest.mark.parametrize(("kind", "draws"), [("csv", 0), ("csv", 32), ("parquet", 0), ("xlsx", 0)])
def test_two_workers_give_the_bytes_of_one_computer(scheduler, scenarios, tmp_path, kind, draws):
    target = tmp_path / f"out.{kind}"
    score_file(scenarios, target, language="en", draws=draws, cluster=scheduler.scheduler_address)
    assert target.read_bytes() == local(scenarios, kind, draws=draws)


def test_a_lost_worker_loses_nothing(scheduler, scenarios, tmp_path):
    lost = []

    def kill_one(done: int, size: int) -> None:
        if not lost:
            lost.append(next(iter(scheduler.workers.values())).pid)
            os.kill(lost[0], signal.SIGKILL if os.name == "posix" else signal.SIGTERM)

    score_file(
        scenarios, tmp_path / "out.csv", language="en", draws=64, progress=kill_one, cluster=scheduler.scheduler_address
    )
    assert (tmp_path / "out.csv").read_bytes() == local(scenarios, draws=64)
    end = time.monotonic() + 60
    while len(scheduler.scheduler_info["workers"]) < 2 and time.monotonic() < end:
        time.sleep(0.1)


def test_a_lost_cluster_is_a_sentence_and_this_computer_continues(scenarios, tmp_path, capfd):
    address = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen([*dask, "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", address], **quiet),
        subprocess.Popen(
            [*dask, "worker", "--scheduler-file", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"], **quiet
        ),
    ]
    try:
        end = time.monotonic() + 60
        while not address.exists() and time.monotonic() < end:
            time.sleep(0.1)
        url = json.loads(address.read_text("utf-8"))["address"]
        with pytest.raises(BreakError, match=f"The cluster at {url} was lost on the way"):
            score_file(
                scenarios, tmp_path / "out.csv", language="en", cluster=url, progress=lambda *_: started[0].kill()
            )
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert "Traceback" not in capfd.readouterr().err
    score_file(scenarios, tmp_path / "out.csv", language="en", resume=True)
    assert (tmp_path / "out.csv").read_bytes() == local(scenarios)


def test_what_a_cluster_began_this_computer_continues(scheduler, scenarios, tmp_path):
    def stop(done: int, size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_file(scenarios, tmp_path / "out.csv", language="en", progress=stop, cluster=scheduler.scheduler_address)
    assert (tmp_path / "out.csv.unfinished").is_dir()
    score_file(scenarios, tmp_path / "out.csv", language="en", resume=True)
    assert (tmp_path / "out.csv").read_bytes() == local(scenarios)


def test_a_mistake_in_the_input_is_told_as_on_one_computer(scheduler, tmp_path):
    (tmp_path / "in.csv").write_text("model,anual_budget\n", "utf-8")
    with pytest.raises(InputError, match="Did you mean `annual_budget`"):
        score_file(tmp_path / "in.csv", tmp_path / "out.csv", cluster=scheduler.scheduler_address)


def test_a_cluster_that_does_not_answer_is_a_sentence(scenarios, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    for url in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(BreakError, match=f"The cluster at {url} does not answer"):
            score_file(scenarios, tmp_path / "out.csv", cluster=url)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_worker_with_another_engine_refuses():
    with pytest.raises(CostbenchError, match="another version of costbench, NumPy or polars"):
        scored_elsewhere("another", lambda block: pytest.fail("it was scored"), Block(b"", 2, True))


def test_without_dask_the_sentence_says_what_to_type():
    with pytest.raises(CostbenchError, match=r'Type: pip install "costbench\[cluster\]"'):
        library("no_such_library_of_the_cluster")


@pytest.mark.parametrize(("kind", "jobs"), [("csv", 1), ("parquet", 1), ("csv", 2)])
def test_an_object_store_holds_the_bytes_of_a_file(store, scenarios, kind, jobs):
    store.pipe_file("/ours/in.csv", scenarios.read_bytes())
    score_file(f"{STORE}/in.csv", f"{STORE}/out.{kind}", language="en", jobs=jobs)
    assert store.cat_file(f"/ours/out.{kind}") == local(scenarios, kind)
    assert sorted(store.ls("/ours", detail=False)) == ["/ours/in.csv", f"/ours/out.{kind}"]


def test_an_object_store_keeps_what_is_scored_and_it_is_continued(store, scenarios):
    calls = []

    def stop(done: int, size: int) -> None:
        calls.append(done)
        if len(calls) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_file(scenarios, f"{STORE}/out.csv", language="en", progress=stop)
    assert not store.exists("/ours/out.csv")
    assert len([path for path in store.ls("/ours/out.csv.unfinished", detail=False) if path.endswith(".piece")]) == 4
    with pytest.raises(InputError, match="other options were given then"):
        score_file(scenarios, f"{STORE}/out.csv", language="fr", resume=True)
    left = []
    score_file(scenarios, f"{STORE}/out.csv", language="en", resume=True, progress=lambda *_: left.append(1))
    assert store.cat_file("/ours/out.csv") == local(scenarios)
    whole = []
    score_file(scenarios, f"{STORE}/out.csv", language="en", progress=lambda *_: whole.append(1))
    assert len(left) == len(whole) - 3


@pytest.mark.parametrize(
    ("url", "kind", "said"),
    [
        ("memory://ours/missing.csv", OSError, "missing.csv"),
        ("nonsense://ours/in.csv", OSError, "nonsense"),
    ],
)
def test_a_url_that_cannot_be_read_is_an_error_that_names_it(store, tmp_path, url, kind, said):
    store.pipe_file("/ours/other.csv", b"x")
    with pytest.raises(kind, match=said) as caught:
        score_file(url, tmp_path / "out.csv")
    assert caught.value.errno


def test_the_command_scores_on_a_cluster_and_from_a_store(scheduler, scenarios, tmp_path):
    from click.testing import CliRunner

    from costbench.cli import main

    target = tmp_path / "out.csv"
    arguments = ["score", scenarios.as_uri(), "-o", target, "--cluster", scheduler.scheduler_address, "--lang", "en"]
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code in (0, 2), done.output
    assert target.read_bytes() == local(scenarios)
