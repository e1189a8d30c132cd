"""Pages as content documents: links lead to files, and what only the build needs is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.writers.epub.narrow import settle_wide
from seriesbook.writers.epub.pagebreaks import mark_pages, page_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from seriesbook.model import Page, Rendition

# Stylesheets by the direction of a document's text.
STYLESHEETS = {"ltr": "css/book.css", "rtl": "css/book-rtl.css"}

_H = f"{{{xhtml.XHTML}}}"
_ADDRESSES = ("href", "src", "{http://www.w3.org/1999/xlink}href")
_OF_THE_BUILD = ("data-line", "data-ref")
_DECORATIVE = frozenset({"none", "presentation"})
# Manifest properties that a document must declare (EPUB 3.3 §5.4.5), by namespace.
_PROPERTIES = {xhtml.MATHML: "mathml", xhtml.SVG: "svg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in a document: its address (`images/x.svg`), and whether words stand for it."""

    href: str
    described: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A content document. `href` is relative to the package document.

    `properties` are those of its manifest item; `ids` all that links can lead to; `tags` the
    local names of its elements; `characters` all that it sets; `marks` whether pages of a print
    edition are marked in it.
    """

    name: str
    role: str
    href: str
    data: bytes
    properties: tuple[str, ...]
    ids: frozenset[str]
    tags: frozenset[str]
    characters: frozenset[str]
    pictures: tuple[Picture, ...]
    marks: bool = False


def href_of(name: str) -> str:
    """Address of a page's file, relative to the package document."""
    return f"text/{name}.xhtml"


def make_documents(rendition: Rendition) -> Outcome[tuple[Document, ...]]:
    """Turn pages into files of the EPUB, in their order.

    A link to an id that no page has is an error (`link-dead`) at the line of its block.
    """
    trees = [xhtml.parse_document(page.xhtml) for page in rendition.pages]
    _add_pages(rendition, trees)
    homes = {
        value: page.name
        for page, tree in zip(rendition.pages, trees, strict=True)
        for value in xhtml.ids_of(tree)
    }
    assets = frozenset(asset.href for asset in rendition.assets)
    made = [
        _document(page, tree, homes, assets)
        for page, tree in zip(rendition.pages, trees, strict=True)
    ]
    return Outcome(
        tuple(outcome.value for outcome in made),
        tuple(problem for outcome in made for problem in outcome.problems),
    )


def _add_pages(rendition: Rendition, trees: Sequence[etree._Element]) -> None:
    """Mark the pages of the print edition, and list them where the contents are."""
    nav = next((nav for tree in trees if (nav := nav_of(tree)) is not None), None)
    if rendition.page_source is None or nav is None:
        return
    names = (page.name for page in rendition.pages)
    marks = mark_pages(dict(zip(names, trees, strict=True)), rendition.page_source.sections)
    if marks:
        nav.addnext(page_list(marks, rendition.label("page-list")))


def _document(
    page: Page, root: etree._Element, homes: Mapping[str, str], assets: frozenset[str]
) -> Outcome[Document]:
    settle_wide(root)
    properties = tuple(_properties(root))
    pictures = tuple(_pictures(root))
    problems = tuple(_settle(page, root, homes, assets))
    document = Document(
        name=page.name,
        role=page.role,
        href=href_of(page.name),
        data=_serialise(root),
        properties=properties,
        ids=frozenset(xhtml.ids_of(root)),
        tags=frozenset(etree.QName(element).localname for element in root.iter(etree.Element)),
        characters=frozenset("".join(map(str, root.itertext()))),
        pictures=pictures,
        marks=any(e.get("role") == "doc-pagebreak" for e in root.iter(f"{_H}span")),
    )
    return Outcome(document, problems)


def _properties(root: etree._Element) -> Iterator[str]:
    if nav_of(root) is not None:
        yield "nav"
    for namespace, name in _PROPERTIES.items():
        if next(root.iter(f"{{{namespace}}}*"), None) is not None:
            yield name


def nav_of(root: etree._Element) -> etree._Element | None:
    """The table of contents of a navigation document (EPUB 3.3 §7.4.2); None if it is none."""
    for nav in root.iter(f"{_H}nav"):
        if "toc" in (nav.get(xhtml.EPUB_TYPE) or "").split():
            return nav
    return None


def _pictures(root: etree._Element) -> Iterator[Picture]:
    for image in root.iter(f"{_H}img"):
        described = bool((image.get("alt") or "").strip()) or image.get("role") in _DECORATIVE
        yield Picture(image.get("src") or "", described)
    for drawing in root.iter(f"{{{xhtml.SVG}}}svg"):
        titled = drawing.find(f"{{{xhtml.SVG}}}title") is not None
        hidden = drawing.get("aria-hidden") == "true"
        yield Picture("", titled or hidden or bool(drawing.get("aria-label")))


def _settle(
    page: Page, root: etree._Element, homes: Mapping[str, str], assets: frozenset[str]
) -> Iterator[Problem]:
    """Turn every address into one that holds in the EPUB; tell of those that lead nowhere."""
    for element in root.iter(etree.Element):
        for name in _ADDRESSES:
            value = element.get(name)
            if value is None:
                continue
            if value.startswith("#") and value[1:] not in homes:
                yield _dead(page, element, value)
            element.set(name, _address(page, element, value, homes, assets))
    for element in root.iter(etree.Element):
        for name in _OF_THE_BUILD:
            element.attrib.pop(name, "")


def _address(
    page: Page,
    element: etree._Element,
    value: str,
    homes: Mapping[str, str],
    assets: frozenset[str],
) -> str:
    if element.tag == f"{_H}link" and element.get("rel") == "stylesheet":
        return f"../{STYLESHEETS[page.direction]}"
    if value in assets:
        return f"../{value}"
    home = homes.get(value[1:]) if value.startswith("#") else None
    if home is None or home == page.name:
        return value
    return f"{home}.xhtml" if value[1:] == home else f"{home}.xhtml{value}"


def _dead(page: Page, element: etree._Element, value: str) -> Problem:
    return Problem(
        Where(page.where.path, xhtml.line_of(element) or page.where.line),
        "link-dead",
        f"the link to {value} leads to nothing in this edition.",
        "Link to an essay of the edition or a heading in it.",
    )


def _serialise(root: etree._Element) -> bytes:
    """Write a document such that XML and HTML parsers read the same."""
    for element in root.iter(f"{_H}*"):
        void = etree.QName(element).localname in xhtml.VOID
        if not void and not len(element) and not element.text:
            element.text = ""
    tree = root.getroottree()
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True) + b"\n"
