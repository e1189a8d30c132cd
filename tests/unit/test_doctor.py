"""What is missing is told with the command that gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.doctor import (
    NEEDS,
    Finding,
    Need,
    System,
    examine,
    library,
    missing_for_build,
    this_system,
)

if TYPE_CHECKING:
    from pathlib import Path

GONE = Need(
    "Pango", "sets the type", True, library("nowhere"),
    {"debian": "libpango-1.0-0", "macos": "pango"},
)  # fmt: skip
OPTIONAL = Need("Ace", "checks accessibility", False, lambda: "", command="npm install ace")


def test_nothing_that_a_build_needs_is_missing_here() -> None:
    assert missing_for_build() == ()


def test_every_need_is_looked_for() -> None:
    findings = examine()
    assert [finding.need for finding in findings] == list(NEEDS)
    assert all(bool(finding.found) != bool(finding.get) for finding in findings)
    assert this_system() in ("debian", "fedora", "macos", "other")


@pytest.mark.parametrize(
    ("system", "command"),
    [
        ("debian", "sudo apt-get install libpango-1.0-0"),
        ("macos", "brew install pango"),
        ("other", "install Pango by your system's own means"),
    ],
)
def test_a_missing_library_is_an_error_with_a_command(system: System, command: str) -> None:
    (problem,) = missing_for_build((GONE, OPTIONAL), system)
    assert problem.severity == "error"
    assert problem.message == "Pango is missing; it sets the type."
    assert problem.mend == f"Get it so: {command}"


def test_what_no_system_packages_has_a_command_of_its_own() -> None:
    assert examine((OPTIONAL,), "debian") == (Finding(OPTIONAL, "", "npm install ace"),)


def test_a_cache_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache,) = (need for need in NEEDS if need.name == "cache")
    monkeypatch.setenv("SERIESBOOK_CACHE", str(tmp_path / "new"))
    assert cache.find() == str(tmp_path / "new")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SERIESBOOK_CACHE", str(tmp_path / "file" / "cache"))
    assert cache.find() == ""
