"""The values that flow through a build: frozen, hashable, made of tuples.

A link in the model is always `#globally-unique-id`. Ids come from slugs (`putilov--fn-3`), never
from a position, so that adding an essay leaves the others byte for byte as they were. Only the
EPUB writer turns an id into `file.xhtml#id`, only the PDF assembly into a destination.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Where

if TYPE_CHECKING:
    import datetime as dt

Format = Literal["epub", "pdf"]
NotesPlace = Literal["book", "essay", "page"]
LinksPlace = Literal["notes", "inline", "none"]
PrinterName = Literal["", "kdp", "ingram", "lulu"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the series folder, read once. `path` is relative, with forward slashes."""

    path: str
    data: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the series or an essay. `role` is a word of `relators.RELATORS`."""

    name: str
    sort_name: str
    role: str = "author"
    bio: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class License:
    """Terms of use. `id` is an SPDX id, `all-rights-reserved`, or `custom`.

    `name` is the full name, `url` its address ('' if none), `text` the author's own words
    ('' where the theme's labels hold the sentence).
    """

    id: str
    name: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an essay first appeared."""

    url: str = ""
    publication: str = ""
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Epigraph:
    """A quotation at the head of an essay.

    Text and source are inline XHTML, lines split by `<br/>`.
    """

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A group of essays. `essays` are source paths relative to the series folder."""

    title: str
    slug: str
    essays: tuple[str, ...]
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A larger set that this book belongs to, and its number in it."""

    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Trim:
    """Size of a trimmed page in pt (1/72 in)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Edition:
    """One output of a series. `include` and `exclude` hold slugs or source paths of essays.

    `page_source` names the print edition whose page numbers an e-book gives; '' for none; `fonts`
    are packages for characters that the theme's fonts lack.
    `own_trim` tells whether the series asks for the trim; else the theme may. `bleed` is in pt.
    """

    name: str
    format: Format
    theme: str = "classic"
    trim: Trim = Trim(432.0, 648.0)
    notes: NotesPlace = "book"
    links: LinksPlace = "notes"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    isbn: str = ""
    page_source: str = ""
    own_trim: bool = False
    printer: PrinterName = ""
    bleed: float = 0.0
    crop_marks: bool = False
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """What series.toml says, with every default filled in.

    `order` lists source paths, or is empty for the order of numbers. `slug` names the output;
    `edition` is what the copyright page says of it, `editions` are the outputs.
    `where` maps a dotted key (`parts.0.essays.1`) to its place in series.toml.
    """

    slug: str
    title: str
    language: str
    identifier: str
    subtitle: str = ""
    short_title: str = ""
    issued: dt.date | None = None
    modified: dt.datetime | None = None
    authors: tuple[Person, ...] = ()
    license: License | None = None
    edition: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    publisher: str = ""
    place: str = ""
    cover: str = ""
    fonts: tuple[str, ...] = ()
    collection: Collection | None = None
    order: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    editions: tuple[Edition, ...] = ()
    manifest: str = "series.toml"
    where: tuple[tuple[str, int], ...] = ()
    limits: Limits = USUAL

    def at(self, key: str) -> Where:
        """Place of a dotted key in the manifest; of its nearest parent where it has none."""
        lines = dict(self.where)
        while key and key not in lines:
            key = key.rpartition(".")[0]
        return Where(self.manifest, lines.get(key))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section. `level` is 2 to 6; `id` is globally unique."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `id` is `SLUG--fn-N`; its marks are `SLUG--fnref-N`, `SLUG--fnref-N-2`, …

    `body` is XHTML of one or more blocks without back-links; `references` are the ids of its
    marks, in the order of the text.
    """

    id: str
    number: int
    body: str
    where: Where
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """An essay, a title page, a bio, a license notice, the notes: one type for all.

    `body` is canonical XHTML (see `xhtml`): a sequence of blocks, each with `data-line` (line in
    the source file), ids already global, links to this section's own ids already `#id`; links to
    other sources and images still as the author wrote them until the passes resolve them.
    """

    role: str
    slug: str
    title: str
    where: Where
    subtitle: str = ""
    short_title: str = ""
    number: str = ""
    authors: tuple[Person, ...] = ()
    date: dt.date | None = None
    updated: dt.date | None = None
    origin: Origin = Origin()
    license: License | None = None
    language: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    summary: str = ""
    subjects: tuple[str, ...] = ()
    epigraph: Epigraph | None = None
    draft: bool = False
    explicit_slug: bool = False
    body: str = ""
    headings: tuple[Heading, ...] = ()
    notes: tuple[Note, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that goes into the book. `href` is relative to the book's root, ASCII, unique.

    `width` and `height` are px for images, 0 for anything else.
    """

    href: str
    media_type: str
    data: bytes
    width: int = 0
    height: int = 0
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. `id` is the id of a section or heading."""

    title: str
    id: str
    role: str = ""
    number: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """An edition's sections in reading order, with everything they need.

    `left_out` are the sections that the edition leaves out, without their bodies: links to them
    need to know where else they can be read.
    """

    series: Series
    edition: Edition
    sections: tuple[Section, ...]
    contents: tuple[Entry, ...] = ()
    assets: tuple[Asset, ...] = ()
    left_out: tuple[Section, ...] = ()
