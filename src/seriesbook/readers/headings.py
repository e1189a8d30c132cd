"""Headings: the title taken out, levels put right, a list of what is left."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.model import Heading
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

NAMES = ("h1", "h2", "h3", "h4", "h5", "h6")


def words_of(heading: etree._Element) -> str:
    """Text of a heading without the marks of its notes."""
    if heading.find(".//a[@class='noteref']") is None:
        return xhtml.text_of(heading)
    copy = deepcopy(heading)
    for mark in copy.findall(".//a[@class='noteref']"):
        xhtml.remove(mark)
    return xhtml.text_of(copy)


def take_title(root: etree._Element, given: str) -> str:
    """The title of a text: the given one, else its first heading, which then leaves the body.

    A first heading that repeats the given title leaves it too. A heading that bears a note stays
    where it is, since the note would be lost.
    """
    first = root[0] if len(root) and not (root.text or "").strip() else None
    if first is None or first.tag not in NAMES or first.find(".//a[@class='noteref']") is not None:
        return given
    words = words_of(first)
    if (not given and first.tag == "h1") or (given and words.casefold() == given.casefold()):
        xhtml.remove(first)
        return given or words
    if not given and len(list(root.iter(first.tag))) == 1 and words:
        xhtml.remove(first)
        return words
    return given


def level_headings(root: etree._Element, path: str) -> Iterator[Problem]:
    """Make the headings of a body begin at level 2 and go down one level at a time, in place."""
    for heading in list(root.iter(*NAMES)):
        if not words_of(heading):
            yield Problem(
                Where(path, xhtml.line_of(heading)), "heading-empty", "the heading is empty.",
                "Write its words, or remove the #.", "warning",
            )  # fmt: skip
            xhtml.unwrap(heading)
    headings = list(root.iter(*NAMES))
    top = min((int(heading.tag[1]) for heading in headings), default=2)
    last = 1
    for heading in headings:
        level = min(int(heading.tag[1]) - top + 2, last + 1, 6)
        heading.tag = f"h{level}"
        last = level


def list_headings(root: etree._Element) -> tuple[Heading, ...]:
    """All headings with their ids, in order."""
    return tuple(
        Heading(int(heading.tag[1]), words_of(heading), heading.get("id", ""))
        for heading in root.iter(*NAMES)
    )
