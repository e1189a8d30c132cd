"""From a place in a finished EPUB back to the author's file and line.

The writer keeps every element of a page, so the n-th element of a document is the n-th of the
page that it was made from, whose blocks still carry their lines.
"""

from __future__ import annotations

from bisect import bisect_left
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from seriesbook import xhtml
from seriesbook.problems import Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.rendition import Rendition

_TEXT = "EPUB/text/"


def place_of(
    rendition: Rendition | None,
    member: str,
    element: int | None = None,
    fallback: str = "book.epub",
) -> Where:
    """Place in the author's files of an element of a member.

    Args:
        rendition: what the file was made from; None if that isn't known.
        member: path within the container.
        element: which element in document order, from 0; None for the member as a whole.
        fallback: path to name where neither is known.
    """
    if rendition is None:
        return Where(member or fallback)
    pages = {f"{_TEXT}{page.name}.xhtml": page for page in rendition.pages}
    page = pages.get(member)
    if page is None:
        return Where(rendition.book.series.manifest)
    if element is None:
        return page.where
    elements = list(xhtml.parse_document(page.xhtml).iter(etree.Element))
    line = xhtml.line_of(elements[element]) if element < len(elements) else None
    return Where(page.where.path, line or page.where.line)


def place_in_stylesheet(rendition: Rendition, member: str, line: int) -> Where:
    """Place in the theme's files of a line of a stylesheet."""
    origin = rendition.origin("rtl" if member.endswith("-rtl.css") else "ltr")
    return origin.at(line) or origin.whole()


def first_line(said: bytes) -> str:
    """The first line of what a program said, without a full stop; the rest is its own affair."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    return next((line.rstrip(".")[:200] for line in lines if line), "it said nothing")


def element_at(document: bytes, line: int, column: int) -> int | None:
    """Which element starts last before a place (both from 1); None if none does."""
    starts: list[tuple[int, int]] = []
    parser = expat.ParserCreate()

    def note(_name: str, _attributes: Mapping[str, str]) -> None:
        starts.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = note
    with suppress(expat.ExpatError):  # what was read until then is enough
        parser.Parse(document, True)
    return bisect_left(starts, (line, column)) - 1 if starts else None
