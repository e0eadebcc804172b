"""A worker process at the other end of two pipes: started when needed, given up when silent, started again."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
import time
from typing import Any

NO_WINDOW = 0x08000000  # Windows: no console window beside the spreadsheet
START_SECONDS = 30.0
PATIENCE_SECONDS = 5.0
REMEMBERED = 1000


class Missing(Exception):  # noqa: N818 - what has happened, not an error of ours
    """The worker cannot be started: its Python, or costbench in it, is missing."""


class Stopped(Exception):  # noqa: N818
    """The worker ended during a question."""


class Silent(Exception):  # noqa: N818
    """The worker did not answer in time, and was ended."""


class Worker:
    """Asks one question at a time; ``version`` is what the worker said when it was ready."""

    def __init__(self, command: list[str], seconds: float = 30.0, folder: str | None = None) -> None:
        self.command, self.seconds, self.folder = command, seconds, folder
        self.version = ""
        self.process: Any = None
        self._lock = threading.Lock()
        self._said: Any = None
        self._count = 0
        self._slow: dict[str, None] = {}
        self._failed_at = -PATIENCE_SECONDS

    def ask(self, question: dict[str, Any]) -> Any:
        """Return the worker's answer to ``question``.

        Raises :class:`Missing`, :class:`Stopped` or :class:`Silent`. A question that was once answered too
        late is refused at once afterwards: a hundred cells that ask it do not wait a hundred times.
        """
        with self._lock:
            asked = json.dumps(question, sort_keys=True)
            if asked in self._slow:
                raise Silent()
            self._start()
            self._count += 1
            try:
                self.process.stdin.write((json.dumps(dict(question, id=self._count)) + "\n").encode("ascii"))
                self.process.stdin.flush()
            except OSError:
                self.stop()
                raise Stopped() from None
            return self._answer(asked)

    def stop(self) -> None:
        """End the worker, if there is one."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # what was still in the pipe is lost with the worker
                    pipe.close()

    def _start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        self.stop()
        if time.monotonic() - self._failed_at < PATIENCE_SECONDS:
            raise Missing()
        try:
            self.process = _started(self.command, self.folder)
        except OSError:
            self._failed_at = time.monotonic()
            raise Missing() from None
        self._said = queue.Queue()
        threading.Thread(target=_listen, args=(self.process.stdout, self._said), daemon=True).start()
        first = self._next(time.monotonic() + START_SECONDS)
        if first is None or "ready" not in first:
            self._failed_at = time.monotonic()
            self.stop()
            raise Missing()
        self.version = str(first["ready"])

    def _answer(self, asked: str) -> Any:
        end = time.monotonic() + self.seconds
        while True:
            try:
                said = self._next(end)
            except Silent:
                self._slow[asked] = None
                if len(self._slow) > REMEMBERED:
                    del self._slow[next(iter(self._slow))]
                self.stop()
                raise
            if said is None:
                self.stop()
                raise Stopped()
            if said.get("id") == self._count:
                return said["answer"]

    def _next(self, end: float) -> dict[str, Any] | None:
        """Return the next thing the worker says, ``None`` when it has ended."""
        try:
            line = self._said.get(timeout=max(end - time.monotonic(), 0.001))
        except queue.Empty:
            raise Silent() from None
        try:
            said = json.loads(line) if line else None
        except ValueError:
            return {}
        return said if said is None or isinstance(said, dict) else {}


def _started(command: list[str], folder: str | None) -> Any:
    """Start the worker free of the settings that LibreOffice gives its own Python."""
    own = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "UNO_PATH", "URE_BOOTSTRAP")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    environment["PYTHONIOENCODING"] = "utf-8"
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        creationflags=NO_WINDOW if os.name == "nt" else 0,
    )


def _listen(pipe: Any, said: Any) -> None:
    with contextlib.suppress(OSError, ValueError):  # the pipe is closed under the reader when the worker is ended
        for line in iter(pipe.readline, b""):
            said.put(line)
    said.put(b"")
