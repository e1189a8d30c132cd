"""Numbers on pages in the digits of their language: of essays and parts, of notes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.numerals import digits_of, in_digits

if TYPE_CHECKING:
    from seriesbook.model import Book, Entry

# In markup of our own making: a group of notes with its language, and the number of a note.
_LANGUAGE = re.compile(r' lang="([\w-]+)"')
_NUMBER = re.compile(
    r'<section class="notes-group"(?: lang="(?P<group>[\w-]+)")?'
    r'|(?P<tag><(?:a|span) [^>]*class="(?:noteref|note-number)"[^>]*>)(?P<number>\d+)'
)


def numbered(book: Book) -> Book:
    """A book with the numbers of its essays and parts in the digits of their languages."""
    main = book.series.language
    sections = tuple(
        replace(section, number=in_digits(section.number, section.language or main))
        for section in book.sections
    )
    contents = tuple(_entry(entry, main) for entry in book.contents)
    return replace(book, sections=sections, contents=contents)


def _entry(entry: Entry, language: str) -> Entry:
    children = tuple(_entry(child, language) for child in entry.children)
    return replace(entry, number=in_digits(entry.number, language), children=children)


def with_digits(document: str, language: str) -> str:
    """A page with the numbers of its notes in the digits of their languages.

    `language` is the page's; a group of notes may have its own.
    """
    if not any(digits_of(tag) for tag in {language, *_LANGUAGE.findall(document)}):
        return document
    current = language

    def change(match: re.Match[str]) -> str:
        nonlocal current
        if match["tag"] is None:
            current = match["group"] or language
            return match[0]
        return match["tag"] + in_digits(match["number"], current)

    return _NUMBER.sub(change, document)
