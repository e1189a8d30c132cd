"""Text shaped by HarfBuzz itself has the glyphs that Pango would give it."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pikepdf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import DEFAULT_OPTIONS

from seriesbook import engine, shortcuts
from seriesbook.shortcuts.boxes import copied
from seriesbook.shortcuts.layouts import laid
from seriesbook.shortcuts.trials import shaped
from unit.test_shortcuts import CSS, PROSE, assert_same, both, fonts_in, html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOINER = "\N{WORD JOINER}"
WORDS = st.lists(
    st.sampled_from(
        "a I office “fly,” first-rate 1787–88 AVATAR Te Yo Qu f’s ff ffi Th naïve —off".split()
    ),
    min_size=12,
    max_size=30,
).map(" ".join)


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    yield
    shortcuts.install()


def style_of(cache: Path, rule: str = "") -> Any:
    """Style of the text in a paragraph."""
    made = engine._Engine(f"{CSS} p {{ {rule} }}", fonts_in(cache))
    document = engine._Document(ElementTree.fromstring(html("<p>x</p>")), engine._Shelf({}))
    context = weasyprint.Document._build_layout_context(
        document, made._fonts, made._counters, {}, {**DEFAULT_OPTIONS, "stylesheets": made._sheets}
    )
    style = context.style_for(document.etree_element.find("body/p")).anonymous_style
    style.kept = made, document, context
    return style


def by_pango(text: str, style: Any) -> tuple[list[int], list[int]]:
    layout = laid(text, style)
    line, _ = layout.get_first_line()
    (run,) = [line.runs[0]]
    infos = run.data.glyphs.glyphs[0 : run.data.glyphs.num_glyphs]
    return [info.glyph for info in infos], [info.geometry.width for info in infos]


@settings(max_examples=30)
@given(text=WORDS)
def test_the_glyphs_are_those_of_pango(text: str, cache: Path) -> None:
    style = style_of(cache)
    assert shaped(PROSE, style) is not None  # tried on this
    glyphs = shaped(text, style)
    assert glyphs is not None
    assert (glyphs.ids.tolist(), glyphs.advances.tolist()) == by_pango(text, style)


@settings(max_examples=30)
@given(text=WORDS, data=st.data())
def test_a_part_is_what_it_would_be_alone(text: str, data: st.DataObject, cache: Path) -> None:
    style = style_of(cache)
    assert shaped(PROSE, style) is not None
    glyphs = shaped(text, style)
    assert glyphs is not None
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    part, alone = glyphs.part(begin, end), shaped(text[begin:end], style)
    if part is not None:
        assert alone is not None
        clusters = [cluster - part.origin for cluster in part.clusters]
        assert (part.text, part.ids, part.advances, clusters) == (
            text[begin:end],
            alone.ids,
            alone.advances,
            alone.clusters.tolist(),
        )
        assert sum(part.wider(2.5)) == sum(alone.advances) + 2.5 * part.text.count(" ")


SHORT = st.integers(0, 99_999).map(str) | st.sampled_from([" ", "\u2002"])
SHORT |= st.lists(
    st.sampled_from("fi fj Ty 12 ffl AV — “a” ’s To, Qu é".split()), min_size=1, max_size=4
).map(" ".join)


@settings(max_examples=80)
@given(
    text=SHORT,
    rule=st.sampled_from(
        ["", "font-style: italic", "font-variant-caps: small-caps", "font-variant-numeric: normal"]
    ),
)
def test_texts_too_short_to_tell_have_the_glyphs_of_pango(
    text: str, rule: str, cache: Path
) -> None:
    style = style_of(cache, rule)
    glyphs = shaped(text, style)
    if text.strip().isdigit() or any("a" <= letter <= "z" for letter in text):
        assert glyphs is not None
    if glyphs is not None:
        assert (glyphs.ids.tolist(), glyphs.advances.tolist()) == by_pango(text, style)


def test_most_lines_are_parts_of_their_paragraph(cache: Path) -> None:
    style = style_of(cache)
    glyphs = shaped(PROSE, style)
    assert glyphs is not None
    spaces = [index for index, character in enumerate(PROSE) if character == " "]
    parts = [glyphs.part(0, end) for end in spaces]
    assert sum(part is not None for part in parts) > len(spaces) * 0.8
    assert glyphs.part(0, PROSE.index("ffi") + 1) is None  # in a ligature


@pytest.mark.parametrize(
    "text",
    ["Ἄνδρα μοι ἔννεπε, Μοῦσα, " * 4, "1787–1788 " * 9, "שלום and peace " * 9, "tab\tx" * 20],
)
def test_what_is_not_plain_is_left_to_pango(text: str, cache: Path) -> None:
    assert shaped(text, style_of(cache)) is None


def test_so_is_a_style_with_spacing(cache: Path) -> None:
    assert shaped(PROSE, style_of(cache, "letter-spacing: 1pt")) is None


@pytest.mark.parametrize(
    "body",
    [
        f'<p style="background: #eee; border: 1pt solid">{PROSE * 3}</p>',
        f'<p style="outline: 1pt solid red">{PROSE}</p>',
        f'<p style="border-radius: 4pt; border: 1pt solid">{PROSE}</p>',
        f'<div style="border-radius: 4pt; border: 1pt solid"><p>{PROSE}</p>{PROSE * 40}</div>',
        f'<p>{PROSE}<span style="background: yellow; outline: 1pt dotted">{PROSE}</span></p>',
        f'<p style="position: relative; z-index: 1; opacity: .5">{PROSE}</p><p>{PROSE}</p>',
        f'<p style="overflow: hidden; text-overflow: ellipsis; text-align: left">{"x" * 90}</p>',
        f'<p style="visibility: hidden">{PROSE * 3}</p><p style="color: #c00">{PROSE * 3}</p>',
        f'<p style="float: left; width: 9em">{PROSE}</p><a href="#b" id="b">{PROSE * 3}</a>',
        f"<p>{f'{PROSE} word{JOINER}—joined, ' * 9}</p>",
    ],
)  # fmt: skip
def test_decoration_is_drawn(body: str, cache: Path) -> None:
    short, long = both(body, fonts_in(cache))
    assert_same(short, long)
    assert drawings(short.pdf) == drawings(long.pdf)


def drawings(pdf: bytes) -> list[list[str]]:
    """Operators of each page but those that show text."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            [
                str(step.operator)
                for step in pikepdf.parse_content_stream(page)
                if str(step.operator) in {"re", "S", "f", "W", "m", "l", "c", "rg", "gs", "Do"}
            ]
            for page in document.pages
        ]


def test_shortcuts_can_be_taken_out_again() -> None:
    assert shortcuts.install()
    assert weasyprint.layout.page.copy is not copy
    shortcuts.remove()
    assert weasyprint.layout.page.copy is copy
    shortcuts.install()


STATES = st.recursive(
    st.integers() | st.text(max_size=3) | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.tuples(inner, inner)
        | st.sets(st.integers(), max_size=3)
    ),
    max_leaves=9,
)


@given(state=STATES)
def test_counters_are_copied_deeply(state: Any) -> None:
    made = copied(state)
    assert made == state
    if isinstance(state, list | dict | set):
        assert made is not state
