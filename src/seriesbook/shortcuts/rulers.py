"""A text shaped once in one line, from which its lines' ends are read off."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyphen
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from seriesbook.shortcuts.layouts import is_ordinary, laid
from seriesbook.shortcuts.shaping import GLYPH
from seriesbook.shortcuts.trials import shaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weasyprint.text.line_break import Layout

# Latin, Greek and Cyrillic letters without combining marks, and the punctuation around them.
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2100-\u218f]*"
)
# Characters of a text that are measured at once; the next ones when a line comes near their end.
_REACH = 6000
_NEAR = 600
# The first bit of PangoLogAttr: a line may end before the character.
LINE_BREAK = 1


class UnclearError(Exception):
    """A line that can't be read off: WeasyPrint finds it."""


@dataclass(frozen=True, slots=True)
class Ruler:
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
class Rulers:
    """The texts measured last: an essay's paragraph and the italics in it come by turns."""

    last: list[tuple[Any, Ruler]] = field(default_factory=list)

    def find(self, text: str, style: Any) -> tuple[Ruler, int] | None:
        """The ruler that a text is the rest of, and where it begins there."""
        for known, ruler in self.last:
            if known is style:
                start = ruler.start_of(text)
                if start is not None:
                    return ruler, start
        return None

    def add(self, text: str, style: Any) -> tuple[Ruler, int]:
        """Measure a text."""
        ruler = _measured(text, style)
        self.last = [(style, ruler), *self.last[:7]]
        return ruler, 0


def _measured(whole: str, style: Any) -> Ruler:
    text = whole[:_REACH]
    if not is_plain(text, style):
        raise UnclearError
    layout, places = _shaped(text, style)
    count = ffi.new("gint *")
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, count)
    flags = memoryview(ffi.buffer(attributes, 4 * count[0])).cast("I")
    breaks = [i for i, flag in enumerate(flags) if flag & LINE_BREAK and i]
    widths = [places[i - (text[i - 1] == " ")] for i in breaks]
    if len(text) < len(whole):
        breaks, widths = breaks[:-1], widths[:-1]
    return Ruler(text, len(whole), places, breaks, widths)


def places_in(box: Any) -> Sequence[int] | None:
    """Distance of each character of a text box, and of its end, from its beginning.

    In Pango units; -1 inside a ligature. None for text that does not simply run from left to
    right. The glyphs are kept with the box: its lines are parts of them.
    """
    text, style = box.text, box.style
    spacing = style["letter_spacing"]
    if spacing != "normal":
        style = _unspaced(style)
    if not is_flowing(style):
        return None
    glyphs = shaped(text, style)
    try:
        places = _shaped(text, style)[1] if glyphs is None else glyphs.places()
    except UnclearError:
        return None
    if spacing == "normal":
        box.glyphs = glyphs
        return places
    step = int(spacing / FROM_UNITS)  # as Pango gets it
    return [place if place < 0 else place + n * step for n, place in enumerate(places)]


def _unspaced(style: Any) -> Any:
    """A style without the space that it puts between letters."""
    found = style.__dict__.get("unspaced")
    if found is None:
        found = style.unspaced = style.copy()
        found["letter_spacing"] = "normal"
    return found


def _shaped(text: str, style: Any) -> tuple[Layout, Sequence[int]]:
    layout = laid(text, style)
    line, index = layout.get_first_line()
    data = text.encode()
    advances = array("q", bytes(8 * len(data)))
    starts = bytearray(len(data))
    if index is not None or not _add_advances(line, advances, starts):
        raise UnclearError
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


def is_plain(text: str, style: Any) -> bool:
    """Whether a text is of ordinary letters from left to right, in an ordinary style."""
    return bool(_PLAIN.fullmatch(text)) and is_flowing(style)


def is_flowing(style: Any) -> bool:
    """Whether words of a style follow each other from left to right and break between them."""
    return (
        style["white_space"] == "normal"
        and style["direction"] == "ltr"
        and style["word_break"] == "normal"
        and is_ordinary(style)
        and not style["hyphenate_limit_zone"].value
    )


def width_of(text: str, style: Any) -> float:
    """Width of a short text in Pango units, measured once a style."""
    widths: dict[str, float] = style.__dict__.setdefault("widths", {})
    if text not in widths:
        layout = laid(text, style)  # the line is gone when this is
        line, _ = layout.get_first_line()
        widths[text] = line_break.line_size(line, style)[0] / FROM_UNITS
    return widths[text]


@lru_cache(maxsize=64)
def dictionary_language(language: str) -> str | None:
    """The language whose hyphenation serves another; None if there is none."""
    return pyphen.language_fallback(language) if language else None
