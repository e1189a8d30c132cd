from __future__ import annotations

import datetime as dt

import pytest

from seriesbook.importers.days import day_of, find_day


@pytest.mark.parametrize(
    "text",
    [
        "March 3, 2020", "3 March 2020", "Mar. 3rd, 2020", "3. März 2020", "le 3 mars 2020",
        "3 de marzo de 2020", "3 marzo 2020", "3 de março de 2020", "3 maart 2020",
        "3 марта 2020", "2020-03-03", "2020/3/3", "3.3.2020", "2020年3月3日",
        "2020-03-03T09:30:00+00:00",
    ],
)  # fmt: skip
def test_days(text: str) -> None:
    assert day_of(text) == dt.date(2020, 3, 3)


@pytest.mark.parametrize(
    "text", ["", "03/05/2020", "March 2020", "31 February 2020", "3 Salt 2020"]
)
def test_what_is_no_day(text: str) -> None:
    assert find_day(text) is None


def test_the_place_of_a_day() -> None:
    text = "On 3 March 2020 it rained."
    found = find_day(text)
    assert found is not None
    assert text[found[1] : found[2]] == "3 March 2020"
