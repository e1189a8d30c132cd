"""The order of essays: the manifest's, else their numbers', else their dates', else their names'.

Essays come in natural order of their paths; every sort here is stable, so that this order
decides where nothing else does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome, Problem
from seriesbook.slugs import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seriesbook.model import Section, Series

Key = tuple[int, float, str]

_ROMAN = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_ROMAN_FORM = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)
_ARABIC = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*([A-Za-z]?)")
_NUMBERED, _DATED, _PLAIN = range(3)


def order_essays(series: Series, essays: Iterable[Section]) -> Outcome[tuple[Section, ...]]:
    """Put essays into reading order.

    `series.order` decides, else the order of the parts, else numbers. An essay that is not
    listed (config has warned of it) comes after those that are. Warns of an essay that `order`
    names and no part does, and of two essays that claim one number.
    """
    natural = tuple(sorted(essays, key=sort_key))
    in_parts = {path for part in series.parts for path in part.essays}
    listed = series.order or tuple(path for part in series.parts for path in part.essays)
    if not listed:
        return Outcome(natural, tuple(_same_numbers(natural)))
    place = {path: index for index, path in reversed(list(enumerate(listed)))}
    ordered = sorted(natural, key=lambda essay: place.get(essay.where.path, len(listed)))
    lost = [e for e in ordered if in_parts and e.where.path in place.keys() - in_parts]
    return Outcome(tuple(ordered), tuple(map(_unparted, lost)))


def sort_key(essay: Section) -> Key:
    """Key of an essay that nobody has put in order: by number, else by date."""
    number = number_in(essay.number)
    if number:
        return (_NUMBERED, *number)
    from_name = number_of(essay.where.path)
    if from_name is not None:
        return (_NUMBERED, float(from_name), "")
    if essay.date:
        return (_DATED, float(essay.date.toordinal()), "")
    return (_PLAIN, 0.0, "")


def number_in(text: str) -> tuple[float, str] | None:
    """Value of a number as authors write it (`3`, `III`, `2a`, `1.5`); None if it is none."""
    text = text.strip().rstrip(".")
    match = _ARABIC.fullmatch(text)
    if match:
        return float(match[1]), match[2].lower()
    if text and _ROMAN_FORM.fullmatch(text):
        return float(_roman_value(text.upper())), ""
    return None


def _roman_value(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _unparted(essay: Section) -> Problem:
    return Problem(
        essay.where,
        "essay-unparted",
        "this essay belongs to no part.",
        "Add it to the `essays` of a part in series.toml.",
        "warning",
    )


def _same_numbers(essays: tuple[Section, ...]) -> Iterator[Problem]:
    """Warn of essays that claim one number: their order is chance."""
    owner: dict[tuple[float, str], Section] = {}
    for essay in essays:
        number = number_in(essay.number)
        if number is None:
            continue
        other = owner.setdefault(number, essay)
        if other is not essay:
            yield Problem(
                essay.where,
                "number-duplicate",
                f"{other.where.path} has the number {essay.number} too.",
                "Give each essay a number of its own, or list them under `order`.",
                "warning",
            )
