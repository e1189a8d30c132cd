"""Notes as they are found: marks in the text, bodies taken out, numbered at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADING = re.compile(
    r"\W*(?:(?:foot|end)?\s?-?notes?|notes?\s+(?:and|&)\s+(?:references|sources)|references|"
    r"notes? (?:de bas de page|de fin)|(?:notes et )?références|anmerkungen|einzelnachweise|"
    r"fu(?:ß|ss)noten|(?:end|fuß)noten|notas?(?: al pie| de rodapé| finales)?|"
    r"note(?: a pi[eè] di pagina)?|voetnoten|noten|fotnoter|noter|przypisy|примечания|сноски)\W*",
    re.IGNORECASE,
)
_HEADS = frozenset("h1 h2 h3 h4 h5 h6 p div summary strong".split())
_KEPT = "img, table, pre"


class NoteBook:
    """The notes of one text. `bodies` are by key, in the order in which they were found."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.bodies: dict[str, etree._Element] = {}

    def mark(self, place: etree._Element, key: str) -> None:
        """Put a mark in the place of an element; a space before it goes."""
        mark = etree.Element("sup", {"data-note": key})
        parent = place.getparent()
        if parent is None:
            return
        mark.tail = place.tail
        place.tail = None
        _strip_before(place)
        parent.replace(place, mark)
        _strip_brackets(mark)
        if parent.tag == "sup" and len(parent) == 1 and not xhtml.text_of(parent):
            xhtml.unwrap(parent)

    def add(self, key: str, content: etree._Element) -> None:
        """Keep the text of a note: all that is inside an element."""
        body = etree.Element("div", {"data-note-body": key})
        body.text = content.text
        body.extend(list(content))
        self.bodies[key] = body

    def close(self) -> int:
        """Number the notes by their marks, put them at the end, and tell how many there are."""
        numbers: dict[str, str] = {}
        for section in list(self.root.iter("section")):  # what was there before
            if section.get("data-notes") is not None:
                self.bodies |= {str(b.get("data-note-body")): b for b in section}
                xhtml.remove(section)
        order = [self.root, *self.bodies.values()]
        for holder in order:
            for mark in holder.iter("sup"):
                key = mark.get("data-note")
                if key in self.bodies:
                    mark.set("data-note", numbers.setdefault(str(key), str(len(numbers) + 1)))
        if not numbers:
            return 0
        section = etree.SubElement(self.root, "section", {"data-notes": ""})
        for key, number in numbers.items():
            self.bodies[key].set("data-note-body", number)
            section.append(self.bodies[key])
        return len(numbers)


def _strip_before(place: etree._Element) -> None:
    previous, parent = place.getprevious(), place.getparent()
    if previous is not None and previous.tail:
        previous.tail = previous.tail.rstrip(" ") or " " * bool(previous.tag == "br")
    elif previous is None and parent is not None and (parent.text or "").strip():
        parent.text = (parent.text or "").rstrip(" ")


def _strip_brackets(mark: etree._Element) -> None:
    """A mark in brackets loses them."""
    previous, parent = mark.getprevious(), mark.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    before, after = before or "", mark.tail or ""
    if before.endswith("[") and after.startswith("]"):
        mark.tail = after[1:]
        if previous is not None:
            previous.tail = before[:-1].rstrip(" ")
        elif parent is not None:
            parent.text = before[:-1].rstrip(" ")


def remove_empty(elements: Iterable[etree._Element]) -> None:
    """Take away what held the notes and holds nothing any more, with the heading before it."""
    for element in elements:
        holder: etree._Element | None = element
        while holder is not None and holder.tag != "body" and _is_void(holder):
            parent = holder.getparent()
            if parent is None:
                break
            remove_heading(holder)
            xhtml.remove(holder)
            holder = parent


def _is_void(element: etree._Element) -> bool:
    if any(e.tag in {"img", "pre", "table"} for e in element.iter(etree.Element)):
        return False
    if any(e.get("data-note") for e in element.iter("sup")):
        return False
    text = xhtml.text_of(element)
    return not text or bool(HEADING.fullmatch(text))


def remove_heading(element: etree._Element) -> None:
    """The heading and the rule before a list of notes say nothing without it."""
    while (previous := element.getprevious()) is not None:
        words = xhtml.text_of(previous) if isinstance(previous.tag, str) else ""
        is_heading = previous.tag in _HEADS and len(words) < 40 and bool(HEADING.fullmatch(words))
        empty = previous.tag in {"p", "div", "br"} and not words and not len(previous)
        if (previous.tail or "").strip() or not (is_heading or empty or previous.tag == "hr"):
            return
        xhtml.remove(previous)
