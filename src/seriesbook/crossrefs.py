"""What an author may call another essay in a link, and the id that it means."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from seriesbook.pieces import ids_in, markups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.model import Book, Section

_URL = re.compile(r"(?:https?:)?//(?:www\.)?([^#?]+?)/*(?:[?#].*)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class CrossReferences:
    """Where links can lead.

    `paths` are files relative to the series folder, with and without suffix; `names` are slugs
    and file names without folder and suffix; `urls` are addresses of first publication. `ids`
    are all ids of the book.
    """

    paths: Mapping[str, Section]
    names: Mapping[str, Section]
    urls: Mapping[str, Section]
    ids: frozenset[str]

    def section_at(self, path: str, origin: str) -> Section | None:
        """Section that a relative path means in the file `origin`; None if there is none."""
        path = unquote(path)
        for full in resolved(path, origin):
            bare = str(PurePosixPath(full).with_suffix("")) if full != "." else full
            found = self.paths.get(full) or self.paths.get(bare)
            if found:
                return found
        name = path.strip("/")
        return None if "/" in name else self.names.get(name)

    def section_of_url(self, url: str) -> Section | None:
        """Section that first appeared at this address."""
        return self.urls.get(_plain_url(url))

    def nearest_file(self, path: str) -> str:
        """File whose path is most like this one; '' if none is."""
        files = sorted({section.where.path for section in self.paths.values()})
        names = {PurePosixPath(file).name: file for file in reversed(files)}
        name = PurePosixPath(unquote(path)).name
        near = difflib.get_close_matches(name, sorted(names), 1)
        return names[near[0]] if near else ""

    def nearest_id(self, slug: str, name: str) -> str:
        """Name of the heading in a section that is most like this one; '' if none is."""
        prefix = f"{slug}--"
        own = sorted(value.removeprefix(prefix) for value in self.ids if value.startswith(prefix))
        near = difflib.get_close_matches(name, own, 1)
        return near[0] if near else ""


def resolved(path: str, origin: str) -> Iterator[str]:
    """Paths relative to the series folder that a path in the file `origin` may mean.

    A leading slash is the series folder. A path that leaves the folder begins with `..`.
    """
    if not path.startswith("/"):
        yield normpath(join(dirname(origin), path))
    inside = normpath(path.lstrip("/") or ".")
    if not inside.startswith(".."):
        yield inside


def find_crossrefs(book: Book) -> CrossReferences:
    """Gather what links of this book can lead to. Where two files share a name, neither has it."""
    paths: dict[str, Section] = {}
    names: dict[str, list[Section]] = {}
    urls: dict[str, Section] = {}
    known = [s for s in (*book.sections, *book.left_out) if s.where.path != book.series.manifest]
    for section in known:
        for path in _paths(section):
            paths.setdefault(path, section)
        for name in {PurePosixPath(section.where.path).stem, section.slug}:
            names.setdefault(name, []).append(section)
        if section.origin.url:
            urls.setdefault(_plain_url(section.origin.url), section)
    return CrossReferences(
        paths,
        {name: owners[0] for name, owners in names.items() if len(owners) == 1},
        urls,
        frozenset(value for section in book.sections for value in _ids(section)),
    )


def _paths(section: Section) -> Iterator[str]:
    path = PurePosixPath(section.where.path)
    yield str(path)
    yield str(path.with_suffix(""))
    if path.stem == "index":
        yield str(path.parent)


def _ids(section: Section) -> Iterator[str]:
    yield section.slug
    yield from (note.id for note in section.notes)
    for markup, _ in markups(section):
        yield from ids_in(markup)


def _plain_url(url: str) -> str:
    """An address without what doesn't tell one page from another; host in lower case."""
    match = _URL.fullmatch(url.strip())
    if not match:
        return url
    host, slash, rest = match[1].partition("/")
    return f"{host.lower()}{slash}{rest}"
