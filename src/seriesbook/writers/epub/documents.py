"""Pages as content documents: links lead to files, and what only the build needs is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from seriesbook import xhtml
from seriesbook.cache import key_of
from seriesbook.faults import at_work
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.versions import code_digest
from seriesbook.writers.epub.content import (
    ADDRESSES,
    Document,
    OpenedPage,
    Picture,
    href_of,
    keep,
    nav_of,
    recall,
)
from seriesbook.writers.epub.narrow import settle_wide
from seriesbook.writers.epub.pagebreaks import mark_pages, page_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from seriesbook.cache import Cache
    from seriesbook.reasons import Inputs
    from seriesbook.rendition import Page, PageSource, Printed, Rendition
    from seriesbook.spool import Spool
    from seriesbook.writers.epub.pagebreaks import PageMark

# Stylesheets by the direction of a document's text.
STYLESHEETS = {"ltr": "css/book.css", "rtl": "css/book-rtl.css"}

_H = f"{{{xhtml.XHTML}}}"
_OF_THE_BUILD = ("data-line", "data-ref")
_DECORATIVE = frozenset({"none", "presentation"})
# Manifest properties that a document must declare (EPUB 3.3 §5.4.5), by namespace.
_PROPERTIES = {xhtml.MATHML: "mathml", xhtml.SVG: "svg"}


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a book in order, the names of those made anew, and what each is made of."""

    all: tuple[Document, ...]
    fresh: frozenset[str]
    inputs: dict[str, Inputs]


def make_documents(
    opened: Sequence[OpenedPage], rendition: Rendition, source: PageSource | None, cache: Cache
) -> Outcome[Documents]:
    """Turn pages into files of the EPUB, in their order.

    A link to an id that no page has is an error (`link-dead`) at the line of its block.

    Args:
        opened: the pages.
        rendition: what they are the pages of.
        source: the print edition whose pages are marked in them, and listed with the contents.
        cache: where documents are kept that had no problems.
    """
    homes = {value: one.page.name for one in opened for value in one.outline.ids}
    nav = next((one for one in opened if one.outline.is_nav), None)
    printed = {section.slug: section for section in source.sections} if source and nav else {}
    common = _Common(
        homes=homes,
        assets=frozenset(asset.href for asset in rendition.assets),
        printed=printed,
        page_list=rendition.label("page-list") if printed else "",
    )
    made = {one.page.name: _made(one, common, None, cache) for one in opened if one is not nav}
    if nav is not None:
        marks = {name: one.outcome.value.marks for name, one in made.items()}
        listed = tuple((one.page.name, marks.get(one.page.name, ())) for one in opened)
        made[nav.page.name] = _made(nav, common, listed, cache)
    ordered = {one.page.name: made[one.page.name] for one in opened}
    documents = Documents(
        all=tuple(one.outcome.value for one in ordered.values()),
        fresh=frozenset(name for name, one in ordered.items() if one.fresh),
        inputs={name: one.inputs for name, one in ordered.items()},
    )
    problems = (problem for one in ordered.values() for problem in one.outcome.problems)
    return Outcome(documents, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Common:
    """What all documents share: where ids are, files, print's sections, the page list's title."""

    homes: Mapping[str, str]
    assets: frozenset[str]
    printed: Mapping[str, Printed]
    page_list: str


# Marks by the name of their document, in the order of the book.
_Listed: TypeAlias = "tuple[tuple[str, tuple[PageMark, ...]], ...]"


@dataclass(frozen=True, slots=True)
class _Made:
    outcome: Outcome[Document]
    inputs: Inputs
    fresh: bool


def _made(opened: OpenedPage, common: _Common, listed: _Listed | None, cache: Cache) -> _Made:
    """A document, from the cache if it was made from the same before.

    `listed` are all marks of the others, for the document that lists them.
    """
    printed = common.printed.get(opened.page.name)
    inputs = _inputs(opened, printed, common, listed)
    key = key_of(*(f"{what} {digest}" for what, digest in inputs))
    folios = [folio for folio, _ in printed.pages] if printed else []
    kept = recall(key, opened.page, folios, cache)
    if kept is not None:
        return _Made(Outcome(kept), inputs, fresh=False)
    with at_work("making its part of the e-book", opened.page.where):
        outcome = _fresh(opened, printed, common, listed, cache.spool)
    if not outcome.problems:
        keep(key, outcome.value, cache)
    return _Made(outcome, inputs, fresh=True)


def _fresh(
    opened: OpenedPage,
    printed: Printed | None,
    common: _Common,
    listed: _Listed | None,
    spool: Spool,
) -> Outcome[Document]:
    tree = opened.tree()
    marks = mark_pages(tree, printed) if printed else ()
    nav = nav_of(tree)
    if listed is not None and nav is not None:
        of_book = [
            m
            for name, those in listed
            for m in ((*those, *marks) if name == opened.page.name else those)
        ]
        if of_book:
            nav.addnext(page_list(of_book, common.page_list))
    return _document(opened.page, tree, common, marks, spool)


def _inputs(
    opened: OpenedPage, printed: Printed | None, common: _Common, listed: _Listed | None
) -> Inputs:
    """All that a document is made from."""
    page = opened.page
    homes = [(target, common.homes.get(target)) for target in opened.outline.targets]
    images = sorted(href for href in common.assets if href in page.xhtml)
    # Numbers of pages are filled in afterwards.
    starts = [start for _, start in printed.pages] if printed else []
    return (
        ("text", key_of(page.name, page.role, page.direction, opened.digest)),
        ("pages of the print edition", key_of(repr(starts), printed.digest if printed else "")),
        ("list of pages", key_of(repr(listed), common.page_list)),
        ("links", key_of(repr(homes))),
        ("images", key_of(*images)),
        ("Seriesbook", code_digest()),
    )


def _document(
    page: Page,
    root: etree._Element,
    common: _Common,
    marks: tuple[PageMark, ...],
    spool: Spool,
) -> Outcome[Document]:
    settle_wide(root)
    properties = tuple(_properties(root))
    pictures = tuple(_pictures(root))
    problems = tuple(_settle(page, root, common.homes, common.assets))
    document = Document(
        name=page.name,
        role=page.role,
        href=href_of(page.name),
        content=spool.keep(_serialise(root)),
        properties=properties,
        ids=frozenset(xhtml.ids_of(root)),
        pictures=pictures,
        marks=marks,
    )
    return Outcome(document, problems)


def _properties(root: etree._Element) -> Iterator[str]:
    if nav_of(root) is not None:
        yield "nav"
    for namespace, name in _PROPERTIES.items():
        if next(root.iter(f"{{{namespace}}}*"), None) is not None:
            yield name


def _pictures(root: etree._Element) -> Iterator[Picture]:
    for image in root.iter(f"{_H}img"):
        described = bool((image.get("alt") or "").strip()) or image.get("role") in _DECORATIVE
        yield Picture(image.get("src") or "", described)
    for drawing in root.iter(f"{{{xhtml.SVG}}}svg"):
        if drawing.get("fill") == "currentColor":  # a sign among words, which say the same
            continue
        titled = drawing.find(f"{{{xhtml.SVG}}}title") is not None
        hidden = drawing.get("aria-hidden") == "true"
        yield Picture("", titled or hidden or bool(drawing.get("aria-label")))


def _settle(
    page: Page, root: etree._Element, homes: Mapping[str, str], assets: frozenset[str]
) -> Iterator[Problem]:
    """Turn every address into one that holds in the EPUB; tell of those that lead nowhere."""
    for element in root.iter(etree.Element):
        for name in ADDRESSES:
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
