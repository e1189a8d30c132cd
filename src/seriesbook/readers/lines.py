"""Which line of the source each block comes from.

Python-Markdown keeps no positions. Blocks come out in the order of the source, so a block is
found by its first words: the next line that begins with them. Blocks without words are found by
their marks: `<iframe`, `***`, an image's address.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.readers.fences import find_fences

if TYPE_CHECKING:
    from lxml import etree

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<(?!\w+:/|mailto:|[^<>\s]*@)(/?)([A-Za-z][\w:-]*)[^<>]*>?")
_NUMBERED = re.compile(r"^[\s>]*\d+[.)]\s")
_RULE = re.compile(r"^[\s>]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_BARE_HEADING = re.compile(r"^[\s>]*#+\s*$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SAMPLE, WINDOW, CANDIDATES = 5, 40, 200
# A block of fewer words than SURE is not looked for further than NEAR words ahead.
SURE, NEAR = 3, 400


@dataclass(slots=True)
class _Place:
    """An element in its document: first and last-but-one of its words, end of its descendants."""

    first: int
    end: int = 0
    last: int = 0


class SourceLines:
    """The words of a text and their lines. `first` is the line in the file of the text's first."""

    def __init__(self, text: str, first: int) -> None:
        self._first = first
        self._words: list[str] = []
        self._line_of: list[int] = []
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._marks: dict[str, list[int]] = defaultdict(list)
        self._numbers: set[int] = set()  # positions of the numbers of list items
        self._used: dict[str, int] = defaultdict(int)
        self._text = lines = text.split("\n")
        at = 0
        for fence in find_fences(lines):
            for number in range(at, fence.start):
                self._take(number, lines[number])
            for number in range(fence.start + 1, fence.end):
                self._take_words(number, lines[number])
            at = fence.end
        for number in range(at, len(lines)):
            self._take(number, lines[number])

    def _take(self, number: int, line: str) -> None:
        for tag in _TAG.finditer(line):
            if not tag[1]:
                self._marks[tag[2].lower()].append(number)
        if _RULE.match(line):
            self._marks["hr"].append(number)
        elif _BARE_HEADING.match(line):
            self._marks["heading"].append(number)
        self._take_words(number, _TAG.sub(_words_of_image, line) if "<" in line else line)

    def _take_words(self, number: int, line: str) -> None:
        begin = len(self._words)
        self._words += map(str.casefold, _WORD.findall(line))
        self._line_of += [number] * (len(self._words) - begin)
        if len(self._words) > begin:
            self._starts[self._words[begin]].append(begin)
            if _NUMBERED.match(line) and len(self._words) > begin + 1:
                self._starts[self._words[begin + 1]].append(begin + 1)
                self._numbers.add(begin)

    def mark(self, root: etree._Element) -> None:
        """Give every block, and whatever stands outside of blocks, `data-line`, in place."""
        words, places = _read(root)
        cursor = line = 0
        last: _Place | None = None
        for number, element in enumerate(xhtml.elements(root)):
            place = places[number]
            if element.tag not in xhtml.BLOCKS and element.getparent() is not root:
                continue
            # a block may begin with the same word as the one around it, not as the one before it
            inside = last is None or number < last.end
            sample = words[place.first : min(place.last, place.first + SAMPLE)]
            found = self._find(sample, cursor if inside else cursor + 1)
            if found is not None:
                cursor, line, last = found, self._line_of[found], place
            elif not sample:
                line = self._by_mark(element.tag, line)
            element.set("data-line", str(line + self._first))

    def of_text(self, literal: str, line: int | None) -> int | None:
        """Line of a piece of the source, looked for from a line of the file on."""
        start = max((line or self._first) - self._first, 0)
        for number in range(start, len(self._text)):
            if literal in self._text[number]:
                return number + self._first
        return line

    def _find(self, words: list[str], cursor: int) -> int | None:
        """Position of the first word of a block, at or after the cursor."""
        if not words:
            return None
        starts = self._starts.get(words[0], ())
        first = bisect_left(starts, cursor)
        for position in starts[first : first + CANDIDATES]:
            if len(words) < SURE and position - cursor > NEAR:
                return None
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
            while (
                ahead < end
                and self._words[ahead] != word
                and (self._line_of[ahead] == line or ahead in self._numbers)
            ):
                ahead += 1
            if ahead >= end or self._words[ahead] != word:
                return False
            at = ahead + 1
        return True

    def _by_mark(self, name: str, line: int) -> int:
        """Line of the next mark of an element without words, from a line on."""
        name = "heading" if name in _HEADINGS else name
        marks = self._marks.get(name, [])
        index = max(bisect_left(marks, line), self._used[name])
        self._used[name] = index + 1
        return marks[index] if index < len(marks) else line


def _words_of_image(tag: re.Match[str]) -> str:
    """What of a tag counts as words: the description of an image."""
    found = re.search(r"alt=[\"']?([^\"'<>]*)", tag[0]) if tag[2].lower() == "img" else None
    return f" {found[1]} " if found else " "


def _read(root: etree._Element) -> tuple[list[str], list[_Place]]:
    """Words below `root`, and the place among them of each element, in document order.

    Of each text only the first words: samples begin where a text does.
    """
    words: list[str] = []
    places: list[_Place] = []
    stack: list[tuple[etree._Element, _Place | None]] = [(root, None)]
    while stack:  # not recursive: nesting has no bound yet
        element, place = stack.pop()
        if place is not None:
            place.last, place.end = len(words), len(places)
            _add(words, element.tail)
            continue
        if element is not root and isinstance(element.tag, str):
            place = _Place(len(words))
            places.append(place)
            stack.append((element, place))
        elif element is not root:
            _add(words, element.tail)
            continue
        _add(words, _own_text(element))
        stack += [(child, None) for child in reversed(element)]
    return words, places


def _own_text(element: etree._Element) -> str | None:
    """What the source says in place of an element's text."""
    if element.tag == "img":
        return element.get("alt") or element.get("src", "")[:200]
    return element.get("data-note", "") if element.get("class") == "noteref" else element.text


def _add(words: list[str], text: str | None) -> None:
    words += (match[0].casefold() for match in islice(_WORD.finditer(text or ""), SAMPLE))
