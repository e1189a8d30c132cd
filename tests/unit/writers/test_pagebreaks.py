from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seriesbook import xhtml
from seriesbook.commontext import pieces, visible
from seriesbook.rendition import Printed
from seriesbook.writers.epub.alignment import counterpart, stretches
from seriesbook.writers.epub.pagebreaks import mark_pages, page_list

MARK = "|{}|"


def marked(body: str, *starts: int, runs: tuple[str, ...] = ()) -> str:
    """The markup of a section with `|2|` for the mark of page 2."""
    root = etree.fromstring(
        f'<html xmlns="{xhtml.XHTML}"><body><section>{body}</section></body></html>'
    )
    runs = runs or tuple(visible(p.text) for p in pieces(root))
    pages = tuple((str(number), start) for number, start in enumerate((0, *starts), 1))
    mark_pages(root, Printed("a", runs, pages))
    for span in list(root.iter(f"{{{xhtml.XHTML}}}span")):
        if span.get("role") == "doc-pagebreak":
            assert (span.get("id"), len(span)) == (f"page.{span.get('aria-label')}", 0)
            span.text = f"|{span.get('aria-label')}|"
            xhtml.unwrap(span)
    text = etree.tostring(root, encoding="unicode")
    return text.partition("<section>")[2].partition("</section>")[0]


def test_the_first_page_begins_before_everything() -> None:
    assert marked("<h1>Title</h1><p>Text</p>") == "|1|<h1>Title</h1><p>Text</p>"


def test_a_mark_stands_before_the_first_word() -> None:
    assert marked("<p>one two three</p>", 3, 6) == "|1|<p>one |2|two |3|three</p>"


def test_a_parted_word_stays_whole() -> None:
    assert marked("<p>exam ple, next</p>", 2) == "|1|<p>exam |2|ple, next</p>"
    assert marked("<p><em>judgment</em>, next</p>", 4) == "|1|<p><em>judgment</em>, |2|next</p>"
    assert marked("<p>end</p><p>next</p>", 1) == "|1|<p>end</p><p>|2|next</p>"


def test_a_compound_and_a_dash_break_where_print_does() -> None:
    assert marked("<p>well-known</p>", 5) == "|1|<p>well-|2|known</p>"
    assert marked("<p>so\u2014and</p>", 3) == "|1|<p>so\u2014|2|and</p>"


def test_scripts_without_spaces_break_anywhere() -> None:
    assert marked("<p>古文観止</p>", 2) == "|1|<p>古文|2|観止</p>"
    assert marked("<p>ภาษาไทย</p>", 4) == "|1|<p>ภาษา|2|ไทย</p>"


def test_a_mark_is_no_part_of_a_heading_or_a_link() -> None:
    assert marked("<p>a</p><h2><em>Head</em></h2>", 1) == "|1|<p>a</p>|2|<h2><em>Head</em></h2>"
    assert marked('<p>a <a href="#x">link</a></p>', 1) == '|1|<p>a |2|<a href="#x">link</a></p>'
    assert marked("<p>a <a>two words</a></p>", 4) == "|1|<p>a <a>two |2|words</a></p>"


def test_an_image_is_a_place_like_a_word() -> None:
    image = '<img src="x"/><figcaption>b</figcaption>'
    body = f"<p>a</p><figure>{image}</figure>"
    assert marked(body, 1) == f"|1|<p>a</p><figure>|2|{image}</figure>"


def test_lines_of_contents_keep_nothing_but_links() -> None:
    body = "<nav><ol><li><a>One</a></li><li><a>Two</a></li></ol></nav>"
    assert marked(body, 3) == f"|1|{body.replace('Two', '|2|Two')}"


def test_pages_without_a_word_of_the_e_book_are_passed_over() -> None:
    runs = ("one", "https://example.org/", "two")
    body = "<p>one</p><p>two</p>"
    assert marked(body, 3, 12, 23, runs=runs) == "|1|<p>one</p><p>|4|two</p>"


def test_the_list_leads_to_the_marks() -> None:
    tree = etree.fromstring(f'<html xmlns="{xhtml.XHTML}"><body><p>a b</p></body></html>')
    marks = mark_pages(tree, Printed("a", ("a", "b"), (("iv", 0), ("v", 1))))
    links = page_list(marks, "Pages").iter(f"{{{xhtml.XHTML}}}a")
    assert [(a.get("href"), a.text) for a in links] == [
        ("a.xhtml#page.iv", "iv"),
        ("a.xhtml#page.v", "v"),
    ]


LETTERS = st.text("abc", max_size=4)


@given(st.lists(LETTERS), st.lists(LETTERS))
def test_what_is_alike_is_the_same_in_both(ours: list[str], theirs: list[str]) -> None:
    mine, other = "".join(ours), "".join(theirs)
    done = 0
    for stretch in (alike := stretches(ours, theirs)):
        assert stretch.ours >= done
        done = stretch.ours + stretch.length
        end = stretch.theirs + stretch.length
        assert mine[stretch.ours : done] == other[stretch.theirs : end]
    for place in range(len(mine)):
        found = counterpart(place, place + 1, alike)
        assert found is None or other[found] == mine[place]
