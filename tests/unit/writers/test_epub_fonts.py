"""Fonts of an e-book: cut to what is used, and set as before."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import uharfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

from seriesbook.cache import Cache
from seriesbook.fonts import cut as instances
from seriesbook.fonts import face_of
from seriesbook.problems import Where
from seriesbook.writers.epub.fonts import subset
from seriesbook.writers.epub.styles import needs_of

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    from seriesbook.rendition import Font


@pytest.fixture(scope="module")
def font() -> Font:
    """A whole font, with small capitals and figures of all kinds."""
    typeface = face_of("fontpkg-eb-garamond", (400,))
    assert typeface
    return instances(typeface, Cache(None), Where("theme.toml")).value[0]


def shaped(data: bytes, text: str, feature: str = "") -> list[tuple[int, int]]:
    """Widths and kinds of the glyphs of a text: what tells one shaping from another."""
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {feature: True} if feature else {})
    extents = [font.get_glyph_extents(info.codepoint) for info in buffer.glyph_infos]
    advances = [position.x_advance for position in buffer.glyph_positions]
    return [(a, e.height if e else 0) for a, e in zip(advances, extents, strict=True)]


@pytest.mark.parametrize(
    ("text", "feature"),
    [("AVATAR", ""), ("office fjord", ""), ("Small", "smcp"), ("1790", "onum"), ("1790", "lnum")],
)
def test_a_subset_is_set_as_the_whole_font(font: Font, text: str, feature: str) -> None:
    cut = subset(font.data, text + text.upper(), ("smcp", "onum", "lnum"))
    assert len(cut) < len(font.data)
    assert shaped(cut, text, feature) == shaped(font.data, text, feature)


def test_a_subset_has_no_feature_that_the_book_does_not_use(font: Font) -> None:
    glyphs = [len(TTFont(io.BytesIO(subset(font.data, "Small", f))).getGlyphOrder())
              for f in ((), ("smcp",))]  # fmt: skip
    assert glyphs[0] < glyphs[1] < 50


def test_the_same_characters_make_the_same_bytes(font: Font) -> None:
    assert subset(font.data, "abc", ()) == subset(font.data, "cab", ())


def glyph(width: int) -> Glyph:
    pen = TTGlyphPen(None)
    for point in ((0, 0), (width, 0), (width, 500)):
        (pen.lineTo if point != (0, 0) else pen.moveTo)(point)
    pen.closePath()
    return pen.glyph()


def old_font(*, drawn: bool) -> bytes:
    """A font of four letters that kerns as fonts did before OpenType; one letter is a drawing."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", "Q", "A", "V", "B"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(name): name for name in names[1:]})
    builder.setupGlyf({name: glyph(100 + 50 * place) for place, name in enumerate(names)})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Old"})
    builder.setupOS2()
    builder.setupPost()
    pairs = KernTable_format_0()
    pairs.coverage, pairs.apple, pairs.kernTable = 1, False, {("A", "V"): -120}
    kern = builder.font["kern"] = newTable("kern")
    kern.version, kern.kernTables = 0, [pairs]
    if drawn:
        svg = builder.font["SVG "] = newTable("SVG ")
        svg.docList = [('<svg xmlns="http://www.w3.org/2000/svg"><g id="glyph2"/></svg>', 2, 2)]
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("drawn", [True, False])
def test_old_kerning_and_drawn_glyphs_stay(drawn: bool) -> None:
    whole = old_font(drawn=drawn)
    cut = subset(whole, "AV", ())
    assert shaped(cut, "AV") == shaped(whole, "AV") != shaped(cut, "VA")
    font = TTFont(io.BytesIO(cut))
    assert sorted(font.getBestCmap()) == sorted(map(ord, "AV"))
    if drawn:
        assert font.getGlyphOrder().index(font.getBestCmap()[ord("A")]) == 2
        assert font["SVG "].docList[0].startGlyphID == 2


def test_what_is_no_tag_of_a_feature_is_passed_over() -> None:
    css = "p { font-feature-settings: 'smcp', 'longer', 'ü', 'sm', '' }"
    assert needs_of(css, frozenset()).features == ("smcp",)
