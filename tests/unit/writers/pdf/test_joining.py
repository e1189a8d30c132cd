"""Documents joined: what is equal is there once, what is written comes back as it was."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.ttLib import TTFont
from PIL import Image

from bound import bound
from seriesbook.typeset import layout
from seriesbook.writers.pdf.links import unlinked
from seriesbook.writers.pdf.syntax import number, string
from tagged import Tagged

if TYPE_CHECKING:
    from seriesbook.rendition import Font
    from seriesbook.typeset import Layout

CSS = """
@page { size: 300pt 400pt; margin: 40pt 50pt }
body { font: 12pt/16pt "EB Garamond"; margin: 0 }
"""


def png(mode: str = "L") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def laid(body: str, fonts: Font | tuple[Font, ...], css: str = CSS) -> Layout:
    document = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>'
        f"<section>{body}</section></body></html>"
    )
    files = {"a.png": png(), "b.png": png("RGBA")}
    given = fonts if isinstance(fonts, tuple) else (fonts,)
    return layout(document, css, given, files, part=True, tagged=True)


def streams(data: bytes, subtype: str) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = (one for one in pdf.objects if isinstance(one, pikepdf.Stream))
        return sum(one.get("/Subtype") == subtype for one in found)


def test_equal_images_are_there_once(font: Font) -> None:
    one = laid('<p>a <img src="a.png" alt="x"/></p>', font)
    other = laid('<p>b <img src="a.png" alt="y"/> <img src="b.png" alt="z"/></p>', font)
    assert streams(bound([one, other, one], [font]), "/Image") == 3  # b.png has a mask


def test_texts_come_back_as_they_were(font: Font) -> None:
    words = "100%d (of 7 0 R) \\ &lt;ab&gt; /Seriesbook.owner.0"
    body = f'<p>a <img src="a.png" alt="{words}"/> <img src="a.png" alt="ä%s\u6f22"/></p>'
    with pikepdf.open(io.BytesIO(bound([laid(body, font)], [font]))) as pdf:
        texts = [str(one.Alt) for one in pdf.objects if "/Alt" in one and "/S" in one]
    assert texts == ["100%d (of 7 0 R) \\ <ab> /Seriesbook.owner.0", "ä%s\u6f22"]


def test_a_link_that_leads_nowhere_is_text(font: Font) -> None:
    body = (
        '<p>a <a href="seriesbook:nowhere">b</a> <a href="https://e.org/(x)%20y">c</a>'
        ' <a href="seriesbook:here">d</a> <a id="here" href="tel:1">e</a></p>'
    )
    found = Tagged(bound([laid(body, font)], [font]))
    assert found.faults() == []
    kinds = [line.strip() for line in found.outline()]
    assert kinds.count("Span") == 2
    with pikepdf.open(io.BytesIO(bound([laid(body, font)], [font]))) as pdf:
        links = list(pdf.pages[0].obj.Annots)
        assert [str(link.A.URI) for link in links if "/A" in link] == ["https://e.org/(x)%20y"]
        assert len(links) == 2


GONE = b"<</Type /OBJR/Obj 0 0 R/Pg 1 0 R>>"
KEPT = b"<</Type /OBJR/Obj 9 0 R/Pg 1 0 R>>"


@pytest.mark.parametrize(
    ("element", "left"),
    [
        (b"<</S /Link/K [4 %s]>>" % GONE, b"<</S /Span/K [4 ]>>"),
        (b"<</S /Link/K [%s %s]>>" % (GONE, KEPT), b"<</S /Link/K [%s]>>" % KEPT),
        (b"<</S /Link/K 3>>", b"<</S /Link/K 3>>"),
    ],
)
def test_an_element_without_its_link(element: bytes, left: bytes) -> None:
    assert unlinked(element) == left


def test_values() -> None:
    assert [number(n) for n in (1, 1.5, -0.0001, 1234.5678, 100)] == [
        b"1", b"1.5", b"0", b"1234.568", b"100",
    ]  # fmt: skip
    assert string("a(b)\\") == rb"(a\(b\)\\)"
    assert string("ä") == b"<feff00e4>"


KEYS = ("nameID", "platformID", "platEncID", "langID")


def coloured(font: Font) -> Font:
    """The font with an A that has a colour, which WeasyPrint embeds in a way of its own."""
    made = TTFont(io.BytesIO(font.data), recalcTimestamp=False)
    for record in made["name"].names:  # what fontconfig knows it by, too
        made["name"].setName("Coloured", *(getattr(record, key) for key in KEYS))
    made["COLR"] = buildCOLR({"A": [("A", 0)]})
    made["CPAL"] = buildCPAL([[(1.0, 0.0, 0.0, 1.0)]])
    buffer = io.BytesIO()
    made.save(buffer)
    data = buffer.getvalue()
    return replace(font, family="Coloured", data=data, digest=hashlib.sha256(data).hexdigest())


def test_fonts_that_stay_with_their_document(font: Font) -> None:
    both = (font, coloured(font))
    css = CSS + 'i { font: 12pt/16pt "Coloured" }'
    one, other = (laid(f"<p>A tide <i>{word}</i></p>", both, css) for word in ("Ab", "Ac"))
    data = bound([one, other, one], both)
    drawn = [page.render().to_pil().tobytes() for page in pypdfium2.PdfDocument(data)]
    alone = [bound([made], both) for made in (one, other)]
    assert drawn[:2] == [
        pypdfium2.PdfDocument(page)[0].render().to_pil().tobytes() for page in alone
    ]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = [set(page.Resources.Font.keys()) for page in pdf.pages]
        assert [len(each) for each in names] == [2, 2, 2]
        texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    assert texts == ["A tide Ab", "A tide Ac", "A tide Ab"]
