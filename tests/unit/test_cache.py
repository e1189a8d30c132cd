from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.cache import Cache, key_of

if TYPE_CHECKING:
    from pathlib import Path

KEY = key_of("a")


def entry(folder: Path) -> Path:
    return folder / "fragment" / KEY[0] / KEY


def test_gives_back_what_was_put(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("fragment", KEY) is None
    cache.put("fragment", KEY, b"data")
    assert Cache(tmp_path).get("fragment", KEY) == b"data"
    assert cache.get("folio", KEY) is None
    assert [p.name for p in entry(tmp_path).parent.iterdir()] == [KEY]


def test_without_a_folder_holds_for_itself_only() -> None:
    cache = Cache(None)
    cache.put("fragment", KEY, b"data")
    assert cache.get("fragment", KEY) == b"data"
    assert cache.get("folio", KEY) is None
    assert Cache(None).get("fragment", KEY) is None
    assert cache.problems == ()


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: b"", lambda d: d[:-1] + b"x"])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path)
    cache.put("fragment", KEY, b"data")
    assert callable(damage)
    entry(tmp_path).write_bytes(damage(entry(tmp_path).read_bytes()))
    assert cache.get("fragment", KEY) is None
    cache.put("fragment", KEY, b"data")
    assert cache.get("fragment", KEY) == b"data"


def test_a_folder_that_cannot_be_written_is_one_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = Cache(tmp_path / "file")
    cache.put("fragment", KEY, b"data")
    cache.put("fragment", key_of("b"), b"data")
    assert [(p.code, p.severity) for p in cache.problems] == [("cache-unwritable", "warning")]
    assert cache.get("fragment", KEY) is None


@given(st.lists(st.binary()), st.lists(st.binary()))
def test_keys_differ_where_parts_do(one: list[bytes], other: list[bytes]) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other)
