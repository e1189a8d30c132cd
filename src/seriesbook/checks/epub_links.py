"""What a reader would stumble over in an EPUB, checked without any other program.

Every address leads somewhere, every id is there once, every note mark has its note and the note
leads back, the contents follow the reading order, and the manifest names what the container holds.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote, urlsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.checks.places import place_of
from seriesbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.codes import Code
    from seriesbook.rendition import Rendition

_H = f"{{{xhtml.XHTML}}}"
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_ADDRESSES = ("href", "src", "{http://www.w3.org/1999/xlink}href")
_OUTSIDE_MANIFEST = ("META-INF/", "mimetype")


@dataclass(frozen=True, slots=True)
class _Link:
    """A link: its document and element, its own id, its EPUB types, and where it leads."""

    member: str
    element: int
    id: str
    types: tuple[str, ...]
    path: str
    fragment: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """An EPUB, read. `spine` are documents in reading order; `listed` is the manifest."""

    members: Mapping[str, bytes]
    package: str
    listed: tuple[str, ...]
    spine: tuple[str, ...]
    nav: str
    documents: Mapping[str, etree._Element]
    links: tuple[_Link, ...]


def check(data: bytes, rendition: Rendition | None = None) -> tuple[Problem, ...]:
    """Check an EPUB's bytes (see `checks`)."""
    try:
        book = _open(data)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, StopIteration) as error:
        where = place_of(rendition, "")
        message = f"the EPUB can't be read: {error}."
        return (Problem(where, "epub-unreadable", message, "Build it again."),)
    found = chain(_members(book), _ids(book), _dead(book), _notes(book), _order(book))
    return tuple(
        Problem(place_of(rendition, member, element), code, message)
        for member, element, code, message in found
    )


_Finding: TypeAlias = "tuple[str, int | None, Code, str]"


def _open(data: bytes) -> _Opened:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    container = etree.fromstring(members["META-INF/container.xml"])
    package = next(container.iter(f"{_CONTAINER}rootfile")).get("full-path") or ""
    root = etree.fromstring(members[package])
    items = {item.get("id"): item for item in root.iter(f"{_OPF}item")}
    paths = {
        key: normpath(join(dirname(package), i.get("href") or "")) for key, i in items.items()
    }
    navs = [k for k, i in items.items() if "nav" in (i.get("properties") or "").split()]
    documents = {
        paths[key]: etree.fromstring(members[paths[key]])
        for key, item in items.items()
        if item.get("media-type") == "application/xhtml+xml"
    }
    return _Opened(
        members=members,
        package=package,
        listed=tuple(paths.values()),
        spine=tuple(paths[ref.get("idref")] for ref in root.iter(f"{_OPF}itemref")),
        nav=paths[navs[0]] if navs else "",
        documents=documents,
        links=tuple(link for name, tree in documents.items() for link in _links(name, tree)),
    )


def _links(member: str, root: etree._Element) -> Iterator[_Link]:
    for index, element in enumerate(root.iter(etree.Element)):
        for name in _ADDRESSES:
            value = element.get(name)
            address = urlsplit(value or "")
            if value is None or address.scheme:
                continue
            inside = normpath(join(dirname(member), unquote(address.path)))
            yield _Link(
                member,
                index,
                element.get("id") or "",
                tuple((element.get(xhtml.EPUB_TYPE) or "").split()),
                inside if address.path else member,
                unquote(address.fragment),
            )


def _members(book: _Opened) -> Iterator[_Finding]:
    if next(iter(book.members)) != "mimetype":
        yield "mimetype", None, "epub-container", "mimetype is not the first file of the EPUB."
    held = {name for name in book.members if not name.startswith(_OUTSIDE_MANIFEST)}
    for name in sorted(set(book.listed) - held):
        yield name, None, "file-missing", f"the manifest names {name}, which is not there."
    for name in sorted(held - set(book.listed) - {book.package}):
        yield name, None, "file-unlisted", f"the manifest doesn't name {name}."


def _ids(book: _Opened) -> Iterator[_Finding]:
    for name, root in book.documents.items():
        counts = Counter(xhtml.ids_of(root))
        for value, count in counts.items():
            if count > 1:
                yield name, None, "id-duplicate", f"{name} has the id {value!r} {count} times."


def _dead(book: _Opened) -> Iterator[_Finding]:
    ids = {name: set(xhtml.ids_of(root)) for name, root in book.documents.items()}
    for link in book.links:
        if link.path not in book.members:
            message = f"a link leads to {link.path}, which is not in the book."
        elif link.fragment and link.fragment not in ids.get(link.path, {link.fragment}):
            message = f"a link leads to {link.fragment!r}, which is not in {link.path}."
        else:
            continue
        yield link.member, link.element, "link-dead", message


def _notes(book: _Opened) -> Iterator[_Finding]:
    """Marks and back-links come in pairs, through a note that holds the back-link."""
    holders = dict(_holders(book))
    marks = {
        ((link.member, link.id), (link.path, link.fragment)): link
        for link in book.links
        if "noteref" in link.types
    }
    backs = {
        ((link.path, link.fragment), holders.get((link.member, link.element))): link
        for link in book.links
        if "backlink" in link.types
    }
    for pair, link in marks.items():
        if pair not in backs:
            message = f"the note {link.fragment!r} doesn't lead back to its mark {link.id!r}."
            yield link.member, link.element, "note-one-way", message
    for back, link in backs.items():
        if back not in marks:
            message = f"no mark {link.fragment!r} leads to the note that names it."
            yield link.member, link.element, "note-one-way", message


def _holders(book: _Opened) -> Iterator[tuple[tuple[str, int], tuple[str, str]]]:
    """For each back-link, the nearest element around it that a mark leads to."""
    targets = {(link.path, link.fragment) for link in book.links if "noteref" in link.types}
    for name, root in book.documents.items():
        for index, element in enumerate(root.iter(etree.Element)):
            if "backlink" not in (element.get(xhtml.EPUB_TYPE) or "").split():
                continue
            for holder in (element, *element.iterancestors()):
                if (name, holder.get("id") or "") in targets:
                    yield (name, index), (name, holder.get("id") or "")
                    break


def _order(book: _Opened) -> Iterator[_Finding]:
    """The contents lead through documents in the order of the spine, and within each downwards."""
    if not book.nav:
        yield book.package, None, "nav-missing", "the book has no navigation document."
        return
    before = (-1, -1)
    for path, fragment, element in _entries(book):
        if path not in book.spine:
            message = f"the contents lead to {path}, which is not in the reading order."
            yield book.nav, element, "nav-order", message
            continue
        position = _position(book.documents[path], fragment)
        if position is None:  # told as a dead link
            continue
        place = (book.spine.index(path), position)
        if place < before:
            message = f"the contents name {path} out of the reading order."
            yield book.nav, element, "nav-order", message
        before = max(before, place)


def _entries(book: _Opened) -> Iterator[tuple[str, str, int]]:
    root = book.documents[book.nav]
    order = {element: index for index, element in enumerate(root.iter(etree.Element))}
    inside = {
        order[a]
        for nav in root.iter(f"{_H}nav")
        if "toc" in (nav.get(xhtml.EPUB_TYPE) or "").split()
        for a in nav.iter(f"{_H}a")
    }
    for link in book.links:
        if link.member == book.nav and link.element in inside:
            yield link.path, link.fragment, link.element


def _position(root: etree._Element, fragment: str) -> int | None:
    """Which element of a document an address leads to: 0 for its beginning, None for nowhere."""
    if not fragment:
        return 0
    elements = enumerate(root.iter(etree.Element))
    return next((index for index, e in elements if e.get("id") == fragment), None)
