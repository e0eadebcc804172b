"""Where files are: on this computer, or in an object store behind a URL, which fsspec reads and writes."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from costbench.errors import CostbenchError
from costbench.language import Text

Location: TypeAlias = str | Path
"""A path, or a URL such as ``s3://bucket/scenarios.csv``."""

MISSING: Final = Text(
    "This needs {library}, which is not installed. Type: pip install {install}",
    "Il faut pour cela {library}, qui n’est pas installé. Tapez : pip install {install}",
)


def is_remote(location: Location) -> bool:
    """Return whether a location is a URL.

    >>> is_remote("s3://bucket/scenarios.csv"), is_remote("C:/scenarios.csv")
    (True, False)
    """
    return isinstance(location, str) and "://" in location


def library(name: str) -> Any:
    """Return a module of the extra ``cluster``, imported now.

    Raises :class:`~costbench.errors.CostbenchError` with the command to type where it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as missing:
        raise CostbenchError(MISSING.format(library=name, install='"costbench[cluster]"')) from missing


def file_system(url: str) -> tuple[Any, str]:
    """Return the fsspec file system behind a URL, and the path in it."""
    fsspec = library("fsspec")
    try:
        with reaching(url):
            system, path = fsspec.core.url_to_fs(url)
    except ImportError as missing:
        name = missing.name or str(missing)
        raise CostbenchError(MISSING.format(library=name, install=name)) from missing
    return system, path


@contextmanager
def reaching(location: Location) -> Iterator[None]:
    """Turn whatever goes wrong with a file here into an :class:`OSError` that names the file."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise type(error)(error.errno, error.strerror, str(location)) from error
        if error.errno is None:
            raise OSError(_code(error), str(error) or type(error).__name__, str(location)) from error
        raise
    except (CostbenchError, ImportError):
        raise
    except Exception as error:  # object stores raise what they like
        raise OSError(errno.EIO, f"{type(error).__name__}: {error}", str(location)) from error


@contextmanager
def reading(location: Location) -> Iterator[BinaryIO]:
    """Give a file to read bytes from, with ``seek``."""
    if not is_remote(location):
        with Path(location).open("rb") as handle:
            yield handle
        return
    system, path = file_system(str(location))
    with reaching(location):
        handle = system.open(path, "rb")
    with handle:
        yield handle


def content_of(location: Location) -> str:
    """Return what tells a file's content apart: its SHA-256, or what its object store has for it."""
    if is_remote(location):
        system, path = file_system(str(location))
        with reaching(location):
            return str(system.ukey(path))
    with Path(location).open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _code(error: OSError) -> int:
    codes = {FileNotFoundError: errno.ENOENT, PermissionError: errno.EACCES, IsADirectoryError: errno.EISDIR}
    return next((code for kind, code in codes.items() if isinstance(error, kind)), errno.EIO)
