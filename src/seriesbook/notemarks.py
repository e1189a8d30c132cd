"""The marks in the text that lead to notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CLASS = "noteref"


def has_marks(markup: str) -> bool:
    """Tell whether markup holds a mark, without parsing it."""
    return f'class="{CLASS}"' in markup


def marks_in(root: etree._Element) -> Iterator[etree._Element]:
    """Marks in the order of the text."""
    return (link for link in xhtml.elements(root, "a") if link.get("class") == CLASS)


def note_of(mark: etree._Element) -> str:
    """Id of the note that a mark leads to."""
    return mark.get("href", "").removeprefix("#")


def make_mark(mark_id: str, note_id: str) -> etree._Element:
    """A mark that has no number yet."""
    mark = etree.Element("a", {"class": CLASS, "id": mark_id, "href": f"#{note_id}"})
    mark.set(xhtml.EPUB_TYPE, "noteref")
    mark.set("role", "doc-noteref")
    return mark


def number_marks(root: etree._Element, numbers: Mapping[str, int]) -> None:
    """Write the numbers of the notes on their marks."""
    for mark in marks_in(root):
        number = numbers.get(note_of(mark))
        if number is not None:
            mark.text = str(number)


def insert_after(node: etree._Element, *added: etree._Element) -> None:
    """Put elements right behind a node, before the text that follows it."""
    parent = node.getparent()
    if parent is None:
        return
    tail, node.tail = node.tail, None
    index = parent.index(node) + 1
    for offset, element in enumerate(added):
        parent.insert(index + offset, element)
    last = added[-1] if added else node
    last.tail = tail
