"""Texts that are expected of a test, kept in a folder beside what it was made from."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def assert_golden(made: Mapping[str, str], expected: Path, *, update: bool) -> None:
    """Compare texts by name with the files of a folder; `update` rewrites these first."""
    if update:
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in made.items():
            path = expected / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    there = {
        path.relative_to(expected).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(expected.rglob("*"))
        if path.is_file()
    }
    assert sorted(made) == sorted(there)
    for name, text in made.items():
        assert text == there[name], name
