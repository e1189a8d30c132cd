"""A figure that does not fit on the rest of a page waits for the next one; the text goes on.

WeasyPrint leaves the rest of the page empty. So the page is set without the figure, to see where
its text ends; the paragraph there is cut in two, and the figure put between the halves. The place
in the text at which each page begins is told in the order of the author's text all the same.

Imported by `engine` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from seriesbook.commontext import offset_of, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from seriesbook.commontext import Piece

# The document as laid out, and the place in the text at which each of its pages begins.
Rendered = tuple[Any, tuple[int, ...]]
Element = Any

_XHTML = "{http://www.w3.org/1999/xhtml}"
# Lines that may be left empty above a figure's page, and tries in one document.
_FEW, _MOST_TRIES = 2.5, 24


@dataclass(frozen=True, slots=True)
class _Move:
    """A figure's way through the text: from a place to a later one, and how much it counts."""

    origin: int
    place: int
    size: int

    def undone(self, number: int) -> int:
        """The place in the text before the move of a place after it."""
        if number < self.origin or number >= self.place:
            return number
        return min(number + self.size, self.place)


def render_with_figures(
    root: Element, render: Callable[[Element], Rendered]
) -> tuple[Element, Rendered]:
    """Lay out a document, figures moved on where they would leave a page half empty.

    `root` is the `html` element; `render` lays out a tree, which may change it. Comes back with
    the tree that was laid out in the end.
    """
    if not any(e.tag.removeprefix(_XHTML) == "figure" for e in root.iter()):
        return root, render(root)
    best = _bare(root)
    tree, (document, starts) = _rendered(best, render)
    moves: list[_Move] = []
    given_up: set[int] = set()
    for _ in range(_MOST_TRIES):
        late = _late_figure(document.pages, given_up)
        if late is None:
            break
        page, number = late
        trial, move = _moved(best, page, number, render)
        if move is not None:
            made, rendered = _rendered(trial, render)
            if _is_better(rendered[0], document, page):
                best, tree, (document, starts) = trial, made, rendered
                moves.append(move)
                continue
        given_up.add(number)
    for move in reversed(moves):
        starts = tuple(map(move.undone, starts))
    return tree, (document, starts)


def _rendered(root: Element, render: Callable[[Element], Rendered]) -> tuple[Element, Rendered]:
    """Lay out a copy of a tree, and the copy."""
    tree = copy.deepcopy(root)
    return tree, render(tree)


def _bare(root: Element) -> Element:
    """A copy of a document whose elements have plain names."""
    tree = copy.deepcopy(root)
    for element in tree.iter():
        element.tag = element.tag.removeprefix(_XHTML)
    return tree


def _figures(root: Element) -> list[Element]:
    return list(root.iter("figure"))


def _late_figure(pages: Sequence[Any], given_up: set[int]) -> tuple[int, int] | None:
    """The first figure that begins a page though the page before has room, and its page.

    Figures are numbered in the order of the document, which is that of their boxes.
    """
    seen: dict[int, int] = {}
    for index, page in enumerate(pages):
        first = True
        for box in _flow(page):
            if _is_figure(box):
                number = seen.setdefault(id(box.element), len(seen))
                if first and index and number not in given_up and _gap(pages[index - 1]) > _FEW:
                    return index, number
            if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
                first = False
    return None


def _flow(page: Any) -> Any:
    """Boxes of a page's own text, in order."""
    for child in page._page_box.children:
        if not isinstance(child, boxes.MarginBox) and not hasattr(child, "page_values_area"):
            yield child
            if hasattr(child, "descendants"):
                yield from child.descendants()


def _is_figure(box: Any) -> bool:
    return box.element is not None and box.element_tag == "figure"


def _gap(page: Any) -> float:
    """Lines that are empty at the end of a page's text."""
    box = page._page_box
    lines = [b for b in _flow(page) if isinstance(b, boxes.LineBox) and b.height]
    end = box.content_box_y() + box.height
    ends = [b.position_y + b.height for b in lines if b.position_y < end]
    if not ends:
        return 0.0
    return float((end - max(ends)) / lines[-1].height)


def _is_better(made: Any, before: Any, page: int) -> bool:
    if len(made.pages) > len(before.pages):
        return False
    return _gap(made.pages[page - 1]) < _gap(before.pages[page - 1]) - 1


def _moved(
    root: Element, page: int, number: int, render: Callable[[Element], Rendered]
) -> tuple[Element, _Move | None]:
    """A copy of a document with a figure behind the text that fits before its page."""
    tree = copy.deepcopy(root)
    body = tree.find("body")
    figure = _figures(tree)[number]
    parents = {child: parent for parent in tree.iter() for child in parent}
    parent = parents[figure]
    origin, size = _span(body, figure)
    following = list(parent)[list(parent).index(figure) + 1 :]
    if not following:
        return tree, None
    figure.tail, tail = None, figure.tail
    parent.remove(figure)
    _, starts = render(copy.deepcopy(tree))
    pieces_ = list(pieces(body))
    total = pieces_[-1].start + pieces_[-1].count if pieces_ else 0
    place = starts[page] if page < len(starts) else total
    if place <= origin:
        return tree, None
    figure.tail = tail
    piece = next((p for p in pieces_ if p.start <= place < p.start + p.count), None)
    block = _child_around(piece, parent, parents)
    if block is None:
        if place < total and _span(body, following[-1])[0] > place:
            return tree, None
        place = sum(_span(body, following[-1]))
        parent.append(figure)
    elif block not in following:
        return tree, None
    else:
        place = _insert(figure, parent, block, piece, place, body, parents)
        if place <= origin:
            return tree, None
    return tree, _Move(origin, place + size, size)


def _span(body: Element, element: Element) -> tuple[int, int]:
    """Place where an element begins, and how much it counts."""
    inside = set(element.iter())
    own = [p for p in pieces(body) if p.owner in inside]
    if not own:
        return 0, 0
    return own[0].start, own[-1].start + own[-1].count - own[0].start


def _child_around(
    piece: Piece | None, parent: Element, parents: dict[Element, Element]
) -> Element | None:
    """The child of `parent` that a piece is in."""
    node = piece.owner if piece is not None else None
    while node is not None and parents.get(node) is not parent:
        node = parents.get(node)
    return node


def _insert(
    figure: Element, parent: Element, block: Element, piece: Any, place: int,
    body: Element, parents: dict[Element, Element],
) -> int:  # fmt: skip
    """Put a figure before a block or into a paragraph; the place in the text where it is now."""
    begin, _ = _span(body, block)
    index = list(parent).index(block)
    if block.tag != "p" or place <= begin:
        parent.insert(index, figure)
        return begin
    rest = _cut(block, piece, offset_of(piece.text, place - piece.start), parents)
    parent.insert(index + 1, rest)
    parent.insert(index + 1, figure)
    return place


def _cut(paragraph: Element, piece: Any, offset: int, parents: dict[Element, Element]) -> Element:
    """Cut a paragraph in two at a character of one of its texts; the second half."""
    before, after = piece.text[:offset], piece.text[offset:]
    node = piece.owner
    rest = _like(node)
    if piece.tail:
        following = list(node)[list(node).index(piece.element) + 1 :]
        piece.element.tail, rest.text = before.rstrip(" \n"), after
    else:
        following = list(node)
        node.text, rest.text = before.rstrip(" \n"), after
    _move(following, node, rest)
    while node is not paragraph:
        above = parents[node]
        whole = _like(above)
        following = list(above)[list(above).index(node) + 1 :]
        whole.append(rest)
        rest.tail, node.tail = node.tail, None
        _move(following, above, whole)
        node, rest = above, whole
    rest.tail, paragraph.tail = paragraph.tail, None
    _restyle(paragraph, "text-align-last: justify")
    _restyle(rest, "text-indent: 0")
    return rest


def _like(element: Element) -> Element:
    """An empty element of the same kind, without its id."""
    attributes = {name: value for name, value in element.attrib.items() if name != "id"}
    return element.makeelement(element.tag, attributes)


def _move(children: list[Element], old: Element, new: Element) -> None:
    for child in children:
        old.remove(child)
        new.append(child)


def _restyle(element: Element, rule: str) -> None:
    element.set("style", "; ".join(filter(None, [element.get("style"), rule])))
