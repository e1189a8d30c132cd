"""Whether Markdown reads back, by our own reader, to the block that it was made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from seriesbook.readers.markdown import MarkdownTypographer

# What must be there as often as in the original. Emphasis may be said by several elements.
_SAME = {
    "i": "em", "cite": "em", "var": "em", "dfn": "em", "b": "strong", "tt": "code", "samp": "code",
}  # fmt: skip
_COUNTED = frozenset("em strong code img blockquote li h1 h2 h3 h4 h5 h6 pre".split())


@dataclass(frozen=True, slots=True)
class Prover:
    """Reads Markdown with our own reader and compares."""

    typographer: MarkdownTypographer
    place_captions: Callable[[etree._Element], None]

    def block(self, block: etree._Element, text: str) -> bool:
        """Whether a text says what a block says: the same words, emphasis, lists, pictures."""
        read = self._read(text)
        return read is not None and _same(read, block)

    def blocks(self, root: etree._Element, blocks: Sequence[etree._Element], text: str) -> bool:
        """Whether a text says what all blocks say, each by itself, and nothing of `root` lacks."""
        read = self._read(text)
        if read is None or _words(read) != _words(root):
            return False
        found = [element for element in read if isinstance(element.tag, str)]
        return len(found) == len(blocks) and all(map(_same, found, blocks))

    def _read(self, text: str) -> etree._Element | None:
        try:
            read = xhtml.parse(self.typographer.blocks(text))
        except RecursionError:
            return None
        self.place_captions(read)
        _show_captions(read, self.typographer.inline)
        return read


def prover() -> Prover:
    """One that proves for a whole import."""
    from seriesbook.readers.blocks import place_captions  # noqa: PLC0415 - heavy
    from seriesbook.readers.markdown import MarkdownTypographer  # noqa: PLC0415

    return Prover(MarkdownTypographer("en"), place_captions)


def _same(read: etree._Element, block: etree._Element) -> bool:
    return _words(read) == _words(block) and _shape(read) == _shape(block)


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
