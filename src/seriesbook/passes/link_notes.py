"""Web addresses on paper: each goes to the notes, in one sequence with the author's.

A link whose words are its address needs no note. Where a note would come too late or too deep
(in a note itself, an epigraph, or matter behind the notes) the address follows in parentheses,
as it does everywhere with `links = "inline"`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.addresses import write_address
from seriesbook.model import Note
from seriesbook.notemarks import (
    CLASS,
    has_marks,
    insert_after,
    make_mark,
    note_of,
    number_marks,
)
from seriesbook.pieces import hrefs_in, place_of, rewrite
from seriesbook.problems import Outcome
from seriesbook.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.model import Book, Section
    from seriesbook.passes import PassContext
    from seriesbook.problems import Where

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE = re.compile(r"(?:https?://|mailto:|tel:)(?:www\.)?", re.IGNORECASE)
_SILENT = re.compile(r"(?:mailto|tel):", re.IGNORECASE)
# A mark stands behind punctuation (Chicago 14.26), unless a word goes on after it.
_PUNCTUATION = re.compile(r"[”’»\"']*[.,;:!?…]*[”’»\"']*(?![\w])")
_INLINE = frozenset({"em", "strong", "i", "b", "cite", "q", "span", "small", "mark", "u"})


def note_links(book: Book, _context: PassContext) -> Outcome[Book]:
    """In a print edition, see to it that no address is lost: as the edition's `links` says."""
    edition = book.edition
    if edition.format != "pdf" or edition.links == "none":
        return Outcome(book)
    notes = edition.links == "notes"
    sections = tuple(_with_addresses(section, notes) for section in book.sections)
    return Outcome(replace(book, sections=sections))


def _with_addresses(section: Section, notes: bool) -> Section:
    if notes and _takes_notes(section) and _has_addresses(section.body):
        numbered = _Annotator(section).annotated()
        written = rewrite(replace(numbered, body=""), _has_addresses, _write_addresses)
        return replace(written, body=numbered.body)
    return rewrite(section, _has_addresses, _write_addresses)


def _takes_notes(section: Section) -> bool:
    """Tell whether a section comes before the notes."""
    role = ROLES[section.role]
    return role.matter != "back" or role.place < ROLES["notes"].place


def _has_addresses(markup: str) -> bool:
    return any(_SCHEME.match(href) for href in hrefs_in(markup))


@dataclass(slots=True)
class _Annotator:
    """Gives the links of one section their notes.

    `sequence` holds the ids of all notes in the order of their first marks; `added` the notes
    by address.
    """

    section: Section
    sequence: dict[str, None] = field(default_factory=dict)
    added: dict[str, Note] = field(default_factory=dict)

    def annotated(self) -> Section:
        root = xhtml.parse(self.section.body)
        for link in list(xhtml.elements(root, "a")):
            if link.get("class") == CLASS:
                self.sequence.setdefault(note_of(link))
            elif _SCHEME.match(link.get("href", "")) and not _shows_address(link):
                self._mark(link, place_of(link, self.section.where))
        return self._renumbered(root)

    def _mark(self, link: etree._Element, where: Where) -> None:
        url = link.get("href", "")
        known = self.added.get(url)
        stem = f"{self.section.slug}--ln"
        if known is None:
            order = len(self.added) + 1
            note_id, mark_id = f"{stem}-{order}", f"{stem}ref-{order}"
            known = Note(note_id, 0, _address_note(url, where), where)
        else:
            mark_id = f"{known.references[0]}-{len(known.references) + 1}"
        self.added[url] = replace(known, references=(*known.references, mark_id))
        self.sequence.setdefault(known.id)
        _place_mark(link, make_mark(mark_id, known.id))

    def _renumbered(self, root: etree._Element) -> Section:
        """Number all notes in one sequence; those without a mark in the text come last."""
        notes = {note.id: note for note in (*self.section.notes, *self.added.values())}
        order = dict.fromkeys([*(i for i in self.sequence if i in notes), *notes])
        numbers = {note_id: number for number, note_id in enumerate(order, 1)}
        number_marks(root, numbers)

        def change(inner: etree._Element, _where: Where) -> None:
            number_marks(inner, numbers)

        body = xhtml.serialise(root)
        ordered = tuple(replace(notes[i], number=number) for i, number in numbers.items())
        section = rewrite(replace(self.section, body="", notes=ordered), has_marks, change)
        return replace(section, body=body)


def _place_mark(link: etree._Element, mark: etree._Element) -> None:
    """Put a mark behind a link and the punctuation that follows it."""
    node = link
    parent = node.getparent()
    while parent is not None and parent.tag in _INLINE and not node.tail and node is parent[-1]:
        node, parent = parent, parent.getparent()
    if any(child.tag in xhtml.BLOCKS for child in link):
        paragraph = etree.Element("p")
        paragraph.append(mark)
        insert_after(node, paragraph)
        return
    tail = node.tail or ""
    match = _PUNCTUATION.match(tail)
    length = match.end() if match else 0
    node.tail = tail[length:]
    insert_after(node, mark)
    node.tail = tail[:length]


def _shows_address(link: etree._Element) -> bool:
    return _plain(xhtml.text_of(link)) == _plain(link.get("href", ""))


def _plain(address: str) -> str:
    """An address as people write it, for comparing."""
    return _BARE.sub("", address.strip(), count=1).rstrip("/").casefold()


def _address_note(url: str, where: Where) -> str:
    root = xhtml.parse("")
    paragraph = etree.SubElement(root, "p")
    if where.line:
        paragraph.set("data-line", str(where.line))
    paragraph.append(_address(url))
    return xhtml.serialise(root)


def _address(url: str) -> etree._Element:
    """An address to read and to click, with the places where it may break."""
    link = etree.Element("a", {"href": url})
    write_address(link, _SILENT.sub("", url, count=1))
    return link


def _write_addresses(root: etree._Element, _where: Where) -> None:
    """Let each address that the piece doesn't show follow its link, once."""
    text = _plain(xhtml.text_of(root))
    seen: set[str] = set()
    for link in list(_outer_links(root)):
        url = link.get("href", "")
        if url in seen or _plain(url) in text or link.get("class") == "url":
            continue
        seen.add(url)
        address = _address(url)
        tail, link.tail = link.tail or "", None
        insert_after(link, address)
        link.tail, address.tail = " (", f"){tail}"


def _outer_links(root: etree._Element) -> Iterator[etree._Element]:
    return (a for a in xhtml.elements(root, "a") if _SCHEME.match(a.get("href", "")))
