"""A laid-out document taken apart: objects of a PDF as text with places for numbers.

A book is made of many such documents. What goes into the places is known only when they are
joined: numbers of objects and of marked content, boxes that move with their page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LENGTH = 8
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
        slots: what is put into the text in turn, as indexes of the values (see `Values`).
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


@dataclass(frozen=True, slots=True)
class Values:
    """What goes into the places of a text: numbers of objects, then all else.

    `fonts` is the number of the book's dictionary of fonts, `more_fonts` what is in it;
    `first_owner` the first of the document's numbers in the parent tree.
    """

    plain: Sequence[int]
    streams: Sequence[int]
    annotations: Sequence[int]
    pages: Sequence[int]
    document: int
    fonts: int
    more_fonts: bytes
    first_owner: int
    figures: Sequence[bytes]

    def filled(self, parts: Parts) -> Lines:
        """The text with everything in its place."""
        owners = range(self.first_owner, self.first_owner + parts.owners)
        values: list[Any] = [
            *self.plain, *self.streams, *self.annotations, *self.pages,
            self.document, self.fonts, self.more_fonts, *owners, *self.figures,
        ]  # fmt: skip
        text = parts.text % tuple(map(values.__getitem__, parts.slots))
        return Lines.of(parts, iter(text.split(b"\n")))


@dataclass(frozen=True, slots=True)
class Places:
    """Indexes of what `Values` lists, for who writes the text."""

    plain: int
    streams: int
    annotations: int
    pages: int
    owners: int

    def stream(self, index: int) -> int:
        """The number of a stream."""
        return self.plain + index

    def annotation(self, index: int) -> int:
        """The number of an annotation."""
        return self.plain + self.streams + index

    def page(self, index: int) -> int:
        """The number of a page."""
        return self.annotation(self.annotations) + index

    @property
    def document(self) -> int:
        """The number of the book's own top element."""
        return self.page(self.pages)

    @property
    def fonts(self) -> int:
        """The number of the book's fonts."""
        return self.document + 1

    @property
    def more_fonts(self) -> int:
        """The entries of the book's fonts."""
        return self.document + 2

    def owner(self, key: int) -> int:
        """A number in the parent tree."""
        return self.document + 3 + key

    def figure(self, index: int) -> int:
        """The four numbers of a box."""
        return self.owner(self.owners) + index


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


def packed(parts: Parts) -> bytes:
    """Parts as bytes: JSON after its length, then the streams."""
    head = json.dumps(
        {
            "text": parts.text.decode("latin-1"),
            "slots": parts.slots,
            "plain": parts.plain,
            "streams": [(len(stream.data), stream.twin) for stream in parts.streams],
            "contents": parts.contents,
            "annotations": [
                (a.page, a.target, a.corners, a.text.decode("latin-1"), a.key)
                for a in parts.annotations
            ],
            "figures": [(figure.page, figure.corners) for figure in parts.figures],
            "owners": parts.owners,
            "ids": parts.ids,
            "top": parts.top,
        },
        separators=(",", ":"),
    ).encode()
    streams = (stream.data for stream in parts.streams)
    return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *streams))


def unpacked(data: bytes) -> Parts:
    """What `packed` wrote."""
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    head = json.loads(data[_LENGTH:start])
    streams = []
    for length, twin in head["streams"]:
        streams.append(Stream(data[start : start + length], twin))
        start += length
    return Parts(
        text=head["text"].encode("latin-1"),
        slots=tuple(head["slots"]),
        plain=head["plain"],
        streams=tuple(streams),
        contents=tuple(head["contents"]),
        annotations=tuple(
            Annotation(page, target, tuple(corners), text.encode("latin-1"), key)
            for page, target, corners, text, key in head["annotations"]
        ),
        figures=tuple(Figure(page, tuple(corners)) for page, corners in head["figures"]),
        owners=head["owners"],
        ids=tuple(head["ids"]),
        top=head["top"],
    )
