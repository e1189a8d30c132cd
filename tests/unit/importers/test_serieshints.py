from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.importers.model import Post, SeriesHint
from seriesbook.importers.serieshints import take_series, title_of

LONG = (
    "<p>The harbour keeps two books, one for the ships and one for the water under them, and the "
    "second is the longer of the two by several hundred pages, which nobody has read.</p>"
)


def taken(html: str, title: str = "Salt", series: SeriesHint | None = None) -> tuple[Post, str]:
    root = xhtml.parse(html)
    post = take_series(Post("k", "essay", title, "", series=series), root)
    return post, xhtml.serialise(root)


def test_a_note_at_the_head_is_read_and_taken_out() -> None:
    post, html = taken(f"<p>This is the second part in a 3-part series on bread.</p>{LONG}")
    assert post.series == SeriesHint("Bread", 2, 3)
    assert html == LONG
    assert [(f.kind, f.what) for f in post.findings] == [("taken", "note about the series")]


def test_a_note_in_the_midst_is_left_alone() -> None:
    middle = "<p>This is the second part in a 3-part series on bread.</p>"
    html = LONG * 20 + middle + LONG * 20
    post, left = taken(html)
    assert post.series is None
    assert left == html


def test_a_mention_is_no_note() -> None:
    html = f"<p>In the first article of this series I gave the reason, which was salt.</p>{LONG}"
    assert taken(html) == (Post("k", "essay", "Salt", ""), html)


def test_a_sentence_that_opens_what_follows_is_read_and_stays() -> None:
    html = f"{LONG}<p>This post concludes our four-part series on bread. A recap:</p>{LONG}"
    post, left = taken(html)
    assert post.series == SeriesHint("Bread", 4, 4)
    assert left == html


def test_a_list_of_linked_parts() -> None:
    html = (
        f"{LONG}<h3>In this series:</h3><ul><li><a href='/1'>Part 1: Flour</a></li>"
        "<li>Part 2: Salt (this post)</li><li><a href='/3'>Part 3: Yeast</a></li></ul>"
    )
    post, left = taken(html)
    parts = (("Flour", "/1"), ("Salt", ""), ("Yeast", "/3"))
    assert post.series == SeriesHint("", 2, 3, parts)
    assert left == LONG


def test_a_list_of_bare_lines() -> None:
    html = (
        f"{LONG}<p>This is the second part in a 3-part series on bread.</p>"
        "<p>Here is the list of articles, and I hope that they will be of use!</p>"
        "<p>Flour and what it remembers</p><p>Salt, which does nothing</p><p>Yeast</p>"
    )
    post, left = taken(html, "Salt which does nothing")
    assert post.series == SeriesHint(
        "Bread", 2, 3,
        (("Flour and what it remembers", ""), ("Salt which does nothing", ""), ("Yeast", "")),
    )  # fmt: skip
    assert left == LONG


def test_lines_parted_by_breaks() -> None:
    html = (
        f"<p>The series so far:<br/><a href='/1'>1. Flour</a><br/>2. Salt<br/>"
        f"<a href='/3'>3. Yeast</a></p>{LONG}"
    )
    post, left = taken(html)
    assert post.series is not None
    assert post.series.number == 2
    assert left in (LONG, html)


@pytest.mark.parametrize(
    "html",
    [
        '<p>Here are the books that I used:</p><ul><li><a href="/a">Flour</a></li>'
        '<li><a href="/b">Water</a></li></ul>',
        "<ul><li>Flour</li><li>Water</li><li>Time</li></ul>",
        "<p>Flour</p><p>Water</p><p>Time</p>",
    ],
)
def test_other_lists_stay(html: str) -> None:
    post, left = taken(LONG + html)
    assert post.series is None
    assert left == LONG + html


@pytest.mark.parametrize(
    "line",
    [
        "<p>Previous: <a href='/1'>Flour</a></p>",
        "<p><a href='/3'>Yeast →</a></p>",
        "<p>Next: Yeast</p>",
        "<p>Weiter: <a href='/3'>Hefe</a></p>",
    ],
)
def test_links_to_the_parts_before_and_after_go(line: str) -> None:
    assert taken(LONG + line)[1] == LONG


@pytest.mark.parametrize(
    "line",
    [
        "<p>To be continued …</p>",
        "<p><em>Next week: the third part, on sails.</em></p>",
        "<p>Fortsetzung folgt</p>",
        "<p>À suivre…</p>",
        "<p>La próxima semana: la tercera parte</p>",
    ],
)
def test_last_lines_about_the_next_part_go(line: str) -> None:
    post, html = taken(LONG + line)
    assert html == LONG
    assert len(post.findings) == 1
    middle = LONG + line + LONG * 6
    assert taken(middle)[1] == middle


@pytest.mark.parametrize(
    ("line", "number", "total"),
    [
        ("<p>(3/7)</p>", 3, 7),
        ("<p>Part two</p>", 2, None),
        ("<p>Part II</p>", 2, None),
        ("<p>Deuxième partie</p>", 2, None),
        ("<p>Dritter Teil</p>", 3, None),
        ("<p>Épisode 2/5 – Les bateaux</p>", 2, 5),
        ("<p><em>Read <a href='/1'>Part 1</a> here. This is part two.</em></p>", 2, None),
        ("<p>[This is the first of three posts. The second is <a href='/2'>here</a>.]</p>", 1, 3),
    ],
)
def test_short_forms_of_a_place(line: str, number: int, total: int | None) -> None:
    post, html = taken(line + LONG)
    assert post.series is not None
    assert (post.series.number, post.series.total) == (number, total)
    assert html == LONG


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Part One</p>{LONG}<p>Part Two</p>{LONG}",
        f"<h2>Part One</h2>{LONG}",
        f"<p>(7/3)</p>{LONG}",
        f"<p>In the first part of his life he read a five-part series, not part two.</p>{LONG}",
    ],
)
def test_numbers_of_sections_are_no_place(html: str) -> None:
    post, left = taken(html)
    assert left == html
    assert post.series is None


def test_a_paragraph_that_begins_with_next_stays() -> None:
    html = f"{LONG}<p>Next we salted the water, and waited.</p>"
    assert taken(html)[1] == html


def test_what_the_platform_says_is_kept() -> None:
    known = SeriesHint("The Bread Letters", 3, 4)
    post, _ = taken(f"<p>Part 2 of 5</p>{LONG}", series=known)
    assert post.series is not None
    assert (post.series.number, post.series.total) == (3, 4)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("This is part 2 of a series on the old harbour which nobody uses.", "The old harbour"),
        ("Zweiter Teil der Serie „Türen und Schwellen“.", "Türen und Schwellen"),
        ("Deuxième volet d’une série sur « Les choses simples ».", "Les choses simples"),
        ("This entry is part 2 of 3 in the series Harbour Money", "Harbour Money"),
        ("The third post in the Slow Bread series.", "Slow Bread"),
        ("Part 3 of a series.", ""),
    ],
)
def test_the_title_of_a_series(sentence: str, title: str) -> None:
    assert title_of(sentence) == title
