"""Where in the text each page of a laid-out document begins.

WeasyPrint keeps, for each page, the path through its tree of boxes at which the page goes on. A
box knows its element, so that a path means a place in the document (see `commontext`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from seriesbook.commontext import count, is_object, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A path: index of a child and the path in it; in a text, bytes of UTF-8 that are on pages before.
Path = dict[int, Any] | None

_GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")


def page_starts(root: Any, box: Any, paths: Sequence[Path]) -> tuple[int, ...]:
    """Place of the first character of each page, in the text of the document's body.

    Args:
        root: the `html` element.
        box: the box of the root, as it was before layout.
        paths: where each page goes on; None for the first, and for one of nothing but notes.
    """
    text = _Text(root)
    leaves = _Leaves(box)
    found = [text.total if path is None else leaves.place(box, path, text) for path in paths[1:]]
    return tuple(accumulate([0, *found], max))


class _Text:
    """Places of the elements of a document and of the text directly in them."""

    def __init__(self, root: Any) -> None:
        self.total = 0
        self._starts: dict[Any, int] = {}
        self._runs: dict[Any, list[tuple[int, int]]] = {}
        body = root.find("body")
        ends: dict[tuple[Any, bool], int] = {}
        for piece in pieces(body):
            length = piece.count
            self.total = ends[piece.element, piece.tail] = piece.start + length
            self._runs.setdefault(piece.owner, []).append((piece.start, length))
        self._number(body, ends)

    def _number(self, body: Any, ends: Mapping[tuple[Any, bool], int]) -> None:
        """Give every element the place where it begins, those that count for nothing too."""
        place = 0
        todo: list[tuple[Any, bool]] = [(body, False)]
        while todo:
            element, tail = todo.pop()
            if not tail:
                self._starts[element] = place
                for child in reversed(element):
                    todo += [(child, True), (child, False)]
            place = ends.get((element, tail), place)

    def place(self, element: Any, number: int) -> int:
        """Place of the character `number`, from 0, of those directly in an element."""
        for start, length in self._runs.get(element, ()):
            if number < length:
                return start + number
            number -= length
        runs = self._runs.get(element)
        return sum(runs[-1]) if runs else self._starts.get(element, 0)

    def start(self, element: Any) -> int:
        """Place where an element begins."""
        return self._starts.get(element, 0)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A box at the end of a branch. `before` counts the characters of its element before it."""

    element: Any
    text: str
    before: int


@dataclass(slots=True)
class _Leaves:
    """Boxes with text of the author's or with an object, in their order."""

    box: Any
    _leaves: list[_Leaf] = field(default_factory=list)
    _spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    # The leaf that was counted last, its bytes, how many of them, and what these count.
    _counted: tuple[int, bytes, int, int] = (-1, b"", 0, 0)

    def __post_init__(self) -> None:
        counts: dict[Any, int] = {}
        todo: list[tuple[Any, int | None]] = [(self.box, None)]
        while todo:
            box, begin = todo.pop()
            if begin is not None:
                self._spans[id(box)] = begin, len(self._leaves)
                continue
            todo.append((box, len(self._leaves)))
            self._add(box, counts)
            todo += [(child, None) for child in reversed(_children(box))]

    def _add(self, box: Any, counts: dict[Any, int]) -> None:
        if box.element is None:
            return
        text = getattr(box, "text", "")
        if is_object(box.element):
            self._leaves.append(_Leaf(box.element, "", 0))
        elif text and not box.element_tag.endswith(_GENERATED):
            before = counts.get(box.element, 0)
            counts[box.element] = before + count(text)
            self._leaves.append(_Leaf(box.element, text, before))

    def place(self, box: Any, path: Path, text: _Text) -> int:
        """Place in the text at which a path leads on."""
        _, number, read = self._leaf(box, path)
        if number >= len(self._leaves):
            return text.total
        leaf = self._leaves[number]
        if not leaf.text:
            return text.start(leaf.element)
        return text.place(leaf.element, leaf.before + self._count(number, read))

    def _count(self, number: int, read: int) -> int:
        """What the first bytes of a leaf count, counted on from the page before."""
        known, data, end, done = self._counted
        if known != number or end > read:
            data, end, done = self._leaves[number].text.encode(), 0, 0
        done += count(data[end:read].decode(errors="ignore"))
        self._counted = number, data, read, done
        return done

    def _leaf(self, box: Any, path: Path) -> tuple[bool, int, int]:
        """The leaf at which a path ends: whether the box is at its end, number, bytes done."""
        begin, end = self._spans[id(box)]
        if path is None:
            return False, begin, 0
        children = _children(box)
        if not children:
            return False, begin, min(path)
        # Cells of a row go on side by side: the first that has anything left is read first.
        ways = [
            self._leaf(children[index], inner)
            for index, inner in sorted(path.items())
            if index < len(children)
        ]
        return min(ways, default=(True, end, 0))


def _children(box: Any) -> Sequence[Any]:
    return getattr(box, "children", ())
