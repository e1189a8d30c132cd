"""One document with several chapters → its chapters, each with its own notes."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from statistics import median

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import blocks

_LONG = 400  # words of a chapter; sections of one essay are shorter
_SHORT = 120  # the same, where nothing says that the document is one essay
_SOME = 40  # words before the first heading that are a text of their own


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, '' for what stands before the first, and its `body` tree."""

    title: str
    body: etree._Element


def split(body: etree._Element, *, titled: bool, always: bool = False) -> list[Chapter]:
    """The chapters of a document; one chapter without a title if it is one essay.

    A document is split at its first-level headings if what stands under them is as long as
    essays are. `titled` says that the document has a title of its own, so that its headings may
    be those of sections; `always` that its format is a book's.
    """
    _flatten(body)
    heads = [e for e in body if e.tag == "h1" and xhtml.text_of(e)]
    if len(heads) < 2:
        return [Chapter("", body)]
    groups = _groups(body, heads)
    lengths = [sum(blocks.length(blocks.text(e)) for e in inside) for _, inside in groups[1:]]
    if not always and median(lengths) < (_LONG if titled else _SHORT):
        return [Chapter("", body)]
    notes = _notes(body)
    chapters = [_chapter(title, inside, notes) for title, inside in groups]
    return [c for c in chapters if c.title or blocks.length(blocks.text(c.body)) >= _SOME]


def _flatten(body: etree._Element) -> None:
    """Take away the boxes around first-level headings."""
    for heading in list(body.iter("h1")):
        parent = heading.getparent()
        while parent is not None and parent is not body and parent.tag in {"section", "div"}:
            above = parent.getparent()
            _keep_id(parent)
            xhtml.unwrap(parent)
            parent = above


def _keep_id(box: etree._Element) -> None:
    """Links to a box lead to what it begins with."""
    first = next((child for child in box if isinstance(child.tag, str)), None)
    if box.get("id") and first is not None and not first.get("id"):
        first.set("id", box.get("id", ""))


def _groups(
    body: etree._Element, heads: list[etree._Element]
) -> list[tuple[str, list[etree._Element]]]:
    """(title, blocks) of what stands before the first heading, and under each of them."""
    groups: list[tuple[str, list[etree._Element]]] = [("", [])]
    for child in body:
        if child in heads:
            groups.append((xhtml.text_of(child), []))
        elif "footnotes" not in child.get("class", ""):
            groups[-1][1].append(child)
    return groups


def _chapter(
    title: str, inside: list[etree._Element], notes: dict[str, etree._Element]
) -> Chapter:
    body = xhtml.parse("")
    body.extend(inside)
    _add_notes(body, notes)
    return Chapter(title, body)


def _notes(body: etree._Element) -> dict[str, etree._Element]:
    holders = [e for e in body.iter("section", "aside") if "footnotes" in e.get("class", "")]
    return {item.get("id", ""): item for holder in holders for item in holder.iter("li")}


def _add_notes(body: etree._Element, notes: dict[str, etree._Element]) -> None:
    """Put the notes whose marks stand in a chapter under it."""
    labels = [
        link.get("href", "").lstrip("#")
        for link in body.iter("a")
        if "footnote-ref" in link.get("class", "")
    ]
    if not any(label in notes for label in labels):
        return
    holder = etree.SubElement(body, "section", {"class": "footnotes", "role": "doc-endnotes"})
    items = etree.SubElement(holder, "ol")
    items.extend(copy.deepcopy(notes[label]) for label in dict.fromkeys(labels) if label in notes)
