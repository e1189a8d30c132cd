"""What a build is known by, before it is made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from seriesbook.report import Options
from seriesbook.unchanged import key_for, recall, remember
from support import run_build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    folder.mkdir()
    (folder / "1-one.md").write_text("# One\n\nText.\n", encoding="utf-8")
    return folder


def options(tmp_path: Path, **more: tuple[str, ...]) -> Options:
    return Options(output=tmp_path / "out", cache=tmp_path / "cache", **more)  # type: ignore[arg-type]


def test_every_file_and_option_counts(series: Path, tmp_path: Path) -> None:
    keys = [
        key_for(series, options(tmp_path)),
        key_for(series, options(tmp_path, editions=("a",))),
    ]
    (series / "1-one.md").write_text("# One\n\nOther text.\n", encoding="utf-8")
    keys.append(key_for(series, options(tmp_path)))
    (series / "new.txt").touch()
    keys.append(key_for(series, options(tmp_path)))
    assert len(set(keys)) == 4
    assert None not in keys
    assert key_for(series, options(tmp_path)) == keys[-1]


def test_without_a_cache_nothing_is_known(series: Path, tmp_path: Path) -> None:
    assert key_for(series, Options(output=tmp_path)) is None


def test_links_are_not_followed(series: Path, tmp_path: Path) -> None:
    (series / "self.md").symlink_to("self.md")
    (series / "zero.md").symlink_to("/dev/zero")
    os.mkfifo(series / "pipe.md")
    assert key_for(series, options(tmp_path)) is not None


def test_what_was_said_is_said_again_while_the_books_are_there(
    series: Path, tmp_path: Path
) -> None:
    wanted = options(tmp_path)
    key = key_for(series, wanted)
    assert recall(key, wanted) is None
    report = run_build(series, wanted.output, cache=wanted.cache)
    remember(key, series, report, wanted)
    assert key_for(series, wanted) == key
    said = recall(key, wanted)
    assert said is not None
    assert (said.books, said.problems) == (report.shown(), report.problems)
    report.books[0].path.write_bytes(b"not the book")
    assert recall(key, wanted) is None


def test_books_of_files_that_changed_meanwhile_are_not_remembered(
    series: Path, tmp_path: Path
) -> None:
    wanted = options(tmp_path)
    key = key_for(series, wanted)
    report = run_build(series, wanted.output, cache=wanted.cache)
    (series / "1-one.md").write_text("# One\n\nSaved during the build.\n", encoding="utf-8")
    remember(key, series, report, wanted)
    assert recall(key, wanted) is None
