"""Headings: the title's repetition out, levels from 2 down, bold lines that are heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.anchor_tidy import wanted_names
from seriesbook.importers.boldlines import take_bold_lines
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from seriesbook.importers.model import Post

NAMES = ("h1", "h2", "h3", "h4", "h5", "h6")
WAS = "data-was"


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
    findings += take_bold_lines(root)
    headings = list(root.iter(*NAMES))
    top = min((int(h.tag[1]) for h in headings), default=2)
    last = 1
    for heading in headings:
        level = min(int(heading.tag[1]) - top + 2, last + 1, 6)
        heading.tag = f"h{level}"
        last = level
    return findings + _name(root, headings)


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


def _name(root: etree._Element, headings: list[etree._Element]) -> list[Finding]:
    """Ids stay only where a link of the same text leads to them, links only that lead to one."""
    wanted = wanted_names(root)
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
    findings = []
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in known:
            what = "link to a place that the text does not have"
            findings.append(Finding("not-carried", what, f"{xhtml.text_of(link)} ({href})"))
            xhtml.unwrap(link)
    return findings
