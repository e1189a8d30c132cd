from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seriesbook import xhtml
from seriesbook.model import Epigraph
from seriesbook.pieces import hrefs_in, ids_in, place_of, rewrite
from seriesbook.problems import Where
from tiny import essay, note

if TYPE_CHECKING:
    import pytest


def test_every_piece_is_changed_once() -> None:
    section = essay(
        "essays/a.md",
        "<p>old</p>",
        notes=(note("a", 1, "<p>old note</p>"), note("a", 2, "<p>new</p>")),
        epigraph=Epigraph("old words", "someone"),
    )

    def change(root: etree._Element, _where: Where) -> None:
        for element in root.iter():
            element.text = (element.text or "").replace("old", "new")

    changed = rewrite(section, lambda markup: "old" in markup, change)
    assert changed.body == "<p>new</p>"
    assert [n.body for n in changed.notes] == ["<p>new note</p>", "<p>new</p>"]
    assert changed.epigraph == Epigraph("new words", "someone")
    assert changed.notes[1] is section.notes[1]


def test_a_section_without_anything_to_change_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    section = replace(essay("essays/a.md", "<p>x</p>"), epigraph=Epigraph("y"))
    monkeypatch.delattr(xhtml, "parse")
    assert rewrite(section, lambda _: False, lambda *_: None) is section


def test_an_element_s_place_is_its_block_s() -> None:
    root = xhtml.parse('<p data-line="7"><em>x</em></p><p>y</p>')
    places = [place_of(e, Where("a.md", 1)) for e in xhtml.elements(root)]
    assert places == [Where("a.md", 7), Where("a.md", 7), Where("a.md", 1)]


@given(st.text(alphabet='ab<>&"= id', max_size=20), st.text(alphabet="ab<>&\"' =#", max_size=20))
def test_attributes_are_read_as_a_parser_reads_them(text: str, value: str) -> None:
    root = xhtml.parse("<p>x</p>")
    link = etree.SubElement(root[0], "a", id=value, href=value)
    link.text = text
    markup = xhtml.serialise(root)
    assert list(ids_in(markup)) == [value]
    assert list(hrefs_in(markup)) == [value]
