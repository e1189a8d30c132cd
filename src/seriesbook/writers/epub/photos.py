"""Photographs that came as PNG, made JPEG where that saves much and shows nothing.

PNG keeps every grain of a photograph, at several times the bytes. What it is good for (drawings,
screenshots, scanned letters) has hard edges, around which JPEG leaves marks: so the two images are
compared, and the PNG stays where they differ anywhere by more than a grain.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.model import Asset
    from seriesbook.rendition import Page

_JPEG = b"\xff\xd8\xff"
# Smaller files are not worth it; a JPEG must be so much smaller.
LARGE, _GAIN = 100_000, 0.5
_QUALITY = 90
# What a level of 0 to 255 may be off in a pixel, but for one pixel in a thousand.
_GRAIN, _SHARE = 20, 0.001


def as_photo(image: Image.Image, png: bytes, profile: bytes | None) -> bytes:
    """An opaque image as JPEG, or the PNG that it is where that would be seen or save little."""
    if image.mode not in {"RGB", "L"} or len(png) < LARGE:
        return png
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=profile)
    small = out.tell() < _GAIN * len(png)
    return out.getvalue() if small and _is_like(image, out) else png


def _is_like(image: Image.Image, jpeg: io.BytesIO) -> bool:
    with Image.open(jpeg) as made:
        bands = ImageChops.difference(image, made).split()
    pixels = image.width * image.height
    return all(sum(band.histogram()[_GRAIN + 1 :]) <= _SHARE * pixels for band in bands)


def named_by_kind(assets: Iterable[Asset]) -> tuple[Asset, ...]:
    """Images under names that say what they are: a PNG that has become a JPEG gets another."""
    assets = tuple(assets)
    taken = {asset.href for asset in assets}
    named = []
    for asset in assets:
        if asset.media_type == "image/png" and asset.data.startswith(_JPEG):
            href = str(PurePosixPath(asset.href).with_suffix(".jpg"))
            while href in taken:
                href = str(PurePosixPath(href).with_suffix("")) + "-png.jpg"
            taken.add(href)
            named.append(replace(asset, href=href, media_type="image/jpeg"))
        else:
            named.append(asset)
    return tuple(named)


def pages_with(
    pages: Iterable[Page], before: Iterable[Asset], after: Iterable[Asset]
) -> tuple[Page, ...]:
    """Pages that show images by their new names; `before` and `after` are in the same order."""
    pairs = zip(before, after, strict=True)
    changed = {f'"{old.href}"': f'"{new.href}"' for old, new in pairs if old.href != new.href}
    found = []
    if not changed:
        return tuple(pages)
    for page in pages:
        text = page.xhtml
        for old, new in changed.items():
            text = text.replace(old, new)
        found.append(page if text == page.xhtml else replace(page, content=text))
    return tuple(found)
