"""Plain text shaped by HarfBuzz itself, with the font and the features that Pango would use.

Pango does more than four times the work of HarfBuzz for a text: it looks for scripts, directions,
fonts and breaks. For Latin text in one font there is nothing to find, so Pango is asked once for
each style what it would do, and only where HarfBuzz then gives the same glyphs is it asked alone.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from seriesbook.shortcuts.harfbuzz import ffi, harfbuzz
from seriesbook.shortcuts.layouts import set_up_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

# Latin letters and the signs among them; one letter at least, which gives the others its script.
LATIN = re.compile("[ -~\u00a0\u00a1-\u00ac\u00ae-\u017f\u2010-\u2015\u2018-\u201f\u2026\u2060]*")
_JOINER = "\N{WORD JOINER}"  # has no glyph and needs none
_LETTER = re.compile("[A-Za-z]")
_SPACE = re.compile("[ \u00a0]")
# Texts that have no script: those of numbers and between words.
SIGNS = re.compile("[0-9]{1,6}|[ \u2002]")
# hb_glyph_flags_t.
_UNSAFE_TO_BREAK = 1
# hb_buffer_flags_t, hb_buffer_cluster_level_t, hb_direction_t and tags, as Pango sets them.
_WHOLE, _CHARACTERS, _RIGHTWARD, LATN, ZYYY = 0x3, 1, 4, 0x4C61746E, 0x5A797979
_UTF32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_POINTS, _LENGTH, _GLYPH = (
    ffi.typeof("uint32_t[]"),
    ffi.new("unsigned int *"),
    ffi.new("hb_codepoint_t *"),
)
# Numbers of 32 bits in what HarfBuzz tells of a glyph, and in its position; in Pango's glyph.
_WORDS = 5
GLYPH = ffi.sizeof("PangoGlyphInfo") // 4
# Texts without a script whose glyphs a shaper keeps, for the next steps of their line. Few, since
# what is kept out of a long document holds much memory that is free around it.
_MOST = 32


@dataclass(slots=True)
class Glyphs:
    """A text in glyphs of one font, from left to right, none of them moved.

    Arrays, since lists would keep an object for each number.

    Attributes:
        text: their text.
        ids: numbers of the glyphs in the font.
        advances: of each, in Pango units.
        clusters: index of the first character of each, counted from `origin`.
        flags: HarfBuzz's, of each.
        shaper: who found them.
    """

    text: str
    ids: array[int]
    advances: array[int]
    clusters: array[int]
    flags: array[int]
    shaper: Shaper
    origin: int = 0

    @property
    def width(self) -> float:
        """In px."""
        return float(sum(self.advances) * FROM_UNITS)

    def part(self, begin: int, end: int) -> Glyphs | None:
        """Glyphs of a part of the text, if they would be the same were it all of the text.

        HarfBuzz tells where a text may be broken without any glyph's being changed by that.
        """
        text, clusters = self.text[begin:end], self.clusters
        begin, end = begin + self.origin, end + self.origin
        first, stop = bisect_left(clusters, begin), bisect_left(clusters, end)
        if not (self._is_seam(first, begin) and self._is_seam(stop, end) and _LETTER.search(text)):
            return None
        return Glyphs(
            text,
            self.ids[first:stop],
            self.advances[first:stop],
            clusters[first:stop],
            self.flags[first:stop],
            self.shaper,
            begin,
        )

    def _is_seam(self, number: int, index: int) -> bool:
        """Whether the text may be broken before a character, which has a certain glyph."""
        if number == len(self.ids):
            return index == self.origin + len(self.text)
        return self.clusters[number] == index and not self.flags[number] & _UNSAFE_TO_BREAK

    def places(self) -> Sequence[int]:
        """Distance of each character, and of the end, from the beginning; -1 in a ligature."""
        if len(self.ids) == len(self.text):
            return array("q", accumulate(self.advances, initial=0))
        places = array("q", [-1]) * len(self.text)
        place, last = 0, -1
        for cluster, advance in zip(self.clusters, self.advances, strict=True):
            if cluster != last:
                places[cluster - self.origin] = place
                last = cluster
            place += advance
        places.append(place)
        return places

    def wider(self, space: float) -> Sequence[float]:
        """Advances, those of spaces by so much wider."""
        advances: list[float] = [*self.advances]
        clusters = self.clusters
        for match in _SPACE.finditer(self.text):
            index = self.origin + match.start()
            number = bisect_left(clusters, index)
            while number < len(clusters) and clusters[number] == index:
                advances[number] += space
                number += 1
        return advances


@dataclass(slots=True)
class Shaper:
    """HarfBuzz, set up as Pango sets it up for a style.

    Attributes:
        font: Pango's; lives as long as `layout`, that of the text that Pango was asked about.
        height: of a line, in px.
        baseline: of a line, in px.
    """

    layout: Layout
    font: Any
    height: float
    baseline: float
    _hb_font: Any
    _language: Any
    _features: Any
    _buffer: Any
    _script: int
    _known: set[str] = field(default_factory=set)
    _signs: dict[str, Glyphs | None] = field(default_factory=dict)
    _face: tuple[Any, float] | None = None

    def face(self, stream: Any) -> tuple[Any, float]:
        """Font of a PDF, and its size in px."""
        if self._face is None:
            key, _, size = get_pango_font_key(self.font)
            self._face = key, size
        key, size = self._face
        return stream._fonts.get(key) or stream.add_font(self.font)[0], size

    def shape(self, text: str) -> Glyphs | None:
        """Glyphs of a text; None if it is for Pango to find them."""
        if not is_latin(text) or not self._has(text):
            return None
        return self._shape(text)

    def shape_signs(self, text: str) -> Glyphs | None:
        """Glyphs of a text without a script."""
        if text not in self._signs:
            if len(self._signs) >= _MOST:
                self._signs.clear()
            self._signs[text] = self._shape(text)
        return self._signs[text]

    def _shape(self, text: str) -> Glyphs | None:
        buffer = self._buffer
        harfbuzz.hb_buffer_reset(buffer)
        harfbuzz.hb_buffer_set_flags(buffer, _WHOLE)
        harfbuzz.hb_buffer_set_cluster_level(buffer, _CHARACTERS)
        harfbuzz.hb_buffer_set_invisible_glyph(buffer, pango.PANGO_GLYPH_EMPTY)
        harfbuzz.hb_buffer_set_direction(buffer, _RIGHTWARD)
        harfbuzz.hb_buffer_set_script(buffer, self._script)
        harfbuzz.hb_buffer_set_language(buffer, self._language)
        codes = ffi.from_buffer(_POINTS, text.encode(_UTF32))
        harfbuzz.hb_buffer_add_utf32(buffer, codes, len(text), 0, len(text))
        harfbuzz.hb_shape(self._hb_font, buffer, self._features, len(self._features))
        infos = harfbuzz.hb_buffer_get_glyph_infos(buffer, _LENGTH)
        marks = array("I")
        marks.frombytes(ffi.buffer(infos, 4 * _WORDS * _LENGTH[0]))
        positions = harfbuzz.hb_buffer_get_glyph_positions(buffer, ffi.NULL)
        moves = array("i")
        moves.frombytes(ffi.buffer(positions, 4 * _WORDS * _LENGTH[0]))
        if _is_any(moves[2::_WORDS]) or _is_any(moves[3::_WORDS]):
            return None
        return Glyphs(
            text,
            ids=marks[::_WORDS],
            advances=moves[::_WORDS],
            clusters=marks[2::_WORDS],
            flags=marks[1::_WORDS],
            shaper=self,
        )

    def _has(self, text: str) -> bool:
        """Whether the font has all characters of a text."""
        unknown = set(text) - self._known
        for character in unknown - {_JOINER}:
            if not harfbuzz.hb_font_get_nominal_glyph(self._hb_font, ord(character), _GLYPH):
                return False
        self._known |= unknown
        return True


class Line(Layout):  # type: ignore[misc]
    """A line of shaped text where WeasyPrint wants Pango's layout, which is made if asked for.

    Attributes:
        singly: whether its glyphs are moved one by one, as WeasyPrint does by itself.
    """

    singly = False

    def __init__(self, glyphs: Glyphs, style: Any, width: float | None) -> None:
        self.glyphs = glyphs
        self.text = glyphs.text
        self.style = style
        self.max_width = width
        self.justification_spacing = 0.0
        self.first_line_direction = 0

    def __getattr__(self, name: str) -> Any:
        """Make the layout that it stands for."""
        if name not in {"layout", "language"}:
            raise AttributeError(name)
        set_up_alone(self, self.style)
        self.set_text(self.text, justify=True)
        return self.__dict__[name]

    def reactivate(self, style: Any) -> None:
        """Make ready for drawing."""
        self.style = style

    def deactivate(self) -> None:
        """Let go what was made."""
        for name in ("layout", "language", "style"):
            self.__dict__.pop(name, None)


def _is_any(numbers: array[int]) -> bool:
    """Whether any of them is not 0."""
    return bool(numbers.tobytes().strip(b"\0"))


def is_latin(text: str) -> bool:
    """Whether a text is of Latin letters and the signs among them."""
    return bool(LATIN.fullmatch(text) and _LETTER.search(text))
