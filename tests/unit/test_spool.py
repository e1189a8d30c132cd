from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from seriesbook.spool import Spool

if TYPE_CHECKING:
    import pytest


def test_what_is_set_aside_can_be_read_whole_and_in_parts() -> None:
    spool = Spool()
    one, none, two = (spool.keep(data) for data in (b"one", b"", b"second"))
    assert (one.read(), none.read(), two.read()) == (b"one", b"", b"second")
    assert (two.read(3), two.read(1, 2), two.read(4, 9)) == (b"ond", b"ec", b"nd")
    assert spool.whole().read() == b"onesecond"
    assert b"".join(spool.whole().chunks()) == b"onesecond"


def test_threads_do_not_write_over_each_other() -> None:
    spool = Spool()
    texts = [bytes([n]) * (n * 50) for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(spool.keep, texts))
    assert [one.read() for one in kept] == texts


def test_the_file_has_no_name_and_goes_with_the_last_that_refers_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handles() -> int:
        return sum(os.readlink(path).startswith(f"{tmp_path}/") for path in _links())  # noqa: PTH115

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = Spool().keep(b"data")
    assert (list(tmp_path.iterdir()), handles()) == ([], 1)
    assert kept.read() == b"data"
    del kept
    assert handles() == 0


def _links() -> list[Path]:
    return [path for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
