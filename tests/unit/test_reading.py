from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from seriesbook.cache import Cache
from seriesbook.folder import Sources
from seriesbook.model import Source
from seriesbook.reading import read_series

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = """
title = "Tides"
language = "en"
modified = 2024-05-06T07:08:09Z
issued = 2024-05-01
license = "CC-BY-4.0"
authors = [{ name = "Ada Byron", links = ["https://ada.example"] }]
collection = { title = "Sea", number = "2" }
colour = "blue"

[[parts]]
title = "One"
essays = ["ebb"]

[editions.paperback]
format = "pdf"
trim = "5x8in"
printer = "kdp"
"""


def source(path: str, text: str) -> Source:
    data = text.encode()
    return Source(path, data, hashlib.sha256(data).hexdigest())


def sources(*essays: str, manifest: str = MANIFEST) -> Sources:
    return Sources(
        source("series.toml", manifest), tuple(source(path, "Text.") for path in essays), (), {}
    )


def test_a_series_is_the_same_from_the_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    first = read_series("tides", sources("ebb.md"), cache)
    assert first.value.modified == dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
    assert first.value.editions[0].trim.width == 360
    assert [problem.code for problem in first.problems] == ["key-unknown"]
    assert list(tmp_path.glob("series/*/*"))
    assert read_series("tides", sources("ebb.md"), cache) == first


def test_a_series_is_read_again_when_its_essays_are_others(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    read_series("tides", sources("ebb.md"), cache)
    without = read_series("tides", sources("flow.md"), cache)
    assert "key-unknown" in {problem.code for problem in without.problems}
    assert len(without.problems) > 1  # there is no essay "ebb" for part one
