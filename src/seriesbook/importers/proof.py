"""Whether Markdown reads back, by our own reader, to the block that it was made from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

# What must be there as often as in the original. Emphasis may be said by several elements.
_SAME = {
    "i": "em", "cite": "em", "var": "em", "dfn": "em", "b": "strong", "tt": "code", "samp": "code",
}  # fmt: skip
_COUNTED = frozenset("em strong code img blockquote li h1 h2 h3 h4 h5 h6 pre".split())


def prover() -> Callable[[etree._Element, str], bool]:
    """A function that tells whether Markdown says what a block says."""
    from seriesbook.readers.markdown import MarkdownTypographer  # noqa: PLC0415 - heavy

    typographer = MarkdownTypographer("en")

    def proven(block: etree._Element, text: str) -> bool:
        try:
            read = xhtml.parse(typographer.blocks(text))
        except RecursionError:
            return False
        _show_captions(read, typographer.inline)
        return _words(read) == _words(block) and _shape(read) == _shape(block)

    return proven


def _show_captions(root: etree._Element, inline: Callable[[str], etree._Element]) -> None:
    """Put the title of each image behind it, as it will be read."""
    for image in list(root.iter("img")):
        title = image.get("title")
        if title:
            caption = inline(title)
            caption.tag = "figcaption"
            image.addnext(caption)


def _words(root: etree._Element) -> list[str]:
    """Words in their order; where there are captions, which may stand first, in any."""
    words = words_of(root)
    return sorted(words) if root.find(".//figcaption") is not None else words


def _shape(root: etree._Element) -> Counter[str]:
    named = ((_name(element), element) for element in root.iter(etree.Element))
    return Counter(
        name
        for name, element in named
        if name in _COUNTED
        and not _is_empty(element)
        and not _is_inside(element, name)
        and not (name == "code" and any(up.tag == "pre" for up in element.iterancestors()))
    )


def _name(element: etree._Element) -> str:
    return _SAME.get(str(element.tag), str(element.tag))


def _is_inside(element: etree._Element, name: str) -> bool:
    """Whether emphasis stands in emphasis of the same kind, which says nothing."""
    return name in {"em", "strong"} and any(_name(up) == name for up in element.iterancestors())


def _is_empty(element: etree._Element) -> bool:
    return element.tag != "img" and not xhtml.text_of(element) and not len(element)
