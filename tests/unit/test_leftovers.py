from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

from seriesbook.leftovers import Claim, is_claimed, sweep_files, sweep_folders

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_that_nobody_holds_are_swept(tmp_path: Path) -> None:
    for name in ("x-held", "x-left", "x-unclaimed", "y-left"):
        (tmp_path / name).mkdir()
    Claim(tmp_path / "x-left").close()
    Claim(tmp_path / "y-left").close()
    (tmp_path / "x-link").symlink_to(tmp_path / "y-left")
    with closing(Claim(tmp_path / "x-held")):
        sweep_folders(tmp_path, "x-")
        assert {p.name for p in tmp_path.iterdir()} == {
            "x-held", "x-link", "x-unclaimed", "y-left",
        }  # fmt: skip
    assert is_claimed(tmp_path / "x-held")
    assert not is_claimed(tmp_path / "x-unclaimed")
    sweep_folders(tmp_path, "x-")
    assert not (tmp_path / "x-held").exists()


def test_only_files_are_swept_as_files(tmp_path: Path) -> None:
    (tmp_path / ".new-folder").mkdir()
    os.mkfifo(tmp_path / ".new-pipe")
    (tmp_path / ".new-link").symlink_to(tmp_path / "book")
    (tmp_path / ".new-file").write_bytes(b"half")
    (tmp_path / "book").write_bytes(b"whole")
    sweep_files(tmp_path, ".new-")
    left = {p.name for p in tmp_path.iterdir()}
    assert {"book", ".new-folder", ".new-link"} <= left
    assert ".new-file" not in left
