from __future__ import annotations

import queue
from typing import TYPE_CHECKING

import pytest

from seriesbook.filewatch import FileWatch

if TYPE_CHECKING:
    from pathlib import Path

Told = queue.Queue[tuple[str, ...]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    folder.mkdir()
    (folder / "one.md").write_text("One.")
    return folder


def until(told: Told, path: str) -> None:
    """Wait until a path is told of."""
    while path not in told.get(timeout=60):
        pass


@pytest.mark.parametrize("polling", ["", "1"])
def test_a_save_is_told(folder: Path, polling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    told: Told = queue.Queue()
    with FileWatch(folder, frozenset(), told.put):
        (folder / "one.md").write_text("Two.")
        until(told, "one.md")
        (folder / "new").mkdir()
        (folder / "new" / "two.md").write_text("Three.")
        until(told, "new/two.md")


def test_a_folder_that_goes_and_comes_back_is_watched_again(folder: Path) -> None:
    told: Told = queue.Queue()
    with FileWatch(folder, frozenset(), told.put):
        away = folder.with_name("away")
        for text in ("Two.", "Three."):
            folder.rename(away)
            until(told, "one.md")
            away.rename(folder)
            until(told, "one.md")
            (folder / "one.md").write_text(text)
            until(told, "one.md")


def test_where_no_watch_can_be_had_files_are_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "OS file watch limit reached.")

    monkeypatch.setattr("watchfiles.main.RustNotify", refuse)
    told: Told = queue.Queue()
    with FileWatch(folder, frozenset(), told.put):
        (folder / "one.md").write_text("Two.")
        until(told, "one.md")
