"""Running heads: what stands above the text on the left and the right page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.roles import ROLES
from seriesbook.words import names_of, persons

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.model import Book, Person, Section, Series


def several_authors(book: Book) -> bool:
    """Whether essays must name their author, since not all have the same."""
    people = [*book.series.authors, *(p for s in book.sections for p in s.authors)]
    return len(names_of(people)) > 1


def heads(section: Section, series: Series, by_several: bool) -> tuple[str, str]:
    """Left and right running head of a section, '' for none.

    The series stands on the left and the essay on the right. In a book `by_several` authors an
    essay's author takes the left (Chicago Manual of Style §1.12).
    """
    if ROLES[section.role].folio == "none":
        return "", ""
    left = series_head(series)
    if section.role == "essay" and by_several:
        left = _author(section.authors, series) or left
    return left, section.short_title or section.title


def series_head(series: Series) -> str:
    """The series' short title, or its title."""
    return series.short_title or series.title


def _author(people: Iterable[Person], series: Series) -> str:
    names = names_of(people)
    return persons(names, series.language) if names else ""
