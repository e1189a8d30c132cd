from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seriesbook.readers.divs import open_divs


def test_a_div() -> None:
    text = "a\n\n::: letter\nDear Ada,\n:::\n\nb"
    assert open_divs(text) == 'a\n\n<div class="letter" markdown="1">\nDear Ada,\n</div>\n\nb'


def test_one_in_another_with_classes_in_braces() -> None:
    text = "::: {.letter .old}\n:::: pull-quote ::::\nx\n::::\n:::"
    assert open_divs(text).split("\n") == [
        '<div class="letter old" markdown="1">',
        '<div class="pull-quote" markdown="1">',
        "x",
        "</div>",
        "</div>",
    ]


def test_code_and_fences_without_a_partner_stay() -> None:
    for text in ("```\n::: letter\n:::\n```", "::: letter\nx", ":::\nx", "a ::: b\n:::\n"):
        assert open_divs(text) == text


@given(st.text("a:\n` {}.", max_size=40))
def test_no_line_is_added_or_lost(text: str) -> None:
    assert open_divs(text).count("\n") == text.count("\n")
