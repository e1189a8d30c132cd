"""What a PDF's tags say about a document: its elements in reading order, with their text.

The tree follows the document's own elements, not the boxes of its pages: a paragraph that goes
on overleaf is one paragraph. Text of an element that has no type of its own (`em`, `span`)
belongs to the nearest one that has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seriesbook.structure_types import (
    CELLS,
    GROUPS,
    INLINE,
    TABULAR,
    alt_of,
    attributes_of,
    is_block,
    is_hidden,
    types_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from seriesbook.structure_types import Attributes


@dataclass(frozen=True, slots=True)
class Piece:
    """A marked sequence of a content stream: of a page, or of a group drawn on one.

    Attributes:
        order: its place in the order of reading.
        page: from 0.
        stream: number of the stream in the document.
        mcid: the sequence's number in its stream.
    """

    order: float
    page: int
    stream: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Area:
    """Where a link can be clicked on a page: its annotation."""

    order: float
    page: int
    annotation: Any


@dataclass(slots=True, eq=False)
class Node:
    """A structure element.

    Attributes:
        language: BCP 47 tag, if it is not the parent's.
        words: what a link says, where it can't be seen.
        attributes: by owner and name.
    """

    type: str
    parent: Node | None = None
    language: str = ""
    alt: str = ""
    id: str = ""
    words: str = ""
    attributes: Attributes = field(default_factory=dict)
    kids: list[Node | Piece | Area] = field(default_factory=list)
    order: float = math.inf

    def line(self) -> Iterator[Node]:
        """This node and those that it is in, inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def spoken(self) -> str:
        """The language that holds here."""
        return next((node.language for node in self.line() if node.language), "")


class Tree:
    """The structure elements of a document, made as its pages ask for them."""

    def __init__(self, root: Element) -> None:
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._made: dict[tuple[Element, str], Node] = {}
        self._owners: dict[tuple[Element, str], Node | None] = {}
        self._heads: dict[Node | None, Node | None] = {}
        self._pages: dict[Node, int] = {}
        self.top = Node("Sect", language=root.get("lang", ""))

    def owner(self, element: Element, pseudo: str, page: int) -> Node | None:
        """The node that some content of an element belongs to; None if it is decoration.

        `pseudo` is the name of the pseudo-element that it comes from, or ''. The head of a table
        is decoration where it is repeated on a later page.
        """
        key = element, pseudo
        if key not in self._owners:
            hidden = any(is_hidden(e) for e in self._line(element))
            node = None if hidden else self._owner(element, pseudo)
            self._owners[key] = node
            self._heads[node] = next(
                (n for n in (node.line() if node else ()) if n.type in {"THead", "TFoot"}), None
            )
        node = self._owners[key]
        head = self._heads[node]
        return node if head is None or self._pages.setdefault(head, page) == page else None

    def settled(self) -> Node:
        """The top node, when all content is known: in reading order, without empty nodes."""
        _settle(self.top)
        if len(self.top.kids) == 1 and isinstance(only := self.top.kids[0], Node):
            only.language = only.language or self.top.language
            only.parent = None
            return only
        return self.top

    def _owner(self, element: Element, pseudo: str) -> Node:
        if pseudo == "marker":
            item = self._node(element)
            return self._new((element, "marker"), "Lbl", item.parent or item)
        if pseudo == "footnote-call":
            return self._holder(self._parents.get(element, element))
        return self._holder(element)

    def _line(self, element: Element) -> Iterator[Element]:
        yield element
        while element in self._parents:
            element = self._parents[element]
            yield element

    def _holder(self, element: Element) -> Node:
        """The node for text that is directly in an element."""
        node = self._node(element)
        if node.type not in GROUPS:
            return node
        return self._new((self._block(element), "text"), "P", node)

    def _block(self, element: Element) -> Element:
        """The nearest block that an element is or is in."""
        return next((e for e in self._line(element) if is_block(e)), element)

    def _node(self, element: Element) -> Node:
        """The node of an element, or of its nearest ancestor that has one."""
        key = element, ""
        if key not in self._made:
            above = self._parents.get(element)
            parent = self.top if above is None else self._node(above)
            self._made[key] = self._typed(element, parent)
            if self._made[key].type == "Table" and self._made[key] is not parent:
                for part in element.iter():
                    self._node(part)
        return self._made[key]

    def _typed(self, element: Element, parent: Node) -> Node:
        """New nodes of an element in that of its parent; the latter if it makes none."""

        def is_inside(name: str) -> bool:
            """Whether there is a type, or a role, around the element."""
            typed = any(node.type == name for node in parent.line())
            return typed or any(e.get("role") == name for e in self._line(element))

        types = types_of(element, is_inside)
        language = element.get("lang", "")
        if language and language != parent.spoken() and not types and element in self._parents:
            types = ("Div" if is_block(element) else "Span",)
        if not types:
            return parent
        if types[-1] == "P" and parent.type == "P":
            return parent
        if types[0] in INLINE and parent.type in GROUPS and element in self._parents:
            around = self._parents[element]
            # An entry of the contents is its link, if no text comes before that.
            if parent.type != "TOCI" or (self._block(around), "text") in self._made:
                parent = self._holder(around)  # with the text around it
        node = self._item_of(element, parent) if element.tag == "dd" else parent
        for kind in types:
            node = self._new((element, kind), kind, node)
            node.attributes |= attributes_of(element, kind, is_inside)
        outer = self._made[element, types[0]]
        outer.language = language if language != parent.spoken() else ""
        node.alt = alt_of(element) if node.type == "Figure" else ""
        node.words = " ".join("".join(element.itertext()).split()) if node.type == "Link" else ""
        node.id = element.get("id", "") if node.type == "Note" else ""
        return node

    def _item_of(self, element: Element, parent: Node) -> Node:
        """The list item that a description belongs to: that of the term before it."""
        item: Node | None = None
        for sibling in self._parents[element]:
            if sibling.tag == "dt":
                item = self._node(sibling).parent
            if sibling is element:
                break
        return item or self._new((element, "LI"), "LI", parent)

    def _new(self, key: tuple[Element, str], kind: str, parent: Node) -> Node:
        if key not in self._made:
            self._made[key] = Node(kind, parent)
            parent.kids.append(self._made[key])
        return self._made[key]


def _settle(node: Node) -> None:
    for kid in node.kids:
        if isinstance(kid, Node):
            _settle(kid)
    node.kids = [k for k in node.kids if not isinstance(k, Node) or k.kids or k.type in CELLS]
    if node.type not in TABULAR:
        node.kids.sort(key=lambda kid: kid.order)
    node.order = min((kid.order for kid in node.kids), default=math.inf)
