"""What a laid-out document is: a PDF and what was found on its pages. Lengths are in pt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from seriesbook.parts import Parts


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in pt from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's measures in pt: its size, its content box, and the lines set in its margins.

    `bleeds` tells that something on it is meant to be cut off at the page's edge.
    """

    width: float
    height: float
    content: Box
    margin_lines: tuple[Box, ...] = ()
    bleeds: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an element with an id stands, in pt from the top left corner of a page.

    An element that goes on over a page break has an anchor on each of its pages; a link leads to
    the first.
    """

    id: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page: an address, or (`internal`) an id of the same document."""

    page: int
    target: str
    internal: bool


@dataclass(frozen=True, slots=True)
class Message:
    """What the engine said: about the document, or about the stylesheet that it shares."""

    level: Literal["warning", "error"]
    text: str
    about: Literal["document", "css"] = "document"


class Glyph(NamedTuple):
    """A glyph, by its number in the font, and a text that it stands for, so many times.

    A count is exact only where a glyph stands for several texts; it tells which is the usual.
    """

    id: int
    text: str
    times: int


@dataclass(frozen=True, slots=True)
class Face:
    """A font that pages are set in but that their PDF does not hold: `digest` is the font's."""

    digest: str
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out document: a PDF or the parts of one, and what was found on its pages.

    `faces` are the fonts that have still to be put to the parts.
    `starts` says for each page where in the text it begins: a place as `commontext` counts it.
    """

    pdf: bytes = field(repr=False)
    sheets: tuple[Sheet, ...]
    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    messages: tuple[Message, ...] = ()
    faces: tuple[Face, ...] = ()
    starts: tuple[int, ...] = ()
    parts: Parts = field(default_factory=Parts, repr=False)
