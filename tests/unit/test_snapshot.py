from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from seriesbook.snapshot import NOTHING, Snapshot, changes, look

if TYPE_CHECKING:
    from pathlib import Path

NEVER: frozenset[Path] = frozenset()
NOW = 1_000_000_000_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "essays").mkdir()
    write(tmp_path / "essays" / "one.md", "One.", age=60)
    return tmp_path


def write(path: Path, text: str, age: float) -> None:
    """Write a file, so many seconds ago."""
    path.write_text(text)
    when = NOW - int(age * 1e9)
    os.utime(path, ns=(when, when))


def seen(folder: Path, before: Snapshot = NOTHING, later: float = 0) -> Snapshot:
    return look(folder, NEVER, before, NOW + int(later * 1e9))


def test_a_save_an_addition_and_a_deletion_are_changes(folder: Path) -> None:
    before = seen(folder)
    assert changes(before, seen(folder, before)) == ()
    write(folder / "essays" / "one.md", "One more.", age=1)
    write(folder / "series.toml", "", age=1)
    between = seen(folder, before)
    assert changes(before, between) == ("essays/one.md", "series.toml")
    (folder / "essays" / "one.md").unlink()
    assert changes(between, seen(folder, between)) == ("essays/one.md",)


def test_an_atomic_rename_is_a_change_of_the_file_alone(folder: Path) -> None:
    before = seen(folder)
    write(folder / "essays" / "one.md.tmp.4711", "Two.", age=1)
    assert changes(before, seen(folder, before)) == ()
    (folder / "essays" / "one.md.tmp.4711").rename(folder / "essays" / "one.md")
    assert changes(before, seen(folder, before)) == ("essays/one.md",)


def test_a_second_save_under_the_same_time_stamp_is_seen(folder: Path) -> None:
    path = folder / "essays" / "one.md"
    write(path, "Old.", age=0.5)
    before = seen(folder)
    path.write_text("New.")
    os.utime(path, ns=(NOW - 500_000_000,) * 2)
    between = seen(folder, before, later=5)
    assert changes(before, between) == ("essays/one.md",)
    assert changes(between, seen(folder, between, later=10)) == ()


def test_saving_the_same_again_is_no_change_once_the_text_is_known(folder: Path) -> None:
    path = folder / "essays" / "one.md"
    write(path, "New.", age=0.5)
    before = seen(folder)
    write(path, "New.", age=-30)
    assert changes(before, seen(folder, before, later=60)) == ()


@pytest.mark.parametrize(
    "name",
    [
        ".one.md.swp", ".#one.md", "#one.md#", "one.md~", "4913", "one.md.sb-0a1b-x",
        "one.md___jb_tmp___", "~$one.docx", ".goutputstream-4X7A", "one.md.tmp", "one.txt",
        ".hidden.md",
    ],
)  # fmt: skip
def test_editors_temporary_files_are_not_seen(folder: Path, name: str) -> None:
    before = seen(folder)
    write(folder / "essays" / name, "x", age=1)
    assert changes(before, seen(folder, before)) == ()


def test_themes_are_seen_and_what_a_build_makes_is_not(folder: Path) -> None:
    for name in ("themes/own", "output/series", "made", ".git", "node_modules/x"):
        (folder / name).mkdir(parents=True)
        write(folder / name / "a.css", "x", age=1)
    made = frozenset({(folder / "made").resolve()})
    assert set(look(folder, made, NOTHING, NOW)) == {"essays/one.md", "themes/own/a.css"}


def test_a_folder_that_is_gone_holds_nothing_and_a_pipe_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "essays" / "pipe.md")
    assert set(seen(folder)) == {"essays/one.md"}
    assert seen(folder / "nowhere") == NOTHING
