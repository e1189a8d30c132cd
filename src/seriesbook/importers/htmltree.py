"""HTML as platforms store it, as a tree that the steps of an import can change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.limits import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCKS = xhtml.BLOCKS | frozenset("body details summary center form fieldset iframe".split())
_VOID = re.compile(
    r"<(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b"
    r"((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>",
    re.IGNORECASE,
)
_NESTING = re.compile(
    r"</?(?:div|span|section|article|blockquote|table|ul|ol|b|i|em|strong|font|a|center)"
    r"(?=[\s>/])[^>]*>",
    re.I,
)
_TEXTS = frozenset("p h1 h2 h3 h4 h5 h6 li pre tr td th dt dd figcaption img br hr".split())
_CAPITALS = re.compile(r"</?[A-Z]")
_SPACE = re.compile("[ \t\n\f\r]+")
fold = xhtml.folded
FIRST_WORDS = 60  # characters of what is shown of a text in a report


def parse_fragment(html: str, levels: int = USUAL.page_levels) -> etree._Element:
    """A fragment of HTML as a `body`; tag soup is read as a browser reads it.

    Elements without content are closed first, so that most fragments are well-formed and the
    slow parser is not needed. Of what is nested without end the text is kept.
    """
    if is_bottomless(html, levels):
        html = _NESTING.sub("", html)
    return xhtml.parse(html if _CAPITALS.search(html) else _VOID.sub(r"<\1\2/>", html))


def is_bottomless(html: str, levels: int) -> bool:
    """Whether elements that authors close are nested so deep that parsing would take minutes."""
    depth = 0
    for match in _NESTING.finditer(html):
        depth = depth + 1 if match[0][1] != "/" else max(depth - 1, 0)
        if depth > levels:
            return True
    return False


def open_deep(root: etree._Element, limit: int) -> int:
    """Open what is nested deeper than anybody means it, in place; tell how many elements.

    Paragraphs and their like stay as long as they can.
    """
    deep: list[etree._Element] = []
    kept: list[bool] = []  # of each element around, whether it stays
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            kept.append(depth < (limit * 2 if element.tag in _TEXTS else limit))
            depth += kept[-1]
        else:
            depth -= kept[-1]
            if not kept.pop():
                deep.append(element)
    for element in deep:  # the innermost first
        xhtml.unwrap(element)
    return len(deep)


def is_block(element: etree._Element) -> bool:
    """Whether an element makes a block of its own."""
    return element.tag in BLOCKS


def has_blocks(element: etree._Element) -> bool:
    """Whether any element below makes a block of its own."""
    return any(child is not element and is_block(child) for child in element.iter(etree.Element))


def classes_of(element: etree._Element) -> frozenset[str]:
    """The classes of an element, in small letters."""
    return frozenset(element.get("class", "").lower().split())


def first_words(element: etree._Element | str) -> str:
    """The beginning of a text, for a report."""
    text = element if isinstance(element, str) else xhtml.text_of(element)
    text = fold(text)
    if len(text) <= FIRST_WORDS:
        return text
    cut = text[:FIRST_WORDS]
    return f"{cut.rpartition(' ')[0] or cut}…"


def words_of(root: etree._Element) -> list[str]:
    """The words inside, as a reader sees them: blocks and line breaks part words."""
    words = _SPACE.split("".join(_pieces(root)))
    return [bare for word in words if (bare := word.strip("\u00a0"))]


def _pieces(root: etree._Element) -> Iterator[str]:
    """Texts in order; iterative, since soup may be nested deep."""
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            yield element.tail or ""
            continue
        parts = is_block(element) or element.tag == "br"
        if parts:
            yield " "
        if event == "start":
            label = element.get("data-note")
            yield f"[^{label}]" if label else element.text or ""
        elif element is not root:
            yield element.tail or ""


def wrap(elements: list[etree._Element], tag: str) -> etree._Element:
    """Put neighbouring elements into a new one in their place."""
    parent = elements[0].getparent()
    holder = etree.Element(tag)
    if parent is None:
        return holder
    parent.insert(parent.index(elements[0]), holder)
    holder.extend(elements)
    holder.tail, elements[-1].tail = elements[-1].tail, None
    return holder


def rename(element: etree._Element, tag: str) -> None:
    """Make an element another one, without its attributes."""
    element.tag = tag
    element.attrib.clear()
