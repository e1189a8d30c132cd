from __future__ import annotations

import pytest

from seriesbook.catalogue import Names

NAMES = Names(
    ["essays/01-one.md", "essays/02-same.md", "essays/03-same.md", "essays/04-four/index.md",
     "essays/deep/05-five.md", "front/preface.md"]
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["essays/01-one.md", "./essays/01-one.md", "01-one.md", "01-one", "One", "essays/01-one"],
)
def test_one_essay_by_its_names(name: str) -> None:
    assert NAMES.find(name) == ("essays/01-one.md",)


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("same", ("essays/02-same.md", "essays/03-same.md")),
        ("03-same", ("essays/03-same.md",)),
        ("04-four", ("essays/04-four/index.md",)),
        ("four", ("essays/04-four/index.md",)),
        ("index", ()),
        ("deep/05-five", ("essays/deep/05-five.md",)),
        ("five", ("essays/deep/05-five.md",)),
        ("preface", ("front/preface.md",)),
        ("six", ()),
        ("", ()),
    ],
)
def test_other_names(name: str, paths: tuple[str, ...]) -> None:
    assert NAMES.find(name) == paths


def test_the_nearest_path_is_suggested() -> None:
    assert NAMES.nearest("01-won.md") == "essays/01-one.md"
    assert NAMES.nearest("zzzz") == ""
