"""The first words of an essay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seriesbook import xhtml
from seriesbook.leadin import lead_in


def _span(body: str) -> str | None:
    found = xhtml.parse(str(lead_in(body))).find(".//span[@class='lead-in']")
    return None if found is None else found.text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>بسم الله الرحمن الرحيم وبه نستعين على أمورنا كلها</p>", None),
        ("<p>初，鄭武公娶于申，曰武姜，生莊公及共叔段。</p>", None),
        ("<p>In the autumn of 1647 a king asked for the loan of it.</p>",
         "In the autumn of 1647 a king"),
        ("<p>On Wednesday, 29 December 1675, they came to the door.</p>", "On Wednesday"),
        ("<p>“Sir,” said Johnson, “I have lost all the names.”</p>", "“Sir,” said Johnson"),
        ("<p>To the People of the State of New York:</p><p>After</p>",
         "To the People of the State of New York:"),
        ("<p data-line='3'>It was <em>Areopagitica</em>, and nobody came to hear it.</p>", None),
        ("<p><em>Areopagitica</em> came out in November of the following year.</p>", None),
        ("<h2>A head</h2><p>In the autumn of 1647 a king asked for one.</p>", None),
        ("<blockquote><p>Quoted words stand first in this one.</p></blockquote>", None),
        ("", None),
    ],
)  # fmt: skip
def test_lead_in(body: str, words: str | None) -> None:
    assert _span(body) == words


@given(st.lists(st.text("abc ,:.“”", min_size=1), max_size=3))
def test_no_word_is_lost(pieces: list[str]) -> None:
    root = etree.Element("body")
    paragraph = etree.SubElement(root, "p")
    paragraph.text = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        etree.SubElement(paragraph, "em").tail = piece
    before = xhtml.text_of(root)
    assert xhtml.text_of(xhtml.parse(str(lead_in(xhtml.serialise(root))))) == before
