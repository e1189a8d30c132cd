from __future__ import annotations

from dataclasses import replace

import pytest

from seriesbook.model import Trim
from seriesbook.printers import Made, check, printer
from seriesbook.problems import Where

BOOK = Made(Trim(432, 648), 200, inside=54, outside=45, bleed=0, marks=False)
HERE = Where("series.toml", 3)


def codes(name: str, **changes: object) -> list[str]:
    book = replace(BOOK, **changes)  # type: ignore[arg-type]
    return [f"{p.severity} {p.code}" for p in check(printer(name), book, HERE)]


@pytest.mark.parametrize(
    ("pages", "inches"),
    [(24, 0.375), (150, 0.375), (151, 0.5), (301, 0.625), (517, 0.75), (900, 0.875)],
)
def test_least_inside_margin(pages: int, inches: float) -> None:
    assert printer("kdp").least_inside(pages) == printer("").least_inside(pages) == inches * 72


def test_a_good_book() -> None:
    assert codes("") == codes("kdp") == []
    assert codes("ingram") == []
    assert codes("lulu", inside=72) == ["hint printer-doubt"]


def test_margins() -> None:
    assert codes("kdp", inside=30) == codes("", inside=30) == ["warning margin-narrow"]
    assert codes("kdp", outside=15) == codes("", outside=30) == ["warning margin-narrow"]
    assert codes("kdp", outside=20, bleed=9) == ["warning margin-narrow"]


def test_trims() -> None:
    (problem,) = check(printer("kdp"), replace(BOOK, trim=Trim(420, 595)), HERE)
    assert str(problem) == (
        "series.toml:3: warning[printer-trim]: KDP has no trim of 5.833 x 8.264 in."
        " The nearest is 5.5 x 8.5 in."
    )
    assert codes("lulu", inside=72, trim=Trim(419.528, 595.276)) == ["hint printer-doubt"]
    assert codes("", trim=Trim(300, 500)) == []


def test_pages() -> None:
    assert codes("kdp", pages=20) == ["warning printer-pages"]
    (problem,) = check(printer("kdp"), replace(BOOK, pages=800, inside=72), HERE)
    assert "cream paper (776), standard colour (600)" in problem.message
    assert "lower limits" in problem.message


def test_marks() -> None:
    assert codes("kdp", marks=True) == ["warning printer-marks"]
    assert codes("", marks=True) == []


@pytest.mark.parametrize("name", ["kdp", "ingram", "lulu"])
def test_every_file_says_where_it_is_from(name: str) -> None:
    press = printer(name)
    assert press.source
    assert press.date.startswith("20")
    assert press.multiple % 2 == 0
    assert [pages for pages, _ in press.inside] == sorted(pages for pages, _ in press.inside)
    assert len(press.trims) == len(set(press.trims)) > 9
