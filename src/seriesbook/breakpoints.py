"""The places where a paragraph of WeasyPrint's may break, measured with its own Pango layouts.

Imported by `paragraphs` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import get_log_attrs

from seriesbook.linebreaks import Breaks
from seriesbook.shortcuts.rulers import LINE_BREAK, dictionary_language, places_in, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
# Words of a language whose hyphens are kept.
_WORDS = 20_000
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
    offsets, ends, starts = breaks.offsets, breaks.ends, breaks.starts
    spaces, skipped, hyphens = breaks.spaces, breaks.skipped, breaks.hyphens
    hyphenator = _Hyphenator(texts)
    begin = count = 0  # of the piece of text between two cuts, and the spaces before it
    breaks.add(len(text) - len(text.lstrip(" ")), 0.0, -indent, 0, 0)
    for end in _cuts(text, box.style["lang"]):
        piece = text[begin:end]
        bare = piece.rstrip(" ")
        within = _spaces(bare)
        if len(bare) >= _LEAST_LETTERS:
            for cut, hyphen in hyphenator.cuts(bare, begin):
                place = places[cut] * FROM_UNITS
                before = count + (_spaces(text[begin:cut]) if within else 0)
                offsets.append(cut)
                ends.append(place + hyphen)
                starts.append(place)
                spaces.append(before)
                skipped.append(before)
                hyphens.append(True)
        offsets.append(end)
        ends.append(places[begin + len(bare)] * FROM_UNITS)
        starts.append(places[end] * FROM_UNITS)
        spaces.append(count + within)
        count += within + len(piece) - len(bare)
        skipped.append(count)
        hyphens.append(end < len(text) and piece[-1] in HYPHENS)
        begin = end
    return breaks


def _spaces(text: str) -> int:
    return text.count(" ") + text.count("\N{NO-BREAK SPACE}")


def _places(texts: Sequence[Any]) -> list[int] | None:
    """Distance of each character of a paragraph, and of its end, from its beginning.

    In Pango units: a number of px is an exact multiple.
    """
    places = [0]
    for one in texts:
        found = places_in(one)
        if found is None:
            return None
        begin = places.pop()
        seam = len(places)
        places += map(begin.__add__, found) if begin else found
        # Inside a ligature: as good as its beginning, the line is checked.
        for index in _lacking(found):
            places[seam + index] = places[seam + index - 1]
    return places


def _lacking(places: Sequence[int]) -> Iterator[int]:
    """Indexes of the characters that have no place of their own, in order."""
    index = 0
    with suppress(ValueError):
        while True:
            index = places.index(-1, index)
            yield index
            index += 1


def _cuts(text: str, language: str) -> list[int]:
    """Indexes in a paragraph's text before which a line may end; its own end is the last."""
    attributes = get_log_attrs(text, language)
    flags = memoryview(ffi.buffer(attributes)).cast("I").tolist()
    cuts = [
        index
        for index in compress(range(len(text)), map(LINE_BREAK.__and__, flags))
        if index and text[index] not in _NEVER_FIRST
    ]
    return [*cuts, len(text)]


class _Hyphenator:
    """Places for hyphens in the words of a paragraph, asked for in their order."""

    def __init__(self, texts: Sequence[Any]) -> None:
        self._ends = list(accumulate(len(one.text) for one in texts))
        self._rules = [_rules(one.style) for one in texts]
        self._number = 0

    def cuts(self, piece: str, begin: int) -> Iterator[tuple[int, float]]:
        """Places for a hyphen in a piece that begins at an index, and its width in px."""
        while self._ends[self._number] <= begin:
            self._number += 1
        rules = self._rules[self._number]
        # No hyphen in a word of two styles.
        if rules is not None and begin + len(piece) <= self._ends[self._number]:
            find, hyphen = rules
            for place in find(piece):
                yield begin + place, hyphen


def _rules(style: Any) -> tuple[Callable[[str], tuple[int, ...]], float] | None:
    """What finds hyphens in words of a style, and a hyphen's width in px."""
    language = dictionary_language(_DICTIONARIES.get(style["lang"], style["lang"]))
    if style["hyphens"] != "auto" or not language:
        return None
    hyphen = width_of(style["hyphenate_character"], style) * FROM_UNITS
    return _finder(language, *style["hyphenate_limit_chars"]), hyphen


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
def _finder(language: str, least: int, left: int, right: int) -> Callable[[str], tuple[int, ...]]:
    """What finds the places for a hyphen in the first word of a piece of text, by rules.

    `least` letters must a word have, `left` and `right` of them around a hyphen.
    """
    positions = pyphen.Pyphen(lang=language, left=left, right=right).positions

    @lru_cache(maxsize=_WORDS)
    def find(piece: str) -> tuple[int, ...]:
        match = _WORD.search(piece)
        if match is None or match.end() - match.start() < least:
            return ()
        return tuple(match.start() + int(place) for place in positions(_simple(match.group())))

    return find
