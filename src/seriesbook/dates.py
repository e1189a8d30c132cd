"""Dates as authors write them in the heads of essays."""

from __future__ import annotations

import datetime as dt
import re

_NUMBERS = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T ])")
_PARTIAL = re.compile(r"\d{4}(?:[-/.]\d{1,2})?|[A-Za-z]{3,9}\.? \d{4}")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>[A-Za-z]{3})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WORDS = (
    re.compile(rf"(?:[A-Za-z]{{3,9}}, )?{_MONTH} {_DAY},? (?P<year>\d{{4}})"),
    re.compile(rf"(?:[A-Za-z]{{3,9}}, )?{_DAY} {_MONTH},? (?P<year>\d{{4}})"),
)


def date_of(text: str) -> dt.date | None:
    """The day that a text means; None if it means none, or leaves the day open.

    `2024-02-29`, with or without a time; `2024/2/29`; in English, `29 February 2024` and
    `Feb. 29, 2024`. `03/05/2024` is two days, and so none.
    """
    text = text.strip()
    match = _NUMBERS.match(text)
    if match:
        return _day(*map(int, match.groups()))
    for pattern in _WORDS:
        words = pattern.fullmatch(text)
        if words and words["month"].lower() in _MONTHS:
            month = _MONTHS.index(words["month"].lower()) + 1
            return _day(int(words["year"]), month, int(words["day"]))
    return None


def is_partial(text: str) -> bool:
    """Whether a text means a year or a month rather than a day."""
    return bool(_PARTIAL.fullmatch(text.strip()))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
