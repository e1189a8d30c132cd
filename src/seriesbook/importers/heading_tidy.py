"""Headings: the title's repetition out, levels from 2 down, bold lines that are heads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from seriesbook.importers.model import Post

NAMES = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST = 80  # characters of a bold line that may be a heading
WAS = "data-was"
_FOLLOWING = frozenset({"p", "figure", "blockquote", "ul", "ol", "div", "table"})
_ENDS = re.compile(r"[.,;:!?…]['\"”’)]*$")


def tidy_headings(root: etree._Element, post: Post) -> list[Finding]:
    """Bring the headings of a post into our form, in place."""
    findings = _drop_title(root, post)
    for heading in list(root.iter(*NAMES)):
        if not xhtml.text_of(heading):
            if heading.find(".//img") is not None or heading.find(".//sup") is not None:
                heading.tag = "p"
            else:
                xhtml.remove(heading)
        elif any(
            up.tag in {"li", "td", "th", "figure", "figcaption"} for up in heading.iterancestors()
        ):
            heading.tag = "p"
    if root.find(".//h2") is None and not any(True for _ in root.iter(*NAMES)):
        findings += _bold_lines(root)
    headings = list(root.iter(*NAMES))
    top = min((int(h.tag[1]) for h in headings), default=2)
    last = 1
    for heading in headings:
        level = min(int(heading.tag[1]) - top + 2, last + 1, 6)
        heading.tag = f"h{level}"
        last = level
    _name(root, headings)
    return findings


def _drop_title(root: etree._Element, post: Post) -> list[Finding]:
    """A first heading that repeats the title, or the subtitle, says it twice."""
    findings = []
    for said in (post.title, post.subtitle):
        first = next((c for c in root.iter(*NAMES, "p", "figure") if xhtml.text_of(c)), None)
        if first is None or not said or first.tag not in NAMES or (root.text or "").strip():
            continue
        if slugify(xhtml.text_of(first)) == slugify(said):
            findings.append(Finding("dropped", "repetition of the title", first_words(first)))
            xhtml.remove(first)
    return findings


def _bold_lines(root: etree._Element) -> list[Finding]:
    """In a text without headings, short paragraphs all bold are its headings."""
    found = [p for p in root.iter("p") if _is_bold_line(p)]
    children = [c for c in root if isinstance(c.tag, str)]
    sure = len(found) >= 2 and all(p.getparent() is root for p in found)
    if not sure or any(p is children[-1] for p in found):
        return []
    for paragraph in found:
        for strong in list(paragraph.iter("strong")):
            xhtml.unwrap(strong)
        paragraph.tag = "h2"
    return [Finding("guessed", "heading, marked by bold type only", first_words(p)) for p in found]


def _is_bold_line(paragraph: etree._Element) -> bool:
    text = xhtml.text_of(paragraph)
    bold = "".join(xhtml.text_of(s) for s in paragraph.iter("strong"))
    following = paragraph.getnext()
    return (
        0 < len(text) <= _LONGEST
        and bold == text
        and not _ENDS.search(text)
        and paragraph.find(".//br") is None
        and following is not None
        and following.tag in _FOLLOWING
        and not (len(following) and xhtml.text_of(following) == xhtml.text_of(following[0]))
    )


def _name(root: etree._Element, headings: list[etree._Element]) -> None:
    """Ids stay only where a link of the same text leads to them."""
    wanted = {
        link.get("href", "")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")
    }
    for element in list(root.iter(etree.Element)):
        name = element.get("id") or element.get("name")
        inside = next(
            (e.get("id") for e in element.iter("a", "span") if e.get("id") in wanted), None
        )
        if element in headings:
            inner = (e.get("id") for e in element.iter("a", "span"))
            earlier = " ".join(filter(None, [name, *inner]))
            name = name if name in wanted else inside
            element.attrib.clear()
            if earlier:
                element.set(WAS, earlier)  # a link of another essay may lead here
            if name and name != slugify(xhtml.text_of(element)):
                element.set("id", name)
        elif name and element.tag not in {"img"}:
            element.attrib.pop("id", "")
            element.attrib.pop("name", "")
            if name in wanted and not any(up in headings for up in element.iterancestors()):
                anchor = etree.Element("span", {"id": name})
                anchor.tail, element.text = element.text, None
                element.insert(0, anchor)
            elif element.tag == "span" and not element.attrib:
                xhtml.unwrap(element)
    known = {e.get("id") for e in root.iter(etree.Element)} | {
        slugify(xhtml.text_of(h)) for h in headings
    }
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in known:
            xhtml.unwrap(link)
