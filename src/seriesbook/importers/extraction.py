"""The essay of a page and nothing else: its element located, its furniture taken out.

Everything that is taken out is reported with its kind and its first words. Nothing goes that
holds a large part of the page's prose, whatever its names say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.furniture import is_hidden, kind_of, remove_unseen
from seriesbook.importers.locating import locate
from seriesbook.importers.model import Comment, Finding
from seriesbook.importers.pagecomments import take_comments
from seriesbook.importers.seriesphrases import speaks_of_series

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDE = "data-beside"  # marks what is read for what it says of the text, and then dropped
_LARGE = 0.4  # of a page's prose: never furniture
_BOXES = frozenset("div section ul ol aside header footer table td".split())
_MAIN = 0.8  # of the running text stands in the box of the text
_LONG = 20  # words of a piece of running text
_FEW = 6  # words of a menu that are no links
_LINKS, _LINKED = 2, 0.6  # links, and share of the letters in links, of a menu
_WORD = re.compile(r"\w+")
_SILENT = frozenset({"form", "button", "hidden"})
_WHOLE = frozenset({"pre", "code", "math", "svg"})  # class names inside mean something else


@dataclass(frozen=True, slots=True)
class Extract:
    """What stands on a page: the essay as a `body` tree, readers' comments, what was dropped.

    `before` and `after` are what its article has beside it: title, byline, bio, license.
    """

    body: etree._Element
    before: tuple[etree._Element, ...] = ()
    after: tuple[etree._Element, ...] = ()
    comments: tuple[Comment, ...] = ()
    findings: tuple[Finding, ...] = ()


def extract(page: etree._Element) -> Extract:
    """Cut the essay out of a page, an `html` tree as `xhtml.parse_page` makes it."""
    remove_unseen(page)
    comments = take_comments(page)
    findings = list(_drop_furniture(page))
    root = locate(page)
    article = _article_of(root)
    findings += _outside(page, article)
    before, after = _beside(article, root)
    findings += _drop_columns(root)
    body = xhtml.parse("")
    _move(_innermost(root), body)
    _drop_permalinks(body)
    return Extract(body, before, after, comments, tuple(findings))


def _drop_furniture(root: etree._Element) -> Iterator[Finding]:
    """Remove the furniture below an element, outermost first."""
    prose = max(_prose(root), 1)
    todo = [root]
    while todo:
        element = todo.pop()
        for child in list(element):
            kind = "hidden" if is_hidden(child) else kind_of(child)
            if kind and _prose(child) < _LARGE * prose:
                words = blocks.beginning(child)
                if words and kind not in _SILENT:
                    yield Finding("dropped", kind, words)
                xhtml.remove(child)
            elif child.tag not in _WHOLE:
                todo.append(child)


def _drop_columns(root: etree._Element) -> Iterator[Finding]:
    """Drop boxes of links that stand beside the box with the text, inside what was located."""
    holder: etree._Element | None = root
    while holder is not None:
        inside = [child for child in holder if isinstance(child.tag, str)]
        whole = sum(map(_running, inside))
        main = next((c for c in inside if c.tag in _BOXES and _running(c) >= _MAIN * whole), None)
        if main is None or not whole:
            return
        menus = [c for c in inside if c is not main and _is_menu(c)]
        for child in menus:
            yield Finding("dropped", "links beside the text", blocks.beginning(child))
            xhtml.remove(child)
        for child in inside if menus else ():  # what else stands in columns beside the text
            if child is not main and child not in menus and _is_aside(child):
                child.set(BESIDE, "")
        holder = main


def _running(box: etree._Element) -> int:
    """Words of running text in a box: of texts that are long, and no links."""
    texts = (
        str(t) for e in box.iter(etree.Element) if e.tag != "a" for t in (e.text, e.tail) if t
    )
    return sum(n for n in map(blocks.length, texts) if n >= _LONG)


def _is_aside(box: etree._Element) -> bool:
    """Whether a box holds short lines alone: no running text, picture, table, quote or note."""
    kept = next(box.iter("img", "figure", "table", "pre", "blockquote", "svg"), None) is not None
    own = any(map(blocks.is_own, (box, *box.iter("div", "section", "ol"))))
    return box.tag in _BOXES and not _running(box) and not kept and not own


def _is_menu(box: etree._Element) -> bool:
    """Whether nearly all in a box is links, and none of it is a note or says what series it is."""
    if box.tag not in _BOXES or _running(box) or sum(1 for _ in box.iter("a")) < _LINKS:
        return False
    words = blocks.text(box)
    bare = blocks.length(words) - sum(blocks.length(blocks.text(a)) for a in box.iter("a"))
    menu = blocks.linked_share(box) >= _LINKED or bare <= _FEW
    own = any(map(blocks.is_own, box.iter("div", "section", "ol", "aside")))
    return menu and not own and not speaks_of_series(words)


def _article_of(root: etree._Element) -> etree._Element:
    """The element of the whole article, if the one with its text stands in one of its own."""
    for element in root.iterancestors():
        if element.tag in {"body", "html"}:
            return root
        if element.tag == "article" or "hentry" in element.get("class", "").split():
            return element
        if "Article" in element.get("itemtype", "") or "Posting" in element.get("itemtype", ""):
            return element
    return root


def _beside(
    article: etree._Element, root: etree._Element
) -> tuple[tuple[etree._Element, ...], tuple[etree._Element, ...]]:
    """What stands in an article before and after the element of its text, in order."""
    before: list[etree._Element] = []
    after: list[etree._Element] = []
    element = root
    while element is not article:
        before[:0] = [*element.itersiblings(etree.Element, preceding=True)][::-1]
        after += element.itersiblings(etree.Element)
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return tuple(before), tuple(after)


def _outside(page: etree._Element, root: etree._Element) -> Iterator[Finding]:
    """What stands on the page beside the element of the essay, box by box."""
    chain = {root, *root.iterancestors()}
    for holder in chain - {root}:
        for child in holder:
            if holder.tag != "html" and child not in chain and isinstance(child.tag, str):
                words = blocks.beginning(child)
                if words:
                    yield Finding("dropped", "beside the text", words)


def _prose(element: etree._Element) -> int:
    """Letters of paragraphs that don't stand in links."""
    return sum(
        len(xhtml.text_of(p)) - sum(len(xhtml.text_of(a)) for a in p.iter("a"))
        for p in element.iter("p", "blockquote", "pre", "dd", "td")
        if not any(True for _ in p.iterchildren("p"))
    )


def _drop_permalinks(body: etree._Element) -> None:
    """Drop the signs beside headings that link to these."""
    for heading in body.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for link in list(heading.iter("a")):
            if link.get("href", "").startswith("#") and not _WORD.search(xhtml.text_of(link)):
                xhtml.remove(link)


def _innermost(root: etree._Element) -> etree._Element:
    """The innermost of boxes that hold nothing but one box each."""
    while True:
        inside = [child for child in root if isinstance(child.tag, str)]
        bare = "".join([root.text or "", *(child.tail or "" for child in root)]).strip()
        if len(inside) != 1 or bare or inside[0].tag not in {"div", "section", "article", "main"}:
            return root
        root = inside[0]


def _move(source: etree._Element, target: etree._Element) -> None:
    target.text = source.text
    target.extend(list(source))
