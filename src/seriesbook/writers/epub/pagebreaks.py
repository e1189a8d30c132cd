"""Marks where the pages of the print edition begin, true to the word, and the list of pages.

https://www.w3.org/TR/epub-a11y-11/#sec-page-nav; pattern: DAISY, "Page break markers". A mark
stands before the first character of its page. A word that is parted by a hyphen belongs to the
page before, so that no mark breaks a word: the mark stands before the next one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from lxml import etree

from seriesbook import commontext, xhtml
from seriesbook.writers.epub.alignment import counterpart, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seriesbook.commontext import Piece
    from seriesbook.rendition import Printed

_H = f"{{{xhtml.XHTML}}}"
_HEADINGS = frozenset(f"{_H}h{level}" for level in range(1, 7))
_ALL_BLOCKS = frozenset(f"{_H}{name}" for name in xhtml.BLOCKS | {"body", "summary"})
_BLOCKS = _ALL_BLOCKS - _HEADINGS
_NEXT_WORD = re.compile(r"\s+(?=\S)")
# Scripts with letters that are set without spaces, and so parted without a hyphen (UAX 14: SA).
_NO_SPACES = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "JAVANESE", "BALINESE")


@dataclass(frozen=True, slots=True)
class PageMark:
    """A mark that stands in the document of a section.

    `page` is which of the section's pages it is for, `folio` that page's number in the book.
    """

    section: str
    page: int
    folio: str

    @property
    def id(self) -> str:
        """What links lead to."""
        return f"page.{_in_ascii(self.folio)}"

    @property
    def tag(self) -> str:
        """Its element's start, as it is written."""
        attributes = " ".join(f"{key}={quoteattr(value)}" for key, value in self._attributes)
        return f"<span {attributes}>"

    def element(self) -> etree._Element:
        """Its element, which is empty."""
        element = etree.Element(f"{_H}span")
        for key, value in self._attributes:
            element.set(xhtml.EPUB_TYPE if key == "epub:type" else key, value)
        return element

    @property
    def _attributes(self) -> tuple[tuple[str, str], ...]:
        return (
            ("epub:type", "pagebreak"),
            ("role", "doc-pagebreak"),
            ("id", self.id),
            ("aria-label", self.folio),
        )


def mark_pages(tree: etree._Element, section: Printed) -> tuple[PageMark, ...]:
    """Put marks into the document of a section; those put in, in order.

    Args:
        tree: the e-book's document; it is changed.
        section: the section as the print edition has it. A page without a word that the e-book
            has is passed over.
    """
    pieces = list(commontext.pieces(tree.find(f"{_H}body")))
    runs = section.runs
    alike = stretches(runs, [commontext.visible(piece.text) for piece in pieces])
    ends = [start for _, start in section.pages[1:]] + [sum(map(len, runs))]
    marks = []
    for index, end in reversed(list(enumerate(ends))):
        folio, start = section.pages[index]
        mark = PageMark(section.slug, index, folio)
        if start == 0:
            _first(next(chain(tree.iter(f"{_H}section"), tree.iter(f"{_H}body"))), mark.element())
            marks.append(mark)
            continue
        place = counterpart(start, end, alike) if start < end else None
        piece = None if place is None else _piece_at(pieces, place)
        if place is not None and piece is not None:
            _insert(piece, place, pieces, mark.element())
            marks.append(mark)
    return tuple(reversed(marks))


def _in_ascii(folio: str) -> str:
    """A folio for an id: its number in digits, or its letters by their codes."""
    if folio.isdecimal():
        return str(int(folio))
    return folio if folio.isascii() else "-".join(f"{ord(letter):x}" for letter in folio)


def _piece_at(pieces: Sequence[Piece], place: int) -> Piece | None:
    return next((p for p in pieces if p.start <= place < p.start + p.count), None)


def _insert(piece: Piece, place: int, pieces: Sequence[Piece], mark: etree._Element) -> None:
    """Put a mark before the character at a place of the text, or behind the word that it parts."""
    offset = commontext.offset_of(piece.text, place - piece.start)
    if not piece.is_object and _parts_word(piece.text, offset):
        piece, offset = _next_word(piece, offset, pieces)
    if piece.is_object:
        _before(piece.element, mark)
    else:
        _split(piece, offset, mark)


def _next_word(piece: Piece, offset: int, pieces: Sequence[Piece]) -> tuple[Piece, int]:
    """Where the word ends and the next begins, which may be in a piece that follows."""
    for other in pieces[pieces.index(piece) :]:
        if other is not piece:
            if other.is_object or (not other.tail and other.owner.tag in _ALL_BLOCKS):
                return other, len(other.text) - len(other.text.lstrip())
            offset = 0
        space = _NEXT_WORD.search(other.text, offset)
        if space:
            return other, space.end()
        piece = other
    return piece, len(piece.text)


def _parts_word(text: str, offset: int) -> bool:
    """Whether a break here can only be one with a hyphen."""
    before = text[:offset].rstrip("\u00ad\u200c\u200d")
    return bool(before) and _is_letter(before[-1]) and _is_letter(text[offset])


def _is_letter(character: str) -> bool:
    wide = unicodedata.east_asian_width(character) in "WF"
    spaceless = unicodedata.name(character, "").startswith(_NO_SPACES)
    return unicodedata.category(character)[0] in "LM" and not wide and not spaceless


def _split(piece: Piece, offset: int, mark: etree._Element) -> None:
    """Put a mark into a run of text."""
    element = piece.element
    if piece.tail:
        element.tail, mark.tail = piece.text[:offset], (element.tail or "")[offset:]
        parent = element.getparent()
        parent.insert(parent.index(element) + 1, mark)
    elif piece.text[:offset].strip() or not _can_leave(element):
        mark.tail, element.text = (element.text or "")[offset:], piece.text[:offset]
        element.insert(0, mark)
    else:
        _before(element, mark)


def _can_leave(element: etree._Element) -> bool:
    """Whether a mark at the start of an element may stand before it.

    It may leave a heading and all that is within a line, so as not to be part of a title or a
    link; in a list of links only links may stand (EPUB 3.3 §7.4.1).
    """
    in_list = next(element.iterancestors(f"{_H}nav"), None) is not None
    return element.tag not in _BLOCKS and not in_list


def _before(element: etree._Element, mark: etree._Element) -> None:
    """Put a mark before an element, or before those that begin with it."""
    parent = element.getparent()
    while (
        parent is not None
        and _can_leave(parent)
        and not (parent.text or "").strip()
        and parent[0] is element
    ):
        element, parent = parent, parent.getparent()
    if parent is not None:
        parent.insert(parent.index(element), mark)


def _first(home: etree._Element, mark: etree._Element) -> None:
    mark.tail, home.text = home.text, None
    home.insert(0, mark)


def page_list(marks: Sequence[PageMark], title: str) -> etree._Element:
    """The list of pages of a navigation document (EPUB 3.3 §7.4.3)."""
    nav = etree.Element(f"{_H}nav", {"id": "page-list", "hidden": "", "role": "doc-pagelist"})
    nav.set(xhtml.EPUB_TYPE, "page-list")
    nav.extend(_lines(marks, title))
    return nav


def _lines(marks: Sequence[PageMark], title: str) -> Iterator[etree._Element]:
    heading = etree.Element(f"{_H}h2")
    heading.text = title
    yield heading
    lines = etree.Element(f"{_H}ol")
    for mark in marks:
        link = etree.SubElement(etree.SubElement(lines, f"{_H}li"), f"{_H}a")
        # The file is named even if it is this one: Ace looks for it.
        link.set("href", f"{mark.section}.xhtml#{mark.id}")
        link.text = mark.folio
    yield lines
