"""Rendered pages, each once for as long as nothing changes that its template can see.

A template sees its own section whole, and of the others all but their texts (`without_texts`);
the notes see all notes. So an edit to one essay's text renders one essay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.cache import key_of
from seriesbook.versions import code_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.cache import Cache
    from seriesbook.model import Book, Note, Section
    from seriesbook.theme import Theme

_KIND = "page"
# The role whose template sees what other sections say.
NOTES = "notes"


def without_texts(book: Book, *, but_notes: bool = False) -> Book:
    """A book as templates see it: sections without their bodies and notes.

    Writers want to know of the notes, but not what they say (`but_notes`).
    """
    sections = tuple(
        replace(section, body="", notes=_silent(section.notes) if but_notes else ())
        for section in book.sections
    )
    return replace(book, sections=sections)


def _silent(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(replace(note, body="") for note in notes)


class KeptPages:
    """Pages of one rendition by their sections, from the cache where it has them."""

    def __init__(self, book: Book, theme: Theme, typefaces: object, cache: Cache) -> None:
        seen = without_texts(book)
        assets = [(a.href, a.media_type, a.width, a.height) for a in book.assets]
        self._cache = cache
        self._common = key_of(
            code_digest(), theme.digest, repr(sorted(theme.labels.items())), repr(typefaces),
            repr((seen.series, seen.edition, seen.sections, seen.contents, assets)),
        )  # fmt: skip
        self._notes = key_of(*(repr(section.notes) for section in book.sections))

    def page(self, section: Section, render: Callable[[], str]) -> str:
        """The page of a section, rendered only if it must be."""
        notes = self._notes if section.role == NOTES else repr(section.notes)
        key = key_of(self._common, section.slug, section.role, section.body, notes)
        return self._cache.kept(_KIND, key, lambda: render().encode()).decode()
