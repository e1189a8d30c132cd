"""Where lines end: a paragraph is shaped once, and its lines' ends are read off that."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

from seriesbook.shortcuts.layouts import laid
from seriesbook.shortcuts.rulers import (
    Ruler,
    Rulers,
    UnclearError,
    dictionary_language,
    is_flowing,
    is_plain,
    width_of,
)
from seriesbook.shortcuts.shaping import SIGNS, Glyphs
from seriesbook.shortcuts.shaping import Line as ShapedLine
from seriesbook.shortcuts.trials import shaped

if TYPE_CHECKING:
    from weasyprint.text.line_break import Layout

# A text that is no longer than this in ems, measured in widths of the line, may be one line.
_SHORT = 3.0
# How much of an em kerning with what stood beside a word in its paragraph may change.
_DOUBT = 0.2
# From this width in px on, Pango has no width.
_ENDLESS = 2**20

_split_first_line = line_break.split_first_line
_spread = inline.add_word_spacing


Line = tuple[Any, int, "int | None", float, float, float]
"""What WeasyPrint knows of a line: layout, bytes, bytes to the next line, sizes in px."""


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
        except UnclearError:
            pass
    if SIGNS.fullmatch(text) and is_flowing(style):
        sign = _sign(text, style, max_width, justification_spacing)
        if sign is not None:
            return sign
    line: Line = _split_first_line(
        text, style, context, max_width, justification_spacing, is_line_start, minimum
    )
    return line


def _read_off(text: str, style: Any, context: Any, width: float, spacing: float) -> Line:
    """A line by the ruler of its text."""
    size = style["font_size"]
    if not 4 * size < width < _ENDLESS:
        raise UnclearError
    rulers = context.__dict__.setdefault("rulers", Rulers())
    found = rulers.find(text, style)
    if found is None:
        if len(text) * size < _SHORT * width and is_plain(text, style):
            line = _whole(text, style, width, spacing)
            if line[3] <= width:
                return line
        found = rulers.add(text, style)
    ruler, start = found
    fitting = _Fitting(ruler, start, style, width, spacing)
    end = fitting.end()
    if end == ruler.size:
        return _whole(text, style, width, spacing)
    words = _hyphenated(fitting, end, context)
    if words:
        return fitting.line(words, words + style["hyphenate_character"], hyphen=True)
    words = ruler.text[start:end]
    return fitting.line(words, words.rstrip(" "), hyphen=False)


def _sign(text: str, style: Any, width: float | None, spacing: float) -> Line | None:
    """The line of a text without a script, if there is room for all of it."""
    glyphs = shaped(text, style)
    if glyphs is None or (width is not None and glyphs.width > width):
        return None
    layout = ShapedLine(glyphs, style, width)
    layout.justification_spacing, layout.singly = spacing, True
    return _ended(layout, len(text.encode()), None)


def _as_planned(
    text: str, style: Any, width: float, spacing: float, take: tuple[int, bool]
) -> Line | None:
    """A line that takes so many characters, and a hyphen or not; None if it has no room.

    `paragraphs` knows where the line should end.
    """
    characters, hyphen = take
    if characters <= 0 or not is_plain(text[:characters], style):
        return None
    if characters >= len(text):
        line = _whole(text, style, width, spacing)
    else:
        words = text[:characters]
        shown = words + style["hyphenate_character"] if hyphen else words.rstrip(" ")
        line = _part(_laid(shown, style, spacing, width), words, shown, hyphen=hyphen)
    return line if line[3] <= width else None


def measured(text: str, style: Any, width: float) -> tuple[Layout, float, float, float]:
    """Layout of a plain text as a line, its width and height, and its baseline, in px."""
    return _sized(_laid(text, style, 0.0, width))


def measured_part(
    box: Any, begin: int, text: str, width: float
) -> tuple[Layout, float, float, float]:
    """As `measured`, for a text that is a part of a box's, or goes beyond it by a hyphen."""
    glyphs: Glyphs | None = box.__dict__.get("glyphs")
    if glyphs is not None and box.text.startswith(text, begin):
        part = glyphs.part(begin, begin + len(text))
        if part is not None:
            return _sized(ShapedLine(part, box.style, width))
    return measured(text, box.style, width)


def _laid(text: str, style: Any, spacing: float, width: float) -> Layout:
    """A layout of a text in one line."""
    glyphs = shaped(text, style)
    if glyphs is None:
        return laid(text, style, spacing, width)
    line = ShapedLine(glyphs, style, width)
    line.justification_spacing = spacing
    return line


def _sized(layout: Layout) -> tuple[Layout, float, float, float]:
    """A layout of one line, its width and height, and its baseline, in px."""
    if isinstance(layout, ShapedLine):
        shaper = layout.glyphs.shaper
        return layout, layout.glyphs.width, shaper.height, shaper.baseline
    line, _ = layout.get_first_line()
    width, height = line_break.line_size(line, layout.style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return layout, width, height, baseline


@dataclass(slots=True)
class _Fitting:
    """A line being filled: what of a ruler's text from `start` on fits into `width` px.

    `exact` are layouts of texts that were too close to be read off.
    """

    ruler: Ruler
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
            raise UnclearError
        sure, perhaps = self.room()
        index = bisect_right(ruler.widths, perhaps) - 1
        while index >= 0 and ruler.breaks[index] > self.start and ruler.widths[index] > sure:
            if ruler.breaks[index] == ruler.size:
                raise UnclearError  # whether its last space counts is for WeasyPrint to say
            if self.fits(ruler.text[self.start : ruler.breaks[index]].rstrip(" ")):
                break
            index -= 1
        if index < 0 or ruler.breaks[index] <= self.start:
            raise UnclearError
        end = ruler.breaks[index]
        if end == ruler.size:
            if ruler.places[-1] > sure:
                raise UnclearError
        elif index + 1 == len(ruler.breaks) or ruler.breaks[index + 1] == end + 1:
            raise UnclearError
        return end

    def fits(self, text: str) -> bool:
        """Whether a text fits, by shaping it."""
        layout = self.exact[text] = _laid(text, self.style, self.spacing, self.width)
        return _sized(layout)[1] <= self.width

    def line(self, taken: str, shown: str, *, hyphen: bool) -> Line:
        """The line that shows `shown` and takes `taken` away from the text."""
        layout = self.exact.get(shown)
        if layout is None:
            layout = _laid(shown, self.style, self.spacing, self.width)
        return _part(layout, taken, shown, hyphen=hyphen)


def _whole(text: str, style: Any, width: float, spacing: float) -> Line:
    """The line that takes all of a text."""
    return _ended(_laid(text, style, spacing, width), len(text.encode()), None)


def _part(layout: Layout, taken: str, shown: str, *, hyphen: bool) -> Line:
    """The line that shows `shown` (its layout) and takes `taken` away from a text."""
    return _ended(layout, len((taken if hyphen else shown).encode()), len(taken.encode()))


def _ended(layout: Layout, length: int, resume: int | None) -> Line:
    """A line as WeasyPrint gives it, its layout kept for drawing."""
    layout, width, height, baseline = _sized(layout)
    return layout, length, resume, width, height, baseline


def _hyphenated(fitting: _Fitting, end: int, context: Any) -> str:
    """The line up to a hyphen in the words after `end`; '' if none fits."""
    ruler, style = fitting.ruler, fitting.style
    language = dictionary_language(style["lang"])
    if style["hyphens"] != "auto" or not language:
        return ""
    sure, perhaps = fitting.room()
    limits = style["hyphenate_limit_chars"]
    begin, word = _word_after(ruler, end, style["lang"], limits[0])
    hyphen = width_of(style["hyphenate_character"], style)
    for head in _heads(word, language, limits, context):
        place = ruler.places[begin + len(head)]
        if place < 0 or not word.startswith(head):
            raise UnclearError
        if place + hyphen > perhaps:
            continue
        words = ruler.text[fitting.start : begin + len(head)]
        if place + hyphen <= sure or fitting.fits(words + style["hyphenate_character"]):
            return words
    return ""


def _word_after(ruler: Ruler, end: int, language: str, least: int) -> tuple[int, str]:
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
