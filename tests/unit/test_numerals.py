"""Numbers in the digits and letters of languages."""

from __future__ import annotations

import pytest
from babel import Locale, localedata
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from seriesbook import numerals
from seriesbook.numerals import front_number, in_digits, part_number, roman


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (1994, "mcmxciv")],
)
def test_roman(number: int, text: str) -> None:
    assert roman(number) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "p. 120"), ("ar", "p. ١٢٠"), ("ar-EG", "p. ١٢٠"), ("ar-MA", "p. 120"),
        ("fa", "p. ۱۲۰"), ("fa-IR", "p. ۱۲۰"), ("ur", "p. 120"), ("he", "p. 120"),
        ("hi", "p. 120"), ("mr", "p. १२०"), ("bn", "p. ১২০"), ("zh-Hant", "p. 120"),
        ("tlh", "p. 120"), ("", "p. 120"),
    ],
)  # fmt: skip
def test_digits_are_those_of_cldr(language: str, text: str) -> None:
    assert in_digits("p. 120", language) == text


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", 4, "iv"), ("ar", 1, "ا"), ("ar", 4, "د"), ("ar", 5, "هـ"), ("fa", 11, "يا"),
        ("ar-MA", 4, "iv"), ("he", 4, "ד"), ("he", 15, "טו"), ("he", 16, "טז"), ("he", 27, "כז"),
        ("he", 116, "קטז"),
    ],
)  # fmt: skip
def test_front_matter(language: str, number: int, text: str) -> None:
    assert front_number(number, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "III"), ("el", "III"), ("ar", "٣"), ("he", "ג"), ("ja", "3"), ("zh-Hant", "3")],
)
def test_parts(language: str, text: str) -> None:
    assert part_number(3, language) == text


@given(st.integers(1, 2500), st.sampled_from(["ar", "fa", "he"]))
def test_every_page_of_front_matter_has_a_number_of_its_own(number: int, language: str) -> None:
    assert front_number(number, language) != front_number(number + 1, language)


def test_languages_with_digits_of_their_own_are_those_of_cldr() -> None:
    known = numerals._LANGUAGES
    found = set()
    for tag in localedata.locale_identifiers():
        language = tag.partition("_")[0]
        system = Locale.parse(tag).default_numbering_system
        if system in numerals._ZEROS:
            found.add(language)
    assert found <= known
    assert known - found <= {"und"} | {
        tag.partition("_")[0] for tag in get_global("likely_subtags")
    }
