"""One scoring at a time writes a file: a lock that the system lifts when its process ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from costbench.interfaces.batch.tables.problems import refusal


def locked(path: Path, target: Path) -> BinaryIO:
    """Return a file open and locked for this process until it is closed.

    Raises :class:`~costbench.errors.InputError` where another process writes ``target``.
    """
    handle = path.open("ab")
    if _is_taken(handle):
        handle.close()
        raise refusal(
            target.name,
            "Another costbench is writing `{path}`. Wait until it is done, or write elsewhere.",
            "Un autre costbench écrit « {path} ». Attendez qu’il ait fini, ou écrivez ailleurs.",
        )
    return handle


def _is_taken(handle: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False  # a file system without locks
    return False
