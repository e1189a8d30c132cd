from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from seriesbook.toml_lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = '''\
# a comment with = and [
title = "A [b] # c"
"quoted key" = 1
a.b = { c = 1, d = ["x"] }
order = [
  "one#1", # first
  "two", "three",
]
text = """
key = "no"
"""

[[authors]]
name = 'Ada'
[[authors]]
name = "Ben"
links = ["x"]
[authors.more]
x = 1979-05-27 07:32:00

[editions.ebook]
format = "epub"
[[authors.deep]]
y = [[1], [2,
3]]
'''


def test_every_key_has_its_line() -> None:
    assert key_lines(TEXT) == {
        "title": 2, "quoted key": 3, "a": 4, "a.b": 4, "a.b.c": 4, "a.b.d": 4, "a.b.d.0": 4,
        "order": 5, "order.0": 6, "order.1": 7, "order.2": 7, "text": 9,
        "authors": 13, "authors.0": 13, "authors.0.name": 14, "authors.1": 15,
        "authors.1.name": 16, "authors.1.links": 17, "authors.1.links.0": 17,
        "authors.1.more": 18, "authors.1.more.x": 19, "editions": 21, "editions.ebook": 21,
        "editions.ebook.format": 22, "authors.1.deep": 23, "authors.1.deep.0": 23,
        "authors.1.deep.0.y": 24, "authors.1.deep.0.y.0": 24, "authors.1.deep.0.y.0.0": 24,
        "authors.1.deep.0.y.1": 24, "authors.1.deep.0.y.1.0": 24, "authors.1.deep.0.y.1.1": 25,
    }  # fmt: skip


def test_a_text_may_be_empty() -> None:
    assert key_lines("") == {}


NAMES = st.text("abc-_1", min_size=1, max_size=3)
STRINGS = st.sampled_from(
    ['"x"', '"a # b = [c]"', r'"\" ] }"', "'lit \" #'", '""', '"""m\n[x]\n"""', '""""q"""""',
     "'''\nk = 1\n'''"]
)  # fmt: skip
SCALARS = STRINGS | st.sampled_from(["1", "1.5", "true", "2026-01-02", "1979-05-27T07:32:00Z"])
LISTS = st.lists(SCALARS, max_size=3)


@st.composite
def values(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 3))
    if kind == 1:
        gap = draw(st.sampled_from(["", " ", "\n  ", " # no ] here\n"]))
        return "[" + "".join(f"{gap}{item},{gap}" for item in draw(LISTS)) + "]"
    if kind == 2:
        pairs = draw(st.dictionaries(NAMES, SCALARS.filter(lambda s: "\n" not in s), max_size=3))
        return "{" + ", ".join(f"{k} = {v}" for k, v in pairs.items()) + "}"
    return draw(SCALARS)


@st.composite
def tables(draw: st.DrawFn) -> str:
    pairs = draw(st.dictionaries(NAMES, values(), max_size=3))
    return "".join(f"{key} = {value}\n" for key, value in pairs.items())


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = draw(tables())
    for name in draw(st.lists(st.sampled_from(["x", "y.z", "y.w"]), unique=True)):
        text += f"[{name}]\n{draw(tables())}"
    for name in draw(st.lists(st.sampled_from(["p", "q.r"]))):
        text += f"# [no]\n[[{name}]]\n{draw(tables())}"
    return text


@given(documents())
def test_the_keys_are_those_of_tomllib(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # a table and a key of one name
        return
    assert set(key_lines(text)) == set(_keys(tree))


def _keys(value: Any, path: str = "") -> Iterator[str]:
    items = enumerate(value) if isinstance(value, list) else value.items()
    for key, inner in items:
        place = f"{path}.{key}" if path else str(key)
        yield place
        if isinstance(inner, list | dict):
            yield from _keys(inner, place)
