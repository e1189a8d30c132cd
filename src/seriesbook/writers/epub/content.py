"""What a content document is, and what is kept of it for the next build."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from seriesbook import xhtml
from seriesbook.cache import key_of
from seriesbook.versions import code_digest
from seriesbook.writers.epub.pagebreaks import PageMark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.cache import Cache
    from seriesbook.rendition import Page
    from seriesbook.spool import Kept, Spool

_H = f"{{{xhtml.XHTML}}}"
_OUTLINES, _DOCUMENTS = "epub-outline", "epub-document"
# Stands for the start of a page's mark: no document has this character (XML 1.0 §2.2).
_MARK = "\0"
# Attributes that hold an address.
ADDRESSES = ("href", "src", "{http://www.w3.org/1999/xlink}href")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in a document: its address (`images/x.svg`), and whether words stand for it."""

    href: str
    described: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A content document. `href` is relative to the package document.

    `content` is where it lies, `properties` are those of its manifest item; `ids` all that links
    can lead to; `marks` the pages of a print edition that are marked in it.
    """

    name: str
    role: str
    href: str
    content: Kept
    properties: tuple[str, ...]
    ids: frozenset[str]
    pictures: tuple[Picture, ...]
    marks: tuple[PageMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """What must be known of a page before the others are made.

    `ids` are its own and `targets` those that it leads to; `tags` are the local names of its
    elements, `characters` all that it sets.
    """

    ids: tuple[str, ...]
    targets: tuple[str, ...]
    tags: tuple[str, ...]
    characters: str
    is_nav: bool


class OpenedPage:
    """A page that is parsed only if it must be; its tree is not kept, since trees are large.

    `digest` is that of its text.
    """

    def __init__(self, page: Page, cache: Cache) -> None:
        self.page = page
        self.digest = key_of(page.xhtml)
        key = key_of(code_digest(), self.digest)
        ids, targets, tags, *others = json.loads(cache.kept(_OUTLINES, key, self._outline))
        self.outline = Outline(tuple(ids), tuple(targets), tuple(tags), *others)

    def tree(self) -> etree._Element:
        """The page, parsed; whoever takes it may change it."""
        return xhtml.parse_document(self.page.xhtml)

    def _outline(self) -> bytes:
        tree = self.tree()
        values = (e.get(name) or "" for e in tree.iter("*") for name in ADDRESSES)
        outline = Outline(
            tuple(sorted(xhtml.ids_of(tree))),
            tuple(sorted({value[1:] for value in values if value.startswith("#")})),
            tuple(sorted({etree.QName(e).localname for e in tree.iter(etree.Element)})),
            "".join(sorted(set("".join(map(str, tree.itertext()))))),
            nav_of(tree) is not None,
        )
        return json.dumps(astuple(outline), ensure_ascii=False).encode()


def nav_of(root: etree._Element) -> etree._Element | None:
    """The table of contents of a navigation document (EPUB 3.3 §7.4.2); None if it is none."""
    for nav in root.iter(f"{_H}nav"):
        if "toc" in (nav.get(xhtml.EPUB_TYPE) or "").split():
            return nav
    return None


def href_of(name: str) -> str:
    """Address of a page's file, relative to the package document."""
    return f"text/{name}.xhtml"


def recall(key: str, page: Page, folios: Sequence[str], cache: Cache) -> Document | None:
    """A document from the cache; `folios` are those that its pages have in print by now."""
    data = cache.get(_DOCUMENTS, key)
    return None if data is None else _document(json.loads(data), page, folios, cache.spool)


def _document(kept: dict[str, Any], page: Page, folios: Sequence[str], spool: Spool) -> Document:
    marks = tuple(PageMark(page.name, index, folios[index]) for index in kept["pages"])
    return Document(
        name=page.name,
        role=page.role,
        href=href_of(page.name),
        content=spool.keep(_filled(kept["data"], marks).encode()),
        properties=tuple(kept["properties"]),
        ids=frozenset(kept["ids"]).union(mark.id for mark in marks),
        pictures=tuple(Picture(*values) for values in kept["pictures"]),
        marks=marks,
    )


def keep(key: str, document: Document, cache: Cache) -> None:
    """Put a new document into the cache, with the numbers of its pages left out.

    So a book whose pages are numbered anew finds it there.
    """
    data = document.content.read().decode()
    for mark in document.marks:
        data = data.replace(mark.tag, _MARK, 1)
    kept = {
        "data": data,
        "properties": document.properties,
        "ids": sorted(document.ids.difference(mark.id for mark in document.marks)),
        "pictures": [astuple(picture) for picture in document.pictures],
        "pages": [mark.page for mark in document.marks],
    }
    if data.count(_MARK) == len(document.marks):
        cache.put(_DOCUMENTS, key, json.dumps(kept, ensure_ascii=False).encode())


def _filled(text: str, marks: Sequence[PageMark]) -> str:
    """A text with the numbers of its pages."""
    first, *others = text.split(_MARK)
    pages = (f"{mark.tag}{other}" for mark, other in zip(marks, others, strict=True))
    return "".join((first, *pages))
