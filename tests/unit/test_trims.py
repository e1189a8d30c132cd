from __future__ import annotations

import pytest

from seriesbook.model import Trim
from seriesbook.trims import parse_trim, trim_names


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("6x9in", 432, 648), ("6 × 9 in", 432, 648), ("6x9", 432, 648), ('6"x9"', 432, 648),
        ("5.5x8.5in", 396, 612), ("148x210mm", 419.528, 595.276), ("A5", 419.528, 595.276),
        ("14.8x21cm", 419.528, 595.276), ("432x648pt", 432, 648), ("us trade", 432, 648),
    ],
)  # fmt: skip
def test_sizes(text: str, width: float, height: float) -> None:
    assert parse_trim(text) == Trim(width, height)


@pytest.mark.parametrize("text", ["", "x", "6x9 feet", "6x", "1x1in", "600x900in", "1.2.3x4in"])
def test_what_is_no_page_of_a_book(text: str) -> None:
    assert parse_trim(text) is None


def test_every_name_is_a_size() -> None:
    assert all(parse_trim(name) for name in trim_names())
