"""Stretches between blanks that hold a sign."""

from __future__ import annotations

import re

import pytest

from seriesbook.readers.stretches import stretches

MARK = re.compile("'|--")
STOP = re.compile("[.5][ \n]")


def found(text: str, sign: re.Pattern[str]) -> list[str]:
    return [text[begin:end] for begin, end in stretches(text, sign)]


@pytest.mark.parametrize(
    ("text", "sign", "wanted"),
    [
        ("", MARK, []),
        ("no sign at all", MARK, []),
        ("'tis", MARK, ["'tis"]),
        ("it's 'so'\nand--so", MARK, ["it's", "'so'", "and--so"]),
        ("p. 5 km. And", STOP, ["p. 5", "5 km.", "km. And"]),
        ("at an end. ", STOP, ["end. "]),
        ("two.\nlines", STOP, ["two.\nlines"]),
    ],
)
def test_a_stretch_is_what_stands_between_blanks(
    text: str, sign: re.Pattern[str], wanted: list[str]
) -> None:
    assert found(text, sign) == wanted
