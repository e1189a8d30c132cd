"""The markup of a section, piece by piece: its body, its notes, its epigraph.

Passes change markup through here: each piece is parsed at most once, and only if it holds what
the pass is about.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.model import Epigraph
from seriesbook.problems import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from seriesbook.model import Section

    Change = Callable[[etree._Element, Where], None]
    Test = Callable[[str], bool]

# In serialised markup `<` stands only before a tag, and `"` never within an attribute's value.
_ATTRIBUTE = r'<[^<>]*?\s{}="([^"]*)"'
_ID = re.compile(_ATTRIBUTE.format("id"))
_HREF = re.compile(_ATTRIBUTE.format("href"))


def rewrite(section: Section, wanted: Test, change: Change) -> Section:
    """Change the pieces whose markup is `wanted`; the section itself comes back if none is.

    `change` gets the parsed piece and the place to use for what has no line of its own.
    """
    body = _changed(section.body, section.where, wanted, change)
    notes = tuple(
        note if text is note.body else replace(note, body=text)
        for note in section.notes
        for text in [_changed(note.body, note.where, wanted, change)]
    )
    epigraph = section.epigraph
    if epigraph:
        epigraph = Epigraph(
            _changed(epigraph.text, section.where, wanted, change),
            _changed(epigraph.source, section.where, wanted, change),
        )
    if (body, notes, epigraph) == (section.body, section.notes, section.epigraph):
        return section
    return replace(section, body=body, notes=notes, epigraph=epigraph)


def _changed(markup: str, where: Where, wanted: Test, change: Change) -> str:
    if not markup or not wanted(markup):
        return markup
    root = xhtml.parse(markup)
    change(root, where)
    return xhtml.serialise(root)


def place_of(element: etree._Element, fallback: Where) -> Where:
    """Place of an element in the author's file."""
    line = xhtml.line_of(element)
    return fallback if line is None else Where(fallback.path, line)


def ids_in(markup: str) -> Iterator[str]:
    """Ids in serialised markup, without parsing it."""
    return (html.unescape(value) for value in _ID.findall(markup))


def hrefs_in(markup: str) -> Iterator[str]:
    """Addresses of links in serialised markup, without parsing it."""
    return (html.unescape(value) for value in _HREF.findall(markup))


def markups(section: Section) -> Iterator[tuple[str, Where]]:
    """All pieces of a section that hold anything, and their places."""
    yield section.body, section.where
    for note in section.notes:
        yield note.body, note.where
    if section.epigraph:
        yield section.epigraph.text, section.where
        yield section.epigraph.source, section.where
