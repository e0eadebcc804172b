"""Zip files whose bytes depend on their content alone: no clock, no compressor."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

BEGINNING: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of ``parts`` in their order; stored, since compressors differ from one computer to another."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return target.getvalue()


def unpacked(archive: Path | bytes) -> dict[str, bytes]:
    """Return the parts of a zip file by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(archive) if isinstance(archive, bytes) else archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write_whole(target: Path, content: bytes) -> None:
    """Write a file under a temporary name and rename it: nothing half-written ever stands under the final name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    draft.write_bytes(content)
    draft.replace(target)
