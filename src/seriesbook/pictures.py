"""The bytes of an image file, told by their content and made fit for both outputs.

PNG, JPEG, GIF, WebP and SVG are core media types (https://www.w3.org/TR/epub-33/#sec-core-media-types)
and stay as they are; BMP and TIFF become PNG. No image is decoded before its size is known.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.limits import USUAL, Limits
from seriesbook.listening import listening
from seriesbook.mishaps import is_shortage
from seriesbook.picturewords import picture_problems
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.svg import read_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from seriesbook.codes import Code
    from seriesbook.model import Source

# Pillow's name of a format -> media type and suffix; MPO is a JPEG with more pictures behind it.
MEDIA: dict[str, tuple[str, str]] = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
    "BMP": ("image/png", "png"),
    "TIFF": ("image/png", "png"),
}
OPENED = tuple(name for name in MEDIA if name != "MPO")  # Pillow opens it as a JPEG
CONVERTED = frozenset({"BMP", "TIFF"})
TURNABLE = frozenset({"JPEG", "MPO", "WEBP"})
PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
JPEG_QUALITY = 95
_ORIENTATION = 0x0112
_START_OF_SCAN = b"\xda"
_METADATA = frozenset({b"\xe1", b"\xed"})  # APP1: Exif and XMP; APP13: IPTC
_SVG_STARTS = (b"<?xml", b"<svg", b"<!DOCTYPE svg", b"<!--", b"<!doctype svg")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that both outputs can hold. Sizes are px."""

    media_type: str
    suffix: str
    data: bytes
    width: int
    height: int


def read_picture(
    source: Source, where: Where, *, rgb: bool, limits: Limits = USUAL
) -> Outcome[Picture | None]:
    """Read an image; None with an error if it is broken, too large or of no known format.

    `where` is the place that shows it. `rgb` turns CMYK into RGB, which e-readers need.
    """
    data = source.data
    if len(data) > limits.image_bytes:
        limit = f"{limits.image_bytes // 1_000_000} MB"
        return _refused(where, "image-too-large", f"{source.path} is larger than {limit}.")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((*_SVG_STARTS, *_UTF16_MARKS)):
        drawing = read_svg(data, source.path, limits)
        if drawing.value is None:
            return Outcome(None, drawing.problems)
        art = drawing.value
        picture = Picture("image/svg+xml", "svg", art.data, art.width, art.height)
        return Outcome(picture, drawing.problems)
    return _raster(source, where, rgb, limits)


def _raster(source: Source, where: Where, rgb: bool, limits: Limits) -> Outcome[Picture | None]:
    from PIL import UnidentifiedImageError  # noqa: PLC0415 - 15 ms, for books with pictures

    try:
        with listening() as heard, opened(source.data) as image:
            if image.width * image.height > limits.image_pixels:
                return _too_many_pixels(source, where, limits)
            picture = _fit(image, source.data, rgb)
    except UnidentifiedImageError:
        return _refused(
            where, "image-format", f"{source.path} is no image of a known format, or is empty."
        )
    except Exception as error:  # Pillow raises whatever damaged data lead to
        if is_shortage(error):
            raise
        return _refused(where, "image-broken", f"{source.path} is damaged or not whole.")
    return Outcome(picture, tuple(picture_problems(heard, source.path, where)))


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """An image of a format that we know, without Pillow's own bound: ours is in `limits`."""
    from PIL import Image  # noqa: PLC0415 - as above

    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with Image.open(io.BytesIO(data), formats=OPENED) as image:
            yield image
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _fit(image: Image.Image, data: bytes, rgb: bool) -> Picture:
    """Keep the file's own bytes wherever they will do."""
    kind = image.format or ""
    media_type, suffix = MEDIA[kind]
    turned = kind in TURNABLE and image.getexif().get(_ORIENTATION, 1) in range(2, 9)
    separated = rgb and image.mode == "CMYK"
    if kind in CONVERTED or turned or separated or _is_deep(image):
        from PIL import ImageOps  # noqa: PLC0415 - as above

        upright = ImageOps.exif_transpose(image)
        width, height = upright.size
        data = _encoded(upright, "JPEG" if media_type == "image/jpeg" else suffix.upper(), rgb)
        return Picture(media_type, suffix, data, width, height)
    width, height = image.size
    _prove(image)
    if media_type == "image/jpeg":
        data = _without_metadata(data)
    return Picture(media_type, suffix, data, width, height)


def _is_deep(image: Image.Image) -> bool:
    """Whether its greys have more than 8 bits, which no page shows and the engine can't read."""
    return image.mode.startswith("I")


def _prove(image: Image.Image) -> None:
    """Raise if the file is damaged, with as little decoding as shows it."""
    if image.format == "PNG":
        image.verify()  # checksums of all chunks
        return
    image.draft(None, (1, 1))  # a JPEG at an eighth of its size
    image.load()


def _without_metadata(jpeg: bytes) -> bytes:
    """A JPEG without Exif, XMP and IPTC: readers needn't know where a photograph was taken.

    Segments: ITU-T T.81 §B.1.1.4. A file that is built otherwise comes back as it is.
    """
    kept, position = [jpeg[:2]], 2
    while jpeg[position : position + 1] == b"\xff":
        marker = jpeg[position + 1 : position + 2]
        if marker == _START_OF_SCAN:
            return b"".join((*kept, jpeg[position:]))
        end = position + 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        if marker not in _METADATA:
            kept.append(jpeg[position:end])
        position = end
    return jpeg


def _encoded(image: Image.Image, kind: str, rgb: bool) -> bytes:
    """Encode anew, without metadata but the colour profile; same bytes for the same image."""
    profile = image.info.get("icc_profile")
    buffer = io.BytesIO()
    if kind == "JPEG":
        if rgb and image.mode == "CMYK":
            image, profile = image.convert("RGB"), None
        image.save(buffer, "JPEG", quality=JPEG_QUALITY, icc_profile=profile, exif=b"")
    elif kind == "PNG":
        if _is_deep(image):
            image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
        if image.mode not in PNG_MODES:
            image, profile = image.convert("RGB"), None
        image.save(buffer, "PNG", icc_profile=profile, exif=b"")
    else:
        image.save(buffer, kind, lossless=True, icc_profile=profile, exif=b"")
    return buffer.getvalue()


def _too_many_pixels(source: Source, where: Where, limits: Limits) -> Outcome[Picture | None]:
    limit = limits.image_pixels // 1_000_000
    return _refused(
        where, "image-too-large", f"{source.path} has more than {limit} million pixels."
    )


_MENDS: dict[Code, str] = {
    "image-too-large": "Make it smaller: 3000 px are enough for a page.",
    "image-format": "Save it as PNG, JPEG or SVG.",
    "image-broken": "Save it anew, or take it from where it came from.",
}


def _refused(where: Where, code: Code, message: str) -> Outcome[Picture | None]:
    return Outcome(None, (Problem(where, code, message, _MENDS[code]),))
