"""Where lines end: a paragraph is shaped once, and its lines' ends are read off that."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from seriesbook.shortcuts.layouts import is_ordinary, laid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weasyprint.text.line_break import Layout

# Latin, Greek and Cyrillic letters without combining marks, and the punctuation around them.
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2100-\u218f]*"
)
# How much of an em kerning with what stood beside a word in its paragraph may change.
_DOUBT = 0.2
# A text that is no longer than this in ems, measured in widths of the line, may be one line.
_SHORT = 3.0
# From this width in px on, Pango has no width.
_ENDLESS = 2**20
# Characters of a text that are measured at once; the next ones when a line comes near their end.
_REACH = 6000
_NEAR = 600
GLYPH = ffi.sizeof("PangoGlyphInfo") // 4
_BREAK = 1  # the first bit of PangoLogAttr

_split_first_line = line_break.split_first_line
_spread = inline.add_word_spacing


Line = tuple[Any, int, "int | None", float, float, float]
"""What WeasyPrint knows of a line: layout, bytes, bytes to the next line, sizes in px."""


class _UnclearError(Exception):
    """A line that can't be read off: WeasyPrint finds it."""


@dataclass(frozen=True, slots=True)
class _Ruler:
    """A text shaped in one line.

    Attributes:
        text: the text, or the beginning of it.
        size: characters of the whole text.
        places: distance in Pango units of each character, and of the end, from the beginning;
            -1 inside a ligature.
        breaks: characters before which a line may end, in order.
        widths: for each break, the distance of what stands before it without its last space.
    """

    text: str
    size: int
    places: Sequence[int]
    breaks: Sequence[int]
    widths: Sequence[int]

    def start_of(self, text: str) -> int | None:
        """Where a text that is the rest of this ruler's begins; None if it is not known."""
        start = self.size - len(text)
        near_end = len(self.text) < self.size and start + _NEAR > len(self.text)
        if start < 0 or near_end:
            return None
        known = self.text[start:]
        same = text.startswith(known) if len(known) < len(text) else text == known
        return start if same else None


@dataclass(slots=True)
class _Rulers:
    """The texts measured last: an essay's paragraph and the italics in it come by turns."""

    last: list[tuple[Any, _Ruler]] = field(default_factory=list)

    def find(self, text: str, style: Any) -> tuple[_Ruler, int] | None:
        """The ruler that a text is the rest of, and where it begins there."""
        for known, ruler in self.last:
            if known is style:
                start = ruler.start_of(text)
                if start is not None:
                    return ruler, start
        return None

    def add(self, text: str, style: Any) -> tuple[_Ruler, int]:
        """Measure a text."""
        ruler = _measured(text, style)
        self.last = [(style, ruler), *self.last[:7]]
        return ruler, 0


def _measured(whole: str, style: Any) -> _Ruler:
    text = whole[:_REACH]
    if not (_PLAIN.fullmatch(text) and _is_flowing(style)):
        raise _UnclearError
    layout, places = _shaped(text, style)
    count = ffi.new("gint *")
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, count)
    flags = memoryview(ffi.buffer(attributes, 4 * count[0])).cast("I")
    breaks = [i for i, flag in enumerate(flags) if flag & _BREAK and i]
    widths = [places[i - (text[i - 1] == " ")] for i in breaks]
    if len(text) < len(whole):
        breaks, widths = breaks[:-1], widths[:-1]
    return _Ruler(text, len(whole), places, breaks, widths)


def places_in(text: str, style: Any) -> Sequence[int] | None:
    """Distance of each character of a text, and of its end, from its beginning, in Pango units.

    -1 inside a ligature. None for text that does not simply run from left to right.
    """
    if not _is_flowing(style):
        return None
    try:
        return _shaped(text, style)[1]
    except _UnclearError:
        return None


def _shaped(text: str, style: Any) -> tuple[Layout, Sequence[int]]:
    layout = laid(text, style)
    line, index = layout.get_first_line()
    data = text.encode()
    advances = array("q", bytes(8 * len(data)))
    starts = bytearray(len(data))
    if index is not None or not _add_advances(line, advances, starts):
        raise _UnclearError
    places = array("q", accumulate(advances, initial=0))
    for byte in range(len(data)):
        if not starts[byte]:
            places[byte] = -1
    if len(data) != len(text):
        first_bytes = [i for i, byte in enumerate(data) if byte & 0xC0 != 0x80]
        places = array("q", [*(places[i] for i in first_bytes), places[len(data)]])
    return layout, places


def _add_advances(line: Any, advances: array[int], starts: bytearray) -> bool:
    """Add each glyph's advance at its first byte; False if any runs right to left."""
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        if item.analysis.level % 2:
            return False
        count = glyphs.num_glyphs
        numbers = memoryview(ffi.buffer(glyphs.glyphs, 4 * GLYPH * count)).cast("i")
        offset = item.offset
        for cluster, advance in zip(
            ffi.unpack(glyphs.log_clusters, count), numbers[1::GLYPH], strict=True
        ):
            advances[offset + cluster] += advance
            starts[offset + cluster] = 1
        run = run.next
    return True


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Line:
    """As WeasyPrint's function of this name: the first line of a text, and where the next begins.

    Widths are in CSS px.
    """
    if context is not None and max_width is not None and not minimum:
        try:
            take = context.__dict__.get("take")
            if take is not None:
                planned = _as_planned(text, style, max_width, justification_spacing, take)
                if planned is not None:
                    return planned
            return _read_off(text, style, context, max_width, justification_spacing)
        except _UnclearError:
            pass
    line: Line = _split_first_line(
        text, style, context, max_width, justification_spacing, is_line_start, minimum
    )
    return line


def _read_off(text: str, style: Any, context: Any, width: float, spacing: float) -> Line:
    """A line by the ruler of its text."""
    size = style["font_size"]
    if not 4 * size < width < _ENDLESS:
        raise _UnclearError
    rulers = context.__dict__.setdefault("rulers", _Rulers())
    found = rulers.find(text, style)
    if found is None:
        if len(text) * size < _SHORT * width and _PLAIN.fullmatch(text) and _is_flowing(style):
            line = _ended(laid(text, style, spacing, width), len(text.encode()), None)
            if line[3] <= width:
                return line
        found = rulers.add(text, style)
    ruler, start = found
    fitting = _Fitting(ruler, start, style, width, spacing)
    end = fitting.end()
    if end == ruler.size:
        return fitting.rest(text)
    words = _hyphenated(fitting, end, context)
    if words:
        return fitting.line(words, words + style["hyphenate_character"], hyphen=True)
    words = ruler.text[start:end]
    return fitting.line(words, words.rstrip(" "), hyphen=False)


def _as_planned(
    text: str, style: Any, width: float, spacing: float, take: tuple[int, bool]
) -> Line | None:
    """A line that takes so many characters, and a hyphen or not; None if it has no room.

    `paragraphs` knows where the line should end.
    """
    characters, hyphen = take
    if characters <= 0 or not (_PLAIN.fullmatch(text[:characters]) and _is_flowing(style)):
        return None
    if characters >= len(text):
        line = _ended(laid(text, style, spacing, width), len(text.encode()), None)
    else:
        words = text[:characters]
        shown = words + style["hyphenate_character"] if hyphen else words.rstrip(" ")
        size = len((words if hyphen else shown).encode())
        line = _ended(laid(shown, style, spacing, width), size, len(words.encode()))
    return line if line[3] <= width else None


def is_plain(text: str, style: Any) -> bool:
    """Whether a text is of ordinary letters from left to right, in an ordinary style."""
    return bool(_PLAIN.fullmatch(text)) and _is_flowing(style)


def measured(text: str, style: Any, width: float) -> tuple[Layout, float, float, float]:
    """Layout of a plain text as a line, its width and height, and its baseline, in px."""
    layout, _, _, natural, height, baseline = _ended(laid(text, style, 0.0, width), 0, None)
    return layout, natural, height, baseline


def _is_flowing(style: Any) -> bool:
    return (
        style["white_space"] == "normal"
        and style["direction"] == "ltr"
        and style["word_break"] == "normal"
        and is_ordinary(style)
        and not style["hyphenate_limit_zone"].value
    )


@dataclass(slots=True)
class _Fitting:
    """A line being filled: what of a ruler's text from `start` on fits into `width` px.

    `exact` are layouts of texts that were too close to be read off.
    """

    ruler: _Ruler
    start: int
    style: Any
    width: float
    spacing: float
    exact: dict[str, Layout] = field(default_factory=dict)

    def room(self) -> tuple[float, float]:
        """What surely fits, and what may fit, as places on the ruler."""
        begin = self.ruler.places[self.start]
        doubt = _DOUBT * self.style["font_size"]
        return begin + (self.width - doubt) / FROM_UNITS, begin + (self.width + doubt) / FROM_UNITS

    def end(self) -> int:
        """The last place on the ruler where the line may end."""
        ruler = self.ruler
        if ruler.places[self.start] < 0:
            raise _UnclearError
        sure, perhaps = self.room()
        index = bisect_right(ruler.widths, perhaps) - 1
        while index >= 0 and ruler.breaks[index] > self.start and ruler.widths[index] > sure:
            if ruler.breaks[index] == ruler.size:
                raise _UnclearError  # whether its last space counts is for WeasyPrint to say
            if self.fits(ruler.text[self.start : ruler.breaks[index]].rstrip(" ")):
                break
            index -= 1
        if index < 0 or ruler.breaks[index] <= self.start:
            raise _UnclearError
        end = ruler.breaks[index]
        if end == ruler.size:
            if ruler.places[-1] > sure:
                raise _UnclearError
        elif index + 1 == len(ruler.breaks) or ruler.breaks[index + 1] == end + 1:
            raise _UnclearError
        return end

    def fits(self, text: str) -> bool:
        """Whether a text fits, by shaping it."""
        layout = self.exact[text] = laid(text, self.style, self.spacing, self.width)
        line, _ = layout.get_first_line()
        return bool(line_break.line_size(line, self.style)[0] <= self.width)

    def line(self, taken: str, shown: str, *, hyphen: bool) -> Line:
        """The line that shows `shown` and takes `taken` away from the text."""
        layout = self.exact.get(shown)
        if layout is None:
            layout = laid(shown, self.style, self.spacing, self.width)
        length = len(taken.encode()) if hyphen else len(shown.encode())
        return _ended(layout, length, len(taken.encode()))

    def rest(self, text: str) -> Line:
        """The line that takes all of the text."""
        layout = laid(text, self.style, self.spacing, self.width)
        return _ended(layout, len(text.encode()), None)


def _ended(layout: Layout, length: int, resume: int | None) -> Line:
    """A line as WeasyPrint gives it, its layout kept for drawing."""
    line, _ = layout.get_first_line()
    width, height = line_break.line_size(line, layout.style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return layout, length, resume, width, height, baseline


def _hyphenated(fitting: _Fitting, end: int, context: Any) -> str:
    """The line up to a hyphen in the words after `end`; '' if none fits."""
    ruler, style = fitting.ruler, fitting.style
    language = _dictionary_language(style["lang"])
    if style["hyphens"] != "auto" or not language:
        return ""
    sure, perhaps = fitting.room()
    limits = style["hyphenate_limit_chars"]
    begin, word = _word_after(ruler, end, style["lang"], limits[0])
    hyphen = width_of(style["hyphenate_character"], style)
    for head in _heads(word, language, limits, context):
        place = ruler.places[begin + len(head)]
        if place < 0 or not word.startswith(head):
            raise _UnclearError
        if place + hyphen > perhaps:
            continue
        words = ruler.text[fitting.start : begin + len(head)]
        if place + hyphen <= sure or fitting.fits(words + style["hyphenate_character"]):
            return words
    return ""


def _word_after(ruler: _Ruler, end: int, language: str, least: int) -> tuple[int, str]:
    """The first word of some length before the next place where a line may end; '' if none."""
    index = bisect_right(ruler.breaks, end)
    stop = ruler.breaks[index] if index < len(ruler.breaks) else len(ruler.text)
    piece = ruler.text[end : stop if stop == ruler.size else stop - 1]
    begin = end
    while piece and (bounds := line_break.get_next_word_boundaries(piece, language)):
        first, last = bounds
        if last - first >= least:
            return begin + first, piece[first:last]
        piece, begin = piece[last:], begin + last
    return begin, ""


def _heads(text: str, language: str, limits: tuple[int, int, int], context: Any) -> list[str]:
    """Beginnings of a word that a hyphen may follow, longest first."""
    if not text:
        return []
    total, left, right = limits
    key = (language, left, right, total)
    dictionary = context.dictionaries.get(key)
    if dictionary is None:
        dictionary = context.dictionaries[key] = pyphen.Pyphen(
            lang=language, left=left, right=right
        )
    return [head for head, _ in dictionary.iterate(text)]


@lru_cache(maxsize=64)
def _dictionary_language(language: str) -> str | None:
    return pyphen.language_fallback(language) if language else None


def width_of(text: str, style: Any) -> float:
    """Width of a short text in Pango units, measured once a style."""
    widths: dict[str, float] = style.__dict__.setdefault("widths", {})
    if text not in widths:
        layout = laid(text, style)  # the line is gone when this is
        line, _ = layout.get_first_line()
        widths[text] = line_break.line_size(line, style)[0] / FROM_UNITS
    return widths[text]


def add_word_spacing(context: Any, box: Any, spacing: float, advance: float) -> float:
    """As WeasyPrint's add_word_spacing, for texts without making their layouts again."""
    if not isinstance(box, boxes.TextBox):
        return float(_spread(context, box, spacing, advance))
    box.justification_spacing = spacing
    box.position_x += advance
    spaces = inline.count_expandable_spaces(box)
    if spaces:
        box.pango_layout.justification_spacing = spacing
        box.width += spacing * spaces
        advance += spacing * spaces
    return advance
