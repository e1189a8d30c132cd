from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seriesbook.roles import ROLES
from seriesbook.writers.pdf.pagination import (
    Binding,
    LabelRange,
    Span,
    label_ranges,
    paginate,
    positions,
    with_heads,
)


def shown(*spans: Span) -> list[str]:
    return [f"{side.name or '-'} {side.folio} {side.kind}" for side in paginate(spans)]


def test_a_whole_book() -> None:
    assert shown(
        Span("half-title", "half-title", 1),
        Span("title", "title-page", 1),
        Span("copyright", "copyright-page", 1),
        Span("preface", "preface", 2),
        Span("part", "part", 1),
        Span("tide", "essay", 2),
        Span("ebb", "essay", 1),
        Span("colophon", "colophon", 1),
    ) == [
        "half-title i display",
        "- ii blank",
        "title iii display",
        "copyright iv display",
        "preface v opening",
        "preface vi verso",
        "part 1 display",
        "- 2 blank",
        "tide 3 opening",
        "tide 4 verso",
        "ebb 5 opening",
        "colophon 6 display",
    ]


def test_text_starts_on_a_recto_and_the_book_ends_on_a_verso() -> None:
    assert shown(Span("preface", "preface", 1), Span("tide", "essay", 1)) == [
        "preface i opening",
        "- ii blank",
        "tide 1 opening",
        "- 2 blank",
    ]


def test_a_book_without_front_matter_counts_from_1() -> None:
    sides = paginate([Span("tide", "essay", 3)])
    assert [side.folio for side in sides] == ["1", "2", "3", "4"]
    assert label_ranges(sides) == (LabelRange(0, "D"),)


def test_a_printer_may_want_a_multiple_and_an_empty_last_page() -> None:
    spans = [Span("tide", "essay", 4)]
    assert len(paginate(spans)) == 4
    assert len(paginate(spans, Binding(multiple=8))) == 8
    ends = paginate(spans, Binding(last_blank=True))
    assert [side.kind for side in ends[3:]] == ["verso", "blank", "blank"]


def test_a_thrifty_theme_opens_sections_on_the_next_page() -> None:
    spans = [Span("title", "title-page", 1), Span("tide", "essay", 1), Span("ebb", "essay", 2)]
    sides = paginate(spans, Binding(openings="next"))
    assert [side.name for side in sides] == ["title", "", "tide", "ebb", "ebb", ""]


def test_a_page_that_a_picture_fills_shows_neither_head_nor_folio() -> None:
    span = Span("tide", "essay", 3, "Series", "Tide", bare=frozenset({1}))
    assert [(side.kind, side.head) for side in paginate([span])][:3] == [
        ("opening", ""),
        ("display", ""),
        ("recto", "Tide"),
    ]


def test_heads_by_side() -> None:
    sides = paginate([Span("tide", "essay", 3, "Series", "Tide")])
    assert [side.head for side in sides] == ["", "Series", "Tide", ""]
    changed = with_heads(sides, {0: "x", 1: "y", 3: "z"})
    assert [side.head for side in changed] == ["", "y", "Tide", ""]


def test_labels_change_where_the_text_starts() -> None:
    sides = paginate([Span("preface", "preface", 3), Span("tide", "essay", 1)])
    assert label_ranges(sides) == (LabelRange(0, "r"), LabelRange(4, "D"))


@given(st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.integers(1, 5)), max_size=12))
def test_every_page_has_one_place(parts: list[tuple[str, int]]) -> None:
    order = {"front": 0, "body": 1, "back": 2}
    parts.sort(key=lambda part: order[ROLES[part[0]].matter])
    spans = [Span(f"s{n}", role, pages) for n, (role, pages) in enumerate(parts)]
    sides = paginate(spans)
    assert len(sides) % 2 == 0
    places = positions(sides)
    assert len(places) == sum(span.pages for span in spans)
    assert list(places.values()) == sorted(places.values())
    for span in spans:
        parity = {"recto": 0, "verso": 1}.get(ROLES[span.role].opening)
        if parity is not None:
            assert places[span.name, 0] % 2 == parity or ROLES[span.role].matter == "body"
    for n, side in enumerate(sides):
        assert side.number % 2 != n % 2 or not any(s.style == "D" for s in sides) or side
        assert (side.number - 1) % 2 == n % 2
