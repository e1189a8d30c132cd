"""Runs: the text of one block across its inline elements, changed as if it were one string."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Edit = tuple[int, int, str]
    Finder = Callable[[str], Iterable[Edit]]

_LITERAL = frozenset({"code", "pre", "kbd", "samp", "var", "math"})
# Class of a span whose marks stay as typed; the span goes when the marks are set.
STRAIGHT = "straight"


@dataclass(slots=True)
class _Piece:
    """A piece of a run: the text of an element or after it; without one, what stays as it is."""

    text: str
    element: etree._Element | None = None
    is_tail: bool = False

    def put(self, text: str) -> None:
        """Change the text, in the tree too."""
        self.text = text
        if self.element is not None and self.is_tail:
            self.element.tail = text
        elif self.element is not None:
            self.element.text = text


# Stand in a run for what is not to be changed: a word, as far as marks around it can tell; a line.
_OBJECT, _BREAK = _Piece("x"), _Piece("\n")


def rewrite(root: etree._Element, finders: Iterable[Finder]) -> None:
    """Apply the edits that each finder makes of each run below `root`, in place.

    A finder gets the text of a run, as the one before has left it, and gives edits in order,
    without overlap. Code is left alone, an edit across the border of an element is not made.
    """
    for run in _runs(root):
        for find in finders:
            edits = list(find("".join([piece.text for piece in run])))
            if edits:
                _apply(run, edits)


def edited(text: str, find: Finder) -> str:
    """The same for a plain text."""
    pieces, at = [], 0
    for start, end, new in find(text):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _runs(root: etree._Element) -> list[list[_Piece]]:
    """The runs of a tree that have a text; a block begins one and ends one."""
    runs: list[list[_Piece]] = [[]]
    literal: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if literal is not None and element is not literal:
            continue
        if element.tag in xhtml.BLOCKS or element is root:
            runs.append([])
        if event == "end":
            literal = None
            if element is not root and element.tail:
                runs[-1].append(_Piece(element.tail, element, is_tail=True))
        elif element.tag in _LITERAL or element.get("class") == STRAIGHT:
            literal = element
            runs[-1].append(_OBJECT)
        elif element.tag == "br":
            runs[-1].append(_BREAK)
        elif element.tag == "img":
            runs[-1].append(_OBJECT)
        elif element.text:
            runs[-1].append(_Piece(element.text, element))
    return [run for run in runs if any(piece.element is not None for piece in run)]


def _apply(run: list[_Piece], edits: list[Edit]) -> None:
    index = finish = 0
    for piece in run:
        begin, finish = finish, finish + len(piece.text)
        pieces, at = [], begin
        while index < len(edits) and edits[index][0] < finish:
            start, end, new = edits[index]
            index += 1
            if start >= begin and end <= finish:
                pieces += [piece.text[at - begin : start - begin], new]
                at = end
        if pieces and piece.element is not None:
            piece.put("".join([*pieces, piece.text[at - begin :]]))
