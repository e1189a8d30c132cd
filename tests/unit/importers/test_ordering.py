"""Essays stand in the order of their days, those of a series in that of their numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from seriesbook.importers.model import Kind, Post, SeriesHint
from seriesbook.importers.ordering import in_order, numbered_by_titles


def post(
    title: str, day: int | None = None, number: int | None = None, series: str = "",
    kind: Kind = "essay",
) -> Post:  # fmt: skip
    hint = SeriesHint(series, number) if number or series else None
    date = dt.date(2020, 1, day) if day else None
    return Post(title, kind, title, "", date=date, series=hint)


def titles(*posts: Post) -> str:
    return "".join(posts[index].title for index in in_order(posts))


@pytest.mark.parametrize(
    ("posts", "wanted"),
    [
        ([post("b", 2), post("a", 1), post("p", 1, kind="page"), post("c")], "abcp"),
        ([post("a", 3, 1), post("b", 2, 2), post("c", 1, 3)], "abc"),
        ([post("b", 2, 2), post("a", 1), post("x", 9), post("c", 3, 3)], "abcx"),
        ([post("x", 1, 2, "X"), post("a", 2, 2, "A"), post("y", 3, 1, "X"), post("b", 4, 1, "A")],
         "ybxa"),
        ([post("b", None, 2), post("a", None, 1)], "ab"),
    ],
)  # fmt: skip
def test_the_order(posts: list[Post], wanted: str) -> None:
    assert titles(*posts) == wanted


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["Boats", "Boats II", "Boats III"], [1, 2, 3]),
        (["Boats (2)", "On salt", "Boats (1)"], [2, None, 1]),
        (["Boats #4: The keel", "Boats #4"], [None, None]),
        (["Boats #4", "Boats #5"], [4, 5]),
        (["Boats II", "Salt II"], [None, None]),
        (["1984", "2001"], [None, None]),
    ],
)
def test_numbers_that_titles_say_together(names: list[str], numbers: list[int | None]) -> None:
    found = numbered_by_titles([post(name) for name in names])
    assert [p.series.number if p.series else None for p in found] == numbers
    guessed = [f.what for p in found for f in p.findings]
    assert len(guessed) == len([n for n in numbers if n])
