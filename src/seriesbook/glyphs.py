"""Characters that no font of a theme has.

On screen the reader's own fonts stand in; on paper there would be a blank box.
"""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from seriesbook.model import Book, Font, Section

# Control, format, separator and surrogate characters need no glyph; nor do variation selectors.
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Cs"})
_SELECTORS = range(0xFE00, 0xFE10)
_SHOWN = 10


def missing_glyphs(book: Book, covered: frozenset[int]) -> tuple[Problem, ...]:
    """A warning for each section that has characters which no font covers.

    `covered` are the code points of the theme's fonts (`coverage`).
    """
    problems = (_missing(section, covered) for section in book.sections)
    return tuple(problem for problem in problems if problem)


def coverage(fonts: tuple[Font, ...]) -> frozenset[int]:
    """Code points that at least one of the fonts has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and only print needs it

    points: set[int] = set()
    for data in {font.digest: font.data for font in fonts if font.style == "normal"}.values():
        points.update(TTFont(io.BytesIO(data), lazy=True).getBestCmap())
    return frozenset(points)


def _missing(section: Section, covered: frozenset[int]) -> Problem | None:
    text = "".join(
        (section.title, section.subtitle, section.body, *(n.body for n in section.notes))
    )
    wanted = {char for char in set(text) if ord(char) not in covered and not _invisible(char)}
    if not wanted:
        return None
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in sorted(wanted)[:_SHOWN])
    more = f" and {len(wanted) - _SHOWN} more" if len(wanted) > _SHOWN else ""
    return Problem(
        _first(section, wanted),
        "glyph-missing",
        f"no font of the theme has {named}{more}.",
        "Choose a theme whose fonts have it, or write it differently.",
        "warning",
    )


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or ord(char) in _SELECTORS


def _first(section: Section, wanted: set[str]) -> Where:
    """The first place in the text that has one of the characters."""
    for element in xhtml.parse(section.body).iter():
        if any(not wanted.isdisjoint(piece) for piece in _pieces(element)):
            return Where(section.where.path, xhtml.line_of(element) or section.where.line)
    for note in section.notes:
        if not wanted.isdisjoint(note.body):
            return note.where
    return section.where


def _pieces(element: etree._Element) -> Iterator[str]:
    """Text directly inside an element."""
    yield element.text or ""
    yield from (child.tail or "" for child in element)
