"""Measures of a face's letters, read from the font itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from seriesbook.rendition import Font

_SMALL_CAPS = {"smcp": True}


class Extents(NamedTuple):
    """The box around a letter's ink, in sizes, from the point where it stands on its line."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Measures:
    """What is asked of a face; lengths are in sizes of the type. Made by `measures`."""

    _font: Any

    def extents(self, letter: str) -> Extents | None:
        """Of a letter without what is set upon it; None if the face does not have it."""
        glyph = self._font.get_nominal_glyph(ord(letter[0]))
        found = None if glyph is None else self._font.get_glyph_extents(glyph)
        if found is None:
            return None
        left, top, width, height = found
        upem = self._font.face.upem
        return Extents(left / upem, top / upem, (left + width) / upem, (top + height) / upem)

    def advance(self, text: str) -> float:
        """How wide a text is, letter by letter."""
        glyphs = (self._font.get_nominal_glyph(ord(character)) or 0 for character in text)
        return float(sum(map(self._font.get_glyph_h_advance, glyphs)) / self._font.face.upem)

    def below_middle(self) -> float:
        """How far the baseline is below the middle of a line, whatever its height."""
        line = self._font.get_font_extents("ltr")
        return float((line.ascender + line.descender) / 2 / self._font.face.upem)

    def has_small_caps(self, text: str) -> bool:
        """Whether the face has a small capital for every small letter of a text."""
        letters = {letter for letter in text if letter.islower()}
        return all(self._glyphs(one, _SMALL_CAPS) != self._glyphs(one, {}) for one in letters)

    def _glyphs(self, text: str, features: dict[str, bool]) -> list[int]:
        import uharfbuzz  # noqa: PLC0415 - as below

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, features)
        return [info.codepoint for info in buffer.glyph_infos]


def measures(font: Font) -> Measures:
    """The measures of a font."""
    import uharfbuzz  # noqa: PLC0415 - not needed while all pages are in the cache

    return Measures(uharfbuzz.Font(uharfbuzz.Face(font.data)))
