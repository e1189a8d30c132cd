"""Fonts that travel with the book: only the faces, characters and features that it uses."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import fontTools
from anyascii import anyascii

from seriesbook.cache import key_of
from seriesbook.faults import at_work
from seriesbook.problems import Where
from seriesbook.writers.epub.styles import needs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from seriesbook.rendition import Font
    from seriesbook.tools import Tools
    from seriesbook.writers.epub.content import Outline

_CACHE = "epub-fonts"
# Counts up when subsets are made otherwise than before.
_MAKING = "1"
# Characters that reading systems add (hyphens, bullets), and those that nearly every edit needs,
# so that a new word seldom means a new subset.
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(
    "\u00a0\u00ad\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022\u25e6\u25aa"
)
# Names that stay: those that name the font, its makers and its license (OpenType, name table).
_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 16, 17]
_OPENTYPE_CFF = b"OTTO"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A subset. `href` is relative to the package document."""

    font: Font
    href: str
    media_type: str
    data: bytes


def begin_embedding(
    fonts: Sequence[Font], css: str, outlines: Sequence[Outline], tools: Tools
) -> Callable[[], tuple[FontFile, ...]]:
    """Have the fonts that the book needs cut to what it uses of them; cached by what goes in.

    Returns at once; what it returns waits for them.
    """
    tags = frozenset().union(*(outline.tags for outline in outlines))
    needs = needs_of(css, tags)
    used = needs.characters.union(*(outline.characters for outline in outlines))
    text = "".join(sorted(_ALWAYS | used | _capitals(used)))
    faces = needs.faces(fonts)
    keys = [key_of(f.digest, text, *needs.features, fontTools.version, _MAKING) for f in faces]
    cut = {key: tools.cache.get(_CACHE, key) for key in keys}
    cutting = {
        key: tools.executor.submit(_subset, font.family, (font.data, text, needs.features))
        for font, key in zip(faces, keys, strict=True)
        if cut[key] is None
    }

    def finish() -> tuple[FontFile, ...]:
        for key, future in cutting.items():
            cut[key] = future.result()
            tools.cache.put(_CACHE, key, future.result())
        return tuple(_file(font, cut[key] or b"") for font, key in zip(faces, keys, strict=True))

    return finish


def _subset(family: str, work: tuple[bytes, str, tuple[str, ...]]) -> bytes:
    with at_work(f"cutting the font {family}", Where("themes")):
        return subset(work)


def _capitals(characters: frozenset[str]) -> frozenset[str]:
    """What `text-transform` may turn characters into."""
    return frozenset("".join(c.upper() + c.lower() for c in characters))


def _file(font: Font, data: bytes) -> FontFile:
    suffix = "otf" if data.startswith(_OPENTYPE_CFF) else "ttf"
    family = re.sub(r"[^a-z0-9]+", "-", anyascii(font.family).lower()).strip("-")
    name = f"{family}-{font.weight}-{font.style}.{suffix}"
    return FontFile(font, f"fonts/{name}", f"font/{suffix}", data)


def font_faces(files: Sequence[FontFile]) -> str:
    """The `@font-face` rules of embedded fonts, for a stylesheet in `css/`."""
    return "".join(
        f'\n@font-face {{\n  font-family: "{file.font.family}";\n'
        f"  font-weight: {file.font.weight};\n  font-style: {file.font.style};\n"
        f'  src: url("../{file.href}");\n}}\n'
        for file in files
    )


def subset(work: tuple[bytes, str, tuple[str, ...]]) -> bytes:
    """Cut a font to the characters of a text and the features that a book can turn on.

    Picklable, so that any executor can run it; the same input gives the same bytes.
    """
    from fontTools import subset as cutting  # noqa: PLC0415 - 0.2 s that a warm build saves
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    data, text, features = work
    options = cutting.Options()
    options.layout_features = [*options.layout_features, *features]
    options.name_IDs = _NAMES
    options.hinting = False
    options.notdef_outline = True
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, lazy=True)
    cutter = cutting.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
