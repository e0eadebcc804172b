"""The lock file keeps what pyproject.toml asks for, and the audit finds the faults planted in it."""

from __future__ import annotations

import os
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The script, as a module, compiled nowhere near it."""
    loader = SourceFileLoader("audit", str(ROOT / ".ci" / "audit"))
    spec = spec_from_loader("audit", loader)
    assert spec
    module = module_from_spec(spec)
    exec(compile((ROOT / ".ci" / "audit").read_bytes(), "audit", "exec"), module.__dict__)
    return module


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / ".ci" / "requirements-dev.lock").read_text(encoding="utf-8")


def pins(audit: ModuleType, lock: str) -> list[tuple[str, str]]:
    return [(audit.canonicalize_name(pin["name"]), pin["version"]) for pin in audit.PIN.finditer(lock)]


def test_every_requirement_is_pinned_within_its_bounds(audit, lock):
    assert len(pins(audit, lock)) > 50
    assert list(audit.unpinned(PROJECT, pins(audit, lock))) == []


def test_every_pin_has_a_hash_and_no_host_is_named(audit, lock):
    assert list(audit.careless(lock)) == []


def test_every_pinned_library_is_on_the_page_of_licences(audit, lock):
    assert {name for name, _ in pins(audit, lock)} == set(audit.written())
    assert list(audit.unlicensed(audit.written())) == []


def test_planted_faults_are_found(audit, lock, monkeypatch):
    kept = [(name, version) for name, version in pins(audit, lock) if name != "click"]
    assert any("click" in said for said in audit.unpinned(PROJECT, kept))
    assert any("click" in said for said in audit.unpinned(PROJECT, [*kept, ("click", "9.1")]))
    assert list(audit.careless("click==8.5.1\n    # via costbench\n")) == ["click==8.5.1 is pinned without a hash"]
    assert "the lock names a host" in audit.careless(lock + "--index-url https://example.org/simple\n")
    item = {"is_yanked": True, "metadata": {"version": "1.0"}, "download_info": {"url": "x/y.tar.gz"}}
    assert len(list(audit.yanked({"y": item}))) == 2
    rows = {"a": (audit.USERS, "GPL-3.0-only"), "b": (audit.DEVELOPMENT, "GPL-3.0-only"), "c": (audit.USERS, "unknown")}
    assert [said.split(",")[0] for said in audit.unlicensed(rows)] == ["a", "the licence of c is unknown"]
    monkeypatch.setenv("CI", "true")
    assert any(said.startswith("pytest ") for said in audit.strangers(set()))


def test_a_developer_s_own_tools_are_their_own_affair(audit, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    assert "CI" not in os.environ
    assert list(audit.strangers(set())) == []
