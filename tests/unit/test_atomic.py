from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from seriesbook.atomic import replace_files

if TYPE_CHECKING:
    from pathlib import Path


def test_all_files_are_replaced_or_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.epub"
    replace_files({one: b"1", two: b"2"})
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    with pytest.raises(OSError, match="nowhere"):
        replace_files({one: b"3", tmp_path / "nowhere" / "two.epub": b"4"})
    assert one.read_bytes() == b"1"
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_what_killed_builds_left_is_deleted_after_an_hour(tmp_path: Path) -> None:
    book = tmp_path / "one[1].pdf"
    for name, age in ((".one[1].pdf.old", 4000), (".one[1].pdf.new", 0), (".other.pdf.old", 4000)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    replace_files({book: b"1"})
    assert {p.name for p in tmp_path.iterdir()} == {
        "one[1].pdf", ".one[1].pdf.new", ".other.pdf.old",
    }  # fmt: skip
