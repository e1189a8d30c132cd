from __future__ import annotations

import hashlib
import io
import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import uharfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from bound import bound
from seriesbook.typeset import layout
from seriesbook.writers.pdf.cmaps import encoding_cmap, unicode_cmap
from seriesbook.writers.pdf.fonts import cut, embed_fonts
from written import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL.Image import Image

    from seriesbook.rendition import Font, Rendition
    from seriesbook.tools import Tools
    from seriesbook.typeset import Layout

    Make = Callable[..., Rendition]

CSS = """
@page { size: 300pt 400pt; margin: 40pt 50pt }
body { font: 12pt/16pt "EB Garamond"; margin: 0; hyphens: auto; text-align: justify }
b { font-variant-caps: small-caps; font-weight: normal }
i { font-variant-numeric: oldstyle-nums; font-style: normal }
"""
TEXTS = (
    "<p>Efficient affluence; the fjord’s first-class flow: <b>Small Caps</b>, <i>1234567890</i>."
    "</p>" + "<p>Incomprehensibilities notwithstanding, extraordinary representations.</p>" * 9,
    "<p>An other page — with other letters: Zürich, Æsir, naïve.</p>",
)


def document(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'


def parts(font: Font, css: str = CSS) -> list[Layout]:
    return [layout(document(body), css, (font,), part=True) for body in TEXTS]


def drawn(data: bytes) -> list[Image]:
    return [page.render(scale=1).to_pil() for page in pypdfium2.PdfDocument(data)]


def run(tool: str, data: bytes, folder: Path, *options: str) -> str:
    path = folder / "x.pdf"
    path.write_bytes(data)
    command = [tool, str(path), *options]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@pytest.fixture(scope="session")
def cff(font: Font) -> Font:
    """The font with outlines of the other kind (CFF)."""
    source = TTFont(io.BytesIO(font.data))
    names, glyphs = source.getGlyphOrder(), source.getGlyphSet()
    charstrings = {}
    for name in names:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        charstrings[name] = pen.getCharString()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(source.getBestCmap())
    builder.setupCFF("EBGaramond", {}, charstrings, {})
    builder.setupHorizontalMetrics({name: (glyphs[name].width, 0) for name in names})
    builder.setupHorizontalHeader(ascent=1007, descent=-298)
    builder.setupNameTable({"familyName": "EB Garamond", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=1007, sTypoDescender=-298, sCapHeight=650)
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    data = buffer.getvalue()
    return replace(font, data=data, digest=hashlib.sha256(data).hexdigest())


def test_pages_look_as_if_each_had_its_fonts(font: Font) -> None:
    alone = [page for body in TEXTS for page in drawn(layout(document(body), CSS, (font,)).pdf)]
    assert drawn(bound(parts(font), (font,))) == alone


def test_outlines_of_the_other_kind(cff: Font, tmp_path: Path) -> None:
    alone = [page for body in TEXTS for page in drawn(layout(document(body), CSS, (cff,)).pdf)]
    data = bound(parts(cff), (cff,))
    for one, other in zip(drawn(data), alone, strict=True):  # WeasyPrint embeds more than CFF
        assert not any(ImageChops.difference(one, other).convert("L").histogram()[16:])
    assert "CID Type 0C" in run("pdffonts", data, tmp_path)


def test_one_font_for_each_face(font: Font, tmp_path: Path) -> None:
    lines = run("pdffonts", bound(parts(font), (font,)), tmp_path).splitlines()[2:]
    assert len(lines) == 1
    assert re.match(
        r"[A-Z]{6}\+EBGaramond-Regular +CID TrueType +Identity-H +yes yes yes", lines[0]
    )


def test_text_can_be_copied(font: Font, tmp_path: Path) -> None:
    text = run("pdftotext", bound(parts(font), (font,)), tmp_path, "-")
    first = "Efficient affluence; the fjord’s first-class flow: Small Caps, 1234567890."
    assert first in text.replace("\n", " ")
    assert text.count("Incomprehensibilities notwithstanding") == 9
    assert text.count("extraordinary") == 9  # some were broken at a line's end
    assert "‐" not in text
    assert "An other page — with other letters: Zürich, Æsir, naïve." in text.replace("\n", " ")


def test_a_character_without_glyph_can_be_copied(font: Font, tmp_path: Path) -> None:
    made = layout(document("<p>a 漢, b</p>"), CSS, (font,), part=True)
    data = bound([made], (font,))
    assert run("pdftotext", data, tmp_path, "-").split() == ["a", "漢,", "b"]
    assert " Custom " in run("pdffonts", data, tmp_path)


def test_the_order_of_fragments_does_not_matter(font: Font) -> None:
    one, other = parts(font)
    files = []
    for layouts in ([one, other], [other, one, one]):
        pdf = pikepdf.new()
        (face,) = embed_fonts(pdf, layouts, (font,)).values()
        file = face.DescendantFonts[0].FontDescriptor.FontFile2
        files.append((face.ToUnicode.read_bytes(), file.read_bytes(), face.BaseFont))
    assert files[0] == files[1]


def test_a_subset_holds_the_glyphs_and_no_others(font: Font) -> None:
    whole = uharfbuzz.Font(uharfbuzz.Face(font.data))
    wanted = {whole.get_nominal_glyph(ord(char)) for char in "ay"}
    subset = TTFont(io.BytesIO(cut(whole.face, wanted).blob.data))
    places = list(subset["loca"])
    assert {n for n in range(len(places) - 1) if places[n + 1] > places[n]} == wanted
    assert set(subset.keys()) == {"GlyphOrder", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def test_a_book_lists_each_face_once(make: Make, tools: Tools, tmp_path: Path) -> None:
    data = write_pdf(make(), tools).value.data
    lines = run("pdffonts", data, tmp_path).splitlines()[2:]
    assert len(lines) == 1
    with pikepdf.open(io.BytesIO(data)) as pdf:
        files = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)
            and thing.get("/Type") == "/FontDescriptor"
        ]  # fmt: skip
    assert len(files) == 1


@given(st.dictionaries(st.integers(0, 0xFFFF), st.text(max_size=3), max_size=250))
def test_every_code_has_its_text(texts: dict[int, str]) -> None:
    cmap = unicode_cmap(texts).decode()
    _, _, entries = cmap.partition("endcodespacerange")
    found = {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"^<(\w+)> <(\w+)>$", entries, re.MULTILINE)
    }
    assert {code: text for code, text in texts.items() if text} == found
    counts = [int(n) for n in re.findall(r"(\d+) beginbfchar", cmap)]
    assert all(0 < n <= 100 for n in counts)


@given(st.integers(1, 0xFF00))
def test_codes_of_glyphs_are_their_numbers(count: int) -> None:
    cmap = encoding_cmap(count, [count + 7]).decode()
    codes: dict[int, int] = {}
    for first, last, glyph in re.findall(r"<(\w+)> <(\w+)> (\d+)", cmap):
        assert first[:2] == last[:2]  # a range must not cross its first byte
        start = int(first, 16)
        codes |= {n: int(glyph) + n - start for n in range(start, int(last, 16) + 1)}
    assert codes == {n: n for n in range(count)}
    assert f"<{count + 7:04X}> 0\n" in cmap
