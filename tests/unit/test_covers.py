from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from epub_pages import book, cover, font, tools
from seriesbook.cache import Cache
from seriesbook.covers import HEIGHT, WIDTH, begin_cover
from seriesbook.model import Source
from seriesbook.roles import ROLES
from seriesbook.stylesheets import joined
from seriesbook.theme import Theme

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.model import Asset
    from seriesbook.problems import Outcome

TEMPLATE = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title></head>
<body><h1>{{ series.title }}</h1></body></html>"""
CSS = """@page { size: 1600px 2560px; margin: 0; background: #204060 }
h1 { margin: 400px 100px; font: 300px "Test Serif"; color: white }"""


def theme(css: str = CSS) -> Theme:
    labels = {"back-to-text": "Back"} | {role.label: role.name for role in ROLES.values()}
    return Theme(
        name="box",
        chain=("box",),
        styles={},
        folio_css="",
        cover_css=css,
        labels=labels,
        fonts=(font(),),
        typefaces=(),
        digest="1",
        templates=(("cover-image.xhtml.j2", TEMPLATE),),
        own=False,
        files={"cover": joined([("themes/box/cover.css", css)])[1]},
    )


def picture(form: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> Source:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **options)
    return Source("cover.img", out.getvalue(), "x")


def given(source: Source) -> Outcome[Asset]:
    return begin_cover(book(), theme(), source, tools()).finish()


def image_of(asset: Asset) -> Image.Image:
    image = Image.open(io.BytesIO(asset.data))
    image.load()
    return image


def test_a_typographic_cover_is_drawn_by_the_theme(tmp_path: Path) -> None:
    made = begin_cover(book(), theme(), None, tools(Cache(tmp_path))).finish()
    assert made.problems == ()
    asset = made.value
    image = image_of(asset)
    assert (asset.href, asset.media_type) == ("images/cover.jpg", "image/jpeg")
    assert (asset.width, asset.height) == image.size == (WIDTH, HEIGHT) == (1600, 2560)
    assert (image.format, image.mode) == ("JPEG", "RGB")
    corner = image.getpixel((5, 5))
    assert isinstance(corner, tuple)
    assert all(abs(a - b) < 6 for a, b in zip(corner, (0x20, 0x40, 0x60), strict=True))
    assert any(image.convert("L").histogram()[250:])  # the title
    # once more: from nothing, and from the cache
    assert begin_cover(book(), theme(), None, tools()).finish().value == asset
    assert begin_cover(book(), theme(), None, tools(Cache(tmp_path))).finish().value == asset


def test_a_faulty_theme_is_told() -> None:
    made = begin_cover(book(), theme("h1 { colour: red }"), None, tools()).finish()
    assert {(str(p.where), p.code) for p in made.problems} == {
        ("themes/box/cover.css:1:6", "cover-drawing")
    }


def test_characters_that_no_font_has_are_told_once() -> None:
    named = replace(book(), series=replace(book().series, title="文 Tides 古"))
    made = begin_cover(named, theme(), None, tools()).finish()
    assert [(str(p.where), p.code, p.severity) for p in made.problems] == [
        ("series.toml", "glyph-missing", "warning")
    ]
    assert "古" in made.problems[0].message


@pytest.mark.parametrize(("form", "suffix"), [("JPEG", "jpg"), ("PNG", "png")])
def test_an_image_that_shops_accept_is_not_touched(form: str, suffix: str) -> None:
    source = picture(form, (1000, 1600))
    made = given(source)
    assert made.problems == ()
    assert made.value.data == source.data
    assert (made.value.href, made.value.width) == (f"images/cover.{suffix}", 1000)


@pytest.mark.parametrize(
    ("form", "mode", "expected"),
    [
        ("JPEG", "CMYK", "JPEG"),
        ("JPEG", "L", "JPEG"),
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "PNG"),
        ("GIF", "P", "JPEG"),
        ("WEBP", "RGB", "JPEG"),
        ("TIFF", "RGB", "PNG"),
    ],
)
def test_other_images_are_converted(form: str, mode: str, expected: str) -> None:
    made = given(picture(form, (1000, 1200), mode))
    image = image_of(made.value)
    assert (image.format, image.mode, image.size) == (expected, "RGB", (1000, 1200))
    assert made.problems == ()


def test_what_is_transparent_becomes_white() -> None:
    source = picture("PNG", (1000, 1000), "RGBA")
    assert image_of(given(source).value).getpixel((0, 0)) == (255, 255, 255)


def test_an_image_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = given(picture("JPEG", (1600, 1000), exif=exif))
    assert (made.value.width, made.value.height) == (1000, 1600)


def test_a_small_cover_is_a_warning() -> None:
    made = given(picture("PNG", (999, 1600)))
    assert [(str(p.where), p.code, p.severity) for p in made.problems] == [
        ("cover.img", "cover-small", "warning")
    ]


def test_a_large_cover_is_scaled() -> None:
    made = given(picture("PNG", (2000, 10_400), "L"))
    assert [p.code for p in made.problems] == ["cover-large"]
    assert (made.value.width, made.value.height) == (1923, 10_000)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (Source("cover.img", b"no image", "x"), "image-format"),
        (Source("cover.img", picture("JPEG", (900, 900)).data[:2000], "x"), "image-broken"),
        (picture("PNG", (20_000, 20_000), "1"), "image-too-large"),
        (picture("PNG", (10_000, 10_001), "1"), "image-too-large"),
    ],
)
def test_an_image_that_cant_be_used_is_an_error(source: Source, code: str) -> None:
    made = given(source)
    assert [(str(p.where), p.code, p.severity) for p in made.problems] == [
        ("cover.img", code, "error")
    ]
    assert (made.value.width, made.value.height) == (WIDTH, HEIGHT)


def test_an_image_of_an_essay_keeps_its_name() -> None:
    with_cover = replace(book(), assets=(cover(),))
    made = begin_cover(with_cover, theme(), None, tools()).finish()
    assert made.value.href == "images/cover.2.jpg"


def test_a_drawing_becomes_an_image() -> None:
    rect = b'<rect width="5" height="8"/>'
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8">%b</svg>' % rect
    made = given(Source("Cover.SVG", svg, "x"))
    image = image_of(made.value)
    assert made.problems == ()
    assert image.size == (WIDTH, HEIGHT)
    assert image.getextrema() == ((0, 0), (0, 0), (0, 0))


def test_a_broken_drawing_is_an_error() -> None:
    made = given(Source("cover.svg", b"<svg", "x"))
    assert [(str(p.where), p.code) for p in made.problems] == [("cover.svg:1", "image-broken")]
