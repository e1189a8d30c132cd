"""Where on a page the essay stands: the element that holds it.

The extractor (readability-lxml, the best of those measured on saved pages) votes on the text; the
page's own markup (schema.org, microformats, `article`) may name the element; what is returned is
always an element of the page itself, with all its markup.
"""

from __future__ import annotations

import copy
import logging
import re
from typing import cast

from lxml import etree, html

from seriesbook import xhtml

_NUMBER = "data-number"
# Names by which themes call the element with the words of a post, the surest first.
# https://schema.org/articleBody, http://microformats.org/wiki/h-entry, …/hatom
_NAMED = (
    "//*[@itemprop='articleBody']",
    *(
        f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        for name in (
            "e-content", "entry-content", "post-content", "article-content", "article-body",
            "post-body", "article__body", "post__content", "entry__content", "available-content",
            "story-body", "content-body", "post-full-content", "gh-content", "postcontent",
            "post-entry", "article-text", "entry",
        )
    ),
    "//article",
    "//main",
    "//*[@role='main']",
)  # fmt: skip
_ENOUGH = 0.6  # of the text that the extractor found must stand in an element that is named
_COVERED = 0.95  # of that text must stand in an element that is not
_PARTS = frozenset("table tbody thead tfoot tr".split())
_WORD = re.compile(r"\w+")


def locate(page: etree._Element) -> etree._Element:
    """The element of a page (an `html` tree) that holds the essay; its `body`, if none does."""
    body = page.find("body")
    if body is None:
        return page
    chosen = _extracted(page)
    total = sum(chosen.values())
    weights = _weights(body, chosen)
    for element in page.iter(etree.Element):
        element.attrib.pop(_NUMBER, "")
    if not total:
        return body
    for path in _NAMED:
        named = cast("list[etree._Element]", page.xpath(path))
        found = [e for e in named if weights.get(e, 0) >= _ENOUGH * total]
        if found:
            return found[-1] if path.startswith("//*[contains") else found[0]
    return _smallest(body, weights, total)


def _smallest(
    body: etree._Element, weights: dict[etree._Element, int], total: int
) -> etree._Element:
    """The innermost element that holds nearly all that the extractor found.

    It may be a cell of a table that places things on the page, but not a part of another table.
    """
    element = body
    while True:
        inner = [c for c in element if weights.get(c, 0) >= _COVERED * total]
        if not inner or inner[0].tag in {"p", "h1", "ul", "ol", "blockquote", "pre"}:
            break
        element = inner[0]
    while element.tag in _PARTS:
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def _weights(body: etree._Element, chosen: dict[str, int]) -> dict[etree._Element, int]:
    """How many of the extractor's words stand in each element."""
    weights: dict[etree._Element, int] = {}
    for element in body.iter(etree.Element):
        weight = chosen.get(element.get(_NUMBER, ""), 0)
        node: etree._Element | None = element
        while weight and node is not None and node is not body.getparent():
            weights[node] = weights.get(node, 0) + weight
            node = node.getparent()
    return weights


def _extracted(page: etree._Element) -> dict[str, int]:
    """Number of an element → words directly in it that the extractor takes for the article."""
    for index, element in enumerate(page.iter(etree.Element)):
        element.set(_NUMBER, str(index))
    found: dict[str, int] = {}
    for element in _summary(_twin(page)).iter(etree.Element):
        number = element.get(_NUMBER)
        if number:
            own = [element.text or "", *(child.tail or "" for child in element)]
            found[number] = found.get(number, 0) + sum(len(_WORD.findall(text)) for text in own)
    return found


def _twin(page: etree._Element) -> html.HtmlElement:
    """A copy of the page as the extractor wants it; no address in it is looked at."""
    page = copy.deepcopy(page)
    for base in list(page.iter("base")):
        xhtml.remove(base)
    text = etree.tostring(page, encoding="unicode", method="html")
    return html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))


def _summary(twin: html.HtmlElement) -> etree._Element:
    """What the extractor takes for the article; an empty element if it takes nothing."""
    from readability import Document  # noqa: PLC0415 - slow to import
    from readability.readability import Unparseable  # noqa: PLC0415

    log = logging.getLogger("readability.readability")
    level = log.level
    log.setLevel(logging.CRITICAL)
    found: etree._Element = html.Element("html")
    try:
        markup = str(Document(etree.tostring(twin, encoding="unicode", method="html")).summary())
        if markup.strip():
            found = html.document_fromstring(markup)
    except (Unparseable, etree.ParserError, RecursionError):
        pass  # nothing found; the whole body is taken
    finally:
        log.setLevel(level)
    return found
