from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook import linebreaks
from seriesbook.linebreaks import FULLNESS, MOST_HYPHENS, Measure, best_breaks, cost_of
from tiny import breaks_of


def lines(words: str, width: float, **how: bool) -> list[str]:
    breaks = breaks_of(words)
    text = " ".join(words.replace("|", "").split()) + " "
    begin, found = 0, []
    for index in best_breaks(breaks, Measure(width, 1, 2), **how):
        end = breaks.offsets[index]
        found.append(text[begin:end].strip() + "-" * breaks.hyphens[index])
        begin = end
    return found


def test_a_line_is_left_short_so_that_the_next_is_not_worse() -> None:
    assert lines("aa bb cc dd eeeeeee ff gg hh ii", 11) == [
        "aa bb cc dd",
        "eeeeeee ff",
        "gg hh ii",
    ]


def test_a_hyphen_where_spaces_would_gape() -> None:
    assert lines("a bb cccccc|ccccc dd", 12) == ["a bb cccccc-", "ccccc dd"]


def test_no_hyphen_at_the_end_of_the_first_line_where_that_is_asked() -> None:
    assert lines("a bb cc ddd|ddd ee fff", 12) == ["a bb cc ddd-", "ddd ee fff"]
    assert lines("a bb cc ddd|ddd ee fff", 12, no_hyphen=True) == ["a bb cc", "dddddd ee", "fff"]


def test_what_fits_no_line_has_no_way() -> None:
    assert best_breaks(breaks_of("aaaaaaaaaaaa bb"), Measure(6, 1, 2)) == ()


words = st.lists(st.text("a", min_size=1, max_size=7), min_size=2, max_size=9)


@given(words, st.integers(7, 16))
def test_no_other_way_of_lines_that_are_full_enough_is_better(
    texts: list[str], width: int
) -> None:
    breaks = breaks_of(" ".join(f"{t[:3]}|{t[3:]}" if len(t) > 5 else t for t in texts))
    measure = Measure(width, 1, 2)
    found = best_breaks(breaks, measure)

    def price(way: tuple[int, ...], fullness: float) -> float:
        total, run = 0.0, 0
        for begin, end in zip((0, *way), way, strict=False):
            length = breaks.ends[end] - breaks.starts[begin]
            if length > width or (length < fullness * width and end != way[-1]):
                return float("inf")
            total += cost_of(breaks, begin, end, measure)
            total += 20_000.0 * run if breaks.hyphens[end] else 0
            run = run + 1 if breaks.hyphens[end] else 0
            if run > MOST_HYPHENS:
                return float("inf")
        return total

    inner = range(1, len(breaks) - 1)
    ways = [(*way, len(breaks) - 1) for size in range(len(inner) + 1)
            for way in combinations(inner, size)]  # fmt: skip
    for fullness in FULLNESS:
        cheapest = min(price(way, fullness) for way in ways)
        if cheapest < float("inf"):
            assert price(found, fullness) == pytest.approx(cheapest)
            return
    assert not found


@given(st.lists(st.integers(1, 12), min_size=1, max_size=60), st.integers(12, 40))
def test_lines_follow_each_other_and_fit(sizes: list[int], width: int) -> None:
    breaks = breaks_of(
        " ".join("a" * 3 + "|" + "b" * (n - 3) if n > 6 else "a" * n for n in sizes)
    )
    found = best_breaks(breaks, Measure(width, 1, 2))
    assert list(found) == sorted(set(found))
    run = 0
    for begin, end in zip((0, *found), found, strict=False):
        assert breaks.ends[end] - breaks.starts[begin] <= width + 1e-6
        run = run + 1 if breaks.hyphens[end] else 0
        assert run <= MOST_HYPHENS


def test_a_very_long_paragraph_is_planned_some_pages_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linebreaks, "FAR", 60)
    breaks, measure = breaks_of("aa bbbb c dd ee ff " * 40), Measure(12, 1, 2)
    first = best_breaks(breaks, measure)
    assert 0 < first[-1] <= 60
    found = list(first)
    while found[-1] < len(breaks) - 1:
        found += best_breaks(breaks, measure, found[-1])
    lengths = [
        breaks.ends[end] - breaks.starts[begin]
        for begin, end in zip((0, *found), found, strict=False)
    ]
    assert max(lengths) <= 12
    assert min(lengths[:-1]) >= FULLNESS[1] * 12
