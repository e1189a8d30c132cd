"""Images as e-readers want them: no larger than shops take, and visible on a dark page.

Limits: Apple takes 5.6 million pixels an image. A camera's JPEG is set again where that saves much
and shows nothing, and so is a photograph that came as PNG (`photos`); what is see-through gets a
white ground, since black lines on a page that the reader has turned black are gone.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import PIL
from lxml import etree
from PIL import Image

from seriesbook import xhtml
from seriesbook.cache import key_of
from seriesbook.pictures import opened
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.writers.epub.photos import LARGE, as_photo, named_by_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.model import Asset
    from seriesbook.tools import Tools

MOST_PIXELS = 5_600_000
# A JPEG with more bytes than this, and more a pixel, is set anew; kept if it is so much smaller.
_LARGE, _DENSE, _GAIN = 500_000, 0.6, 0.75
_QUALITY = 88
_CACHE = "epub-images"
_MAKING = "2"  # counts up when images are made otherwise than before
_SVG = f"{{{xhtml.SVG}}}"
_DRAWN = frozenset(
    f"{_SVG}{name}"
    for name in "a circle ellipse g image line path polygon polyline rect switch text use".split()
)
_PLATE = {"fill": "#fff", "stroke": "none"}


@dataclass(frozen=True, slots=True)
class _Made:
    data: bytes
    size: tuple[int, int]


def for_screens(assets: Iterable[Asset], tools: Tools) -> Outcome[tuple[Asset, ...]]:
    """Make images fit for e-readers; a hint for each that was scaled. In the order given.

    Names stay but for that of a PNG that has become a JPEG.
    """
    made = [_fit(asset, tools) for asset in assets]
    problems = (_scaled(asset, result) for asset, result in made)
    return Outcome(
        named_by_kind(replace(asset, data=result.data) for asset, result in made),
        tuple(problem for problem in problems if problem),
    )


def _fit(asset: Asset, tools: Tools) -> tuple[Asset, _Made]:
    kept = _Made(asset.data, (asset.width, asset.height))
    if asset.media_type == "image/svg+xml":
        return asset, replace(kept, data=with_plate(asset.data))
    if asset.media_type not in {"image/jpeg", "image/png"}:
        return asset, kept
    key = key_of(asset.data, PIL.__version__, _MAKING)
    data = tools.cache.kept(_CACHE, key, lambda: raster(asset.data))
    return asset, _Made(data, scaled_size(asset.width, asset.height))


def _scaled(asset: Asset, made: _Made) -> Problem | None:
    if made.size == (asset.width, asset.height):
        return None
    return Problem(
        asset.where or Where(asset.href),
        "image-scaled",
        f"the image {asset.href} is {asset.width}×{asset.height} px; the e-book gets it at"
        f" {made.size[0]}×{made.size[1]} px, the most that shops take.",
        "Nothing needs to be done; print gets the whole image.",
        "hint",
    )


def scaled_size(width: int, height: int) -> tuple[int, int]:
    """The size in px at which an image goes into an e-book."""
    if width * height <= MOST_PIXELS:
        return width, height
    ratio = math.sqrt(MOST_PIXELS / (width * height))
    return max(1, int(width * ratio)), max(1, int(height * ratio))


def raster(data: bytes) -> bytes:
    """A JPEG or PNG made fit; its own bytes where they will do. Same bytes for the same image.

    A PNG may become a JPEG.
    """
    with opened(data) as image:
        kind, original = image.format or "", image.size
        size = scaled_size(*image.size)
        dense = len(data) > max(_LARGE, _DENSE * image.width * image.height)
        see_through = kind == "PNG" and image.has_transparency_data
        photo = kind == "PNG" and len(data) >= LARGE and image.mode in {"RGB", "RGBA", "L", "LA"}
        if size == original and not see_through and not photo and not (kind == "JPEG" and dense):
            return data
        profile = image.info.get("icc_profile")
        made = _on_white(image) if see_through else image.copy()
    if size != made.size:
        made = _smooth(made).resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if photo and size == original and not see_through:
        return as_photo(made, data, profile)
    if kind == "JPEG":
        made.save(out, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile)
    else:
        made.save(out, "PNG", optimize=True, icc_profile=profile)
        return as_photo(made, out.getvalue(), profile) if photo else out.getvalue()
    return out.getvalue() if size != original or len(out.getvalue()) < _GAIN * len(data) else data


def _smooth(image: Image.Image) -> Image.Image:
    """An image whose colours can be mixed: no palette, not black and white alone."""
    return image.convert({"P": "RGB", "1": "L", "PA": "RGB"}.get(image.mode, image.mode))


def _on_white(image: Image.Image) -> Image.Image:
    """An image without transparency, in grey if it has no colour."""
    grey = image.mode in {"LA", "L", "1"}
    layer = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground.convert("L") if grey else ground


def with_plate(data: bytes) -> bytes:
    """A drawing on a white plate; as it is if it has a ground of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    return data if not lay_plate(root) else etree.tostring(root, encoding="utf-8")


def lay_plate(root: etree._Element) -> bool:
    """Put a white plate under a drawing (an `svg` element).

    False if it has a ground already, or is in the colour of the text.
    """
    if root.get("fill") == "currentColor":
        return False
    drawn = [child for child in root if child.tag in _DRAWN]
    box = _box(root)
    if not drawn or _is_ground(drawn[0], box) or "background" in (root.get("style") or ""):
        return False
    place = dict(zip(("x", "y", "width", "height"), box, strict=True))
    plate = etree.Element(f"{_SVG}rect", {**place, **_PLATE})
    root.insert(root.index(drawn[0]), plate)
    return True


def _box(root: etree._Element) -> tuple[str, str, str, str]:
    """What a drawing shows: x, y, width and height."""
    numbers = (root.get("viewBox") or "").replace(",", " ").split()
    if len(numbers) == 4:
        return numbers[0], numbers[1], numbers[2], numbers[3]
    return "0", "0", "100%", "100%"


def _is_ground(element: etree._Element, box: tuple[str, str, str, str]) -> bool:
    """Whether an element fills the whole drawing with a colour."""
    style = (element.get("style") or "") + " fill:" + (element.get("fill") or "")
    wide = element.get("width") in {box[2], "100%"} and element.get("height") in {box[3], "100%"}
    return element.tag == f"{_SVG}rect" and wide and "fill:none" not in style.replace(" ", "")
