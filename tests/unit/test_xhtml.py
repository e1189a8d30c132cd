"""The parser and serialiser that everything else relies on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook import xhtml

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("markup", "canonical"),
    [
        ("", ""),
        ("words", "words"),
        ("<p>a&nbsp;b&mdash;c&lt;</p>", "<p>a\N{NO-BREAK SPACE}b—c&lt;</p>"),
        ("<p>&unknown;</p>", "<p>&amp;unknown;</p>"),
        ('<a id="x"></a><br/>', '<a id="x"></a><br/>'),
        ("<p>a<br>b", "<p>a<br/>b</p>"),
        ('<p epub:type="noteref">a<br>', '<p epub:type="noteref">a<br/></p>'),
        ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b><i>c</i>"),
        ("<p>\x00\x1b[31m</p>", "<p>\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31m</p>"),
        ("<svg viewBox='0 0 1 1'><g>", '<svg xmlns="http://www.w3.org/2000/svg" '
         'viewBox="0 0 1 1"><g/></svg>'),
    ],
)  # fmt: skip
def test_canonical_form(markup: str, canonical: str) -> None:
    assert xhtml.serialise(xhtml.parse(markup)) == canonical


@given(st.text())
def test_any_text_parses_and_is_stable(markup: str) -> None:
    once = xhtml.serialise(xhtml.parse(markup))
    assert xhtml.serialise(xhtml.parse(once)) == once


def test_entities_of_a_dtd_are_not_expanded() -> None:
    document = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'
    assert "root:" not in xhtml.text_of(xhtml.parse_document(document))


def test_soup_may_be_nested_thousands_deep() -> None:
    assert xhtml.text_of(xhtml.parse("<div><b>" * 3000 + "x")) == "x"


def test_unwrap_and_remove_keep_the_words_around() -> None:
    root = xhtml.parse("<p>a<b>b<i>c</i>d</b>e</p>")
    xhtml.unwrap(next(xhtml.elements(root, "b")))
    assert xhtml.serialise(root) == "<p>ab<i>c</i>de</p>"
    xhtml.remove(next(xhtml.elements(root, "i")))
    assert xhtml.serialise(root) == "<p>abde</p>"


def test_lines_come_from_the_nearest_block() -> None:
    root = xhtml.parse('<blockquote data-line="4"><p data-line="6"><b>x</b></p></blockquote>')
    assert xhtml.line_of(next(xhtml.elements(root, "b"))) == 6
    assert xhtml.strip_lines('<p data-line="12">x</p>') == "<p>x</p>"


def test_a_short_text_is_never_the_name_of_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("<p>secret</p>", encoding="utf-8")
    for name in (str(secret), "/etc/passwd"):
        assert "".join(map(str, xhtml.parse_page(name).itertext())) == name
        assert "".join(map(str, xhtml.parse(f"{name}<br>").itertext())) == name


def test_a_short_text_may_have_long_letters() -> None:
    letters = "\N{CJK UNIFIED IDEOGRAPH-6587}" * 120
    assert "".join(map(str, xhtml.parse(f"<p>{letters}<br>").itertext())) == letters
    assert "".join(map(str, xhtml.parse_page(letters).itertext())) == letters
