from __future__ import annotations

from seriesbook import xhtml
from seriesbook.importers.pagecomments import take_comments

PAGE = """<body><h1>Salt</h1><p>Text.</p>
<div id="comments" class="comments-area"><h2>2 thoughts</h2><ol class="comment-list">
<li class="comment"><article class="comment-body"><b class="fn">Bert</b> <span>says:</span>
<time datetime="2021-03-15T08:00:00+00:00">then</time>
<div class="comment-content"><p>My father paid.</p></div></article>
<ol class="children"><li class="comment"><article class="comment-body"><b class="fn">Ada</b>
<div class="comment-content"><p>Then his name is there.</p></div></article></li></ol></li></ol>
<div id="respond"><form></form></div></div></body>"""


def test_comments_and_answers_are_read_and_taken_off() -> None:
    page = xhtml.parse_page(PAGE)
    found = take_comments(page)
    assert [(c.author, c.html) for c in found] == [
        ("Bert", "<p>My father paid.</p>"), ("Ada", "<p>Then his name is there.</p>"),
    ]  # fmt: skip
    assert found[0].date is not None
    assert xhtml.text_of(page) == "SaltText."


def test_a_box_that_holds_the_text_is_none() -> None:
    page = xhtml.parse_page("<body><div id='comments'><h1>Salt</h1><p>Text.</p></div></body>")
    assert take_comments(page) == ()
    assert "Text." in xhtml.text_of(page)


def test_a_page_without_comments() -> None:
    assert take_comments(xhtml.parse_page("<body><p>Comments on Virgil</p></body>")) == ()
