"""Classic WordPress text, where an empty line parts paragraphs and a line end is a break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook.importers.htmltree import is_block

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOLDERS = ("body", "div", "blockquote", "section", "article", "center", "aside", "details")
_KEPT = frozenset({"pre", "code", "textarea", "script", "style", "table", "ul", "ol", "dl"})
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")
_ITEMS = ("li", "td", "dd")


def add_paragraphs(root: etree._Element) -> None:
    """Put paragraphs and breaks where empty lines and line ends are, in place.

    The rules are those of WordPress's `wpautop`, read off a tree instead of off the text.
    """
    for holder in [root, *root.iter(*_HOLDERS)]:
        if not _inside_kept(holder):
            _fill(holder, breaks=True)
    for item in list(root.iter(*_ITEMS)):
        if any(_BLANK.search(text) for text in _own_texts(item)) and not item.findall("p"):
            _fill(item, breaks=True)
    for paragraph in list(root.iter("p")):
        if not paragraph.get("data-made") and "\n" in "".join(_own_texts(paragraph)).strip():
            _break_lines(paragraph)
    for paragraph in root.iter("p"):
        paragraph.attrib.pop("data-made", "")


def _inside_kept(element: etree._Element) -> bool:
    return any(up.tag in _KEPT for up in element.iterancestors())


def _own_texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _fill(holder: etree._Element, *, breaks: bool) -> None:
    """Part the inline content of a holder at empty lines."""
    pieces: list[str | etree._Element] = [holder.text or ""]
    for child in list(holder):
        tail, child.tail = child.tail or "", None
        holder.remove(child)
        pieces += [child, tail]
    holder.text = None
    paragraph: etree._Element | None = None
    for piece in pieces:
        if isinstance(piece, str):
            paragraph = _add_text(holder, paragraph, piece)
        elif isinstance(piece.tag, str) and is_block(piece):
            holder.append(piece)
            paragraph = None
        elif not isinstance(piece.tag, str):
            (holder if paragraph is None else paragraph).append(piece)
        else:
            if paragraph is None:
                paragraph = _new(holder)
            paragraph.append(piece)
            paragraph = _split_inside(holder, paragraph, piece)
    for made in holder.findall("p[@data-made]"):
        if breaks:
            _break_lines(made)


def _new(holder: etree._Element) -> etree._Element:
    return etree.SubElement(holder, "p", {"data-made": "1"})


def _add_text(
    holder: etree._Element, paragraph: etree._Element | None, text: str
) -> etree._Element | None:
    """Append text, a new paragraph after each empty line; give the one that is open."""
    for index, part in enumerate(_BLANK.split(text)):
        if index:
            paragraph = None
        if not part.strip(" \t\n\r") and paragraph is None:
            continue
        if paragraph is None:
            paragraph = _new(holder)
        _append(paragraph, part)
    return paragraph


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _split_inside(
    holder: etree._Element, paragraph: etree._Element, element: etree._Element
) -> etree._Element:
    """Emphasis that spans an empty line goes on in the next paragraph."""
    while True:
        place = next((p for p in _places(element) if _BLANK.search(_text(p))), None)
        if place is None or any(is_block(e) for e in element.iter(etree.Element)):
            return paragraph
        child, is_tail = place
        match = _BLANK.search(_text(place))
        if match is None:
            return paragraph
        copy = etree.Element(str(element.tag))
        for name, value in element.items():
            copy.set(name, value)
        text = match.string
        following = list(child.itersiblings()) if is_tail else list(element)
        if is_tail:
            child.tail = text[: match.start()]
        else:
            element.text = text[: match.start()]
        copy.text = text[match.end() :]
        copy.extend(following)
        paragraph = _new(holder)
        paragraph.append(copy)
        element = copy


def _places(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    yield element, False
    for child in element:
        yield child, True


def _text(place: tuple[etree._Element, bool]) -> str:
    element, is_tail = place
    return (element.tail if is_tail else element.text) or ""


def _break_lines(paragraph: etree._Element) -> None:
    """A line end inside a paragraph is a break, unless one stands there already."""
    _strip(paragraph)
    for holder in list(paragraph.iter(etree.Element)):
        if holder.tag in _KEPT or _inside_kept(holder):
            continue
        _break_text(holder)
        for child in list(holder):
            _break_tail(child)


def _strip(paragraph: etree._Element) -> None:
    paragraph.text = (paragraph.text or "").lstrip(" \t\n\r")
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").rstrip(" \t\n\r")
    else:
        paragraph.text = paragraph.text.rstrip(" \t\n\r")


def _break_text(holder: etree._Element) -> None:
    lines = (holder.text or "").split("\n")
    if len(lines) == 1:
        return
    holder.text = lines[0]
    for index, line in enumerate(lines[1:]):
        made = etree.Element("br")
        made.tail = line
        holder.insert(index, made)


def _break_tail(child: etree._Element) -> None:
    lines = (child.tail or "").split("\n")
    if child.tag == "br" and lines and not lines[0].strip():
        lines = [lines[0] + "".join(lines[1:2]), *lines[2:]]
    following = child.getnext()
    if (
        following is not None
        and following.tag == "br"
        and len(lines) > 1
        and not lines[-1].strip()
    ):
        lines = lines[:-1]
    if len(lines) == 1:
        child.tail = lines[0]
        return
    child.tail = None
    at = child
    for line in lines[1:]:
        made = etree.Element("br")
        at.addnext(made)
        at = made
        made.tail = line
    child.tail = lines[0]
