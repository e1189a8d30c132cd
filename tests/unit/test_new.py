"""A new series: all of it, in an empty folder, and nobody's files touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.new import FolderNotEmptyError, start_series

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "back/about-the-author.md",
    "essays/01-how-to-write-here.md",
    "essays/02-a-second-essay.md",
    "images/sheets.svg",
    "series.toml",
]


def test_it_writes_a_whole_series(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "mine"
    paths = start_series(folder)
    assert [path.relative_to(folder).as_posix() for path in paths] == FILES
    assert all(path.read_text(encoding="utf-8").strip() for path in paths)


def test_a_folder_under_git_is_still_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert len(start_series(tmp_path)) == len(FILES)


def test_nobodys_files_are_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FolderNotEmptyError, match="not empty"):
        start_series(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
