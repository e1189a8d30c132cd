"""The text of a note without its number and its way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import is_block

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGN = r"(?:\d{1,4}(?::\d+)?|[a-z]{1,2}|[ivxlc]+|[*†‡§¶#]{1,4}|[¹²³⁰⁴-⁹]+)"
_SHORT = re.compile(rf"[\s\[(]*{SIGN}[\s\]).]*", re.IGNORECASE)
_BACK = re.compile(
    r"[\s\[(]*(?:[↩↑⏎⤴⬆^←▲⇧🔝\ufe0e\ufe0f]+|back|return|jump (?:back|up)|retour)[\s\])]*",
    re.IGNORECASE,
)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOOSE = re.compile(r"^\s*(?:[.:)\]](?=\s))?\s*")  # what is left of a number that was a link
_INLINE = frozenset({"sup", "span", "a", "strong", "b", "small"})


def clean_note(content: etree._Element, sign: str, origins: frozenset[str]) -> None:
    """Take the way back and the number from a note, in place.

    `sign` is what its mark showed; `origins` are the ids around the mark.
    """
    for link in list(content.iter("a")):
        words = xhtml.text_of(link)
        page, hash_, fragment = link.get("href", "").partition("#")
        back = bool(hash_) and (fragment in origins or "backref" in link.get("class", ""))
        arrow = bool(_BACK.fullmatch(words)) and bool(hash_) and not page.startswith("mailto")
        if back or arrow or (not link.get("href") and _SHORT.fullmatch(words)):
            _remove_with_holders(link, content)
        elif not words and not len(link):
            xhtml.remove(link)
    strip_sign(content, sign)


def letters(element: etree._Element) -> str:
    """Text without spaces, brackets and stops."""
    return re.sub(r"[\s\[\](){}.,]", "", xhtml.text_of(element))


def _remove_with_holders(element: etree._Element, content: etree._Element) -> None:
    """Remove an element with all that holds it alone."""
    holder = element
    while (up := holder.getparent()) is not None and up is not content and not is_block(up):
        if letters(up) != letters(holder):
            break
        holder = up
    parent = holder.getparent()
    xhtml.remove(holder)
    emptied = parent is not None and not xhtml.text_of(parent) and not len(parent)
    if emptied and parent is not content and parent is not None and parent.tag in {"p", "div"}:
        xhtml.remove(parent)


def strip_sign(content: etree._Element, sign: str) -> None:
    """Take away the number that a note begins with, in whatever it stands, in place."""
    quoted = f"(?:{re.escape(sign)}|{re.escape(sign.translate(RAISED))})"
    alone = re.compile(rf"\s*[\[(]?{quoted}[\])]?[.:)]?\s*", re.IGNORECASE)
    lead = re.compile(
        rf"\s*(?:\[\^?{quoted}\][.:]?|\({quoted}\)|{quoted}[.:)](?=\s)|{quoted}(?=[A-Z\s“\"\u00a0]))\s*"
    )
    for element, is_tail in _texts(content):
        text = (element.tail if is_tail else element.text) or ""
        if not text.strip():
            continue
        if not is_tail and element.tag in _INLINE and alone.fullmatch(text) and not len(element):
            element.tail = re.sub(r"^[\s.:)\]]+", "", element.tail or "")
            xhtml.remove(element)
            return
        found = lead.match(text)
        rest = text[found.end() :] if found else _LOOSE.sub("", text)
        if is_tail:
            element.tail = rest
        else:
            element.text = rest
        return


def _texts(content: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Places of text in document order: an element, and whether its tail is meant."""
    for event, element in etree.iterwalk(content, events=("start", "end")):
        if event == "start":
            yield element, False
        elif element is not content:
            yield element, True
