"""The places where a paragraph of WeasyPrint's may break, measured with its own Pango layouts.

Imported by `paragraphs` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import get_log_attrs

from seriesbook.linebreaks import Breaks
from seriesbook.shortcuts.rulers import LINE_BREAK, dictionary_language, places_in, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPACES = " \N{NO-BREAK SPACE}"
# A line never begins with one of these, though Unicode's rules would let it.
_NEVER_FIRST = "—–…"
_WORD = re.compile(r"[^\W\d_]+")
# No language divides a shorter word.
_LEAST_LETTERS = 4
# There is no dictionary of ancient Greek. Its syllables are those of modern Greek, whose
# dictionary knows the letters of the monotonic script alone.
_DICTIONARIES = {"grc": "el"}
_POLYTONIC = re.compile("[\u1f00-\u1fff]")
_TONOS, _DIAERESIS = "\u0301", "\u0308"
_ACCENTS = "\u0300\u0301\u0342"
HYPHENS = "-\N{HYPHEN}"


def texts_in(box: Any) -> Iterator[Any]:
    """The text boxes of an inline box, or of a line, in order; not those of what stands apart."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox) and box.is_in_normal_flow():
        for child in box.children:
            yield from texts_in(child)


def breakpoints(box: Any, indent: float) -> Breaks | None:
    """All places where a paragraph may break; None if its text can't be measured.

    `box` is its endless line, `indent` that of its first line in CSS px; lengths are in px too.
    """
    texts = list(texts_in(box))
    text = "".join(one.text for one in texts)
    places = _places(texts)
    if places is None:
        return None
    breaks = Breaks()
    add = breaks.add
    spaces = list(accumulate((char in _SPACES for char in text), initial=0))
    hyphenator = _Hyphenator(texts)
    begin = 0
    add(len(text) - len(text.lstrip(" ")), 0.0, -indent, 0, 0)
    for end in _cuts(text, box.style["lang"]):
        bare = end
        while bare > begin and text[bare - 1] == " ":
            bare -= 1
        if bare - begin >= _LEAST_LETTERS:
            for cut, hyphen in hyphenator.cuts(text, begin, bare):
                place = places[cut]
                add(cut, place + hyphen, place, spaces[cut], spaces[cut], hyphen=True)
        own = end < len(text) and text[end - 1] in HYPHENS
        add(end, places[bare], places[end], spaces[bare], spaces[end], own)
        begin = end
    return breaks


def _places(texts: Sequence[Any]) -> list[float] | None:
    """Distance in px of each character of a paragraph, and of its end, from its beginning."""
    places = [0.0]
    for one in texts:
        found = places_in(one.text, one.style)
        if found is None:
            return None
        begin = places.pop()
        last = begin
        for place in found:
            # The inside of a ligature is as good as its beginning: the line's width is checked.
            last = begin + place * FROM_UNITS if place >= 0 else last
            places.append(last)
    return places


def _cuts(text: str, language: str) -> list[int]:
    """Indexes in a paragraph's text before which a line may end; its own end is the last."""
    attributes = get_log_attrs(text, language)
    flags = memoryview(ffi.buffer(attributes)).cast("I")
    cuts = [
        index
        for index, flag in enumerate(flags)
        if flag & LINE_BREAK and 0 < index < len(text) and text[index] not in _NEVER_FIRST
    ]
    return [*cuts, len(text)]


class _Hyphenator:
    """Places for hyphens in the words of a paragraph, asked for in their order."""

    def __init__(self, texts: Sequence[Any]) -> None:
        self._ends = list(accumulate(len(one.text) for one in texts))
        self._rules = [_rules(one.style) for one in texts]
        self._number = 0

    def cuts(self, text: str, begin: int, end: int) -> Iterator[tuple[int, float]]:
        """Places for a hyphen in the word between two indexes, and its width in px."""
        while self._ends[self._number] <= begin:
            self._number += 1
        rules = self._rules[self._number]
        if rules is None or end > self._ends[self._number]:  # nor in a word of two styles
            return
        language, (least, left, right), hyphen = rules
        for start, stop in _words(text[begin:end]):
            if stop - start >= least:
                word = _simple(text[begin + start : begin + stop])
                for place in _hyphenator(language, left, right).positions(word):
                    yield begin + start + int(place), hyphen


def _rules(style: Any) -> tuple[str, tuple[int, int, int], float] | None:
    """Language, least letters of a word and around a hyphen, and a hyphen's width in px."""
    language = dictionary_language(_DICTIONARIES.get(style["lang"], style["lang"]))
    if style["hyphens"] != "auto" or not language:
        return None
    hyphen = width_of(style["hyphenate_character"], style) * FROM_UNITS
    return language, style["hyphenate_limit_chars"], hyphen


def _words(piece: str) -> Iterator[tuple[int, int]]:
    """Where the first word of a piece stands."""
    if piece.isalpha():
        yield 0, len(piece)
    elif match := _WORD.search(piece):
        yield match.span()


def _simple(word: str) -> str:
    """A word as dictionaries know it: Greek without breathings, with one kind of accent.

    Character by character, so that places stay the same.
    """
    if not _POLYTONIC.search(word):
        return word
    return "".join(_monotonic(one) if _POLYTONIC.match(one) else one for one in word)


@lru_cache(maxsize=512)
def _monotonic(letter: str) -> str:
    base, *signs = list(unicodedata.normalize("NFD", letter))
    kept = {_TONOS if sign in _ACCENTS else sign for sign in signs} & {_TONOS, _DIAERESIS}
    return unicodedata.normalize("NFC", base + "".join(sorted(kept, reverse=True)))


@lru_cache(maxsize=64)
def _hyphenator(language: str, left: int, right: int) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=language, left=left, right=right)
