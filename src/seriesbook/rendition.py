"""What writers are given and what they give: a book turned into pages, and pages into bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from seriesbook.cache import key_of
from seriesbook.stylesheets import Files, Origin

if TYPE_CHECKING:
    from seriesbook.model import Asset, Book
    from seriesbook.problems import Where
    from seriesbook.spool import Kept


@dataclass(frozen=True, slots=True)
class Page:
    """One XHTML document of a rendition: a file of the EPUB, a fragment of the PDF.

    `name` is the file's stem and equals the section's slug; `head_verso` and `head_recto` are
    the running heads, '' for none. Links are still `#id`. `content` is the document, or where it
    was set aside in UTF-8.
    """

    name: str
    role: str
    title: str
    content: str | Kept = field(repr=False)
    where: Where
    language: str = ""
    head_verso: str = ""
    head_recto: str = ""
    direction: Literal["ltr", "rtl"] = "ltr"

    @property
    def xhtml(self) -> str:
        """The document."""
        return self.content if isinstance(self.content, str) else self.content.read().decode()


@dataclass(frozen=True, slots=True)
class Rendition:
    """A book turned into pages: what writers package.

    `css` is one stylesheet for the whole book; `folio_css` draws folios and heads (print only).
    `labels` are the words that writers need (`notes-to-pages`, `cover` …), as key and text.
    `openings` is the side that sections begin on, unless their role is stricter; the number of
    printed pages divides by `multiple`. `css_files` and `folio_files` tell of which files of the
    theme the stylesheets were joined. `characters` are all that the sections are written in.
    The sections of `book` are without their texts: those are in the pages.
    In the pages links are `#id`, image sources are hrefs of `assets`, and a page number that is
    not known before layout is an empty `<span class="page-number" data-ref="ID">`.
    """

    book: Book
    pages: tuple[Page, ...]
    css: str
    folio_css: str = ""
    assets: tuple[Asset, ...] = ()
    fonts: tuple[Font, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    openings: Literal["recto", "next"] = "recto"
    multiple: int = 2
    characters: frozenset[str] = field(default=frozenset(), repr=False)
    css_files: Files = ()
    folio_files: Files = ()

    def label(self, key: str) -> str:
        """Word of the theme in the book's language."""
        return dict(self.labels)[key]

    def origin(self, direction: str) -> Origin:
        """Where what is said of its stylesheet, on pages of a direction, is to be mended."""
        return Origin(self.css, self.css_files, self.book.edition.theme, direction == "rtl")

    def folio_origin(self, direction: str) -> Origin:
        """The same of the stylesheet of folios."""
        theme = self.book.edition.theme
        return Origin(self.folio_css, self.folio_files, theme, direction == "rtl")


@dataclass(frozen=True, slots=True)
class Font:
    """A static font that a theme names. `weight` is 100 to 900; `data` is an OpenType file."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    data: bytes = field(repr=False)
    digest: str
    license: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A section as it was printed: its text and where in it pages begin.

    `text` is what `commontext` counts, or where that was set aside as JSON; `pages` are each
    page's folio (`iv`, `12`) and the place of its first character.
    """

    slug: str
    text: tuple[str, ...] | Kept = field(repr=False)
    pages: tuple[tuple[str, int], ...]

    @property
    def digest(self) -> str:
        """A hash of the text."""
        return key_of(*self.text) if isinstance(self.text, tuple) else key_of(self.text.read())

    @property
    def runs(self) -> tuple[str, ...]:
        """The text, in runs of characters."""
        return self.text if isinstance(self.text, tuple) else tuple(json.loads(self.text.read()))


@dataclass(frozen=True, slots=True)
class PageSource:
    """A print edition whose pages an e-book tells: its identifier and its sections."""

    identifier: str
    sections: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a section stands in print: its first and last folio as printed (`iv`, `12`)."""

    slug: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Written:
    """A finished output: its content, and for print its number of pages and sections' places.

    `reused` and `rebuilt` tell which parts came from the cache and, as (part, reason), which
    did not. `printed` tells, for print, where pages begin in the text.
    """

    content: Kept = field(repr=False)
    pages: int = 0
    placed: tuple[Placed, ...] = ()
    reused: tuple[str, ...] = ()
    rebuilt: tuple[tuple[str, str], ...] = ()
    printed: tuple[Printed, ...] = field(default=(), repr=False)

    @property
    def data(self) -> bytes:
        """All bytes of it."""
        return self.content.read()
