"""Every id of a book is there once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.pieces import ids_in, markups, place_of
from seriesbook.problems import Outcome, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.codes import Code
    from seriesbook.model import Book, Section
    from seriesbook.passes import PassContext

# Ids that templates and writers give to their own elements.
RESERVED = frozenset({"toc", "nav", "landmarks", "page-list"})


def check_ids(book: Book, _context: PassContext) -> Outcome[Book]:
    """Report ids that two elements of the book have, or that Seriesbook needs for itself.

    Ids begin with their section's slug, so an author can only clash within one file; two
    sections clash if their slugs do.
    """
    made = book.series.manifest
    empty = [s for s in book.sections if s.where.path == made and not s.body]
    owner = {section.slug: section.where for section in empty}
    problems: list[Problem] = []
    for section in book.sections:
        if section in empty:
            continue
        doubtful = [value for value in _ids(section) if value in owner or value in RESERVED]
        if doubtful or _repeats(section):
            problems += _report(section, owner)
        for value in _ids(section):
            owner.setdefault(value, section.where)
    return Outcome(book, tuple(problems))


def _ids(section: Section) -> Iterator[str]:
    yield section.slug
    for note in section.notes:
        yield note.id
    for markup, _ in markups(section):
        yield from ids_in(markup)


def _repeats(section: Section) -> bool:
    ids = list(_ids(section))
    return len(ids) != len(set(ids))


def _report(section: Section, owner: dict[str, Where]) -> Iterator[Problem]:
    """Go over the section again, parsed, to say the lines."""
    seen: dict[str, Where] = {}
    for value, where in _placed_ids(section):
        other = seen.get(value) or owner.get(value)
        if value in RESERVED:
            yield _problem(where, "id-reserved", f"the id “{value}” is used by the book itself.")
        elif other:
            yield _problem(
                where, "id-duplicate", f"the id “{_name(section, value)}” is at {other} already."
            )
        seen.setdefault(value, where)


def _placed_ids(section: Section) -> Iterator[tuple[str, Where]]:
    yield section.slug, section.where
    for note in section.notes:
        yield note.id, note.where
    for markup, where in markups(section):
        for element in xhtml.elements(xhtml.parse(markup)):
            value = element.get("id")
            if value:
                yield value, place_of(element, where)


def _name(section: Section, value: str) -> str:
    """The id as the author wrote it."""
    return value.removeprefix(f"{section.slug}--")


def _problem(where: Where, code: Code, message: str) -> Problem:
    return Problem(where, code, message, "Give one of them another name.")
