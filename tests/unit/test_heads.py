from __future__ import annotations

import pytest

from seriesbook.heads import parted, read_head
from tiny import said


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\n---\nBody\n",
        "\ufeff---\ntitle: T\n---\nBody\n",
        "---  \ntitle: T\n---\t\nBody\n",
        "---\ntitle: T\n...\nBody\n",
        '+++\ntitle = "T"\n+++\nBody\n',
        '---\n"title": T\n---\nBody\n',
    ],
)
def test_a_head_is_split_from_its_body(text: str) -> None:
    head = read_head("a.md", text)
    assert head.value.values.tree == {"title": "T"}
    assert head.value.values.lines == {"title": 2}
    assert (head.value.body, head.value.body_line) == ("Body\n", 4)
    assert head.problems == ()


def test_blank_lines_before_the_head_are_counted() -> None:
    head = read_head("a.md", "\n \n---\ntitle: T\n---\n\nBody").value
    assert head.values.lines == {"title": 4}
    assert (head.body, head.body_line) == ("\nBody", 6)


def test_an_empty_head_is_a_head() -> None:
    assert read_head("a.md", "---\n---\nBody").value.body == "Body"


@pytest.mark.parametrize(
    "text",
    [
        "Body\n",
        "---\n\nNot a head: a rule above.\n\n---\n\nMore.\n",
        "---\nSome words: indeed\n---\n",
        "---\n\nText\n",
        "---",
        "",
    ],
)
def test_a_thematic_break_stays_in_the_text(text: str) -> None:
    head = read_head("a.md", text)
    assert (head.value.body, head.value.body_line, head.problems) == (text, 1, ())


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("---\ntitle: T\n\nBody", "a.md:1:error:head-open"),
        ('+++\ntitle = "T"\n\nBody', "a.md:1:error:head-open"),
        ('\n{"title": "J"}\n\nBody', "a.md:2:error:head-json"),
        ("---\n- a\n- b\n---\n", "a.md:1:warning:head-list"),
        ("Title: T\nDate: 2024-01-01\n\nBody", "a.md:1:warning:head-unfenced"),
    ],
)
def test_what_was_meant_as_a_head_is_said(text: str, said_: str) -> None:
    head = read_head("a.md", text)
    assert head.value.body == text
    assert said(head.problems) == [said_]


def test_fields_of_another_format_are_not_taken_for_a_head_in_markdown() -> None:
    assert read_head("a.rst", "Title: T\nDate: 2024-01-01\n").problems == ()


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("---\ntitle: T\n---\nBody", "---\ntitle: T\n---\n"),
        ("\n \n---\ntitle: T\n...\n\nBody", "\n \n---\ntitle: T\n...\n"),
        ("+++\ntitle = 'T'\n+++\nBody", "+++\ntitle = 'T'\n+++\n"),
        ("---\nno head\n---\nBody", ""),
        ("Body", ""),
        ("", ""),
    ],
)
def test_a_head_is_parted_from_the_body_where_it_is_read(text: str, head: str) -> None:
    assert parted(text) == (head, text[len(head) :])
    assert read_head("a.md", text).value.body == text[len(head) :]
