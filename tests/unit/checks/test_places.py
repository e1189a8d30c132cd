from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from epub_pages import rendition
from seriesbook.checks.places import element_at, place_of

DOCUMENT = b"<a>\n <b/><c>x\n</c></a>"


def test_element_at() -> None:
    assert element_at(DOCUMENT, 1, 4) == 0
    assert element_at(DOCUMENT, 2, 6) == 1
    assert element_at(DOCUMENT, 2, 9) == 2
    assert element_at(DOCUMENT, 3, 2) == 2


def test_what_comes_before_a_fault_still_counts() -> None:
    assert element_at(b"<a>\n<b>\n</a>", 3, 1) == 1


@given(st.binary(max_size=60), st.integers(1, 9), st.integers(1, 99))
def test_element_at_never_fails(document: bytes, line: int, column: int) -> None:
    element_at(document, line, column)


def test_place_of() -> None:
    made = rendition()
    assert str(place_of(made, "EPUB/text/ebb.xhtml")) == "essays/ebb.md:1"
    assert str(place_of(made, "EPUB/text/ebb.xhtml", 7)) == "essays/ebb.md:7"
    assert str(place_of(made, "EPUB/text/ebb.xhtml", 999)) == "essays/ebb.md:1"
    assert str(place_of(made, "EPUB/package.opf")) == "series.toml"
    assert str(place_of(None, "EPUB/package.opf")) == "EPUB/package.opf"
    assert str(place_of(None, "")) == "book.epub"
