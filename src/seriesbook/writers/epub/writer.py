"""Packages a rendition with EbookLib."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING

from ebooklib import epub

from seriesbook import __version__, xhtml
from seriesbook.mirror import css_for
from seriesbook.problems import Outcome
from seriesbook.reasons import reasons
from seriesbook.rendition import Written
from seriesbook.words import direction_of
from seriesbook.writers.epub import package
from seriesbook.writers.epub.archive import repack
from seriesbook.writers.epub.content import Document, OpenedPage
from seriesbook.writers.epub.documents import STYLESHEETS, make_documents
from seriesbook.writers.epub.fonts import FontFile, embedded, font_faces
from seriesbook.writers.epub.photos import pages_with
from seriesbook.writers.epub.pictures import for_screens
from seriesbook.writers.epub.styles import rebased

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from seriesbook.model import Entry
    from seriesbook.problems import Problem
    from seriesbook.reasons import Inputs
    from seriesbook.rendition import PageSource, Printed, Rendition
    from seriesbook.spool import Kept
    from seriesbook.tools import Tools

_XHTML = "application/xhtml+xml"
_FOLDER = "EPUB"
# EbookLib packs without compression here, since `repack` packs again.
_OPTIONS = {
    "epub3_pages": False,
    "package_direction": True,
    "play_order": {"enabled": True, "start_from": 1},
    "raise_exceptions": True,
    "compresslevel": 0,
}


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the package. `href` is relative to the package document.

    EbookLib packs it empty: it would hold all contents at once, twice.
    """

    href: str
    media_type: str
    content: bytes | Kept
    properties: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its name in the manifest, which begins with its folder's."""
        return self.href.replace("/", "_")


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A book packaged with the pages of `source`; `fresh` are the documents made anew by now."""

    source: PageSource | None
    content: Kept
    inputs: dict[str, Inputs]
    fresh: frozenset[str]
    problems: tuple[Problem, ...]


class EpubWork:
    """A rendition that becomes an EPUB 3.3. The same rendition and time give the same bytes."""

    def __init__(self, rendition: Rendition, tools: Tools) -> None:
        self._tools = tools
        self._pictures = for_screens(rendition.assets, tools)
        assets = self._pictures.value
        pages = pages_with(rendition.pages, rendition.assets, assets)
        self._rendition = replace(rendition, assets=assets, pages=pages)
        self._opened = [OpenedPage(page, tools.cache) for page in pages]
        outlines = [one.outline for one in self._opened]
        self._fonts = embedded(rendition.fonts, rendition.css, outlines)
        self._prepared: _Prepared | None = None

    def foreseen(self) -> tuple[Printed, ...]:
        """Nothing is printed."""
        return ()

    def printed(self) -> tuple[Printed, ...]:
        """Nothing is printed."""
        return ()

    def prepare(self, source: PageSource | None = None) -> None:
        """Package it with the pages of a print edition, which may still change."""
        self._prepared = self._packaged(source)

    def _packaged(self, source: PageSource | None) -> _Prepared:
        """The book with these pages; the same one again if it is there."""
        before = self._prepared
        if before and before.source == source:
            return before
        rendition, tools = self._rendition, self._tools
        outcome = make_documents(self._opened, rendition, source, tools.cache)
        documents = outcome.value
        files = tuple(_files(rendition, documents.all, self._fonts))
        made = _book(rendition, documents.all, files, source)
        out = io.BytesIO()
        options = {**_OPTIONS, "mtime": tools.modified.astimezone(UTC)}
        if not epub.write_epub(out, made, options):
            raise OSError("EbookLib could not write the book")
        contents = {f"{_FOLDER}/{file.href}": file.content for file in files}
        content = repack(out.getvalue(), contents, tools.cache)
        fresh = documents.fresh | (before.fresh if before else frozenset())
        return _Prepared(source, content, documents.inputs, fresh, outcome.problems)

    def finish(self, source: PageSource | None = None) -> Outcome[Written]:
        """Mark the pages of a print edition in it, and package it."""
        made = self._packaged(source)
        book, inputs, fresh = self._rendition.book, made.inputs, made.fresh
        written = Written(
            content=made.content,
            reused=tuple(name for name in inputs if name not in fresh),
            rebuilt=reasons(book.series, book.edition, inputs, fresh, self._tools.cache),
        )
        return Outcome(written, (*self._pictures.problems, *made.problems))


def _files(
    rendition: Rendition, documents: Sequence[Document], faces: Sequence[FontFile]
) -> Iterator[_File]:
    """All files of the book, documents in reading order first."""
    for document in documents:
        yield _File(document.href, _XHTML, document.content, document.properties)
    css = rebased(rendition.css, (asset.href for asset in rendition.assets))
    for direction in dict.fromkeys(page.direction for page in rendition.pages):
        text = css_for(direction, css) + font_faces(faces)
        yield _File(STYLESHEETS[direction], "text/css", text.encode())
    for face in faces:
        yield _File(face.href, face.media_type, face.data)
    cover = _cover(documents)
    for asset in rendition.assets:
        properties = ("cover-image",) if asset.href == cover else ()
        yield _File(asset.href, asset.media_type, asset.data, properties)


def _cover(documents: Sequence[Document]) -> str:
    """Address of the image on the cover page; '' if there is none."""
    pictures = (p.href for d in documents if d.role == "cover" for p in d.pictures)
    return next(pictures, "")


def _book(
    rendition: Rendition,
    documents: Sequence[Document],
    files: Sequence[_File],
    source: PageSource | None,
) -> epub.EpubBook:
    book = epub.EpubBook()
    book.FOLDER_NAME, book.IDENTIFIER_ID = _FOLDER, package.IDENTIFIER
    book.title = package.clean(rendition.book.series.title)
    book.language = rendition.book.series.language
    book.set_direction(direction_of(book.language))
    named = source.identifier if source and any(d.marks for d in documents) else ""
    _describe(book, rendition, documents, files, named)
    for file in files:
        item = epub.EpubItem(file.id, file.href, file.media_type, b"")
        item.properties = file.properties
        book.add_item(item)
    homes = {i: d for d in documents for i in d.ids}
    part = dict(rendition.labels).get("part-number", "{number}")
    book.toc = list(_toc(rendition.book.contents, homes, part))
    book.add_item(epub.EpubNcx())
    if not any("nav" in document.properties for document in documents):
        book.add_item(epub.EpubNav(file_name="text/nav.xhtml", title=book.title))
    book.spine = [file.id for file in files if file.media_type == _XHTML]
    return book


def _describe(
    book: epub.EpubBook,
    rendition: Rendition,
    documents: Sequence[Document],
    files: Sequence[_File],
    page_source: str,
) -> None:
    """Hand over the metadata in place of what EbookLib puts there by itself."""
    ids = {file.href: file.id for file in files}
    items = {document.name: ids[document.href] for document in documents}
    book.metadata.clear()
    book.set_identifier(package.clean(package.identifier(rendition.book)))
    statements = package.metadata(rendition.book, documents, items, rendition.assets, page_source)
    for statement in statements:
        book.add_metadata(
            statement.space, statement.name, statement.text, dict(statement.attributes)
        )
    named = [("cover", file.id) for file in files if "cover-image" in file.properties]
    for name, content in [("generator", f"Seriesbook {__version__}"), *named]:
        book.add_metadata(None, "meta", None, {"name": name, "content": content})
    for prefix, address in package.PREFIXES.items():
        book.add_prefix(prefix, address)


def _toc(
    entries: Sequence[Entry], homes: Mapping[str, Document], part: str
) -> Iterator[epub.Link | tuple[epub.Section, list[object]]]:
    """Contents for the NCX; `part` is the theme's label for the number of a part.

    An entry that is on no page was reported where it is linked.
    """
    for entry in entries:
        home = homes.get(entry.id)
        if home is None:
            continue
        href = home.href if entry.id == home.name else f"{home.href}#{entry.id}"
        number = part.format(number=entry.number) if entry.role == "part" else entry.number
        title = package.clean(f"{number if entry.number else ''} {xhtml.plain(entry.title)}")
        children = list(_toc(entry.children, homes, part))
        if children:
            yield epub.Section(title, href), children
        else:
            yield epub.Link(href, title, f"nav-{entry.id}")
