"""The places where a paragraph of WeasyPrint's may break, measured with its own Pango layouts.

Imported by `paragraphs` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout, _font_style_cache_key, get_log_attrs, line_size

from seriesbook.linebreaks import Break

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = " \N{NO-BREAK SPACE}"
# A line never begins with one of these, though Unicode's rules would let it.
_NEVER_FIRST = "—–…"
_LINE_BREAK = 1  # the first bit of PangoLogAttr
HYPHENS = "-\N{HYPHEN}"
# Pieces of text whose measures are remembered, for as long as their fonts are.
_MOST_PIECES = 50_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word and the spaces after it, in one style; lengths in px.

    `hyphens` are the places where it may be broken: letters before, and the lengths of what
    stands before, hyphen included, and of what is left without the last spaces.
    """

    inked: float
    length: float
    hyphens: tuple[tuple[int, float, float], ...]


def texts_in(box: Any) -> Iterator[Any]:
    """The text boxes of an inline box, or of a line, in order."""
    if isinstance(box, boxes.TextBox):
        yield box
        return
    for child in box.children:
        yield from texts_in(child)


def breakpoints(box: Any, indent: float) -> Iterator[Break]:
    """All places where a paragraph may break.

    `box` is its endless line, `indent` that of its first line in CSS px; lengths are in px too.
    """
    texts = list(texts_in(box))
    text = "".join(one.text for one in texts)
    cuts = _cuts(text, box.style["lang"])
    ends = list(accumulate(len(one.text) for one in texts))
    yield Break(len(text) - len(text.lstrip(" ")), 0.0, -indent, 0, 0)
    number, begin, length, spaces = 0, 0, 0.0, 0
    for end in cuts:
        inked, parts = length, 0
        start = begin
        while start < end:  # a word may change its style, and then has no hyphen
            while ends[number] <= start:
                number += 1
            stop = min(end, ends[number])
            piece = _piece(text[start:stop], texts[number].style)
            if parts == 0 and stop == end:
                for letters, before, after in piece.hyphens:
                    yield Break(
                        begin + letters, length + before, length + piece.inked - after,
                        spaces, spaces, hyphen=True,
                    )  # fmt: skip
            inked = length + piece.inked if text[start:stop].strip(" ") else inked
            length += piece.length
            start, parts = stop, parts + 1
        word = text[begin:end]
        bare = word.rstrip(" ")
        within = sum(map(bare.count, _SPACES))
        yield Break(
            end, inked, length, spaces + within, spaces + sum(map(word.count, _SPACES)),
            hyphen=end < len(text) and text[end - 1] in HYPHENS,
        )  # fmt: skip
        spaces += sum(map(word.count, _SPACES))
        begin = end


def _cuts(text: str, language: str) -> list[int]:
    """Indexes in a paragraph's text before which a line may end; its own end is the last."""
    attributes = get_log_attrs(text, language)
    flags = memoryview(ffi.buffer(attributes)).cast("I")
    cuts = [
        index
        for index, flag in enumerate(flags)
        if flag & _LINE_BREAK and 0 < index < len(text) and text[index] not in _NEVER_FIRST
    ]
    return [*cuts, len(text)]


def _piece(text: str, style: Any) -> _Piece:
    """Measures of a piece of text, remembered with its fonts."""
    pieces: dict[tuple[str, str], _Piece] = style.font_config.__dict__.setdefault("pieces", {})
    key = style.__dict__.get("piece_key")
    if key is None:
        more = (style["letter_spacing"], style["word_spacing"], style["hyphens"],
                style["hyphenate_character"], style["hyphenate_limit_chars"])  # fmt: skip
        key = style.piece_key = _font_style_cache_key(style, include_size=True) + repr(more)
    found = pieces.get((key, text))
    if found is None:
        if len(pieces) >= _MOST_PIECES:
            pieces.clear()
        found = pieces[key, text] = _measured(text, style)
    return found


def _measured(text: str, style: Any) -> _Piece:
    bare = text.rstrip(" ")
    inked = _width(bare, style) if bare else 0.0
    blanks = len(text) - len(bare)
    length = inked + (blanks * _width(" ", style) if blanks else 0.0)
    language = style["lang"] and pyphen.language_fallback(style["lang"])
    least, left, right = style["hyphenate_limit_chars"]
    start, stop = _letters(text)
    if style["hyphens"] != "auto" or not language or stop - start < least:
        return _Piece(inked, length, ())
    hyphen = _width(style["hyphenate_character"], style)
    places = _hyphenator(language, left, right).positions(text[start:stop])
    cuts = [start + int(place) for place in places]
    hyphens = (
        (cut, _width(text[:cut], style) + hyphen, _width(bare[cut:], style)) for cut in cuts
    )
    return _Piece(inked, length, tuple(hyphens))


def _letters(text: str) -> tuple[int, int]:
    """The word in a piece: from its first letter to the first that is none."""
    start = next((i for i, char in enumerate(text) if char.isalpha()), len(text))
    stop = next((i for i in range(start, len(text)) if not text[i].isalpha()), len(text))
    return start, stop


def _width(text: str, style: Any) -> float:
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    return float(line_size(line, style)[0])


@lru_cache(maxsize=64)
def _hyphenator(language: str, left: int, right: int) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=language, left=left, right=right)
