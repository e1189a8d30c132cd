"""On paper a link to another essay says where that is: "(p. 47)".

The number is an empty `<span class="page-number" data-ref="ID">`, filled in when pages are
counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.notemarks import insert_after
from seriesbook.pieces import hrefs_in, ids_in, markups, rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.model import Book, Section
    from seriesbook.problems import Where

_NOT_TEXT = frozenset({"noteref", "note-number", "backlink"})


def owners(book: Book) -> dict[str, str]:
    """Slug of the section that each id of a book is in, notes left out."""
    found: dict[str, str] = {}
    for section in book.sections:
        found[section.slug] = section.slug
        for markup, _ in markups(section):
            found |= dict.fromkeys(ids_in(markup), section.slug)
    return found


def with_page_numbers(section: Section, owner: Mapping[str, str], label: str) -> Section:
    """Let a page number follow each link to another section, once in a paragraph.

    `label` is the theme's, with `{page}` in it.
    """

    def leads_away(href: str) -> bool:
        target = href.removeprefix("#")
        return href.startswith("#") and owner.get(target, section.slug) != section.slug

    def change(root: etree._Element, _where: Where) -> None:
        seen: set[tuple[etree._Element, str]] = set()
        for link in list(xhtml.elements(root, "a")):
            href = link.get("href", "")
            place = (_block_of(link), href)
            if leads_away(href) and place not in seen and link.get("class") not in _NOT_TEXT:
                seen.add(place)
                _add_number(link, href[1:], label)

    return rewrite(section, lambda markup: any(map(leads_away, hrefs_in(markup))), change)


def _block_of(element: etree._Element) -> etree._Element:
    return next((e for e in element.iterancestors() if e.tag in xhtml.BLOCKS), element)


def _add_number(link: etree._Element, target: str, label: str) -> None:
    before, _, after = label.partition("{page}")
    reference = etree.Element("span", {"class": "page-ref"})
    reference.text = f"({before}"
    number = etree.SubElement(reference, "span", {"class": "page-number", "data-ref": target})
    number.tail = f"{after})"
    tail, link.tail = link.tail or "", None
    insert_after(link, reference)
    link.tail, reference.tail = "\N{NO-BREAK SPACE}", tail
