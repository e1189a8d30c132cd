"""A book without notes has no page of notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome

if TYPE_CHECKING:
    from seriesbook.model import Book
    from seriesbook.passes import PassContext


def drop_empty_notes(book: Book, _context: PassContext) -> Outcome[Book]:
    """Take out the generated notes section if no section has notes."""
    if any(section.notes for section in book.sections):
        return Outcome(book)
    kept = tuple(s for s in book.sections if s.role != "notes" or s.body)
    return Outcome(replace(book, sections=kept))
