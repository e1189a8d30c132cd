"""Readers' comments under a page: known by their place, read, taken off."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.model import Comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Class names and ids of the box that holds all comments, in themes and comment services.
_BOXES = frozenset(
    "comments comments-area comments-section comment-section comment-list commentlist "
    "comments-list comments-wrapper comments-container comment-thread post-comments "
    "page-comments disqus-thread disqus_thread respond comment-respond webmentions".split()
)
_ITEM = re.compile(r"(?:^|[\s_-])(?:comment|h-cite|comment-item|comment-entry)(?:$|\s)", re.I)
_PEOPLE = ("author", "fn", "comment-author", "comment__author", "p-author", "commenter", "user")
_WORDS = (
    "comment-content", "comment__content", "comment-text", "comment-body", "e-content",
    "comment-copy", "body", "text", "content",
)  # fmt: skip
_OWN = ("articleBody", "blogPost")
_SAYS = re.compile(r"\s*\b(?:says|said|schrieb|sagt|a écrit|dijo|scrive|пишет)\s*:?\s*$")


def take_comments(page: etree._Element) -> tuple[Comment, ...]:
    """Read the comments of a page, in its order, and remove the boxes that hold them.

    An answer to a comment is a comment of its own. The form for new ones goes with its box.
    """
    title = next(page.iter("h1"), None)
    found: list[Comment] = []
    for box in list(_boxes(page, title)):
        found += [comment for item in _items(box) if (comment := _comment(item))]
        xhtml.remove(box)
    return tuple(found)


def _boxes(page: etree._Element, title: etree._Element | None) -> Iterator[etree._Element]:
    """The outermost boxes of comments; none that holds the page's own title or text."""
    todo = list(page)[::-1]
    while todo:
        element = todo.pop()
        if not isinstance(element.tag, str):
            continue
        if _is_box(element) and not _holds_text(element, title):
            yield element
        else:
            todo += list(element)[::-1]


def _is_box(element: etree._Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return element.tag in {"div", "section", "aside", "ol", "ul", "footer"} and bool(
        _BOXES.intersection(names)
    )


def _holds_text(box: etree._Element, title: etree._Element | None) -> bool:
    return any(
        inner is title
        or inner.get("itemprop") in _OWN
        or ("entry-content" in _names(inner) and not _in_item(inner))
        for inner in box.iter(etree.Element)
    )


def _in_item(element: etree._Element) -> bool:
    return any(_ITEM.search(parent.get("class", "")) for parent in element.iterancestors())


def _names(element: etree._Element) -> list[str]:
    return element.get("class", "").lower().split()


def _items(box: etree._Element) -> list[etree._Element]:
    """The elements of single comments in a box, outer before inner."""
    items = [
        e
        for e in box.iter("li", "article", "div", "section", "blockquote")
        if _ITEM.search(e.get("class", "")) or e.get("itemprop") == "comment"
    ]
    inner = {parent for e in items for parent in e.iterancestors()}
    # Themes put one element of that name in another for a single comment: keep the outer.
    return [e for e in items if not _only_wrapped(e, items, inner)]


def _only_wrapped(
    element: etree._Element, items: Iterable[etree._Element], outer: set[etree._Element]
) -> bool:
    known = set(items)
    parent = element.getparent()
    while parent is not None and parent not in known:
        parent = parent.getparent()
    return parent is not None and parent in outer and element.tag != parent.tag


def _comment(item: etree._Element) -> Comment | None:
    nested = [e for e in item.iter("ol", "ul", "div") if {"children", "replies"} & {*_names(e)}]
    author = _author(item, nested)
    date = next(
        (d for time in item.iter("time") if (d := _moment(time.get("datetime", "")))), None
    )
    holder = _first(item, _WORDS, nested)
    body = xhtml.parse("")
    if holder is None:
        body.extend(_copy(p) for p in item.iter("p") if not _inside(p, nested))
    else:
        body.text = holder.text
        body.extend(_copy(child) for child in holder if not _inside(child, nested))
    words = xhtml.serialise(body).strip()
    return Comment(author, date, words) if xhtml.text_of(body) else None


def _author(item: etree._Element, nested: list[etree._Element]) -> str:
    holder = _first(item, _PEOPLE, nested)
    if holder is None:
        holder = next((e for e in item.iter("cite") if not _inside(e, nested)), None)
    if holder is None:
        return ""
    inner = [e for e in holder.iter() if {"fn", "p-name"} & {*_names(e)}]
    inner += [e for e in holder.iter("cite", "b", "strong", "a") if xhtml.text_of(e)]
    return _SAYS.sub("", xhtml.text_of(inner[0] if inner else holder)).strip(" :,")


def _first(
    item: etree._Element, names: tuple[str, ...], nested: list[etree._Element]
) -> etree._Element | None:
    """The first element inside that has the earliest of these class names or properties."""
    inside = [e for e in item.iter(etree.Element) if e is not item and not _inside(e, nested)]
    for name in names:
        for element in inside:
            if _is_called(element, name) or element.get("itemprop") == name:
                return element
    return None


def _is_called(element: etree._Element, name: str) -> bool:
    """Whether an element has a class of that name, perhaps with a plugin's own prefix."""
    return any(known == name or known.endswith(f"-{name}") for known in _names(element))


def _inside(element: etree._Element, boxes: list[etree._Element]) -> bool:
    return element in boxes or any(parent in boxes for parent in element.iterancestors())


def _copy(element: etree._Element) -> etree._Element:
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    copy.tail = element.tail
    return copy


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
