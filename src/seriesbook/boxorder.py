"""The boxes of a document's pages in the order of reading, and the spaces that lines swallow.

A line that ends at a space is drawn without it, so that text read off the page would run words
together; ISO 32000-1 §14.8.2.5 wants the space written all the same. Whether there was one is
asked of the text as it was before it was broken into lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from seriesbook.structure_types import INLINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seriesbook.structure import Node, Tree


class _Source:
    """The text of a box before it was broken into lines, and how much of it has been seen.

    `before` is the text that stands before it in the document.
    """

    __slots__ = ("_before", "_seen", "_text")

    def __init__(self, text: str, before: _Source | None) -> None:
        self._text = text
        self._seen = 0
        self._before = before

    def next(self, line: str, hyphen: str) -> str:
        """Go on to a line; returns what was left out before it."""
        start = self._text.find(line, self._seen)
        if start < 0:
            line = line.removesuffix(hyphen)
            start = max(self._text.find(line, self._seen), self._seen)
        skipped = self._text[self._seen : start]
        self._seen = start + len(line)
        return skipped

    def unseen_before(self) -> Iterator[str]:
        """What has not been seen of the texts just before this one, backwards."""
        one = self._before
        while one is not None:
            yield one._text[one._seen :]
            one = None if one._seen else one._before


def remember(trees: Iterable[Any]) -> None:
    """Keep the texts of boxes that are about to be laid out; lines are copies of them."""
    source = None
    for tree in trees:
        for box in tree.descendants():
            if isinstance(box, boxes.TextBox):
                box.source = source = _Source(box.text, source)


class BoxOrder:
    """For the boxes of all pages: their nodes, and their places in the order of reading."""

    def __init__(self, tree: Tree, pages: Iterable[Any]) -> None:
        self._tree = tree
        self._orders: dict[Any, tuple[int, float]] = {}
        self._content: dict[Any, tuple[Node, float]] = {}
        self._last: dict[Node, Any] = {}  # of each block, its last text so far
        self._spaced: set[Any] = set()
        self._is_line_start = self._is_apart = False
        self._count = 0  # of boxes with content
        for number, page in enumerate(pages):
            self._walk(page._page_box, number)

    def of(self, box: Any) -> tuple[Node, float] | None:
        """Node and order of a box; None if it is decoration.

        Boxes with content have the numbers from 0 on, others stand between these.
        """
        if box in self._content:
            return self._content[box]
        if box not in self._orders or box.element is None:
            return None
        page, order = self._orders[box]
        _, _, pseudo = (box.element_tag or "").partition("::")
        node = self._tree.owner(box.element, pseudo, page)
        return None if node is None else (node, order)

    def has_space(self, box: Any) -> bool:
        """Whether a space after a box's text was swallowed by the end of its line."""
        return box in self._spaced and not box.text.endswith(" ")

    def forget(self, page: Any, number: int) -> list[Any]:
        """Part with the boxes of a page, which are drawn, but for those that are on later ones."""
        every = page.descendants(placeholders=True)
        gone = [box for box in every if self._orders.get(box, (None, 0))[0] == number]
        for box in gone:
            del self._orders[box]
            self._content.pop(box, None)
            self._spaced.discard(box)
        return gone

    def _walk(self, box: Any, page: int) -> None:
        """Number boxes. Margins and leaders say nothing."""
        for child in box.children:
            if not isinstance(child, boxes.Box):  # where a positioned box would stand
                child = child._box  # noqa: PLW2901
            if isinstance(child, boxes.MarginBox) or child.is_leader:
                continue
            self._orders[child] = page, self._count - 0.5
            if isinstance(child, boxes.TextBox):
                self._read(child)
                continue
            if isinstance(child, boxes.ReplacedBox) and (place := self.of(child)) is not None:
                self._take(child, place[0])
            self._is_line_start |= isinstance(child, boxes.LineBox)
            self._is_apart |= isinstance(child, boxes.BlockLevelBox) or child.element_tag == "br"
            self._walk(child, page)

    def _take(self, box: Any, node: Node) -> None:
        """Number a box with content."""
        self._content[box] = node, self._count
        self._count += 1

    def _read(self, box: Any) -> None:
        place = self.of(box)
        if place is None:
            return
        block = next(node for node in place[0].line() if node.type not in INLINE)
        before = self._last.get(block)
        if not box.text.strip():  # nothing is drawn of it
            if before is not None:
                self._spaced.add(before)
            return
        self._take(box, place[0])
        if self._is_separate(before, box) and before is not None:
            self._spaced.add(before)
        self._last[block] = box
        self._is_line_start = self._is_apart = False

    def _is_separate(self, before: Any, box: Any) -> bool:
        """Whether there was a space, or something as good, between a text and the one before."""
        source, earlier = getattr(box, "source", None), getattr(before, "source", None)
        if source is None:
            return True
        skipped = source.next(box.text, box.style["hyphenate_character"])
        if earlier is source:  # a word that is broken, even over two pages, is one
            return self._is_line_start and any(map(str.isspace, skipped))
        if before is None or before.element_tag.endswith("::first-letter"):
            return False
        if self._is_apart or not self._is_line_start:
            return self._is_apart
        return any(any(map(str.isspace, text)) for text in (skipped, *source.unseen_before()))
