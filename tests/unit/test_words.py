"""Names, dates, sentences."""

from __future__ import annotations

from datetime import date

import pytest
from markupsafe import Markup

from seriesbook.model import License, Person
from seriesbook.words import (
    credits_of,
    direction_of,
    fill,
    license_label,
    license_mark,
    license_signs,
    long_date,
    names_of,
    persons,
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-GB", "1 March 2026"),
        ("en-US", "March 1, 2026"),
        ("de", "1. März 2026"),
        ("fr", "1 mars 2026"),
        ("ru", "1 марта 2026\u202fг."),
        ("tlh", "March 1, 2026"),
    ],
)
def test_long_date(language: str, text: str) -> None:
    assert long_date(date(2026, 3, 1), language) == text


@pytest.mark.parametrize(
    ("identifier", "mark"),
    [
        ("CC-BY-NC-4.0", "CC BY-NC 4.0"), ("CC-BY-SA-3.0-DE", "CC BY-SA 3.0"),
        ("CC0-1.0", "CC0 1.0"), ("CC-PDM-1.0", ""), ("MIT", ""), ("all-rights-reserved", ""),
    ],
)  # fmt: skip
def test_license_mark(identifier: str, mark: str) -> None:
    assert license_mark(License(identifier, "")) == mark


@pytest.mark.parametrize(
    ("identifier", "signs"),
    [
        ("CC-BY-NC-4.0", ("cc", "by", "nc")), ("CC-BY-SA-3.0-DE", ("cc", "by", "sa")),
        ("CC-BY-ND-2.5", ("cc", "by", "nd")), ("CC0-1.0", ("cc", "zero")),
        ("CC-PDM-1.0", ("pd",)), ("MIT", ()), ("all-rights-reserved", ()),
    ],
)  # fmt: skip
def test_license_signs(identifier: str, signs: tuple[str, ...]) -> None:
    assert license_signs(License(identifier, "")) == signs


def test_persons() -> None:
    assert persons(["A", "B", "C"], "en-GB") == "A, B and C"
    assert persons(["A", "B"], "de") == "A und B"
    assert persons(["A", "B"], "he") == "A ו-B"
    assert persons(["אבא", "וולף"], "he") == "אבא ווולף"


def test_authors_are_told_from_others() -> None:
    people = (
        Person("A", "A"),
        Person("T", "T", "translator"),
        Person("B", "B"),
        Person("U", "U", "translator"),
    )
    assert names_of(people) == ("A", "B")
    assert credits_of(people) == (("translator", ("T", "U")),)


def test_values_are_escaped_and_markup_is_not() -> None:
    text = fill("<{name}> {url}", {"name": "A & B", "url": Markup("<a>x</a>")})
    assert text == "&lt;A &amp; B&gt; <a>x</a>"


@pytest.mark.parametrize(
    ("license", "series", "essay"),
    [
        (License("CC-BY-4.0", "BY", "https://x"), "license-sentence", "essay-license"),
        (License("MIT", "MIT"), "license-sentence-no-address", "essay-license-no-address"),
        (License("CC0-1.0", "Zero", "https://x"), "cc0", "essay-cc0"),
        (License("CC-PDM-1.0", "Mark", "https://x"), "public-domain", "essay-public-domain"),
        (License("all-rights-reserved", "x"), "all-rights-reserved", "essay-all-rights-reserved"),
        (License("custom", "Mine", text="As you like."), "", "essay-license-own"),
    ],
)
def test_license_label(license: License, series: str, essay: str) -> None:
    assert license_label(license) == series
    assert license_label(license, essay=True) == essay


def test_direction() -> None:
    assert direction_of("ar") == "rtl"
    assert direction_of("en-GB") == "ltr"
