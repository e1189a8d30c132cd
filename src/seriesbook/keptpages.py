"""Rendered pages, each once for as long as nothing changes that its template can see.

A template sees its own section whole, and of the others all but their texts (`without_texts`);
the notes see all notes. So an edit to one essay's text renders one essay. Built-in templates do
nothing with a text but put it somewhere: a page of theirs is rendered around a mark (`frame`),
and an edit puts the new text in its place, so that it needs no templates at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seriesbook.cache import key_of
from seriesbook.versions import code_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.cache import Cache
    from seriesbook.model import Book, Note, Section
    from seriesbook.theme import Theme

_KIND, _FRAME, _COVER = "page", "page-frame", "cover-page"
# Digits of a hash that mark the place of a text.
_MARK = 32
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


@dataclass(frozen=True, slots=True)
class Frame:
    """A page with a mark where its text goes, and another where it goes with a lead-in.

    A mark follows from all that templates see, so that nothing of this can hold it.
    """

    page: str
    mark: str

    def filled(self, text: str, begun: Callable[[str], str]) -> str:
        """The page with its text; `begun` gives it a lead-in."""
        parts = self.page.split(begun_mark(self.mark))
        parts = [part.replace(self.mark, text) for part in parts]
        return parts[0] if len(parts) == 1 else str(begun(text)).join(parts)


def begun_mark(mark: str) -> str:
    """What stands for a text with a lead-in."""
    return f"begun-{mark}"


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

    def cover(self, render: Callable[[], str]) -> str:
        """The page that a cover is drawn from."""
        key = key_of(self._common, self._notes)
        return self._cache.kept(_COVER, key, lambda: render().encode()).decode()

    def page(self, section: Section, render: Callable[[], str]) -> str:
        """The page of a section, rendered only if it must be."""
        key = key_of(self._common, section.slug, section.role, section.body, self._seen(section))
        return self._cache.kept(_KIND, key, lambda: render().encode()).decode()

    def frame(self, section: Section, render: Callable[[str], str]) -> Frame:
        """The page of a section without its text: `render` is given what stands for it."""
        mark = self._common[:_MARK]
        key = key_of(self._common, section.slug, section.role, self._seen(section))
        data = self._cache.kept(_FRAME, key, lambda: render(mark).encode())
        return Frame(data.decode(), mark)

    def _seen(self, section: Section) -> str:
        """What a template sees of notes."""
        return self._notes if section.role == NOTES else repr(section.notes)
