"""Notes at the foot of the page: each is written into the text behind its mark.

A paragraph can't hold blocks, so that a note's blocks become spans; the theme sets a
`span.note-p` as a paragraph, a `span.note-li` as an item, and so on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.notemarks import has_marks, insert_after, marks_in, note_of
from seriesbook.problems import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.model import Book, Note, Section
    from seriesbook.passes import PassContext


def set_page_notes(book: Book, _context: PassContext) -> Outcome[Book]:
    """In a print edition with `notes = "page"`, put `<span class="footnote">` behind first marks.

    Section.notes stay, for those who count them.
    """
    if book.edition.format != "pdf" or book.edition.notes != "page":
        return Outcome(book)
    return Outcome(replace(book, sections=tuple(map(_with_footnotes, book.sections))))


def _with_footnotes(section: Section) -> Section:
    if not section.notes or not has_marks(section.body):
        return section
    waiting = {note.id: note for note in section.notes}
    root = xhtml.parse(section.body)
    for mark in list(marks_in(root)):
        footnotes = tuple(_footnotes(mark, waiting))
        if footnotes:
            insert_after(mark, *footnotes)
    return replace(section, body=xhtml.serialise(root))


def _footnotes(mark: etree._Element, waiting: dict[str, Note]) -> Iterator[etree._Element]:
    """The note of a mark, if it was not set yet, and the notes to that note behind it."""
    note = waiting.pop(note_of(mark), None)
    if note is None:
        return
    footnote = _footnote(note)
    yield footnote
    for inner in list(marks_in(footnote)):
        yield from _footnotes(inner, waiting)


def _footnote(note: Note) -> etree._Element:
    root = xhtml.parse(note.body)
    for element in list(xhtml.elements(root)):
        if element.tag in xhtml.BLOCKS:
            kind = f"note-{element.tag}"
            element.set("class", " ".join(filter(None, [kind, element.get("class")])))
            element.tag = "span"
        if element.getparent() is root and not (element.tail or "").strip():
            element.tail = None
    root.text = None if not (root.text or "").strip() else root.text
    if len(root) and root[0].get("class") == "note-p" and not root.text:
        xhtml.unwrap(root[0])
    root.tag = "span"
    root.set("class", "footnote")
    root.set("id", note.id)
    _number(root, note)
    return root


def _number(footnote: etree._Element, note: Note) -> None:
    """Put the note's number before it: the link back to the text."""
    if note.references:
        attributes = {"href": f"#{note.references[0]}", "role": "doc-backlink"}
        number = etree.Element("a", attributes)
        number.set(xhtml.EPUB_TYPE, "backlink")
    else:
        number = etree.Element("span")
    number.set("class", "note-number")
    number.text = f"{note.number}."
    number.tail = f" {(footnote.text or '').lstrip()}"
    footnote.text = None
    footnote.insert(0, number)
