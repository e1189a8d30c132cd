"""What the next build will most likely set pages with: the stylesheet and fonts of the last.

A worker that waits for its first pages makes ready for that. It is a hint: books are the same
without it, with another book's, or with one that is damaged.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from seriesbook.cache import Cache, key_of
from seriesbook.versions import code_digest

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Font

_KIND, _FONT = "foreseen", "foreseen-font"


def foresee(css: str, fonts: tuple[Font, ...], cache: Cache) -> None:
    """Note what pages are set with."""
    if not cache.lasts:
        return
    faces = [(f.family, f.weight, f.style, f.digest, f.license) for f in fonts]
    data = json.dumps([css, faces], ensure_ascii=False).encode()
    key = place()
    if cache.get(_KIND, key) == data:
        return
    for font in fonts:
        if cache.get(_FONT, key_of(font.digest)) is None:
            cache.put(_FONT, key_of(font.digest), font.data)
    cache.put(_KIND, key, data)


def place() -> str:
    """Where a cache keeps the note."""
    return key_of(code_digest())


def make_ready(folder: Path, key: str) -> None:
    """Load the engine, in a worker, with what was noted in a cache folder, if that can be read."""
    with suppress(Exception):
        noted = _noted(Cache(folder), key)
        if noted:
            from seriesbook import engine  # noqa: PLC0415 - in a worker alone

            engine.make_ready(*noted)


def _noted(cache: Cache, key: str) -> tuple[str, tuple[Font, ...]] | None:
    from seriesbook.rendition import Font  # noqa: PLC0415 - as above

    data = cache.get(_KIND, key)
    if data is None:
        return None
    css, faces = json.loads(data)
    fonts = []
    for family, weight, style, digest, license_ in faces:
        content = cache.get(_FONT, key_of(digest))
        if content is None:
            return None
        fonts.append(Font(family, weight, style, content, digest, license_))
    return css, tuple(fonts)
