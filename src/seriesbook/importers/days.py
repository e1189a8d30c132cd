"""Dates as pages print them, in several languages."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from seriesbook.dates import date_of

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "sv")
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_FORMS = tuple(
    re.compile(text)
    for text in (
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_DAY}\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}\b",
        r"\b(?P<year>1[5-9]\d\d|20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?P<year>1[5-9]\d\d|20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>1[5-9]\d\d|20\d\d)\b",
    )
)


def find_day(text: str) -> tuple[dt.date, int, int] | None:
    """The first day that a text names, and where; None for `03/05/2024`, which is two days."""
    for pattern in _FORMS:
        for match in pattern.finditer(text):
            month = _month(match["month"])
            try:
                day = dt.date(int(match["year"]), month, int(match["day"]))
            except ValueError:
                continue
            return day, match.start(), match.end()
    return None


def day_of(text: str) -> dt.date | None:
    """The day of a date as metadata gives it: ISO 8601 as a rule."""
    text = text.strip()
    found = find_day(text)
    return date_of(text) or (found[0] if found else None)


def iso_day(text: str) -> dt.date | None:
    """The day of a time as machines write it (ISO 8601); None for anything else."""
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _month(word: str) -> int:
    """1 to 12; 0 for no month."""
    if word.isdecimal():
        return int(word)
    return _months().get(word.lower().rstrip("."), 0)


def is_weekday(word: str) -> bool:
    """Whether a text is the name of a day of the week."""
    return word.strip(" ,.").lower() in _weekdays()


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    from babel import Locale  # noqa: PLC0415 - only imports of pages need these tables

    return frozenset(
        str(name).lower().rstrip(".")
        for language in LANGUAGES
        for names in Locale(language).days["format"].values()
        for name in names.values()
        if len(str(name)) > 2
    )


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from babel import Locale  # noqa: PLC0415 - only imports of pages need these tables

    found: dict[str, int] = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(str(name).lower().rstrip("."), number)
    return found
