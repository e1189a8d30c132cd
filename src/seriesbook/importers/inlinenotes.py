"""Notes that stand in the text itself: the bubbles and margin notes of plugins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers.notetexts import strip_sign

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.notebook import NoteBook

INLINE = "data-inline-note"  # what readers put notes of shortcodes into
_CLASS = re.compile(
    r"footnotes?__note|footnote_tooltip|footnote-(?:content|text|body|tooltip)|inline-?footnote|"
    r"\b(?:side|margin)-?note\b|mfn-content|tooltip-?note",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:foot|side)-?notes?[-_]*(?:reference|list|container|wrapper|table)", re.I)
_MARK = re.compile(
    r"footnote|sidenote-number|margin-toggle|sidenote|marginnote|mfn|fnref", re.IGNORECASE
)


def take_inline(root: etree._Element, notes: NoteBook) -> None:
    """Move notes that stand where their marks are into the notebook, in place."""
    found = [span for span in root.iter("span", "small", "aside", "label") if _is_note(span)]
    for number, span in enumerate(found, 1):
        if any(up in found for up in span.iterancestors()):
            continue
        sign = _take_marks(span)
        key = f"inline-{number}"
        notes.mark(span, key)
        if sign:
            strip_sign(span, sign)
        span.tag = "div"
        notes.add(key, span)
    if notes.bodies:
        _drop_lists(root, [xhtml.text_of(body) for body in notes.bodies.values()])


def _drop_lists(root: etree._Element, texts: list[str]) -> None:
    """A list at the end that says all the notes again goes."""
    for box in list(root.iter("div", "ol", "ul", "table", "section")):
        if not _LIST.search(box.get("class", "")) or any(box.iter("sup")):
            continue
        words = xhtml.text_of(box)
        if all(text in words for text in texts):
            xhtml.remove(box)


def _is_note(element: etree._Element) -> bool:
    if element.get(INLINE) is not None:
        return True
    named = _CLASS.search(element.get("class", ""))
    in_line = element.getparent() is not None and element.tag != "aside"
    return bool(named) and in_line and bool(xhtml.text_of(element)) and not _has_list(element)


def _has_list(element: etree._Element) -> bool:
    return element.find(".//li") is not None


def _take_marks(note: etree._Element) -> str:
    """Remove the number, label and box that stand just before a note; give the number."""
    sign = ""
    while (previous := note.getprevious()) is not None and not (previous.tail or "").strip():
        named = (e.get(key, "") for e in previous.iter() for key in ("class", "id", "for"))
        name = " ".join(named)
        words = xhtml.text_of(previous)
        is_mark = previous.tag in {"sup", "label", "a", "input", "button", "span"}
        if not is_mark or not (_MARK.search(name) or previous.tag == "input") or len(words) > 6:
            break
        sign = sign or words.strip("[]().")
        xhtml.remove(previous)
    return sign
