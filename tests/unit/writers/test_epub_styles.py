from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epub_pages import font
from seriesbook.writers.epub.styles import needs_of, rebased

PLAIN = frozenset({"p"})


@pytest.mark.parametrize(
    ("css", "features"),
    [
        ("p { font-variant: small-caps }", ("smcp",)),
        ("p { font-variant-caps: all-small-caps }", ("c2sc", "smcp")),
        ("p { font-variant-numeric: oldstyle-nums tabular-nums }", ("onum", "tnum")),
        ("p { font-feature-settings: 'dlig' 1, \"ss01\" }", ("dlig", "ss01")),
        ("@media print { p { font-variant: small-caps } }", ("smcp",)),
        ("p { content: 'dlig' }", ()),
    ],
)
def test_features(css: str, features: tuple[str, ...]) -> None:
    assert needs_of(css, PLAIN).features == features


@pytest.mark.parametrize(
    ("css", "tags", "weights"),
    [
        ("", {"p"}, (400,)),
        ("", {"strong"}, (400, 700)),
        ("strong { font-weight: 600 }", {"strong"}, (400, 600)),
        ("b, strong { font-weight: normal }", {"strong"}, (400,)),
        (".x strong { font-weight: normal }", {"strong"}, (400, 700)),
        ("p { font: bold 12px/1.5 serif }", {"p"}, (400, 700)),
        ("p { line-height: 400 }", {"p"}, (400,)),
    ],
)
def test_weights(css: str, tags: set[str], weights: tuple[int, ...]) -> None:
    assert needs_of(css, frozenset(tags)).weights == weights


def test_styles_and_characters() -> None:
    needs = needs_of("q::before { content: '\\201e' } i { font-style: normal }", frozenset({"i"}))
    assert needs.styles == ("normal",)
    assert needs.characters == {"„"}
    assert needs_of("", frozenset({"em"})).styles == ("italic", "normal")


def test_the_face_that_a_reader_would_take() -> None:
    fonts = (font(300), font(500), font(800), font(400, "italic"), font(400, family="Other"))
    css = "body { font-family: 'TEST serif' } b { font-weight: bold }"
    needs = needs_of(css, frozenset({"p"}))
    assert [(f.weight, f.style) for f in needs.faces(fonts)] == [(500, "normal"), (800, "normal")]


def test_families_behind_variables() -> None:
    css = ":root { --serif: 'Test Serif' } body { font-family: var(--serif) }"
    assert needs_of(css, PLAIN).faces((font(),)) == (font(),)


@given(st.text())
def test_no_stylesheet_breaks_it(css: str) -> None:
    needs_of(css, frozenset({"em", "b"}))


def test_rebased() -> None:
    css = "a { x: url(images/a.png) url('images/a.png') url(images/b.png) }"
    expected = 'a { x: url("../images/a.png") url("../images/a.png") url(images/b.png) }'
    assert rebased(css, ("images/a.png",)) == expected
