from __future__ import annotations

import io
import re
import textwrap
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from PIL import Image

from bound import bound
from seriesbook.typeset import layout
from tagged import Tagged, squeezed

if TYPE_CHECKING:
    from seriesbook.rendition import Font

CSS = """
@page { size: 300pt 400pt; margin: 40pt 50pt; @top-center { content: "Head" } }
body { font: 12pt/16pt "EB Garamond"; margin: 0 }
p { margin: 0; orphans: 1; widows: 1 }
.note { float: footnote }
.note::footnote-call { content: "" }
.note::footnote-marker { content: "" }
ul { list-style: "– " }
"""


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (30, 30), 99).save(buffer, "PNG")
    return buffer.getvalue()


def tagged(body: str, font: Font, css: str = CSS, *, compare: bool = True) -> Tagged:
    document = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><body><section>{body}</section></body></html>'
    )
    files = {"a.png": png()}
    made = layout(document, css, (font,), files, part=True, tagged=True)
    assert made.messages == ()
    data = bound([made], [font])
    if compare:
        plain = layout(document, css, (font,), files).pdf
        assert drawn(data) == drawn(plain)
    found = Tagged(data)
    assert found.faults() == []
    return found


def drawn(data: bytes) -> list[Image.Image]:
    return [page.render(scale=1).to_pil() for page in pypdfium2.PdfDocument(data)]


CASES = {
    "headings and paragraphs": (
        "<h1>One</h1><p>Two <em>three</em> four.</p><h2>Five</h2><pre>six\n  seven</pre>",
        """
        Sect lang=en
          H1
            'One'
          P
            'Two three four.'
          H2
            'Five'
          P
            'six   seven'
        """,
    ),
    "text without an element of its own": (
        "One<div>Two<header>Three</header></div><blockquote>Four</blockquote>",
        """
        Sect lang=en
          P
            'One'
          P
            'Two'
          P
            'Three'
          BlockQuote
            P
              'Four'
        """,
    ),
    "lists": (
        "<ol><li>One</li><li><p>Two</p><ul><li>Three</li></ul></li></ol>",
        """
        Sect lang=en
          L
            LI
              Lbl
                '1. '
              LBody
                'One'
            LI
              Lbl
                '2. '
              LBody
                P
                  'Two'
                L
                  LI
                    Lbl
                      '– '
                    LBody
                      'Three'
        """,
    ),
    "definitions": (
        "<dl><dt>A</dt><dd>One</dd><dd>Two</dd><dt>B</dt><dd>Three</dd></dl>",
        """
        Sect lang=en
          L
            LI
              Lbl
                'A'
              LBody
                'One'
              LBody
                'Two'
            LI
              Lbl
                'B'
              LBody
                'Three'
        """,
    ),
    "a table with an empty cell": (
        "<table><caption>C</caption><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><th>x</th><td></td></tr></tbody></table>",
        """
        Sect lang=en
          Table
            Caption
              'C'
            THead
              TR
                TH
                  'A'
                TH
                  'B'
            TBody
              TR
                TH
                  'x'
                TD
        """,
    ),
    "links": (
        '<p>See <a href="https://example.org/">the <em>best</em> site</a>, or'
        ' <a id="x" href="#x" role="doc-noteref">1</a> <a>none</a>.</p>',
        """
        Sect lang=en
          P
            'See '
            Link
              'the best site'
            ', or '
            Reference
              Link
                '1 '
            'none.'
        """,
    ),
    "a table of contents": (
        '<nav role="doc-toc"><h1>C</h1><ol style="list-style: none"><li>'
        '<a href="https://example.org/">One</a><ol style="list-style: none"><li>'
        '<a href="https://example.org/">Two</a></li></ol></li></ol></nav>',
        """
        Sect lang=en
          Sect
            H1
              'C'
            TOC
              TOCI
                Reference
                  Link
                    'One'
                TOC
                  TOCI
                    Reference
                      Link
                        'Two'
        """,
    ),
    "a contents entry with text before its link and behind it": (
        '<nav role="doc-toc"><ol style="list-style: none"><li>'
        '<em>In <a href="https://example.org/">One</a></em> too</li></ol></nav>',
        """
        Sect lang=en
          Sect
            TOC
              TOCI
                P
                  'In '
                  Reference
                    Link
                      'One'
                  ' too'
        """,
    ),
    "endnotes": (
        '<section role="doc-endnotes"><h1>N</h1><ol style="list-style: none">'
        '<li id="n1"><p>One</p></li><li id="n2">Two<ul><li>Three</li></ul></li></ol></section>',
        """
        Sect lang=en
          Sect
            H1
              'N'
            Note id=n1
              P
                'One'
            Note id=n2
              'Two'
              L
                LI
                  Lbl
                    '– '
                  LBody
                    'Three'
        """,
    ),
    "footnotes": (
        '<p>One<span class="footnote note" id="f">Note <span class="note-p">more</span></span>'
        " two.</p><p>Three</p>",
        """
        Sect lang=en
          P
            'One two.'
            Note id=f
              'Note '
              P
                'more'
          P
            'Three'
        """,
    ),
    "pictures": (
        '<figure><img src="a.png" alt="A grey square"/><figcaption>Grey</figcaption></figure>'
        '<p>x <img src="a.png" alt="Grey"/><img src="a.png" alt=""/></p>'
        '<figure><pre>code</pre><figcaption>Code</figcaption></figure>',
        """
        Sect lang=en
          Figure alt=A grey square
            ''
            Caption
              'Grey'
          P
            'x '
            Figure alt=Grey
              ''
          Div
            P
              'code'
            P
              'Code'
        """,
    ),
    "languages": (
        '<p>A <em lang="fr">mot</em> <em lang="en">word</em></p><p lang="de">Wort</p>'
        '<div lang="la"><p>Verbum</p></div>',
        """
        Sect lang=en
          P
            'A '
            Span lang=fr
              'mot '
            'word'
          P lang=de
            'Wort'
          Div lang=la
            P
              'Verbum'
        """,
    ),
    "decoration": (
        '<p aria-hidden="true">* * *</p><hr/><p style="border: 1pt solid; background: #eee">One'
        "</p>",
        """
        Sect lang=en
          P
            'One'
        """,
    ),
    "a float comes where it stands": (
        '<p>One</p><div style="float: right"><p>Two</p></div><p>Three</p>'
        '<p style="position: absolute; top: 300pt">Four</p><p>Five</p>',
        """
        Sect lang=en
          P
            'One'
          P
            'Two'
          P
            'Three'
          P
            'Four'
          P
            'Five'
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_tree(name: str, font: Font) -> None:
    body, expected = CASES[name]
    found = tagged(body, font)
    assert found.outline()[0] == "Document"
    assert textwrap.dedent("\n".join(found.outline()[1:])) == textwrap.dedent(expected).strip()


def test_a_paragraph_over_a_break_is_one(font: Font) -> None:
    found = tagged(f"<p>{'many words ' * 300}</p>", font)
    (paragraph,) = [e for e in found.document.walk() if e.type == "P"]
    assert [(p.page, p.mcid) for p in paragraph.pieces()] == [
        (n, 0) for n in range(len(found.pdf.pages))
    ]
    assert len(found.pdf.pages) > 1


def test_the_head_of_a_table_is_read_once(font: Font) -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(60))
    found = tagged(
        f"<table><thead><tr><th>Top</th></tr></thead><tbody>{rows}</tbody></table>", font
    )
    assert found.text(found.document) == "Top" + "".join(map(str, range(60)))
    assert found.artifacts[1:] == ["TopHead"] * (len(found.pdf.pages) - 1)


def test_text_that_is_drawn_late_is_read_in_its_place(font: Font) -> None:
    css = CSS + "i { position: absolute; right: 0 } b { display: block }"
    found = tagged("<p>One <i>two</i> <b>three</b></p>", font, css)
    assert found.text(found.document) == "One two three"


def test_a_line_ends_with_the_space_that_it_broke_at(font: Font) -> None:
    words = "well-known extraordinarily representation "
    css = CSS + "p { hyphens: auto; width: 100pt }"
    found = tagged(f"<p>{words * 9}<br/>x<wbr/>y</p><p>https://<wbr/>{'e' * 30}</p>", font, css)
    one, two = (found.text(e) for e in found.document.walk() if e.type == "P")
    assert "-" in one.replace("well-", "")  # words were broken
    assert re.sub(r"(?<!well)-", "", one).split() == [*words.split()] * 9 + ["xy"]
    assert two == "https://" + "e" * 30


def test_what_is_apart_is_read_apart(font: Font) -> None:
    css = CSS + "i { float: right } b { display: block } .d::first-letter { float: left }"
    found = tagged("<p>One<i>two</i></p><p><b>a</b><b>b</b></p><p class='d'>Drop</p>", font, css)
    texts = [found.text(e) for e in found.document.walk() if e.type == "P"]
    assert texts == ["One two", "a b", "Drop"]


def test_heads_in_margins_are_artifacts(font: Font) -> None:
    found = tagged("<p>One</p>", font)
    assert found.artifacts == ["Head"]
    assert found.text(found.document) == "One"


def test_a_group_has_sequences_of_its_own(font: Font) -> None:
    found = tagged('<p>One</p><p style="opacity: 0.5">Two</p><p>Three</p>', font)
    (group,) = found.pdf.pages[0].Resources.XObject.values()
    kinds = [e for e in found.document.walk() if e.type == "P"]
    assert [piece.group for e in kinds for piece in e.pieces()] == [None, group.objgen, None]
    owners = list(found.pdf.Root.StructTreeRoot.ParentTree.Nums)
    key = owners.index(group.StructParents)
    assert owners[key + 1][0].objgen == kinds[1].object.objgen


def test_attributes_of_tables_and_lists(font: Font) -> None:
    found = tagged(
        "<table><thead><tr><th colspan='2'>A</th></tr></thead>"
        "<tbody><tr><th>x</th><td rowspan='2'>y</td></tr><tr><td>z</td></tr></tbody></table>"
        "<ol><li>x</li></ol>",
        font,
    )
    said = [dict(e.object.A.items()) for e in found.document.walk() if "/A" in e.object]
    name = pikepdf.Name
    assert said == [
        {"/O": name.Table, "/ColSpan": 2, "/Scope": name.Column},
        {"/O": name.Table, "/Scope": name.Row},
        {"/O": name.Table, "/RowSpan": 2},
        {"/O": name.List, "/ListNumbering": name.Decimal},
    ]


def test_a_figure_has_its_place(font: Font) -> None:
    found = tagged('<img src="a.png" alt="x" style="display: block"/>', font)
    (figure,) = [e for e in found.document.walk() if e.type == "Figure"]
    assert [float(n) for n in figure.object.A.BBox] == [50, 337.5, 72.5, 360]


TALL = """
@page { size: 300pt 9000pt }
body { text-align: justify; hyphens: manual }
ul, ol { list-style: none }
"""
INLINE = ("em", "strong", "code", "span", "sup", 'a href="https://example.org/"', 'em lang="fr"')
BLOCK = (
    "p", "div", "section", "blockquote", "ul", "ol", "dl", "table", "h2", "figure", "pre",
    'div style="float: right"', 'div style="position: absolute; right: 0"',
    'nav role="doc-toc"', 'section role="doc-endnotes"',
)  # fmt: skip
PARTS = {
    "ul": ("li",), "ol": ("li",), "dl": ("dt", "dd"), "table": ("caption", "tr"),
    "tr": ("td", "th"), "figure": ("p", "figcaption"),
}  # fmt: skip


class _Words:
    """Words that occur once, so that their order tells all."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return "".join("abcdefghij"[int(digit)] for digit in f"{self.count:03}")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Markup of any shape in which words stand in alphabetical order."""
    words = _Words()

    def inline(depth: int) -> str:
        parts = []
        for _ in range(draw(st.integers(1, 3))):
            if depth and draw(st.booleans()):
                parts.append(element(draw(st.sampled_from(INLINE)), inline(depth - 1)))
            else:
                parts.append(" ".join(words.next() for _ in range(draw(st.integers(1, 9)))))
        return " ".join(parts)

    def block(tag: str, depth: int) -> str:
        name = tag.split(maxsplit=1)[0]
        if name in PARTS:
            kinds = [draw(st.sampled_from(PARTS[name])) for _ in range(draw(st.integers(1, 3)))]
            if name == "table":
                kinds = [*sorted(set(kinds)), "tr"]
            return element(tag, "".join(block(kind, depth - 1) for kind in kinds))
        if depth < 1 or name in {"p", "h2", "pre", "span"} or draw(st.booleans()):
            return element(tag, inline(2))
        kinds = [draw(st.sampled_from(BLOCK)) for _ in range(draw(st.integers(1, 3)))]
        return element(tag, "".join(block(kind, depth - 1) for kind in kinds))

    return "".join(block(draw(st.sampled_from(BLOCK)), 2) for _ in range(draw(st.integers(1, 5))))


def element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag.split(maxsplit=1)[0]}>"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=bodies())
def test_whatever_the_page_all_is_read_once_and_in_order(body: str, font: Font) -> None:
    note(body)
    # One page, since WeasyPrint cuts positioned boxes off, and parts floats, at a page's end.
    css = CSS + TALL
    found = tagged(body, font, css, compare=False)
    words = re.sub(r"<[^>]*>", " ", body).split()
    assert squeezed(found.text(found.document)) == "".join(words)
    inline = {"Link", "Reference", "Span"}
    for e in found.document.walk():
        if e.type not in inline and all(kid.type in inline for kid in e.elements()):
            assert all(len(word) == 3 for word in found.text(e).split()), found.text(e)
