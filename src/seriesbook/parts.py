"""A laid-out document taken apart: objects of a PDF as text with places for numbers.

A book is made of many such documents. What goes into the places is known only when they are
joined: numbers of objects and of marked content, boxes that move with their page.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What goes into the places of a text: the numbers of objects of all sorts, of the topmost element
# of the book's structure, of the book's dictionary of fonts; what is in that; numbers in the
# parent tree; boxes.
Kind = Literal[
    "plain", "stream", "annotation", "page", "document", "fonts", "entries", "owner", "figure"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Values: TypeAlias = "Mapping[Kind, Sequence[int | bytes]]"
_Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as it is written. `twin` is the same for equal ones that a book needs once."""

    data: bytes
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link on a page.

    Attributes:
        page: from 0.
        target: an id of the same document after `#`, else an address.
        corners: left, bottom, right, top in pt, from the page's bottom left corner.
        text: its dictionary's other entries.
        key: its number among the document's owners of marked content; -1 if it has none.
    """

    page: int
    target: str
    corners: _Corners
    text: bytes
    key: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A box, as of `Annotation`, that is named in the structure and moves with its page."""

    page: int
    corners: _Corners


@dataclass(frozen=True, slots=True)
class Parts:
    """A document's objects (ISO 32000-1 §7.3).

    Attributes:
        text: lines with `%d` and `%s` for what is in `slots`. A line for each plain object, each
            stream's entries, each owner of marked content (§14.7.4.4), each id's element, each
            page's entries; last the resources but XObjects, and these.
        slots: what is put into the text in turn: numbers that go on through all `KINDS`.
        plain: how many objects are no streams.
        streams: in the order of their lines.
        contents: for each page the index of the stream that draws it.
        annotations: in the order of their pages.
        figures: in any order.
        owners: how many numbers the structure's parent tree has for the document.
        ids: names of elements of the structure.
        top: index of the structure's top element; -1 if there is none.
    """

    text: bytes = b"\n"
    slots: tuple[int, ...] = ()
    plain: int = 0
    streams: tuple[Stream, ...] = ()
    contents: tuple[int, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    figures: tuple[Figure, ...] = ()
    owners: int = 0
    ids: tuple[str, ...] = ()
    top: int = -1

    def filled(self, values: Values) -> Lines:
        """The text with everything in its place."""
        inserted = [value for kind in KINDS for value in values[kind]]
        text = self.text % tuple(map(inserted.__getitem__, self.slots))
        return Lines.of(self, iter(text.split(b"\n")))


def starts_of(counts: Mapping[Kind, int]) -> dict[Kind, int]:
    """Where `Parts.slots` begins to count each kind, if there are so many of each."""
    return dict(zip(KINDS, accumulate((counts[kind] for kind in KINDS), initial=0), strict=False))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, sorted."""

    plain: list[bytes]
    streams: list[bytes]
    owners: list[bytes]
    ids: list[bytes]
    pages: list[bytes]
    resources: bytes
    xobjects: bytes

    @classmethod
    def of(cls, parts: Parts, lines: Iterator[bytes]) -> Lines:
        """Sort them."""
        counts = (
            parts.plain, len(parts.streams), parts.owners, len(parts.ids), len(parts.contents),
        )  # fmt: skip
        plain, streams, owners, ids, pages = (list(islice(lines, count)) for count in counts)
        return cls(plain, streams, owners, ids, pages, next(lines), next(lines))
