"""Work for processes of tests: a module that each of them can import, wherever it was started."""

from __future__ import annotations

import os
import tempfile
import time
from typing import TYPE_CHECKING

from seriesbook.cache import Cache, key_of

if TYPE_CHECKING:
    from pathlib import Path


def end_by_itself() -> None:
    os._exit(7)


def fail(error: type[Exception]) -> None:
    raise error


def sleep() -> None:
    time.sleep(600)


def leave_a_file() -> str:
    handle, name = tempfile.mkstemp()
    os.close(handle)
    return name


def fill(folder: Path, seed: int, most: int) -> list[str]:
    """Write and read in one folder as several builds do; what was read wrongly."""
    cache = Cache(folder, most)
    wrong = []
    for number in range(300):
        key = key_of(str(number * seed % 97))
        data = cache.get("fragment", key)
        if data is None:
            cache.put("fragment", key, key.encode() * 60)
        elif data != key.encode() * 60:
            wrong.append(key)
    return wrong + [p.message for p in cache.problems]
