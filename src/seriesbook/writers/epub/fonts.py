"""Fonts that travel with the book: only the faces, characters and features that it uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uharfbuzz
from anyascii import anyascii

from seriesbook.faults import at_work
from seriesbook.problems import Where
from seriesbook.writers.epub.styles import needs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.rendition import Font
    from seriesbook.writers.epub.content import Outline

# Characters that reading systems add (hyphens, bullets), and those that nearly every edit needs,
# so that a new word seldom changes the fonts.
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(
    "\u00a0\u00ad\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022\u25e6\u25aa"
)
# Names that stay: those that name the font, its makers and its license (OpenType, name table).
_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 16, 17]
# Tables that HarfBuzz can't cut: they stay whole, and the glyphs keep the numbers that are in
# them. It needs kern in fonts that have no better kerning.
_UNCUT = ("SVG ", "kern")
_OPENTYPE_CFF = b"OTTO"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A subset. `href` is relative to the package document."""

    font: Font
    href: str
    media_type: str
    data: bytes


def embedded(fonts: Sequence[Font], css: str, outlines: Sequence[Outline]) -> tuple[FontFile, ...]:
    """The fonts that the book needs, cut to what it uses of them.

    A cut takes about a millisecond, so that it is not worth keeping.
    """
    tags = frozenset().union(*(outline.tags for outline in outlines))
    needs = needs_of(css, tags)
    used = needs.characters.union(*(outline.characters for outline in outlines))
    text = "".join(sorted(_ALWAYS | used | _capitals(used)))
    faces = needs.faces(fonts)
    return tuple(_file(font, _subset(font, text, needs.features)) for font in faces)


def _subset(font: Font, text: str, features: tuple[str, ...]) -> bytes:
    with at_work(f"cutting the font {font.family}", Where("themes")):
        return subset(font.data, text, features)


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


def subset(data: bytes, text: str, features: Sequence[str]) -> bytes:
    """Cut a font to the characters of a text and the features that a book can turn on.

    The same input gives the same bytes.
    """
    face = uharfbuzz.Face(data)
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    wanted.unicode_set.update(map(ord, text))
    wanted.layout_feature_tag_set.update(map(_number, features))
    wanted.name_id_set.clear()
    wanted.name_id_set.update(_NAMES)
    whole = [tag for tag in face.table_tags if tag in _UNCUT]
    if whole and not ("GPOS" in face.table_tags and whole == ["kern"]):
        wanted.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
        wanted.no_subset_table_tag_set.update(map(_number, whole))
        for tag in whole:
            wanted.drop_table_tag_set.discard(_number(tag))
    cut: bytes = uharfbuzz.subset(face, wanted).blob.data
    return cut


def _number(tag: str) -> int:
    """A tag as HarfBuzz has it."""
    return int.from_bytes(tag.encode("latin-1"), "big")
