from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seriesbook import xhtml
from seriesbook.importers.model import Post
from seriesbook.importers.recognition import take_front_and_back

if TYPE_CHECKING:
    from lxml import etree

TEXT = (
    "<p>The harbour keeps two books, one for the ships and one for the water under them, and the "
    "second is the longer of the two by several hundred pages, which nobody has read.</p>"
)
NOTES = '<section class="footnotes"><ol><li id="fn1">Nobody but the clerk.</li></ol></section>'


def taken(html: str, **facts: object) -> tuple[Post, str]:
    root = xhtml.parse(html)
    post = Post("k", "essay", "The Two Books", "", **facts)  # type: ignore[arg-type]
    post = take_front_and_back(post, root)
    return post, xhtml.serialise(root)


def test_a_text_alone_stays_as_it_is() -> None:
    html = f"{TEXT}<h2>The clerk</h2>{TEXT}<ul><li>ships</li></ul><p>That is all.</p>{NOTES}"
    post, left = taken(html)
    assert left == html
    assert post.findings == ()


def test_head_and_foot_are_taken_off() -> None:
    post, left = taken(
        "<h1>The Two Books</h1><p class='dek'>On what water costs</p><p>By Ada Tern</p>"
        "<p>3 March 2020</p><p>4 min read</p><p>Share this:</p>"
        f"{TEXT}{TEXT}{NOTES}"
        "<p><em>Ada Tern is a writer.</em></p><p>CC BY 4.0</p><p>Subscribe now</p>"
        "<h3>Related posts</h3><ul><li><a href='/x'>Lamps</a></li></ul>"
        "<h3>2 Comments</h3><p>Pat</p><p>March 5, 2020</p><p>I have read them.</p>"
    )
    assert left == f"{TEXT}{TEXT}{NOTES}"
    assert (post.subtitle, post.authors) == ("On what water costs", ("Ada Tern",))
    assert (post.date, post.license) == (dt.date(2020, 3, 3), "CC-BY-4.0")
    assert post.bio == "<p>Ada Tern is a writer.</p>"
    comment = post.comments[0]
    assert (comment.author, comment.html) == ("Pat", "<p>I have read them.</p>")
    assert comment.date == dt.datetime(2020, 3, 5)
    assert {f.what for f in post.findings} == {
        "title again", "subtitle", "byline", "dateline", "counts", "share line",
        "bio of the author", "license notice", "subscribe line", "related posts", "comments",
    }  # fmt: skip


def test_what_the_source_states_is_not_overwritten() -> None:
    post, _ = taken(
        f"<p>By Bert Mole, 4 May 2021</p>{TEXT}<p>CC BY 4.0</p>",
        authors=("Ada Tern",), date=dt.date(2020, 3, 3), license="CC0-1.0",
    )  # fmt: skip
    assert (post.authors, post.license) == (("Ada Tern",), "CC0-1.0")
    assert post.date == dt.date(2020, 3, 3)


def test_a_count_of_comments_at_the_head_cuts_nothing() -> None:
    _, left = taken(f"<p>2 Comments</p>{TEXT}{TEXT}")
    assert left == f"{TEXT}{TEXT}"


def test_notes_under_the_comments_stay() -> None:
    _, left = taken(f"{TEXT}<h3>Leave a Reply</h3><p>Name</p>{NOTES}")
    assert left == f"{TEXT}{NOTES}"


def test_a_refrain_stays_and_a_teaser_goes() -> None:
    refrain = f"{TEXT}<p>Another paragraph in between.</p>{TEXT}"
    assert taken(refrain)[1] == refrain
    teaser = TEXT.replace("<p>", "<p>ADA TERN—")
    post, left = taken(f"{TEXT}<p>The end.</p>{teaser}")
    assert left == f"{TEXT}<p>The end.</p>"
    assert [f.what for f in post.findings] == ["repetition of the text"]


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_headings_with_words_of_menus_stay_in_the_text(tag: str) -> None:
    html = f"{TEXT * 20}<{tag}>Home</{tag}>{TEXT * 20}"
    assert taken(html)[1] == html


def test_bare_text_is_read_as_paragraphs() -> None:
    post, left = taken("<div>By Ada Tern<br/><br/>The ships have names.<br/><br/>The end.</div>")
    assert post.authors == ("Ada Tern",)
    assert left == "<div><p>The ships have names.</p><p>The end.</p></div>"


def letters(root: etree._Element) -> str:
    return "".join("".join(map(str, root.itertext())).split())


FRAGMENT = st.recursive(
    st.sampled_from(["Share this:", "text", "By Ada Tern", "About the author", "", "2 Comments"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["p", "div", "ul", "li", "h2", "em", "blockquote", "section", "br"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(FRAGMENT)
def test_every_word_is_kept_or_reported(html: str) -> None:
    root = xhtml.parse(html.replace("<br>", "<br/>").replace("</br>", ""))
    before = letters(root)
    post = take_front_and_back(Post("k", "essay", "Salt", ""), root)
    after = letters(root)
    assert len(after) <= len(before)
    assert after == before or post.findings
