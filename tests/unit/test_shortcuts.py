"""The shortcuts through WeasyPrint lead to the pages that it makes by itself."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pdfplumber
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from seriesbook import engine, shortcuts
from seriesbook.cache import Cache
from seriesbook.fonts import Typeface, cut
from seriesbook.problems import Where
from support import CORPORA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from seriesbook.rendition import Font
    from seriesbook.sheets import Layout

CSS = """
@page { size: 300pt 400pt; margin: 40pt }
@page :first { margin-top: 80pt }
@page named { @top-center { content: "head"; font-style: italic } }
body { margin: 0 6pt }
html { font: 12pt/15pt "EB Garamond", serif; hyphens: auto; font-variant-numeric: oldstyle-nums;
       overflow-wrap: break-word }
p { text-align: justify; text-indent: 1em; margin: 0; widows: 2; orphans: 2 }
blockquote { margin: 15pt 2em; font-size: 10.5pt } small { font-variant-caps: small-caps }
.ragged { text-align: left; hyphens: manual } .spaced { letter-spacing: 1pt }
.footnote { float: footnote } .footnote::footnote-call { color: red; content: "*" }
.starred li::marker { color: red; font-style: italic }
.inside { list-style: upper-roman inside } .floating { float: right; margin: 6pt }
.entry { display: block; position: relative; padding: 0 3em 0 2em } i { font-style: italic }
.entry b { float: left; margin-left: -2em } .entry u { position: absolute; right: 0 }
.entry b, .entry u { font-weight: normal; text-decoration: none }
.narrow { width: 90pt } .named { page: named } .pre { white-space: pre-wrap }
table { border-collapse: collapse }
"""
PROSE = (
    "It was a difficult, inefficient office “first affirmed” in 1712—"
    "the counter-revolutionary sheets’ subscription-list; "
)


def entry(number: int, title: str, author: str = "Alexander Hamilton") -> str:
    """A line of a table of contents: a float, words, a page number at the right edge."""
    link = f'<a class="entry" href="#a"><b>{number}</b> <span>{title}</span>'
    return f"<div>{link} <i>\u2002{author}</i> <u>{number * 7}</u></a></div>"


@lru_cache(maxsize=1)
def fonts_in(cache: Path) -> tuple[Font, ...]:
    garamond = Typeface("EB Garamond", "fontpkg-eb-garamond", styles=("normal", "italic"))
    return cut(garamond, Cache(cache), Where("x")).value


@pytest.fixture(scope="module")
def fonts(cache: Path) -> tuple[Font, ...]:
    return fonts_in(cache)


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    yield
    shortcuts.install()


def html(body: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title></head>'
        f"<body>{body}</body></html>"
    )


def both(body: str, fonts: tuple[Font, ...]) -> tuple[Layout, Layout]:
    """The same document by the shortcuts and by the long way."""
    assert shortcuts.install()
    short = engine.layout(html(body), CSS, fonts, {})
    shortcuts.remove()
    return short, engine.layout(html(body), CSS, fonts, {})


def glyphs(layout: Layout) -> list[tuple[int, str, float, float]]:
    """Every letter drawn: page, text, left and bottom edge in pt."""
    with pdfplumber.open(io.BytesIO(layout.pdf)) as pdf:
        return [
            (number, char["text"], char["x0"], char["bottom"])
            for number, page in enumerate(pdf.pages)
            for char in page.chars
            if char["text"].strip()
        ]


def assert_same(short: Layout, long: Layout) -> None:
    assert (short.sheets, short.links, short.messages) == (long.sheets, long.links, long.messages)
    assert [(a.id, a.page) for a in short.anchors] == [(a.id, a.page) for a in long.anchors]
    drawn, expected = glyphs(short), glyphs(long)
    assert [c[:2] for c in drawn] == [c[:2] for c in expected]
    for (_, text, left, bottom), (_, _, x, y) in zip(drawn, expected, strict=True):
        # The long way, a justified line is shaped again between its spaces, without the kerning
        # that it was measured with.
        assert abs(left - x) < 1.2, (text, left, x)
        assert abs(bottom - y) < 0.01


def test_this_release_is_known() -> None:
    assert weasyprint.__version__ in shortcuts.KNOWN
    assert shortcuts.install()


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{PROSE * 30}</p>",
        f'<p>{PROSE * 9}<em>{PROSE * 3}</em> and <a id="a" href="#b">a link</a>{PROSE * 20}</p>'
        f'<p id="b">{PROSE}</p>',
        f"<blockquote><p>{PROSE * 5}<small>Small Capitals</small>.</p></blockquote><p>{PROSE}</p>",
        f'<p class="ragged">{PROSE * 4}soft\u00adhy\u00adphen\u00adated{PROSE}</p>',
        f'<p class="spaced">{PROSE * 4}</p><p class="pre">{PROSE}\n  {PROSE}\ttab</p>',
        f'<section class="named"><p>{PROSE * 40}</p></section><p>{PROSE}</p>',
        f"<table><tr><td>{PROSE}</td><td>{PROSE * 2}</td></tr></table>",
        f"<p>Шла Саша по шоссе и сосала сушку, Ἄνδρα μοι ἔννεπε, Μοῦσα {PROSE}</p>",
        f"<p>{'unbroken' * 40} {PROSE}</p><p>short</p><p>1 </p>",
        f"<p>{PROSE}<br/>{PROSE * 2}</p><ul><li>{PROSE}</li><li>one</li></ul>",
        f"<p>ﬁrst ﬃ <u>underlined words {PROSE}</u> שלום {PROSE}</p>",
        f'<ol class="starred"><li>{PROSE}</li><li class="inside">{PROSE}</li></ol>',
        f'<p>{PROSE}<span class="footnote">{PROSE}</span>{PROSE}<i class="footnote">x</i></p>',
        f'<p><span class="floating">{PROSE}</span>{PROSE * 3}</p>',
        "".join(entry(n, PROSE[n : n * 9], "fjord Wyoming"[n % 5 :]) for n in range(1, 60)),
        f"{entry(1111, 'Incomprehensibilities')}{entry(2, 'a')}<p>1 2 <i>34</i> (5)</p>",
        f'<div class="narrow">{entry(7, "Incomprehensibilities of them")}</div>',
        f'<p class="narrow"><span class="floating">12345</span>incomprehensible {PROSE}</p>',
    ],
)  # fmt: skip
def test_the_pages_are_the_same(body: str, fonts: tuple[Font, ...]) -> None:
    assert_same(*both(body, fonts))


def test_numbers_are_written_as_weasyprint_writes_them(fonts: tuple[Font, ...]) -> None:
    numbers = "".join(f'<div class="entry"><b>{n}</b><u>{n * n}</u></div>' for n in range(90))
    short, long = both(numbers, fonts)
    assert short.pdf == long.pdf


WORDS = st.sampled_from(
    "a I of the who office—and “quoted,” re-established 1787–88 subscription/list (Hamilton’s) "
    "incomprehensibilities e.g. Te Yo AVATAR fly, — – well-known www.example.org/a-long/address "
    "non\u00a0breaking thin\u2009space ſhip naïve".split(" ")
)


@settings(max_examples=40)
@given(words=st.lists(WORDS, min_size=1, max_size=120), italic=st.integers(0, 40))
def test_the_lines_of_any_words_are_the_same(words: list[str], italic: int, cache: Path) -> None:
    inner = " ".join(words[:italic])
    assert_same(*both(f"<p>{' '.join(words)} <em>{inner}</em> {inner}</p>", fonts_in(cache)))


def test_justified_lines_end_at_the_margin(fonts: tuple[Font, ...]) -> None:
    assert shortcuts.install()
    layout = engine.layout(html(f"<p>{PROSE * 30}</p>"), CSS, fonts, {})
    with pdfplumber.open(io.BytesIO(layout.pdf)) as pdf:
        lines = [line for page in pdf.pages for line in page.extract_text_lines()]
    assert len(lines) > 30
    assert all(abs(line["x1"] - 254) < 0.1 for line in lines[:-1])


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
def test_real_essays_are_the_same(fonts: tuple[Font, ...]) -> None:
    for path in sorted((CORPORA / "emerson").glob("*.md"))[:3]:
        blocks = path.read_text(encoding="utf-8").split("\n\n")[1:40]
        body = "".join(f"<p>{b.replace('&', '&amp;').replace('<', '&lt;')}</p>" for b in blocks)
        assert_same(*both(body, fonts))
