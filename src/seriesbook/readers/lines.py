"""Which line of the source each block comes from.

Python-Markdown keeps no positions. Blocks come out in the order of the source, so a block is
found by its first words: the next line that begins with them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from seriesbook import xhtml

if TYPE_CHECKING:
    from lxml import etree

_WORD = re.compile(r"[^\W_]+")
# What may stand before the first word of a block: quotation, list and heading marks, table bars.
_MARKS = re.compile(r"^(?:[\s>|#]|[-*+](?=\s)|\d+[.)](?=\s)|:(?=\s))*")
_NUMBERED = re.compile(r"^\s*(?:>\s*)*\d+[.)]\s")
_HOLDERS = frozenset(
    {"ul", "ol", "dl", "table", "thead", "tbody", "tr", "blockquote", "div", "figure"}
)
SAMPLE, WINDOW, CANDIDATES = 5, 40, 200


class SourceLines:
    """The words of a text and their lines. `first` is the line in the file of the text's first."""

    def __init__(self, text: str, first: int) -> None:
        self._lines = text.split("\n")
        self._first = first
        self._words: list[str] = []
        self._line_of: list[int] = []
        self._starts: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines):
            begin = len(self._words)
            for match in _WORD.finditer(line):
                self._words.append(match[0].casefold())
                self._line_of.append(number)
            if len(self._words) > begin:
                self._starts[self._words[begin]].append(begin)
                if _NUMBERED.match(line) and len(self._words) > begin + 1:
                    self._starts[self._words[begin + 1]].append(begin + 1)

    def mark(self, root: etree._Element) -> None:
        """Give every block `data-line`, in place."""
        cursor = 0
        line = self._first
        last: etree._Element | None = None
        for element in xhtml.elements(root):
            if element.tag not in xhtml.BLOCKS:
                continue
            # a block may begin with the same word as the one around it, not as the one before it
            inside = last is None or any(up is last for up in element.iterancestors())
            found = self._find(element, cursor if inside else cursor + 1)
            if found is not None:
                cursor = found
                line = self._line_of[found] + self._first
                last = element
            element.set("data-line", str(line))

    def _find(self, element: etree._Element, cursor: int) -> int | None:
        """Position of the first word of a block, at or after the cursor."""
        words = _words_of(element)
        if not words:
            return None
        starts = self._starts.get(words[0], ())
        first = bisect_left(starts, cursor)
        for position in starts[first : first + CANDIDATES]:
            if self._agrees(position, words):
                return position
        return None

    def _agrees(self, position: int, words: list[str]) -> bool:
        """Whether the words follow from there, with marks and addresses between them."""
        at = position
        for word in words:
            end = min(at + WINDOW, len(self._words))
            line = self._line_of[at - 1 if at > position else at] if at < len(self._words) else -1
            ahead = at
            while ahead < end and self._words[ahead] != word and self._line_of[ahead] == line:
                ahead += 1
            if ahead >= end or self._words[ahead] != word:
                return False
            at = ahead + 1
        return True

    def of_text(self, literal: str, line: int | None) -> int | None:
        """Line of a piece of the source, looked for from a line of the file on."""
        start = max((line or self._first) - self._first, 0)
        for number in range(start, len(self._lines)):
            if literal in self._lines[number]:
                return number + self._first
        return line


def _words_of(element: etree._Element) -> list[str]:
    """The first words of a block; of an image, those of its description."""
    words: list[str] = []
    for node in element.iter():
        text = node.get("alt", "") if node.tag == "img" else node.text
        if node.get("class") == "noteref":
            text = node.get("data-note", "")
        for piece in (text, node.tail if node is not element else None):
            words += (match[0].casefold() for match in _WORD.finditer(piece or ""))
        if len(words) >= SAMPLE:
            break
    return words[:SAMPLE]
