"""Notes of every form that platforms, plugins and authors have for them, made one form.

A mark becomes `<sup data-note="N"/>`, a note `<div data-note-body="N">` in a section at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.inlinenotes import take_inline
from seriesbook.importers.linkednotes import take_linked
from seriesbook.importers.model import Finding
from seriesbook.importers.notebook import HEADING, NoteBook
from seriesbook.importers.plainnotes import take_plain

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.model import Post

_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")


def take_notes(root: etree._Element, post: Post) -> list[Finding]:
    """Find the notes of a text and bring them into our form, in place."""
    notes = NoteBook(root)
    take_inline(root, notes)
    take_linked(root, post.url, notes)
    findings = [] if notes.bodies else take_plain(root, notes)
    count = notes.close()
    if count:
        findings.insert(0, Finding("taken", "note", count=count))
        _drop_heading(root)
    return findings + _orphans(root)


def _drop_heading(root: etree._Element) -> None:
    """A heading "Notes" with nothing below it goes."""
    blocks = [c for c in root if isinstance(c.tag, str) and c.get("data-notes") is None]
    while blocks and not (blocks[-1].tail or "").strip():
        last = blocks.pop()
        words = xhtml.text_of(last)
        bold = last.tag == "p" and any(xhtml.text_of(b) == words for b in last.iter("strong", "b"))
        heading = (bold or last.tag in _HEADS) and HEADING.fullmatch(words)
        if not (heading or last.tag == "hr" or (not words and last.find(".//img") is None)):
            return
        xhtml.remove(last)


def _orphans(root: etree._Element) -> list[Finding]:
    """Marks that lead to no note."""
    found = []
    for link in root.iter("a"):
        name = f"{link.get('class', '')} {link.get('id', '')}"
        if "footnote" in name and link.get("href", "").startswith("#"):
            found.append(Finding("not-carried", "mark without its note", first_words(link)))
    return found
