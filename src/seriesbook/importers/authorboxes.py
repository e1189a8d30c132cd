"""The box about the author that themes put on a page: its words are the author's bio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOX = re.compile(
    r"(?:^|[\s_-])(?:author[_-]{1,2}(?:bio|box|info|description|about|card|profile)|"
    r"about[_-]{1,2}(?:the[_-])?author|bio|biography|byline[_-]bio|contributor[_-]bio|"
    r"post[_-]author[_-]bio|entry[_-]author[_-]info)(?:$|[\s_-])",
    re.I,
)
_FEWEST, _MOST = 8, 160  # words of a bio
_LINES = frozenset({"p", "div"})


def take_bio(page: etree._Element) -> str:
    """The bio on a page as HTML, '' if there is none; its box is removed."""
    for box in list(_boxes(page)):
        bio = xhtml.parse("")
        for block in blocks.leaves(box) or [box]:
            words = blocks.text(block)
            if block.tag in _LINES | {box.tag} and blocks.length(words) >= _FEWEST:
                copy = etree.fromstring(etree.tostring(block, with_tail=False))
                copy.tag, copy.tail = "p", None
                copy.attrib.clear()
                bio.append(copy)
        if _FEWEST <= blocks.length(blocks.text(bio)) <= _MOST:
            xhtml.remove(box)
            return xhtml.serialise(bio)
    return ""


def _boxes(page: etree._Element) -> Iterator[etree._Element]:
    """Boxes about the author, outermost first; none that holds a text's own title."""
    for element in page.iter("div", "section", "aside", "footer", "p"):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if _BOX.search(names) and next(element.iter("h1", "article"), None) is None:
            yield element
