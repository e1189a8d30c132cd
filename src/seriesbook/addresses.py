"""Addresses on paper: where one may break, so that no hyphen is taken for a part of it.

Chicago Manual of Style 14.18: behind a slash or before other punctuation, never at a hyphen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASS = "url"
_BREAK = re.compile(r"(?<=/)(?=[^/])|(?<=[^/])(?=[?&=#._~])")
_WORD_JOINER = "\N{WORD JOINER}"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”»]*[^\s<>\"'”».,;:!?)\]…]")
_LITERAL = frozenset({"code", "pre", "kbd", "samp", "math"})


def write_address(element: etree._Element, address: str) -> None:
    """Make an address the text of an element that is of class `url`, with places to break."""
    element.set("class", CLASS)
    first, *others = _BREAK.split(address.replace("-", f"-{_WORD_JOINER}"))
    element.text = first
    for piece in others:
        etree.SubElement(element, "wbr").tail = piece


def mark_addresses(root: etree._Element) -> None:
    """Let every address that stands in the text below `root` break where it may, in place."""
    for link in list(xhtml.elements(root, "a")):
        text = link.text or ""
        if not len(link) and link.get("class") is None and _ADDRESS.fullmatch(text):
            write_address(link, text)
    for holder, is_tail in list(_texts(root)):
        _mark(holder, is_tail)


def holds_address(markup: str) -> bool:
    """Whether markup may hold an address, without parsing it."""
    return "://" in markup or "www." in markup


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Runs of text with an address, backwards: what is put behind one moves no other."""
    found = []
    for element in root.iter(etree.Element):
        ancestors = [element, *element.iterancestors()]
        if not any(_is_closed(one) for one in ancestors) and _ADDRESS.search(element.text or ""):
            found.append((element, False))
        if not any(_is_closed(one) for one in ancestors[1:]) and _ADDRESS.search(
            element.tail or ""
        ):
            found.append((element, True))
    return reversed(found)


def _is_closed(element: etree._Element) -> bool:
    """Whether text in an element is an address already, or must not be touched."""
    return element.tag in _LITERAL or CLASS in (element.get("class") or "").split()


def _mark(holder: etree._Element, is_tail: bool) -> None:
    text = (holder.tail if is_tail else holder.text) or ""
    parent = holder.getparent() if is_tail else holder
    if parent is None:
        return
    index = parent.index(holder) + 1 if is_tail else 0
    spans, at = [], 0
    for match in _ADDRESS.finditer(text):
        span = etree.Element("span")
        write_address(span, match[0])
        spans.append((text[at : match.start()], span))
        at = match.end()
    lead = spans[0][0]
    for number, (_, span) in enumerate(spans):
        after = spans[number + 1][0] if number + 1 < len(spans) else text[at:]
        span.tail = after
        parent.insert(index + number, span)
    if is_tail:
        holder.tail = lead
    else:
        holder.text = lead
