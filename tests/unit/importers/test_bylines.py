from __future__ import annotations

import datetime as dt

import pytest

from seriesbook.importers.bylines import Byline, is_name, read_byline, says_origin, tidy_name

ADA = ("Ada Tern",)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("By Ada Tern", Byline(ADA)),
        ("by Ada Tern and Bert Mole | March 3, 2020",
         Byline(("Ada Tern", "Bert Mole"), dt.date(2020, 3, 3))),
        ("By ADA TERN, staff writer", Byline(ADA)),
        ("Von Jürgen Öhler · 3. März 2020 · 4 Min. Lesezeit",
         Byline(("Jürgen Öhler",), dt.date(2020, 3, 3))),
        ("Par Élise Morand, le 13 janvier 2018",
         Byline(("Élise Morand",), dt.date(2018, 1, 13))),
        ("Por Juan de la Cruz", Byline(("Juan de la Cruz",))),
        ("Автор: Лев Толстой", Byline(("Лев Толстой",))),
        ("Posted on January 5, 2021 by Ada Tern", Byline(ADA, dt.date(2021, 1, 5))),
        ("Ada Tern · Jan 5, 2021 · 5 min read", Byline(ADA, dt.date(2021, 1, 5))),
        ("January 9, 2018 · 6 min read", Byline((), dt.date(2018, 1, 9))),
        ("Published in Slow Notes | 5 min read | Sep 1, 2020", Byline((), dt.date(2020, 9, 1))),
        ("Last updated 4 June 1998", Byline((), dt.date(1998, 6, 4), updated=True)),
        ("Posted on Tuesday 15 October 2019 at 09:11 by Ada Tern.",
         Byline(ADA, dt.date(2019, 10, 15))),
        ("by Ada Tern | Oct 12, 2022 | Essays | 3 comments", Byline(ADA, dt.date(2022, 10, 12))),
        ("Tuesday, May 3, 2011", Byline((), dt.date(2011, 5, 3))),
        ("Published: 12.03.2019", Byline((), dt.date(2019, 3, 12))),
    ],
)  # fmt: skip
def test_bylines_and_datelines(line: str, read: Byline) -> None:
    assert read_byline(line) == read


@pytest.mark.parametrize(
    "line",
    [
        "By the river I sat down", "By Morning", "5 min read", "", "Ada Tern",
        "On 3 March 2020 the ferry stopped", "In March 2020 we went home.", "By and by",
        "By Ada Tern we mean the woman who kept the tide tables of the harbour for eleven years, "
        "and not her aunt, who had the same name and kept nothing at all",
    ],
)  # fmt: skip
def test_lines_that_are_none(line: str) -> None:
    assert read_byline(line) is None


def test_a_known_name_alone_is_a_byline() -> None:
    assert read_byline("ADA TERN", ADA) == Byline(ADA)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Ada Tern", True), ("Juan de la Cruz", True), ("J. R. Øst", True), ("the ferry", False),
     ("What the Clerk Said and Why", False), ("", False), ("Ada", True), ("x", False)],
)  # fmt: skip
def test_names(text: str, name: bool) -> None:
    assert is_name(text) is name


def test_names_in_capitals_are_spelled_as_the_text_spells_them() -> None:
    assert tidy_name("ADA MCTERN") == "Ada Mctern"
    assert tidy_name("ADA MCTERN", "Ada McTern writes about tides.") == "Ada McTern"
    assert tidy_name(" Ada  Tern,") == "Ada Tern"


def test_where_a_text_appeared_first() -> None:
    assert says_origin("This essay was originally published in The Harbour Notebook.")
    assert not says_origin("This essay was written in the harbour.")
