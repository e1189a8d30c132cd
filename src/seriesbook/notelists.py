"""Notes as they are printed: each with its number and its way back to the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seriesbook.model import Note, Section

# U+FE0E asks for the text form of the arrow, not an emoji.
_ARROW = "\N{LEFTWARDS ARROW WITH HOOK}\N{VARIATION SELECTOR-15}"


@dataclass(frozen=True, slots=True)
class Item:
    """A note in a list: its body holds the links back."""

    id: str
    number: int
    body: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The notes of one section, under its title."""

    slug: str
    title: str
    number: str
    language: str
    items: tuple[Item, ...]


def groups(sections: Iterable[Section], way_back: str, *, screen: bool) -> tuple[Group, ...]:
    """Notes by section, in reading order.

    On screen an arrow follows the note (`way_back` tells what it does); in print the note's own
    number is the link, since an arrow on paper points nowhere.
    """
    return tuple(
        Group(s.slug, s.title, s.number, s.language, items(s.notes, way_back, screen=screen))
        for s in sections
        if s.notes
    )


def items(notes: Iterable[Note], way_back: str, *, screen: bool) -> tuple[Item, ...]:
    """Notes of one section."""
    return tuple(
        Item(note.id, note.number, _with_arrows(note, way_back) if screen else _numbered(note))
        for note in notes
    )


def _with_arrows(note: Note, way_back: str) -> Markup:
    """The body with one arrow for each mark, in its last paragraph."""
    root = xhtml.parse(note.body)
    last = _paragraph(root, -1)
    for index, reference in enumerate(note.references, 1):
        text = _ARROW if index == 1 else f"{_ARROW}{index}"
        label = way_back if index == 1 else f"{way_back} ({index})"
        _append(last, _link("backlink", reference, text, label))
    return Markup(xhtml.serialise(root))


def _numbered(note: Note) -> Markup:
    """The body with its number at the head of its first paragraph."""
    root = xhtml.parse(note.body)
    first = _paragraph(root, 0)
    text = f"{note.number}."
    if note.references:
        number = _link("note-number", note.references[0], text, "")
    else:
        number = etree.Element("span", {"class": "note-number"})
        number.text = text
    number.tail = (first.text or "").lstrip()
    first.text = ""
    first.insert(0, number)
    return Markup(xhtml.serialise(root))


def _paragraph(root: etree._Element, index: int) -> etree._Element:
    """First or last block if it is a paragraph, else a new one in its place."""
    blocks = list(_blocks(root))
    if blocks and blocks[index].tag == "p":
        return blocks[index]
    paragraph = etree.Element("p")
    root.insert(0 if index == 0 else len(root), paragraph)
    return paragraph


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    return (child for child in root if isinstance(child.tag, str))


def _link(name: str, target: str, text: str, label: str) -> etree._Element:
    link = etree.Element("a", {"class": name, "href": f"#{target}", "role": "doc-backlink"})
    link.set(xhtml.EPUB_TYPE, "backlink")
    if label:
        link.set("aria-label", label)
    link.text = text
    return link


def _append(paragraph: etree._Element, link: etree._Element) -> None:
    """Add a link after one space that can't break."""
    space = "\N{NO-BREAK SPACE}"
    if len(paragraph):
        last = paragraph[-1]
        last.tail = (last.tail or "").rstrip() + space
    else:
        paragraph.text = (paragraph.text or "").rstrip() + space
    paragraph.append(link)
