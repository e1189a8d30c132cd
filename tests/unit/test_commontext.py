from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seriesbook.commontext import count, offset_of, pieces, visible

PAGE = (
    '<body><h1>A <em>b</em> c</h1><p>De<a class="noteref" href="#x">12</a>f'
    '<span class="footnote">not <b>this</b></span> g.<!-- nor --> h</p><hr/>'
    '<figure><img src="x"/><figcaption>i</figcaption></figure>'
    '<p>j <span class="page-ref">(p. <span data-ref="x">47</span>)</span></p>'
    "<svg><text>no</text></svg></body>"
)


@pytest.mark.parametrize("parse", [ElementTree.fromstring, etree.fromstring])
def test_pieces_are_in_order_and_count_what_is_seen(parse: Any) -> None:
    found = [(piece.start, visible(piece.text)) for piece in pieces(parse(PAGE)) if piece.count]
    text = "".join(text for _, text in found)
    assert text == "AbcDefg.h\ufffc\ufffcij\ufffc"
    assert [start for start, _ in found] == _starts([text for _, text in found])


def _starts(texts: list[str]) -> list[int]:
    return [sum(map(len, texts[:index])) for index in range(len(texts))]


def test_invisible_characters_do_not_count() -> None:
    assert count("a\u00ad b\u00a0\u200b\u2060\u200fc\ufeff\n") == 3


def test_an_offset_in_a_text_of_many_stretches() -> None:
    text = "ab \u00ad" * 5000
    for number in (0, 1, 4095, 4096, 7777, 9999):
        assert offset_of(text, number) == number // 2 * 4 + number % 2
    assert offset_of(text, 10_000) == len(text)


@given(st.text(), st.integers(0, 30))
def test_an_offset_is_that_of_the_counted_character(text: str, number: int) -> None:
    seen = visible(text)
    offset = offset_of(text, number)
    if number < len(seen):
        assert text[offset] == seen[number]
        assert visible(text[:offset]) == seen[:number]
    else:
        assert offset == len(text)
