from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from seriesbook.atomic import replace_files
from seriesbook.leftovers import hold

if TYPE_CHECKING:
    from pathlib import Path


def test_all_files_are_replaced_or_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.epub"
    replace_files({one: (b"1",), two: (b"2",)})
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    with pytest.raises(OSError, match="nowhere"):
        replace_files({one: (b"3",), tmp_path / "nowhere" / "two.epub": (b"4",)})
    assert one.read_bytes() == b"1"
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_what_killed_builds_left_is_deleted_and_what_others_write_is_not(tmp_path: Path) -> None:
    book, left, others = (
        tmp_path / name for name in ("one[1].pdf", ".seriesbook-new-left", ".seriesbook-new-held")
    )
    left.write_bytes(b"half")
    handle = os.open(others, os.O_RDWR | os.O_CREAT)
    hold(handle)
    replace_files({book: (b"1",)})
    assert set(tmp_path.iterdir()) == {book, others}
    os.close(handle)


def test_a_file_has_the_rights_that_others_would_have(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_files({tmp_path / "book.pdf": (b"1",)})
    finally:
        os.umask(before)
    assert (tmp_path / "book.pdf").stat().st_mode & 0o777 == 0o640
