from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
import uharfbuzz

from seriesbook.faces import width_of
from seriesbook.typeset import layout

if TYPE_CHECKING:
    from seriesbook.rendition import Font
    from seriesbook.typeset import Face

CSS = """
@page { size: 300pt 400pt; margin: 40pt 50pt }
body { font: 12pt/16pt "EB Garamond"; margin: 0 }
b { font-variant-caps: small-caps }
"""


def shown(body: str, font: Font, css: str = CSS) -> Face:
    document = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'
    made = layout(document, css, (font,), part=True)
    assert b"FontFile" not in made.parts.text
    (face,) = made.faces
    assert face.digest == font.digest
    return face


def test_glyphs_are_those_of_the_whole_font(font: Font) -> None:
    whole = uharfbuzz.Font(uharfbuzz.Face(font.data))
    texts = {glyph.id: glyph.text for glyph in shown("<p>Tide?</p>", font).glyphs}
    assert texts == {whole.get_nominal_glyph(ord(char)): char for char in "Tide?"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>efficient</p>", "ffi"),  # a ligature stands for its letters
        ("<p>x <b>a</b></p>", "a"),  # a small capital for a small letter
        ("<p>—</p>", "—"),
    ],
)
def test_what_glyphs_stand_for(body: str, text: str, font: Font) -> None:
    assert text in {glyph.text for glyph in shown(body, font).glyphs}


def test_the_usual_text_of_a_glyph_is_counted(font: Font) -> None:
    """WeasyPrint would take the first."""
    css = CSS + "i { font-variant-caps: all-small-caps }"
    glyphs = shown("<p><i>B</i> <b>b b b</b></p>", font, css).glyphs
    assert {(g.text, g.times) for g in glyphs if g.text in {"b", "B"}} in (
        {("b", 3), ("B", 1)},
        {("b", 1), ("B", 1)},  # the font has a glyph for each
    )


def test_a_character_that_the_font_lacks_has_the_same_code_everywhere(font: Font) -> None:
    count = uharfbuzz.Face(font.data).glyph_count
    codes = [
        {g.text: g.id for g in shown(body, font).glyphs}["漢"]
        for body in ("<p>漢</p>", "<p>字 x 漢</p>")
    ]
    assert codes[0] == codes[1] >= count


def test_widths_come_from_the_font(font: Font) -> None:
    whole = uharfbuzz.Font(uharfbuzz.Face(font.data))
    assert width_of(whole, whole.get_nominal_glyph(ord("M"))) == 901
    assert width_of(whole, 60_000) == width_of(whole, 0)


def test_a_document_alone_holds_its_fonts(font: Font) -> None:
    document = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>x</body></html>'
    made = layout(document, CSS, (font,))
    assert made.faces == ()
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages[0].Resources.Font) == 1
