from __future__ import annotations

from datetime import date

import pytest

from seriesbook.dates import date_of, is_partial


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-29", "2024/2/29", "2024-02-29T10:11:12-04:00", "2024-02-29 10:11",
        "29 February 2024", "Feb. 29, 2024", "February 29th 2024", "Thursday, 29 Feb 2024",
    ],
)  # fmt: skip
def test_a_day_in_the_ways_that_authors_write_it(text: str) -> None:
    assert date_of(text) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2024-02-30", "2024-02-291", "03/05/2024", "31 June 2024", "2024",
        "29 Foo 2024",
    ],
)  # fmt: skip
def test_what_is_no_one_day_is_none(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("text", "partial"),
    [("1787", True), ("1787-10", True), ("Oct. 1787", True), ("1787-10-27", False), ("x", False)],
)
def test_a_year_or_a_month_is_told_from_nonsense(text: str, partial: bool) -> None:
    assert is_partial(text) is partial
