from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from chores import fill
from seriesbook.cache import Cache, key_of
from seriesbook.cachebounds import clear, entries, trim

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = b"x" * 4000  # one block, with its header
BLOCK = 4096


def names(folder: Path) -> set[str]:
    return {entry.path.name for entry in entries(folder)}


def made(folder: Path, count: int, limit: int) -> list[str]:
    """Entries, each used an hour and a half after the one before, the last just now."""
    keys = [key_of(str(number)) for number in range(count)]
    cache = Cache(folder, limit)
    for number, key in enumerate(keys, 1):
        cache.put("fragment", key, PAGE)
        when = time.time() - (count - number) * 5400
        path = folder / "fragment" / key[0] / key
        if path.exists():
            os.utime(path, (when, when))
    return keys


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    keys = made(tmp_path, 16, 16 * BLOCK)
    assert names(tmp_path) == set(keys)
    assert Cache(tmp_path).get("fragment", keys[0]) == PAGE  # used now
    new = key_of("new")
    Cache(tmp_path, 16 * BLOCK).put("folio", new, PAGE)
    assert names(tmp_path) == {keys[0], new, *keys[4:]}  # seven eighths: 14


def test_the_folder_is_scanned_only_when_the_ledger_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, 1, 100 * BLOCK)
    scans = []
    monkeypatch.setattr("seriesbook.cachebounds.trim", lambda folder, limit: scans.append(folder))
    made(tmp_path, 99, 100 * BLOCK)
    assert scans == []
    made(tmp_path, 1, 100 * BLOCK)
    assert scans == [tmp_path]


def test_the_ledger_is_made_true_by_a_scan(tmp_path: Path) -> None:
    made(tmp_path, 3, 100 * BLOCK)
    (tmp_path / "used").write_bytes(b"." * 1000)
    trim(tmp_path, 100 * BLOCK)
    assert (tmp_path / "used").stat().st_size == 3
    (tmp_path / "used").unlink()  # lost: the next entry counts what is there
    made(tmp_path, 1, 100 * BLOCK)
    assert (tmp_path / "used").stat().st_size == 3


def test_what_killed_builds_left_goes_after_an_hour(tmp_path: Path) -> None:
    (key,) = made(tmp_path, 1, 100 * BLOCK)
    shelf = tmp_path / "fragment" / key[0]
    for name, age in ((".new-old", 4000), (".new-now", 0)):
        (shelf / name).write_bytes(b"half")
        os.utime(shelf / name, (time.time() - age,) * 2)
    trim(tmp_path, 100 * BLOCK)
    assert names(tmp_path) == {key, ".new-now"}


def test_several_builds_at_once_read_only_whole_entries(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert list(pool.map(fill, [tmp_path] * 3, [5, 7, 11], [40 * BLOCK] * 3)) == [[], [], []]
    trim(tmp_path, 40 * BLOCK)
    assert sum(entry.blocks for entry in entries(tmp_path)) <= 40


def test_clearing_deletes_the_caches_own_files_only(tmp_path: Path) -> None:
    made(tmp_path, 3, 100 * BLOCK)
    mine = tmp_path / "fragment" / "letter.md"
    mine.write_text("Mine.")
    assert clear(tmp_path) == 3
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [mine]
    mine.unlink()
    assert clear(tmp_path) == 0
    assert not tmp_path.exists()


def test_clearing_under_a_running_build_does_no_harm(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("fragment", key_of("a"), PAGE)
    clear(tmp_path)
    cache.put("fragment", key_of("a"), PAGE)
    assert cache.get("fragment", key_of("a")) == PAGE
    assert cache.problems == ()


def test_a_use_is_noted_once_an_hour(tmp_path: Path) -> None:
    (key,) = made(tmp_path, 1, 100 * BLOCK)
    path = tmp_path / "fragment" / key[0] / key
    for age, noted in ((3000, False), (4000, True)):
        before = time.time() - age
        os.utime(path, (before, before))
        Cache(tmp_path).get("fragment", key)
        assert (path.stat().st_mtime > before + 1) == noted
