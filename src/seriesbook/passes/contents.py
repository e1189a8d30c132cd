"""The table of contents: listed matter, parts with their essays, essays with their heads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.model import Entry
from seriesbook.problems import Outcome
from seriesbook.roles import ROLES

if TYPE_CHECKING:
    from seriesbook.model import Book, Section
    from seriesbook.passes import PassContext

# With more essays than this, headings would bury them.
MAX_ESSAYS_WITH_HEADINGS = 30
_TOP_HEADING = 2


def make_contents(book: Book, _context: PassContext) -> Outcome[Book]:
    """List the sections that `ROLES` lists.

    The headings of an essay are listed in a short book on a screen, where the list is a way to
    move; printed contents name essays only. Authors are named where essays have different ones.
    A generated section's title is '' here: the theme has the words.
    """
    essays = [section for section in book.sections if section.role == "essay"]
    several = len({_authors(essay) for essay in essays}) > 1
    deep = book.edition.format == "epub" and len(essays) <= MAX_ESSAYS_WITH_HEADINGS
    entries: list[Entry] = []
    part: Section | None = None
    for section in book.sections:
        if not ROLES[section.role].listed:
            continue
        entry = _entry(section, several, deep)
        if section.role == "essay" and part and section.part == part.title:
            entries[-1] = replace(entries[-1], children=(*entries[-1].children, entry))
            continue
        part = section if section.role == "part" else None
        entries.append(entry)
    return Outcome(replace(book, contents=tuple(entries)))


def _authors(section: Section) -> tuple[str, ...]:
    return tuple(person.name for person in section.authors if person.role == "author")


def _entry(section: Section, several: bool, deep: bool) -> Entry:
    is_essay = section.role == "essay"
    headings = section.headings if is_essay and deep else ()
    return Entry(
        title=section.title,
        id=section.slug,
        role=section.role,
        number=section.number,
        subtitle=section.subtitle,
        authors=_authors(section) if is_essay and several else (),
        children=tuple(
            Entry(heading.text, heading.id)
            for heading in headings
            if heading.level == _TOP_HEADING and heading.text
        ),
    )
