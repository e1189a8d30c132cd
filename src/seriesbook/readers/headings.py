"""Headings: the title taken out, levels put right, a list of what is left."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.model import Heading
from seriesbook.problems import Problem, Where
from seriesbook.slugs import slugify

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


def take_title(root: etree._Element, given: str) -> tuple[str, tuple[str, ...]]:
    """The title of a text, and the names under which links know the heading that was taken.

    It is the given one, else the first heading, which then leaves the body. A first heading that
    repeats the given title leaves it too. A heading that bears a note stays where it is, since
    the note would be lost.
    """
    first = root[0] if len(root) and not (root.text or "").strip() else None
    if first is None or first.tag not in NAMES or first.find(".//a[@class='noteref']") is not None:
        return given, ()
    words = words_of(first)
    repeats = words.casefold() == given.casefold()
    alone = first.tag == "h1" or len(list(root.iter(first.tag))) == 1
    if not words or not (repeats if given else alone):
        return given, ()
    names = [first.get("id") or "", *(e.get("id") or "" for e in first.iter()), slugify(words)]
    xhtml.remove(first)
    return given or words, tuple(filter(None, names))


def drop_empty(root: etree._Element, path: str) -> Iterator[Problem]:
    """Unmake headings without words, in place: an image becomes a paragraph."""
    for heading in list(root.iter(*NAMES)):
        if words_of(heading):
            continue
        yield Problem(
            Where(path, xhtml.line_of(heading)), "heading-empty", "the heading is empty.",
            "Write its words, or remove the #.", "warning",
        )  # fmt: skip
        if len(heading):
            heading.tag = "p"
        else:
            xhtml.remove(heading)


def level_headings(root: etree._Element) -> None:
    """Make the headings of a body begin at level 2 and go down one level at a time, in place."""
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
