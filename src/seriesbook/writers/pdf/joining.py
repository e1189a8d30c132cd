"""Objects of laid-out documents written into a book's file, with numbers of the book's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.writers.pdf.links import NOWHERE, unlinked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seriesbook.parts import Lines, Parts
    from seriesbook.writers.pdf.bookfile import BookFile


@dataclass(frozen=True, slots=True)
class Outside:
    """What the book gives to a document.

    Attributes:
        annotations: numbers of its links, `NOWHERE` for those that the book does not keep.
        pages: numbers of its pages.
        first_owner: the first of its numbers in the parent tree.
        figures: boxes of its figures, four numbers each.
    """

    annotations: Sequence[int]
    pages: Sequence[int]
    first_owner: int = 0
    figures: Sequence[bytes] = ()

    @classmethod
    def nothing(cls, parts: Parts) -> Outside:
        """For a document whose pages are not to be pages of the book."""
        return cls([NOWHERE] * len(parts.annotations), [NOWHERE] * len(parts.contents))


@dataclass(frozen=True, slots=True)
class Joined:
    """A document in a book.

    `plain` are the numbers of its objects, `lines` its text with all numbers in their places.
    """

    parts: Parts
    plain: Sequence[int]
    lines: Lines

    def content(self, page: int) -> tuple[bytes, bytes]:
        """What draws a page, which is still to be written: a stream's entries and data."""
        index = self.parts.contents[page]
        return self.lines.streams[index], self.parts.streams[index].data

    def resources(self, more: bytes = b"") -> bytes:
        """The dictionary of what its pages draw with, and some XObjects more."""
        return b"/Resources<<%s/XObject<<%s%s>>>>" % (
            self.lines.resources,
            self.lines.xobjects,
            more,
        )


class Joiner:
    """Writes documents into one file; equal images and fonts once.

    `fonts` are the numbers of the book's fonts by the names that pages use; `document` is that of
    the topmost element of its structure.
    """

    def __init__(self, file: BookFile, fonts: Mapping[str, int], document: int) -> None:
        self._file, self._document = file, document
        self._entries = b"".join(b"/%s %d 0 R" % (n.encode(), fonts[n]) for n in sorted(fonts))
        self._fonts = file.number()
        file.add(self._fonts, b"<<%s>>" % self._entries)
        self._twins: dict[str, int] = {}

    def join(self, parts: Parts, outside: Outside) -> Joined:
        """Write all objects of a document but pages, what draws these, and annotations."""
        file = self._file
        plain = [file.number() for _ in range(parts.plain)]
        streams, fresh = self._streams(parts)
        lines = parts.filled(
            {
                "plain": plain,
                "stream": streams,
                "annotation": outside.annotations,
                "page": outside.pages,
                "document": (self._document,),
                "fonts": (self._fonts,),
                "entries": (self._entries,),
                "owner": range(outside.first_owner, outside.first_owner + parts.owners),
                "figure": outside.figures,
            }
        )
        texts = map(unlinked, lines.plain) if NOWHERE in outside.annotations else lines.plain
        for number, text in zip(plain, texts, strict=True):
            file.add(number, text)
        for index in fresh:
            file.add_stream(streams[index], lines.streams[index], parts.streams[index].data)
        return Joined(parts, plain, lines)

    def _streams(self, parts: Parts) -> tuple[list[int], list[int]]:
        """Numbers of a document's streams, and indexes of those to write.

        What draws a page is referred to by no other object, and is for others to write.
        """
        contents = frozenset(parts.contents)
        numbers, fresh = [0] * len(parts.streams), []
        for index, stream in enumerate(parts.streams):
            if index in contents:
                continue
            number = self._twins.get(stream.twin, 0)
            if not number:
                number = self._file.number()
                fresh.append(index)
            if stream.twin:
                self._twins[stream.twin] = number
            numbers[index] = number
        return numbers, fresh
