from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.yaml_values import read_yaml
from tiny import said


def test_scalars_stay_as_they_are_written() -> None:
    block = "title: 1984\nauthor: no\ndate: 2024-02-30\nx: 0x1F\ny: ~\nz: [1.50, on]\n"
    assert read_yaml("a.md", block, 2).value.tree == {
        "title": "1984", "author": "no", "date": "2024-02-30", "x": "0x1F", "y": None,
        "z": ["1.50", "on"],
    }  # fmt: skip


def test_keys_have_their_lines_in_the_file() -> None:
    lines = read_yaml("a.md", "a: 1\nb:\n  - c: 2\n  - d\n", 2).value.lines
    assert lines == {"a": 2, "b": 3, "b.0.c": 4}


def test_an_alias_is_followed() -> None:
    assert read_yaml("a.md", "a: &x Ada\nb: *x\n", 2).value.tree == {"a": "Ada", "b": "Ada"}


@pytest.mark.parametrize(
    ("block", "line", "code", "words"),
    [
        ("title: Essays: a life", 2, "yaml-broken", 'title: "Essays: a life"'),
        ("a: 1\ntitle: One: Two:", 3, "yaml-broken", 'title: "One: Two:"'),
        ('title: "open\na: 1', 2, "yaml-broken", "not closed"),
        ("title: [a, b\na: 1", 2, "yaml-broken", "in brackets is not closed"),
        ("title: x\n\ta: 1", 3, "yaml-broken", "tab"),
        ("title: @x", 2, "yaml-broken", "reserves"),
        ("title: *Star*", 2, "yaml-broken", "quotation marks"),
        ("title: x\nno key here\n", 3, "yaml-broken", "no key"),
        ("title: a\x7fb", 2, "yaml-broken", "invisible"),
        ("- a\n- b", 2, "yaml-broken", "list of keys"),
        ("? [a]\n: b", 2, "yaml-broken", "must be a word"),
        ("a: 1\ntitle: !!python/name:os.system x", 3, "yaml-tag", "python/name"),
        ("title: !x y", 2, "yaml-tag", "'!x'"),
        ("title: a\ntitle: b", 3, "key-duplicate", "twice"),
        ('a: 1\ntitle: "x\\0"', 3, "character-illegal", "backslash"),
        ("a: &a [*a]", 2, "yaml-aliases", "itself"),
        ("a: &a x\nb: [" + "*a, " * 17 + "]", 3, "yaml-aliases", "more than 16"),
        ("a: " + "[" * 100_000, 2, "yaml-nesting", "too deep"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    block: str, line: int, code: str, words: str
) -> None:
    problems = read_yaml("a.md", block, 2).problems
    assert said(problems) == [f"a.md:{line}:error:{code}"]
    assert words in str(problems[0])


@given(st.text(st.sampled_from("a:- \n\t\"'[]{}#&*!|>%@`?,.~\\0"), max_size=40))
def test_no_text_breaks_the_reader(block: str) -> None:
    outcome = read_yaml("a.md", block, 2)
    assert isinstance(outcome.value.tree, dict)
