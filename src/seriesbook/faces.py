"""Which glyphs of which fonts a document shows, for whoever puts the fonts into the finished book.

A fragment of a book needs no subset of a font of its own: its pages name glyphs by their number
in the whole font, and one subset over all fragments serves them all. So the fonts of a document
are watched as it is drawn, and left out of its PDF.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import uharfbuzz

from seriesbook.sheets import Face, Glyph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.rendition import Font

# Tables of fonts whose glyphs are pictures or depend on an instance (OpenType 1.9 §7): WeasyPrint
# draws these in a way of its own for each document, and its subset is kept.
_PECULIAR = frozenset({"CBDT", "CBLC", "COLR", "EBDT", "EBLC", "SVG ", "fvar", "sbix"})
# A code of a page's text has two bytes.
_CODES = 0x10000
_NAME = 12
_SPACE = 0x20


def resource_name(digest: str) -> str:
    """What pages call a font in their content streams."""
    return "F" + digest[:_NAME]


class Faces(dict[Any, Any]):
    """A document's fonts (WeasyPrint's, by its keys), to be set as `Document.fonts`.

    `known` are those that can be found again by their digest.

    WeasyPrint embeds what `values` lists: only fonts that it must treat specially. For the others
    it does all but that, and `shown` tells what they are to hold.
    """

    def __init__(self, known: Iterable[Font]) -> None:
        super().__init__()
        self._known = tuple(known)
        self._left_out: dict[str, _Glyphs] = {}
        self._spaces: dict[str, int | None] = {}

    def __setitem__(self, key: Any, font: Any) -> None:
        data: bytes = font.file_content  # to compare it is cheaper than to hash it
        known = next((one for one in self._known if one.data == data), None)
        if known is not None and _PECULIAR.isdisjoint(font.tables):
            glyphs = self._left_out.setdefault(known.digest, _Glyphs(_open(known.data)))
            font.hash = resource_name(known.digest)
            font.to_unicode, font.widths = glyphs, _Widths(glyphs.font)
            font.get_unused_glyph_id = glyphs.code_of_missing
        super().__setitem__(key, font)

    def values(self) -> Any:
        """Fonts that WeasyPrint is to embed."""
        return [font for font in super().values() if not isinstance(font.to_unicode, _Glyphs)]

    def space(self, name: str) -> int | None:
        """Code of the space in a font that is left out, by its name on pages; it will be shown."""
        if name not in self._spaces:
            self._spaces[name] = None
            for digest, glyphs in self._left_out.items():
                code: int | None = glyphs.font.get_nominal_glyph(_SPACE)
                if resource_name(digest) == name and code is not None:
                    self._spaces[name] = code
                    glyphs[code] = " "
        return self._spaces[name]

    def shown(self) -> tuple[Face, ...]:
        """The fonts that were left out, and their glyphs on the pages."""
        faces = (Face(digest, tuple(glyphs.shown())) for digest, glyphs in self._left_out.items())
        return tuple(sorted((face for face in faces if face.glyphs), key=lambda f: f.digest))


class _Glyphs(dict[int, str]):
    """Texts that glyphs stand for, by glyph.

    WeasyPrint keeps the first text that it meets. That is wrong where one glyph stands for
    several (the small capital of "A" and of "a", a letter under an accent), so a glyph counts as
    known only when its text is a character that the font itself maps to it; the texts of others
    are counted.
    """

    def __init__(self, font: uharfbuzz.Font) -> None:
        super().__init__()
        self.font = font
        self._counts: Counter[tuple[int, str]] = Counter()

    def __setitem__(self, glyph: int, text: str) -> None:
        self._counts[glyph, text] += 1
        if len(text) == 1 and self.font.get_nominal_glyph(ord(text)) == glyph:
            super().__setitem__(glyph, text)

    def code_of_missing(self, point: int) -> int:
        """A code for a character that the font lacks, the same in every document."""
        first: int = self.font.face.glyph_count
        return first + point % (_CODES - first)

    def shown(self) -> Iterable[Glyph]:
        """All glyphs and their texts, in order."""
        return (Glyph(glyph, text, count) for (glyph, text), count in sorted(self._counts.items()))


class _Widths(dict[int, float]):
    """Widths of glyphs, in thousandths of an em, from the font itself.

    WeasyPrint measures at the size of the moment and rounds, so that documents would disagree.
    """

    def __init__(self, font: uharfbuzz.Font) -> None:
        super().__init__()
        self._font = font

    def __setitem__(self, glyph: int, width: float) -> None:
        """Keep the font's own width instead of what was measured, or guessed for a lack."""
        super().__setitem__(glyph, width_of(self._font, glyph))

    def __missing__(self, glyph: int) -> float:
        """The width of a glyph that was shown before any was measured: a tagged line's space."""
        self[glyph] = 0
        return self[glyph]


def width_of(font: uharfbuzz.Font, glyph: int) -> float:
    """Advance of a glyph in thousandths of an em, as a PDF states it; of .notdef beyond them."""
    known = glyph if glyph < font.face.glyph_count else 0
    width = round(font.get_glyph_h_advance(known) * 1000 / font.face.upem, 2)
    return int(width) if width == int(width) else width


@lru_cache(maxsize=16)
def _open(data: bytes) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(data))
