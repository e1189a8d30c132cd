"""Names, dates and sentences in the languages of a book."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from markupsafe import Markup, escape

from seriesbook.numerals import in_digits
from seriesbook.relators import CREATORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from seriesbook.model import Book, License, Person

_LANG = re.compile(r'\slang="([A-Za-z0-9-]+)"')
_CREATIVE_COMMONS = re.compile(r"(CC0|CC)-(?:(BY[A-Z-]*)-)?(\d\.\d)(?:-[A-Z]{2})?")
_HEBREW_AND = re.compile(r"(?<=\s)ו(?=[A-Za-z\u00c0-\u024f0-9])")
_FIELD = re.compile(r"\{(\w+)\}")
# Which label says what a license allows; any other license has its own name and address.
_SENTENCES = {
    "all-rights-reserved": "all-rights-reserved",
    "CC0-1.0": "cc0",
    "CC-PDM-1.0": "public-domain",
}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """CLDR data for a BCP 47 tag; English for a language that CLDR doesn't know."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=64)
def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """`ltr` or `rtl`, as the language's script runs."""
    return "rtl" if locale_of(language).text_direction == "rtl" else "ltr"


def languages_of(book: Book) -> tuple[str, ...]:
    """Tags of all languages that a book is in, that of the series first."""
    texts = (text for s in book.sections for text in (s.body, *(note.body for note in s.notes)))
    inline = (tag for text in texts if "lang=" in text for tag in sorted(set(_LANG.findall(text))))
    own = (section.language for section in book.sections if section.language)
    return tuple(dict.fromkeys([book.series.language, *own, *inline]))


def long_date(day: date, language: str) -> str:
    """A date in words: 1 March 2026, 1. März 2026, ١ مارس ٢٠٢٦."""
    return in_digits(format_date(day, "long", locale_of(language)), language)


def persons(names: Iterable[str], language: str) -> str:
    """Names as a list: A, B and C."""
    text = format_list(list(names), "standard", locale_of(language))
    # As ICU does: a hyphen parts the Hebrew "and" from a word in other letters.
    return _HEBREW_AND.sub("ו-", text) if language.partition("-")[0] == "he" else text


def names_of(people: Iterable[Person]) -> tuple[str, ...]:
    """Names of those who wrote: authors, not translators or editors."""
    return tuple(dict.fromkeys(p.name for p in people if p.role in CREATORS))


def credits_of(people: Iterable[Person]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those who did anything else, as (role, names), in the order given."""
    found: dict[str, list[str]] = {}
    for person in people:
        if person.role not in CREATORS:
            found.setdefault(person.role, []).append(person.name)
    return tuple((role, tuple(names)) for role, names in found.items())


def fill(text: str, values: Mapping[str, object]) -> Markup:
    """Put values into the `{fields}` of a label; what is not `Markup` is escaped.

    Raises KeyError for a field without a value.
    """
    pieces = _FIELD.split(text)
    return Markup("").join(
        escape(values[piece] if index % 2 else piece) for index, piece in enumerate(pieces)
    )


def license_mark(license_: License) -> str:
    """A Creative Commons license as its mark spells it: `CC BY-SA 4.0`; '' for any other."""
    match = _CREATIVE_COMMONS.fullmatch(license_.id)
    return " ".join(filter(None, match.groups())) if match else ""


def license_signs(license_: License) -> tuple[str, ...]:
    """The signs of a Creative Commons license in their order: `cc`, `by`, `nc`, `sa` …

    `cc` and `zero` for CC0, `pd` for a work in the public domain; none for any other license.
    """
    if license_.id == "CC-PDM-1.0":
        return ("pd",)
    match = _CREATIVE_COMMONS.fullmatch(license_.id)
    if match is None:
        return ()
    return ("cc", *(match[2] or "zero").lower().split("-"))


def license_label(license: License, essay: bool = False) -> str:
    """Key of the label that says what a license allows, for the series or for one essay."""
    key = _SENTENCES.get(license.id)
    if key is None and license.text:
        key = "license-own" if essay else ""
    if key is None:
        short = "license" if essay else "license-sentence"
        key = short if license.url else f"{short}-no-address"
    return f"essay-{key}" if essay else key
