from __future__ import annotations

import io
import random

import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageStat

from epub_pages import tools
from seriesbook import xhtml
from seriesbook.model import Asset
from seriesbook.problems import Where
from seriesbook.rendition import Page
from seriesbook.writers.epub.narrow import settle_wide
from seriesbook.writers.epub.photos import pages_with
from seriesbook.writers.epub.pictures import (
    MOST_PIXELS,
    for_screens,
    raster,
    scaled_size,
    with_plate,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


def test_a_small_image_keeps_its_bytes() -> None:
    for kind in ("JPEG", "PNG"):
        data = encoded(Image.new("RGB", (40, 30), "#357"), kind)
        assert raster(data) == data


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "P"), ("PNG", "1")])
def test_an_image_is_scaled_to_what_shops_take(kind: str, mode: str) -> None:
    data = encoded(Image.new("RGB", (4000, 3000), "#357").convert(mode), kind)
    made = Image.open(io.BytesIO(raster(data)))
    assert made.format == kind
    assert made.width * made.height <= MOST_PIXELS
    assert made.size == scaled_size(4000, 3000) == (2732, 2049)
    assert raster(data) == raster(data)


def test_a_cameras_jpeg_is_set_anew_where_that_saves_much() -> None:
    data = encoded(noise(900, 900), "JPEG", quality=100, subsampling=0)
    made = raster(data)
    assert len(made) < 0.75 * len(data)
    assert Image.open(io.BytesIO(made)).size == (900, 900)
    assert raster(made) == made or len(raster(made)) < len(made)


def photograph(width: int, height: int) -> Image.Image:
    """Soft shapes under a fine grain."""
    grain = Image.frombytes("L", (width, height), random.Random(2).randbytes(width * height))
    soft = Image.radial_gradient("L").resize((width, height))
    return Image.merge(
        "RGB",
        (
            soft,
            ImageChops.add(soft, grain.point(lambda v: 110 + v // 8), 2),
            ImageChops.invert(soft),
        ),
    )


def test_a_photograph_becomes_a_jpeg() -> None:
    picture = photograph(600, 500)
    data = encoded(picture, "PNG")
    made = raster(data)
    assert len(made) < 0.5 * len(data)
    assert Image.open(io.BytesIO(made)).format == "JPEG"
    off = ImageChops.difference(picture, Image.open(io.BytesIO(made)))
    assert max(band[1] for band in ImageStat.Stat(off).extrema) < 40
    names = ["images/a.png", "images/a.jpg"]
    assets = [
        Asset(names[0], "image/png", data, 600, 500),
        Asset(names[1], "image/jpeg", encoded(Image.new("RGB", (9, 9)), "JPEG"), 9, 9),
    ]
    changed = for_screens(assets, tools()).value
    assert [(a.href, a.media_type) for a in changed] == [
        ("images/a-png.jpg", "image/jpeg"), ("images/a.jpg", "image/jpeg"),
    ]  # fmt: skip
    page = Page("a", "essay", "A", '<img src="images/a.png"/> images/a.png', Where("a.md"))
    (page,) = pages_with([page], assets, changed)
    assert page.xhtml == '<img src="images/a-png.jpg"/> images/a.png'


def test_a_screenshot_stays_a_png() -> None:
    picture = noise(300, 300).resize((900, 900), Image.Resampling.NEAREST)  # hard edges
    data = encoded(picture, "PNG", compress_level=0)
    assert raster(data) == data


def test_what_is_see_through_gets_a_white_ground() -> None:
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    image.putpixel((5, 5), (0, 0, 0, 255))
    made = Image.open(io.BytesIO(raster(encoded(image, "PNG"))))
    assert made.mode == "RGB"
    assert (made.getpixel((0, 0)), made.getpixel((5, 5))) == ((255, 255, 255), (0, 0, 0))


def test_a_scaled_image_is_told() -> None:
    data = encoded(Image.new("RGB", (4000, 3000)), "JPEG")
    where = Where("essays/a.md", 7)
    asset = Asset("images/a.jpg", "image/jpeg", data, 4000, 3000, where)
    outcome = for_screens([asset], tools())
    (problem,) = outcome.problems
    assert (problem.where, problem.code, problem.severity) == (where, "image-scaled", "hint")
    assert "4000×3000" in problem.message
    assert outcome.value[0].href == asset.href


def test_a_drawing_stands_on_a_plate() -> None:
    drawing = SVG.format('viewBox="-5 0 100 50"', "<title>T</title><path d='M0 0h9'/>")
    root = etree.fromstring(with_plate(drawing.encode()))
    assert [etree.QName(child).localname for child in root] == ["title", "rect", "path"]
    plate = root[1]
    assert [plate.get(n) for n in ("x", "y", "width", "height", "fill")] == [
        "-5", "0", "100", "50", "#fff",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "drawing",
    [
        SVG.format('viewBox="0 0 9 9"', '<rect width="9" height="9" fill="#eee"/><path/>'),
        SVG.format('viewBox="0 0 9 9"', '<rect width="100%" height="100%"/>'),
        SVG.format('style="background: #eee"', "<path/>"),
        SVG.format("", "<defs/>"),
    ],
)
def test_a_drawing_with_a_ground_of_its_own_stays(drawing: str) -> None:
    assert with_plate(drawing.encode()) == drawing.encode()


def test_tables_of_many_columns_can_be_moved() -> None:
    body = "<table><tr>{}</tr></table>tail"
    html = '<body xmlns="{}">{}{}</body>'
    narrow, wide = body.format("<td/>" * 4), body.format('<td colspan="4"/><td/>')
    root = etree.fromstring(html.format(xhtml.XHTML, narrow, wide))
    settle_wide(root)
    assert [etree.QName(child).localname for child in root] == ["table", "div"]
    assert (root[1].get("class"), root[1].get("tabindex")) == ("wide-table", "0")
    assert root[1].tail == "tail"
    assert root[1][0].tail is None
