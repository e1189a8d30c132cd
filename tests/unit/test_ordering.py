from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.model import Part
from seriesbook.numerals import roman
from seriesbook.ordering import number_in, order_essays
from tiny import SERIES, essay, said

A, B, C = (essay(f"essays/{name}.md") for name in "abc")


def paths(*args: object) -> list[str]:
    return [e.where.path for e in order_essays(*args).value]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", (3.0, "")),
        ("2a", (2.0, "a")),
        ("1.5", (1.5, "")),
        ("XIV.", (14.0, "")),
        ("iv", (4.0, "")),
        ("IIII", None),
        ("first", None),
        ("", None),
    ],
)
def test_numbers_as_authors_write_them(text: str, value: tuple[float, str] | None) -> None:
    assert number_in(text) == value


@given(st.integers(1, 3999))
def test_roman_numerals_mean_what_they_say(number: int) -> None:
    assert number_in(roman(number)) == (float(number), "")


def test_front_matter_number_beats_the_file_s() -> None:
    first = replace(essay("essays/09-z.md"), number="I")
    assert paths(SERIES, (essay("essays/02-a.md"), first)) == ["essays/09-z.md", "essays/02-a.md"]


def test_numbered_then_dated_then_the_rest_by_name() -> None:
    late, early = (replace(e, date=date(2020, 1, d)) for e, d in ((A, 9), (B, 2)))
    numbered = replace(C, number="7")
    plain = essay("essays/aa.md")
    ordered = order_essays(SERIES, (late, plain, early, numbered)).value
    assert ordered == (numbered, early, late, plain)


def test_a_date_in_a_name_is_no_number() -> None:
    files = ["essays/2019-05-01-x.md", "essays/3-y.md"]
    assert paths(SERIES, tuple(map(essay, files))) == files[::-1]


def test_an_order_decides_and_what_it_omits_comes_last() -> None:
    series = replace(SERIES, order=("essays/c.md", "essays/a.md"))
    assert paths(series, (A, B, C)) == ["essays/c.md", "essays/a.md", "essays/b.md"]


def test_parts_give_the_order_and_an_order_may_change_it() -> None:
    parts = (Part("One", "one", ("essays/c.md",)), Part("Two", "two", ("essays/a.md",)))
    series = replace(SERIES, parts=parts)
    assert paths(series, (A, C)) == ["essays/c.md", "essays/a.md"]
    series = replace(series, order=("essays/a.md", "essays/c.md", "essays/b.md"))
    outcome = order_essays(series, (A, B, C))
    assert [e.where.path for e in outcome.value] == ["essays/a.md", "essays/c.md", "essays/b.md"]
    assert said(outcome.problems) == ["essays/b.md:warning:essay-unparted"]


def test_two_essays_of_one_number() -> None:
    outcome = order_essays(SERIES, (replace(A, number="2"), replace(B, number="II")))
    assert said(outcome.problems) == ["essays/b.md:warning:number-duplicate"]
