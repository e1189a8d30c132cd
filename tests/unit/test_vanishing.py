"""A picture that can't be read any more when its turn comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook import sources
from seriesbook.build import build
from seriesbook.problems import BookError
from seriesbook.report import Options
from seriesbook.workers import Workshop
from test_limits import write
from tiny import picture, said

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"essays/0.md": "# Zero\n\n![a](../a.png)\n", "a.png": picture()}, "essays/0.md:3"),
        ({"cover.png": picture(size=(1600, 2560))}, "series.toml"),
    ],
)
def test_it_is_told_where_it_is_shown(
    files: dict[str, str | bytes], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "series", files)
    read = sources.read_sources

    def read_and_lose(path: Path) -> object:
        found = read(path)
        for file in folder.rglob("*.png"):
            file.unlink()
        return found

    monkeypatch.setattr("seriesbook.build.read_sources", read_and_lose)
    with pytest.raises(BookError) as error, Workshop(1) as workshop:
        build(folder, Options(output=tmp_path / "out", cache=None), workshop, lambda *_: None)
    assert said(error.value.problems) == [f"{place}:error:image-missing"]
