"""Characters that no font of a theme has.

On screen the reader's own fonts stand in; on paper there would be a blank box.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.cache import key_of
from seriesbook.fonts import how_to_install, is_installed
from seriesbook.problems import Problem, Where
from seriesbook.scripts import script_font, script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from seriesbook.cache import Cache
    from seriesbook.model import Book, Section
    from seriesbook.rendition import Font

# Control, format, separator and surrogate characters need no glyph; nor do variation selectors.
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Cs"})
_SELECTORS = range(0xFE00, 0xFE10)
_SHOWN = 10


def missing_glyphs(book: Book, covered: frozenset[int]) -> tuple[Problem, ...]:
    """A problem for each section that has characters which no font covers.

    `covered` are the code points of all fonts (`coverage`). Where a font package for the script
    could be installed it is an error, once for each script; else a warning.
    """
    told: set[str] = set()
    problems = (_missing(section, covered, told) for section in book.sections)
    return tuple(problem for problem in problems if problem)


def coverage(fonts: Iterable[Font], cache: Cache) -> dict[str, frozenset[int]]:
    """Code points that the fonts have, by family."""
    upright = {font.family: font for font in reversed(tuple(fonts)) if font.style == "normal"}
    return {family: frozenset(_points(font, cache)) for family, font in upright.items()}


def _points(font: Font, cache: Cache) -> array[int]:
    """Code points of a font, which take long to read."""
    return array("I", cache.kept("coverage", key_of(font.digest, "1"), lambda: _mapped(font)))


def _mapped(font: Font) -> bytes:
    import uharfbuzz  # noqa: PLC0415 - not needed while the cache is warm

    points = sorted(uharfbuzz.Face(font.data).unicodes)
    return "".join(map(chr, points)).encode("utf-32-le", "surrogatepass")


def characters_in(section: Section) -> frozenset[str]:
    """The characters of all that a section prints, and of its markup."""
    names = (person.name for person in section.authors)
    notes = (note.body for note in section.notes)
    epigraph = section.epigraph
    quoted = (epigraph.text, epigraph.source) if epigraph else ()
    return _letters(section.body).union(section.title, section.subtitle, *names, *notes, *quoted)


# Each edition asks for the same texts several times.
_letters = lru_cache(maxsize=256)(frozenset[str])


def characters_of(book: Book) -> frozenset[str]:
    """All characters of a book's sections, with their markup."""
    return frozenset().union(*map(characters_in, book.sections))


def is_invisible(char: str) -> bool:
    """Whether a character needs no glyph."""
    return unicodedata.category(char) in _INVISIBLE or ord(char) in _SELECTORS


def _missing(section: Section, covered: frozenset[int], told: set[str]) -> Problem | None:
    """The problem of a section; packages that other sections were told of are in `told`."""
    wanted = {c for c in characters_in(section) if ord(c) not in covered and not is_invisible(c)}
    packages = {char: _package_for(char) for char in wanted}
    wanted = {char for char in wanted if packages[char] not in told}
    if not wanted:
        return None
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in sorted(wanted)[:_SHOWN])
    more = f" and {len(wanted) - _SHOWN} more" if len(wanted) > _SHOWN else ""
    needed = sorted({packages[char] for char in wanted} - {""})
    told.update(needed)
    commands = " and ".join(f"`{how_to_install(package)}`" for package in needed)
    return Problem(
        _first(section, wanted),
        "glyph-missing",
        f"no font of the theme has {named}{more}.",
        f"Run {commands}."
        if needed
        else "Put a font that has it into the folder fonts/, or name its package in series.toml:"
        ' fonts = ["fontpkg-…"].',
        "error" if needed else "warning",
    )


def _package_for(char: str) -> str:
    """The package that would bring a character's script; '' if there is none or it is there."""
    row = script_font(script_of(char))
    return row.typeface.package if row and not is_installed(row.typeface.package) else ""


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
