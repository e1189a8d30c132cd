"""Several bios make one page about the authors, each under the author's name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.model import Heading, Note, Section
from seriesbook.notemarks import has_marks, number_marks
from seriesbook.pieces import rewrite
from seriesbook.problems import Outcome

if TYPE_CHECKING:
    from seriesbook.model import Book
    from seriesbook.passes import PassContext
    from seriesbook.problems import Where

ROLE = "about-the-author"


def join_bios(book: Book, _context: PassContext) -> Outcome[Book]:
    """Join the sections about the authors if there are several.

    Each name is a heading with the slug of its file as id, so that links to the file arrive.
    """
    bios = [section for section in book.sections if section.role == ROLE]
    if len(bios) < 2:
        return Outcome(book)
    joined = _joined(book, bios)
    first = book.sections.index(bios[0])
    others = [section for section in book.sections if section.role != ROLE]
    return Outcome(replace(book, sections=(*others[:first], joined, *others[first:])))


def _joined(book: Book, bios: list[Section]) -> Section:
    names = {person.bio: person.name for person in reversed(book.series.authors)}
    root = xhtml.parse("")
    headings: list[Heading] = []
    notes: list[Note] = []
    for bio in bios:
        numbered = _numbered_from(bio, len(notes) + 1)
        heading = etree.SubElement(root, "h2", id=bio.slug)
        heading.text = names.get(bio.where.path, xhtml.plain(bio.title))
        headings += [Heading(2, heading.text, bio.slug), *bio.headings]
        # Lines count within their own files, which this section no longer tells apart.
        root.extend(list(xhtml.parse(xhtml.strip_lines(numbered.body))))
        notes += numbered.notes
    return Section(
        role=ROLE,
        slug=ROLE if all(bio.slug != ROLE for bio in bios) else f"{ROLE}s",
        title="",
        where=book.series.at("authors"),
        body=xhtml.serialise(root),
        headings=tuple(headings),
        notes=tuple(notes),
    )


def _numbered_from(bio: Section, start: int) -> Section:
    """Let the notes of a bio count on from those before it."""
    if start == 1 or not bio.notes:
        return bio
    numbers = {note.id: number for number, note in enumerate(bio.notes, start)}

    def change(root: etree._Element, _where: Where) -> None:
        number_marks(root, numbers)

    changed = rewrite(bio, has_marks, change)
    notes = tuple(replace(note, number=numbers[note.id]) for note in changed.notes)
    return replace(changed, notes=notes)
