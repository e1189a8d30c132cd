"""Inline markup in one form: emphasis by `em` and `strong`, nothing about mere looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import classes_of, has_blocks, is_block
from seriesbook.importers.model import Finding
from seriesbook.sanitise import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.model import Post

SMALLCAPS = "smallcaps"
_SAME = {
    "i": "em", "cite": "em", "var": "em", "dfn": "em", "u": "em", "b": "strong", "tt": "code",
    "samp": "code", "strike": "del", "s": "del", "acronym": "abbr",
}  # fmt: skip
# Elements that say nothing to a reader of a book.
_UNWRAPPED = frozenset("font big nobr time label bdi data picture ins tbody noindex".split())
_STYLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.I), "em"),
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I), "strong"),
    (re.compile(r"text-decoration[^;]*:\s*line-through", re.I), "del"),
    (re.compile(r"vertical-align\s*:\s*super", re.I), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub", re.I), "sub"),
)
_SMALLCAPS_STYLE = re.compile(r"font-variant(?:-caps)?\s*:\s*[^;]*small-caps", re.I)
_SMALLCAPS_CLASSES = frozenset({"small-caps", "smallcaps", "sc", "small_caps", "smcp"})
_PLAIN = re.compile(r"font-(?:weight\s*:\s*(?:normal|400)|style\s*:\s*normal)", re.I)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_hsenc|_hsmi|igshid", re.I)
_SCHEME = re.compile(r"\s*([A-Za-z][\w+.-]*):")
# Of buttons and of a page's own furniture: nothing is lost with them.
_SILENT = frozenset({"javascript", "data", "vbscript", "file", "about"})
_MERGED = frozenset({"em", "strong", "del", "code", "sup", "sub"})
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")


def tidy_inline(root: etree._Element, _: Post) -> list[Finding]:
    """Bring emphasis, small capitals, quotation marks and links into our form, in place."""
    findings = [*_strange_links(root)]
    for element in list(root.iter(etree.Element)):
        if element is not root and element.getparent() is not None:
            _tidy(element)
    for element in list(root.iter("em", "strong", "del")):
        if any(up.tag == element.tag for up in element.iterancestors()):
            xhtml.unwrap(element)
    for heading in root.iter(*_HEADS):
        for strong in list(heading.iter("strong")):
            if xhtml.text_of(strong) == xhtml.text_of(heading):
                xhtml.unwrap(strong)
    _merge(root)
    return findings


def _strange_links(root: etree._Element) -> Iterator[Finding]:
    """Links by ways that no book can open (`ftp:`, a wiki's `Help:`) are told; text is left."""
    for link in list(root.iter("a")):
        href = link.get("href", "").strip()
        scheme = _SCHEME.match(href)
        if scheme and scheme[1].lower() not in SCHEMES | _SILENT:
            what = "link with an address that can't be opened from a book"
            yield Finding("not-carried", what, f"{xhtml.text_of(link)} ({href})")
            xhtml.unwrap(link)


def _tidy(element: etree._Element) -> None:
    name = str(element.tag).rpartition("}")[2]
    element.tag = _SAME.get(name, name if "}" in str(element.tag) else str(element.tag))
    if _says_nothing(element):
        xhtml.unwrap(element)
    elif element.tag == "wbr":
        xhtml.remove(element)
    elif element.tag == "a":
        _tidy_link(element)
    elif element.tag == "q":
        _quote(element)
    elif element.tag == "span":
        _tidy_span(element)
    elif not is_block(element) and element.tag not in {"img", "br", "sup", "code"}:
        _style(element)


def _says_nothing(element: etree._Element) -> bool:
    plain = element.tag in {"em", "strong"} and _PLAIN.search(element.get("style", ""))
    bare = element.tag == "abbr" and not element.get("title")
    return element.tag in _UNWRAPPED or bare or bool(plain)


def _tidy_span(span: etree._Element) -> None:
    """A span stays only where it says something."""
    style = span.get("style", "")
    capitals = _SMALLCAPS_STYLE.search(style) or classes_of(span) & _SMALLCAPS_CLASSES
    language = span.get("lang", "")
    direction = span.get("dir", "") if language else ""
    if has_blocks(span) or not (xhtml.text_of(span) or len(span)):
        xhtml.unwrap(span)
        return
    _style(span)
    span.attrib.clear()
    if capitals:
        span.set("class", SMALLCAPS)
    if language:
        span.set("lang", language)
    if direction:
        span.set("dir", direction)
    if not span.attrib:
        xhtml.unwrap(span)


def _style(element: etree._Element) -> None:
    """What a style says becomes elements inside."""
    style = element.attrib.pop("style", "")
    if not style or has_blocks(element):
        return
    for pattern, tag in _STYLES:
        if pattern.search(str(style)) and element.tag != tag:
            inner = etree.Element(tag)
            inner.text, element.text = element.text, None
            inner.extend(list(element))
            element.append(inner)


def _quote(element: etree._Element) -> None:
    nested = any(up.tag == "span" and up.get("data-q") for up in element.iterancestors())
    opening, closing = "‘’" if nested else "“”"
    element.text = opening + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + closing
    else:
        element.text += closing
    xhtml.unwrap(element)


def _tidy_link(link: etree._Element) -> None:
    """An address without trackers; a link that leads nowhere is none."""
    href = link.get("href", "").strip()
    scheme = _SCHEME.match(href)
    bad = scheme and scheme[1].lower() in _SILENT
    if bad or href in {"", "#"} or not (xhtml.text_of(link) or link.find(".//img") is not None):
        if link.get("id") or link.get("name"):
            link.tag = "span"
            name = link.get("id") or link.get("name") or ""
            link.attrib.clear()
            link.set("id", name)
        else:
            xhtml.unwrap(link)
        return
    link.set("href", clean_address(href))


def clean_address(url: str) -> str:
    """An address without the parameters that only count readers."""
    url = f"https:{url}" if url.startswith("//") else url
    if "?" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not _TRACKING.fullmatch(name)]
    return url if len(kept) == len(given) else urlunsplit(parts._replace(query=urlencode(kept)))


def _merge(root: etree._Element) -> None:
    """Neighbours of one kind become one: editors cut emphasis into pieces."""
    for element in list(root.iter(*sorted(_MERGED), "a")):
        following = element.getnext()
        while following is not None and _same(element, following) and not element.tail:
            _append(element, following)
            following = element.getnext()


def _same(one: etree._Element, other: etree._Element) -> bool:
    if one.tag != other.tag or one.get("data-note"):
        return False
    return sorted(map(str, one.items())) == sorted(map(str, other.items()))


def _append(element: etree._Element, following: etree._Element) -> None:
    text = following.text or ""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
    element.extend(list(following))
    element.tail = following.tail
    following.tail = None
    parent = following.getparent()
    if parent is not None:
        parent.remove(following)
