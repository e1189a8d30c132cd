"""Text whose lines count: poems, and listings of code."""

from __future__ import annotations

import re

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import classes_of, has_blocks, rename
from seriesbook.importers.paragraph_tidy import split_paragraph

_VERSE_CLASS = re.compile(r"wp-block-verse|^(?:verse|poem|poetry|stanza|preformatted-block)$")


def tidy_verses(root: etree._Element) -> None:
    """Poems: lines by `br` or by line feeds, stanzas by empty lines."""
    for poem in list(root.iter("pre", "div", "p")):
        if not any(_VERSE_CLASS.search(name) for name in classes_of(poem)):
            continue
        if any(classes_of(up) == {"verse"} for up in poem.iterancestors()):
            continue
        if poem.tag == "pre" or not has_blocks(poem):
            _stanzas(poem)
        poem.tag = "div"
        poem.attrib.clear()
        poem.set("class", "verse")


def _stanzas(poem: etree._Element) -> None:
    """Line feeds and breaks of a poem → stanzas."""
    if poem.tag == "pre":
        for element in list(poem.iter(etree.Element)):
            _feeds_to_breaks(element, is_tail=False)
            if element is not poem:
                _feeds_to_breaks(element, is_tail=True)
    stanza = etree.Element("p")
    stanza.text, poem.text = poem.text, None
    children = list(poem)
    stanza.extend(children)
    poem.append(stanza)
    split_paragraph(stanza)


def _feeds_to_breaks(element: etree._Element, *, is_tail: bool) -> None:
    """Line feeds of a text become breaks; spaces at the beginning of a line indent it."""
    text = (element.tail if is_tail else element.text) or ""
    lines = [_indented(line) for line in (text if is_tail else text.strip("\n")).split("\n")]
    parent = element.getparent() if is_tail else element
    if len(lines) == 1 or parent is None:
        return
    first = parent.index(element) + 1 if is_tail else 0
    for offset, line in enumerate(lines[1:]):
        made = etree.Element("br")
        made.tail = line
        parent.insert(first + offset, made)
    if is_tail:
        element.tail = lines[0]
    else:
        element.text = lines[0]


def _indented(line: str) -> str:
    bare = line.lstrip(" \t")
    return "\u00a0" * len(line[: len(line) - len(bare)].expandtabs(4)) + bare


def tidy_listings(root: etree._Element) -> None:
    """Code is plain text: what colours it is not its author's, nor are spaces that don't break."""
    for listing in list(root.iter("pre")):
        for br in list(listing.iter("br")):
            br.tail = f"\n{br.tail or ''}"
            xhtml.remove(br)
        names = {*listing.get("class", "").split()}
        for inner in listing.iter("code"):
            names |= {*inner.get("class", "").split()}
        text = "".join(map(str, listing.itertext())).replace("\u00a0", " ")
        marks = [mark for mark in listing.iter("sup") if mark.get("data-note")]
        for child in list(listing):
            listing.remove(child)
        rename(listing, "pre")
        listing.text = text
        listing.set("class", " ".join(sorted(names)))
        for mark in reversed(marks):  # a note of a listing hangs behind it
            holder = etree.Element("p")
            mark.tail = None
            holder.append(mark)
            listing.addnext(holder)
