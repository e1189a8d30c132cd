from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from seriesbook.model import Source
from seriesbook.pictures import Picture, read_picture
from seriesbook.problems import Where
from tiny import picture

HERE = Where("essays/a.md", 5)


def read(data: bytes, *, rgb: bool = False) -> Picture | str:
    """The picture, or the code of the problem."""
    outcome = read_picture(Source("x.png", data, ""), HERE, rgb=rgb)
    if outcome.value is None:
        (problem,) = outcome.problems
        return problem.code
    assert outcome.problems == ()
    return outcome.value


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp"),
    ],
)  # fmt: skip
def test_core_types_keep_their_bytes(kind: str, media_type: str) -> None:
    data = picture(kind)
    made = read(data)
    assert isinstance(made, Picture)
    assert (made.media_type, made.width, made.height, made.data) == (media_type, 6, 4, data)


@pytest.mark.parametrize(("kind", "mode"), [("BMP", "RGB"), ("TIFF", "RGBA"), ("TIFF", "CMYK")])
def test_other_types_become_png_always_the_same(kind: str, mode: str) -> None:
    data = picture(kind, mode=mode)
    made = read(data)
    assert isinstance(made, Picture)
    assert (made.media_type, made.suffix) == ("image/png", "png")
    assert Image.open(io.BytesIO(made.data)).format == "PNG"
    assert read(data) == made


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF"])
def test_an_image_that_lies_on_its_side_is_set_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = read(picture(kind, exif=exif))
    assert isinstance(made, Picture)
    assert (made.width, made.height) == (4, 6)
    upright = Image.open(io.BytesIO(made.data))
    assert upright.size == (4, 6)
    assert upright.getexif().get(0x0112, 1) == 1


def test_a_photograph_does_not_tell_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    data = picture("JPEG", exif=exif)
    made = read(data)
    assert isinstance(made, Picture)
    assert b"at home" in data
    assert b"at home" not in made.data
    assert Image.open(io.BytesIO(made.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_cmyk_becomes_rgb_where_asked() -> None:
    data = picture("JPEG", mode="CMYK")
    kept, changed = read(data), read(data, rgb=True)
    assert isinstance(kept, Picture)
    assert isinstance(changed, Picture)
    assert kept.data == data
    assert Image.open(io.BytesIO(changed.data)).mode == "RGB"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image-format"),
        (b"hello", "image-format"),
        (picture()[:60], "image-broken"),
        (picture("JPEG", (64, 64))[:-40], "image-broken"),
        (picture("GIF")[:-8], "image-broken"),
        (png(30_000, 30_000), "image-too-large"),
        (png(9_000, 12_000), "image-too-large"),
        (b"<svg>", "image-broken"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    assert read(data) == code


def test_a_drawing_is_a_picture() -> None:
    made = read(b'\xef\xbb\xbf <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"/>')
    assert isinstance(made, Picture)
    assert (made.media_type, made.suffix, made.width, made.height) == (
        "image/svg+xml",
        "svg",
        3,
        4,
    )


@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"]), st.data())
def test_no_damage_raises(kind: str, data: st.DataObject) -> None:
    whole = bytearray(picture(kind, (20, 20)))
    for _ in range(4):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_picture(Source("x", bytes(whole), ""), HERE, rgb=True)


def test_greys_of_16_bits_become_8() -> None:
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 32_768)
    deep.putpixel((1, 0), 65_535)
    data = io.BytesIO()
    deep.save(data, "PNG")
    outcome = read_picture(Source("x.png", data.getvalue(), ""), HERE, rgb=True)
    assert outcome.value
    made = Image.open(io.BytesIO(outcome.value.data))
    assert (made.mode, made.getpixel((0, 0)), made.getpixel((1, 0))) == ("L", 128, 255)
