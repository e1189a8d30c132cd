"""The typographer of a text: marks and spaces of its language, in blocks, captions and titles."""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.readers.quotes import typographic
from seriesbook.readers.runs import STRAIGHT, edited, rewrite
from seriesbook.readers.spaces import french
from seriesbook.readers.ties import ties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from seriesbook.readers.runs import Edit


def _in_language(
    find: Callable[[str, str], Iterator[Edit]], language: str, text: str
) -> Iterator[Edit]:
    return find(text, language)


class Typographer:
    """Sets marks (unless `marks` is False: the text comes typeset) and spaces."""

    def __init__(self, language: str, marks: bool = True) -> None:
        self.language = language
        finders = (typographic, french, ties) if marks else (french, ties)
        self._finders = tuple(partial(_in_language, find, language) for find in finders)

    def set(self, root: etree._Element) -> None:
        """Set all text below `root`, in place; code, addresses and attributes are left alone."""
        rewrite(root, self._finders)
        for span in list(root.iter("span")):
            if span.get("class") == STRAIGHT:
                xhtml.unwrap(span)

    def plain(self, text: str) -> str:
        """A text in which nothing is markup."""
        for find in self._finders:
            text = edited(text, find)
        return text

    def inline(self, text: str) -> etree._Element:
        """A line of source as inline markup in a `body`; not sanitised, its marks not yet set."""
        return xhtml.parse(self.render(text))

    def render(self, text: str) -> str:
        """A line of source as inline XHTML."""
        return html.escape(text, quote=False)
