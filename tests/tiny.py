"""Small sections and books for unit tests, in canonical markup."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PIL import Image

from seriesbook.linebreaks import Breaks
from seriesbook.model import Book, Edition, Note, Person, Section, Series, Source
from seriesbook.passes import PassContext
from seriesbook.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.problems import Problem

ADA = Person("Ada Example", "Example, Ada")
BEN = Person("Ben Other", "Other, Ben")
SERIES = Series("tiny", "Tiny", "en", "urn:x-tiny", authors=(ADA,))
EPUB = Edition("ebook", "epub")
PDF = Edition("paperback", "pdf")


def essay(path: str, body: str = "<p>Text.</p>", **fields: Any) -> Section:
    """An essay whose slug is its file's stem without folders."""
    stem = path.rpartition("/")[2].partition(".")[0]
    given = {"role": "essay", "slug": stem, "title": stem.title(), **fields}
    return Section(where=Where(path), body=body, **given)


def note(slug: str, number: int, body: str) -> Note:
    """A note with one mark."""
    return Note(
        f"{slug}--fn-{number}", number, body, Where(f"essays/{slug}.md", 90 + number),
        (f"{slug}--fnref-{number}",),
    )  # fmt: skip


def mark(slug: str, number: int, again: str = "") -> str:
    """The mark of a note, as readers write it."""
    return (
        f'<a class="noteref" id="{slug}--fnref-{number}{again}" href="#{slug}--fn-{number}" '
        f'epub:type="noteref" role="doc-noteref">{number}</a>'
    )


def book(*sections: Section, edition: Edition = EPUB, **fields: Any) -> Book:
    """A book of these sections."""
    left_out = fields.pop("left_out", ())
    return Book(replace(SERIES, **fields), edition, sections, left_out=left_out)


def images_at(files: dict[str, bytes]) -> PassContext:
    """Images by path."""
    sources = {p: Source(p, d, hashlib.sha256(d).hexdigest()) for p, d in files.items()}
    return PassContext(sources)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (6, 4), mode: str = "RGB", **how: Any
) -> bytes:
    """The bytes of a plain image."""
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **how)
    return buffer.getvalue()


def said(problems: Iterable[Problem]) -> list[str]:
    """Problems as `place:severity:code`."""
    return [f"{p.where}:{p.severity}:{p.code}" for p in problems]


def breaks_of(words: str) -> Breaks:
    """Breaks of words of one unit a letter; a bar is a place for a hyphen."""
    breaks = Breaks()
    breaks.add(0, 0, 0, 0, 0)
    length = spaces = offset = 0
    for word in words.split():
        pieces = word.split("|")
        for number, piece in enumerate(pieces):
            length += len(piece)
            offset += len(piece)
            if number < len(pieces) - 1:
                breaks.add(offset, length + 1, length, spaces, spaces, hyphen=True)
        breaks.add(offset + 1, length, length + 1, spaces, spaces + 1)
        length, spaces, offset = length + 1, spaces + 1, offset + 1
    return breaks
