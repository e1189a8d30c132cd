"""What importers hand on: posts as a platform holds them, and findings about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from seriesbook.importers.archives import Supply

Kind = Literal["essay", "page"]
Status = Literal["published", "draft", "private"]
FindingKind = Literal["taken", "dropped", "guessed", "not-carried", "unreachable"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an import took, left out, guessed or could not carry over.

    `what` says it in a few plain words ("subscribe box"), the same for all of its kind, so that
    they can be counted; `words` are the first words of what it is about, `place` is where in the
    source it stands.
    """

    kind: FindingKind
    what: str
    words: str = ""
    place: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file that comes with a source; its bytes are read when they are needed."""

    name: str
    media_type: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Lead:
    """The picture that a platform shows above a post; its caption is HTML."""

    src: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote under a post."""

    author: str
    date: dt.datetime | None
    html: str


@dataclass(frozen=True, slots=True)
class SeriesHint:
    """What a post says about the series it belongs to.

    `parts` are the title and the address ('' if not linked) of every part, in order.
    """

    title: str = ""
    number: int | None = None
    total: int | None = None
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One post or page, as its platform holds it.

    `key` names it for good (guid, address or path), so that a second import finds it again.
    The body is the HTML fragment `html`.
    `pictures` are the files that come with it, by the address that the body uses. `license` is an
    SPDX id or an address, as stated; `place` is where in the source it was found. A body that is
    `stored` comes as its platform keeps it, with nothing of a page around it.
    """

    key: str
    kind: Kind
    title: str
    html: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    updated: dt.date | None = None
    url: str = ""
    publication: str = ""
    slug: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    license: str = ""
    status: Status = "published"
    bio: str = ""
    series: SeriesHint | None = None
    comments: tuple[Comment, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    place: str = ""
    findings: tuple[Finding, ...] = ()
    summary: str = ""
    stored: bool = False
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """A row of the table SOURCES: how to know a platform's files, and how to read them.

    `recognise` looks at names and first bytes only. `read` streams: posts one by one, and between
    them findings that belong to no post. It raises BookError where nothing can be read at all.
    `read_all` reads several sources of the platform as one, if given; `leaves` names the members
    of a folder that it does not read and that may be sources of their own.
    """

    recognise: Callable[[Supply], bool]
    read: Callable[[Supply], Iterable[Post | Finding]]
    read_all: Callable[[Sequence[Supply]], Iterable[Post | Finding]] | None = None
    leaves: Callable[[Supply], Iterable[str]] | None = None
