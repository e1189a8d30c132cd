from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seriesbook.balance import balanced_breaks
from tiny import breaks_of


def lines(words: str, width: float) -> list[str]:
    breaks = breaks_of(words)
    text, begin, found = " ".join(words.split()), 0, []
    for index in balanced_breaks(breaks, width):
        found.append(text[begin : breaks.offsets[index]].strip())
        begin = breaks.offsets[index]
    return found


def test_lines_are_about_equally_long() -> None:
    assert lines("a title that is in no hurry to end", 30) == [
        "a title that is in",
        "no hurry to end",
    ]
    assert lines("aaaa bb cc dd", 11) == ["aaaa bb", "cc dd"]


def test_one_line_and_a_text_are_left_alone() -> None:
    assert lines("a short title", 30) == []
    assert lines("word " * 60, 12) == []
    assert lines("a verylongword indeed", 5) == []


@given(st.lists(st.integers(1, 9), min_size=2, max_size=14), st.integers(9, 40))
def test_no_line_more_and_none_too_long(sizes: list[int], width: int) -> None:
    words = " ".join("a" * size for size in sizes)
    made = lines(words, width)
    if not made:
        return
    greedy, room = 1, width
    for size in sizes:
        if size > room:
            greedy, room = greedy + 1, width
        room -= size + 1
    assert len(made) == greedy
    assert max(map(len, made)) <= width
    assert " ".join(made) == words
