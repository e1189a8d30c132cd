from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from seriesbook import reading
from seriesbook.cache import Cache
from seriesbook.folder import Sources
from seriesbook.model import Source
from seriesbook.reading import Texts, read_series

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.model import Section
    from seriesbook.problems import Outcome

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


HEAD = "---\ntitle: Ebb\nsubtitel: x\nepigraph: { text: Old, source: B }\n---\n"


def read(text: str, cache: Cache) -> Outcome[tuple[Section, ...]]:
    given = Sources(None, (source("ebb.md", text),), (), {})
    texts = Texts(given, read_series("tides", given, cache).value, cache)
    return texts.finish(lambda *progress: None)


def test_a_head_is_read_anew_only_if_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = HEAD + "\nOne.\n\nTwo.\n"
    fresh = read(changed, Cache(None))
    read(HEAD + "\nOne.\n", Cache(tmp_path))
    monkeypatch.setattr(reading, "split", lambda *given: pytest.fail("it was read anew"))
    assert read(changed, Cache(tmp_path)) == fresh
    assert [problem.code for problem in fresh.problems] == ["head-key-unknown"]
    assert read(changed, Cache(tmp_path)) == fresh


def test_a_text_whose_section_is_lost_is_read_again(tmp_path: Path) -> None:
    text = HEAD + "\nOne.\n"
    first = read(text, Cache(tmp_path))
    shutil.rmtree(tmp_path / "section")
    assert read(text, Cache(tmp_path)) == first
    assert "One." in first.value[0].body


def test_a_text_that_can_not_be_decoded_tells_so_each_time(tmp_path: Path) -> None:
    given = Sources(None, (Source("ebb.md", HEAD.encode() + b"\xff", "1"),), (), {})
    series = read_series("tides", given, Cache(tmp_path)).value
    for _ in range(2):
        outcome = Texts(given, series, Cache(tmp_path)).finish(lambda *progress: None)
        assert "encoding" in [problem.code for problem in outcome.problems]
