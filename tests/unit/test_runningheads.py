"""Running heads."""

from __future__ import annotations

from dataclasses import replace

from seriesbook.model import Book, Edition, Person, Section, Series
from seriesbook.problems import Where
from seriesbook.runningheads import heads, several_authors

WHERE = Where("essays/a.md")
JAY, MADISON = Person("John Jay", "Jay, John"), Person("James Madison", "Madison, James")
ESSAY = Section("essay", "a", "A Long Title of an Essay", WHERE, short_title="A Title")
SERIES = Series("s", "A Series with a Long Title", "en", "urn:x", short_title="A Series")


def _book(*authors: Person, sections: tuple[Section, ...] = (ESSAY,)) -> Book:
    return Book(replace(SERIES, authors=authors), Edition("p", "pdf"), sections)


def _heads(section: Section, book: Book) -> tuple[str, str]:
    return heads(section, book.series, several_authors(book))


def test_series_on_the_left_essay_on_the_right() -> None:
    assert _heads(ESSAY, _book(JAY)) == ("A Series", "A Title")


def test_titles_serve_where_there_is_no_short_one() -> None:
    book = replace(_book(JAY), series=replace(SERIES, short_title=""))
    assert _heads(replace(ESSAY, short_title=""), book) == (
        "A Series with a Long Title",
        "A Long Title of an Essay",
    )


def test_the_author_takes_the_left_where_there_are_several() -> None:
    essay = replace(ESSAY, authors=(JAY,))
    book = _book(JAY, MADISON, sections=(essay,))
    assert several_authors(book)
    assert _heads(essay, book) == ("John Jay", "A Title")
    assert _heads(ESSAY, book) == ("A Series", "A Title")


def test_a_guest_makes_several() -> None:
    guest = replace(ESSAY, authors=(MADISON,))
    assert several_authors(_book(JAY, sections=(guest,)))
    assert not several_authors(_book(JAY, sections=(replace(ESSAY, authors=(JAY,)),)))


def test_display_pages_have_none() -> None:
    assert _heads(Section("title-page", "t", "Title page", WHERE), _book(JAY)) == ("", "")
