from __future__ import annotations

import pytest

from seriesbook.toml_values import read_toml
from tiny import said


def test_lines_count_from_the_first_line_of_the_text() -> None:
    outcome = read_toml("a.md", 'title = "T"\n', 2)
    assert outcome.value.tree == {"title": "T"}
    assert outcome.value.lines == {"title": 2}
    assert outcome.value.line("title.0.x") == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\ntitle = My Book", 2, 'Write title = "My Book"'),
        ('title: "My Book"', 1, 'Write title = "My Book"'),
        ("title = “My Book”", 1, "straight"),
        ('title = "My Book\nauthor = "x"', 1, "not closed"),
        ("title = ", 1, "has no value"),
        ("a = 1\nb = 2\na = 3", 3, "given twice"),
        ("issued = 2026-02-30", 1, "no such day"),
        ('a = "b" "c"', 1, "more on this line"),
        ("[editions.x\na = 1", 1, "not closed"),
        ('a = "C:\\User"', 1, "backslash"),
        ("a = " + "[" * 5000, 1, "too deep"),
        ("a = " + "9" * 5000, 1, "not TOML"),
        ("a = @", 1, "can't be read"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(text: str, line: int, words: str) -> None:
    outcome = read_toml("series.toml", text)
    assert outcome.value.tree == {}
    assert said(outcome.problems) == [f"series.toml:{line}:error:toml-broken"]
    assert words in str(outcome.problems[0])


def test_an_escape_cannot_smuggle_in_a_control_character() -> None:
    outcome = read_toml("series.toml", 'a = 1\nb = { c = ["x\\u0000"] }')
    assert outcome.value.tree["b"] == {"c": ["x�"]}
    assert said(outcome.problems) == ["series.toml:2:error:character-illegal"]
