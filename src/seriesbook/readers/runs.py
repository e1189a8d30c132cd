"""Runs: the text of one block across its inline elements, changed as if it were one string."""

from __future__ import annotations

from dataclasses import dataclass, field
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
# Stands in a run for what is not to be changed: a word, as far as marks around it can tell.
_OBJECT = "x"


@dataclass(slots=True)
class _Run:
    slots: list[tuple[etree._Element, bool, int, int]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def add_slot(self, element: etree._Element, is_tail: bool) -> None:
        text = (element.tail if is_tail else element.text) or ""
        if text:
            self.slots.append((element, is_tail, self.length, self.length + len(text)))
            self.add(text)


def rewrite(root: etree._Element, find: Finder) -> None:
    """Apply the edits that `find` makes of each run below `root`, in place.

    `find` gets the text of a run and gives edits in order, without overlap. Code is left alone,
    an edit across the border of an element is not made.
    """
    for run in _runs(root):
        if run.slots:
            _apply(run, list(find("".join(run.pieces))))


def edited(text: str, find: Finder) -> str:
    """The same for a plain text."""
    pieces, at = [], 0
    for start, end, new in find(text):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _runs(root: etree._Element) -> list[_Run]:
    """The runs of a tree; a block begins one and ends one."""
    runs = [_Run()]
    literal: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if literal is not None and element is not literal:
            continue
        is_block = element.tag in xhtml.BLOCKS or element is root
        if is_block:
            runs.append(_Run())
        if event == "end":
            literal = None
            if element is not root:
                runs[-1].add_slot(element, is_tail=True)
        elif element.tag in _LITERAL or element.get("class") == STRAIGHT:
            literal = element
            runs[-1].add(_OBJECT)
        elif element.tag == "br":
            runs[-1].add("\n")
        elif element.tag == "img":
            runs[-1].add(_OBJECT)
        else:
            runs[-1].add_slot(element, is_tail=False)
    return runs


def _apply(run: _Run, edits: list[Edit]) -> None:
    index = 0
    for element, is_tail, begin, finish in run.slots:
        text = (element.tail if is_tail else element.text) or ""
        pieces, at = [], begin
        while index < len(edits) and edits[index][0] < finish:
            start, end, new = edits[index]
            index += 1
            if start >= begin and end <= finish:
                pieces += [text[at - begin : start - begin], new]
                at = end
        if pieces:
            changed = "".join([*pieces, text[at - begin :]])
            if is_tail:
                element.tail = changed
            else:
                element.text = changed
