"""The text that a page has in every edition, character by character.

A place in it is a number: how many characters stand before. White space and invisible characters
do not count; an image, a rule or a formula counts as one. Note marks, notes at the foot of a page
and page numbers belong to one edition and are passed over. So the print edition can say where its
pages begin, and the e-book can find these places in markup of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# An element of xml.etree or of lxml: the engine has the one, the e-book the other.
Element = Any

_COUNTED = re.compile("[^\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_STRETCH = 4096
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_OBJECTS = frozenset({"img", "svg", "math", "hr", "video", "audio", "object"})
_OWN_CLASSES = frozenset({"noteref", "footnote", "note-number", "backlink", "page-ref", "fold"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: what stands in `element`, or behind it (`tail`), inside `owner`.

    `start` is the place of its first character, `count` how many it has. An object's `text` is
    U+FFFC, and both elements are the object.
    """

    element: Element
    tail: bool
    owner: Element
    text: str
    start: int
    count: int

    @property
    def is_object(self) -> bool:
        """Whether it stands for an image, a rule or a formula."""
        return self.text == _OBJECT


def count(text: str) -> int:
    """How many characters of a text count."""
    return len(visible(text))


def visible(text: str) -> str:
    """The characters of a text that count."""
    if _INVISIBLE.search(text):
        return "".join(_COUNTED.findall(text))
    return "".join(text.split())  # ten times as fast, and nearly always enough


def offset_of(text: str, number: int) -> int:
    """Index in `text` of its counted character `number`, from 0; its length if it has fewer."""
    before = _counts(text)
    stretch = max(bisect_right(before, number) - 1, 0)
    rest = number - before[stretch]
    for index, match in enumerate(_COUNTED.finditer(text, stretch * _STRETCH)):
        if index == rest:
            return match.start()
    return len(text)


@lru_cache(maxsize=1)
def _counts(text: str) -> tuple[int, ...]:
    """How many characters count before each stretch of a text: asked for page after page."""
    stretches = (text[start : start + _STRETCH] for start in range(0, len(text), _STRETCH))
    return tuple(accumulate(map(count, stretches), initial=0))


def is_object(element: Element) -> bool:
    """Whether an element counts as one character, whatever is in it."""
    return _name(element) in _OBJECTS


def is_own(element: Element) -> bool:
    """Whether an element belongs to one edition: a note mark, a footnote, a page number."""
    classes = element.get("class")
    own = bool(classes) and not _OWN_CLASSES.isdisjoint(classes.split())
    return own or element.get("data-ref") is not None


def pieces(root: Element) -> Iterator[Piece]:
    """All runs of text below `root`, in the order of the document."""
    place = 0
    todo: list[tuple[Element, Element | None]] = [(root, None)]  # (element, owner of its tail)
    while todo:  # not recursive: markup may be nested deep
        element, owner = todo.pop()
        tail = owner is not None
        if not tail and (not isinstance(element.tag, str) or is_own(element)):
            continue
        if tail:
            text = element.tail
        elif is_object(element):
            text = _OBJECT
        else:
            text = element.text
            for child in reversed(element):
                todo += [(child, element), (child, None)]
        if text:
            length = count(text)
            yield Piece(element, tail, owner if tail else element, text, place, length)
            place += length


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
