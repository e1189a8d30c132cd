"""The package document's metadata (EPUB 3.3 §5.5), as entries for EbookLib.

Relator codes: https://id.loc.gov/vocabulary/relators. Accessibility: EPUB Accessibility 1.1 §2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.relators import CREATORS, RELATORS
from seriesbook.text import legal
from seriesbook.writers.epub.access import accessibility

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from seriesbook.model import Asset, Book, Collection, License, Person, Section
    from seriesbook.writers.epub.content import Document

DC = "http://purl.org/dc/elements/1.1/"
IDENTIFIER = "publication-id"
PREFIXES = {
    "cc": "http://creativecommons.org/ns#",
    "relators": "http://id.loc.gov/vocabulary/relators/",
}

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """An element of the metadata. `space` is the namespace of its name, None: the package's."""

    name: str
    text: str | None
    attributes: Mapping[str, str]
    space: str | None = None


def metadata(
    book: Book,
    documents: Sequence[Document],
    items: Mapping[str, str],
    assets: Sequence[Asset],
    page_source: str = "",
) -> tuple[Statement, ...]:
    """Everything that the package says about the book.

    Args:
        book: the book.
        documents: its content documents.
        items: manifest id of each section by its slug.
        assets: the other files that it holds.
        page_source: identifier of the print edition whose page numbers it gives; '' for none.
    """
    return (
        *_titles(book),
        Statement("language", book.series.language, {}, DC),
        *_people(book),
        *_publication(book),
        *_rights(book.series.license),
        *(s for c in (book.series.collection,) if c for s in _collection(c)),
        *(s for part in book.sections for s in _of_section(part, book, items)),
        *(
            _meta(p, text, **more)
            for p, text, more in accessibility(book, documents, assets, page_source)
        ),
    )


def identifier(book: Book) -> str:
    """The edition's ISBN as a URN, else the identifier of the series."""
    isbn = re.sub("[^0-9Xx]", "", book.edition.isbn).upper()
    return f"urn:isbn:{isbn}" if isbn else clean(book.series.identifier)


def clean(text: str) -> str:
    """Text for an attribute or element of the package: white space folded (shops refuse more)."""
    return " ".join(legal(text).split())


def _dc(name: str, text: str, **attributes: str) -> Statement:
    return Statement(name, clean(text), attributes, DC)


def _meta(property_: str, text: str, **attributes: str) -> Statement:
    return Statement("meta", clean(text), {"property": property_, **attributes})


def _refine(id_: str, property_: str, text: str, **attributes: str) -> Statement:
    return _meta(property_, text, refines=f"#{id_}", **attributes)


def _titles(book: Book) -> Iterator[Statement]:
    yield _dc("title", book.series.title, id="title")
    yield _refine("title", "title-type", "main")
    if book.series.subtitle:
        yield _refine("title", "display-seq", "1")
        yield _dc("title", book.series.subtitle, id="subtitle")
        yield _refine("subtitle", "title-type", "subtitle")
        yield _refine("subtitle", "display-seq", "2")


def _people(book: Book) -> Iterator[Statement]:
    """Everybody once, with all their roles: those of the series, then those of single essays."""
    own = book.series.authors
    guests = tuple(person for section in book.sections for person in section.authors)
    roles: dict[str, list[str]] = {}
    for person in (*own, *guests):
        known = roles.setdefault(person.name, [])
        known += [role for role in (person.role,) if role not in known]
    makers = own or guests
    creators = {person.name for person in makers if person.role in CREATORS}
    first = {person.name: person for person in reversed((*own, *guests))}
    for place, name in enumerate((n for n in roles if n in creators), 1):
        yield from _person("creator", first[name], roles[name], place)
    for place, name in enumerate((n for n in roles if n not in creators), 1):
        yield from _person("contributor", first[name], roles[name], place)


def _person(element: str, person: Person, roles: Sequence[str], place: int) -> Iterator[Statement]:
    """A creator or contributor. `place` counts from 1."""
    id_ = f"{element}-{place}"
    yield _dc(element, person.name, id=id_)
    for role in roles:
        yield _refine(id_, "role", RELATORS[role], scheme="marc:relators")
    if person.sort_name:
        yield _refine(id_, "file-as", person.sort_name)
    yield _refine(id_, "display-seq", str(place))


def _publication(book: Book) -> Iterator[Statement]:
    series = book.series
    if series.publisher:
        yield _dc("publisher", series.publisher)
    if series.issued:
        yield _dc("date", series.issued.isoformat())
    if series.edition:
        yield _meta("schema:bookEdition", series.edition)
    if series.description:
        yield _dc("description", series.description)
    for subject in dict.fromkeys(map(clean, series.subjects)):
        yield _dc("subject", subject)


def _rights(license_: License | None) -> Iterator[Statement]:
    if license_ is None:
        return
    yield _dc("rights", license_.text or license_.name)
    if license_.url:
        link = {"rel": "cc:license dcterms:license", "href": clean(license_.url)}
        yield Statement("link", None, link)


def _collection(collection: Collection) -> Iterator[Statement]:
    """A larger set, as the standard says it and as calibre and its kin read it."""
    yield _meta("belongs-to-collection", collection.title, id="collection")
    yield _refine("collection", "collection-type", "series")
    named = {"calibre:series": clean(collection.title)}
    if _NUMBER.fullmatch(collection.number):
        yield _refine("collection", "group-position", collection.number)
        named["calibre:series_index"] = collection.number
    for name, content in named.items():
        yield Statement("meta", None, {"name": name, "content": content})


def _of_section(section: Section, book: Book, items: Mapping[str, str]) -> Iterator[Statement]:
    """Who wrote one essay, where it first appeared, and its license if it has its own.

    `role` may refine only creators and contributors of the whole, so that the relator itself is
    the property here.
    """
    item = items.get(section.slug)
    if item is None:
        return
    for person in section.authors if section.authors != book.series.authors else ():
        yield _refine(item, f"relators:{RELATORS[person.role]}", person.name)
    if section.origin.url:
        yield _link(item, "dcterms:source", section.origin.url)
    if section.license and section.license != book.series.license:
        yield _refine(item, "dcterms:rights", section.license.text or section.license.name)
        if section.license.url:
            yield _link(item, "cc:license dcterms:license", section.license.url)


def _link(item: str, rel: str, href: str) -> Statement:
    return Statement("link", None, {"refines": f"#{item}", "rel": rel, "href": clean(href)})
