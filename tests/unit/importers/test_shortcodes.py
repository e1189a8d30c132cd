from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.importers.autop import add_paragraphs
from seriesbook.importers.htmltree import parse_fragment
from seriesbook.importers.shortcodes import Attachment, Shortcodes

LIBRARY = {
    "7": Attachment("https://a.example/7.jpg", "Seven", "The seventh", parent="1"),
    "8": Attachment("https://a.example/8.jpg", parent="1"),
}
NOTE = '<span data-inline-note="">{}</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a[efn_note]n[/efn_note]", "a" + NOTE.format("n")),
        ("a[mfn]n <i>m</i>[/mfn] [footnotes]", "a" + NOTE.format("n <i>m</i>") + " "),
        ("a [1. A note.]", "a" + NOTE.format("A note.")),
        ("a ((a note (of sorts) here))", "a" + NOTE.format("a note (of sorts) here")),
        ("[sic] [he said] [1] [Ed.]", "[sic] [he said] [1] [Ed.]"),
        ("[[gallery]] shows", "[gallery] shows"),
        ("<code>[gallery ids='1']</code>", "<code>[gallery ids='1']</code>"),
        ("[su_box title='x']a[/su_box]", "a"),
        ("[addtoany url='x']", ""),
        ("[quote cite='B']a[/quote]", "\n\n<blockquote>a<cite>B</cite></blockquote>\n\n"),
        ('[code language="py"]a &lt; b[/code]',
         '\n\n<pre><code class="language-py">a &lt; b</code></pre>\n\n'),
        ("[youtube https://youtu.be/abc]",
         '\n\n<p><iframe src="https://youtu.be/abc" title=""></iframe></p>\n\n'),
        ("[video mp4='https://a.example/b.mp4'][/video]",
         '\n\n<p><video src="https://a.example/b.mp4" title=""></video></p>\n\n'),
        ('[caption width="3"]<a href="x"><img src="i.jpg"/></a> Under <b>it</b>[/caption]',
         '\n\n<figure><a href="x"><img src="i.jpg"/></a><figcaption>Under <b>it</b></figcaption>'
         "</figure>\n\n"),
    ],
)  # fmt: skip
def test_what_is_known(text: str, html: str) -> None:
    assert Shortcodes().expand(text) == html


def test_galleries() -> None:
    codes = Shortcodes(LIBRARY, "1")
    seven = (
        '<figure><img src="https://a.example/7.jpg" alt="Seven"/>'
        "<figcaption>The seventh</figcaption></figure>"
    )
    assert codes.expand('[gallery ids="7"]').strip() == seven
    assert codes.expand("[gallery exclude='8']").strip() == seven
    assert codes.findings == []
    assert codes.expand('[gallery ids="9"]').strip() == ""
    assert [(f.kind, f.words) for f in codes.findings] == [("unreachable", "ids 9")]


def test_what_is_not_known_is_told_and_its_text_kept() -> None:
    codes = Shortcodes()
    assert codes.expand("[oddthing a='b']text[/oddthing] [oddother a='b']") == "text "
    assert [(f.kind, f.what) for f in codes.findings] == [
        ("not-carried", "shortcode [oddthing], its text kept"),
        ("not-carried", "shortcode [oddother]"),
    ]


def test_shortcodes_within_shortcodes_end() -> None:
    assert Shortcodes().expand("[a x='1']" * 500) == ""
    assert "deep" in Shortcodes().expand("[su_box]" * 50 + "deep" + "[/su_box]" * 50)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a<br/>b</p><p>c</p>"),
        ("<b>a</b>\n\nb", "<p><b>a</b></p><p>b</p>"),
        ("a\n<h2>b</h2>\nc", "<p>a</p><h2>b</h2><p>c</p>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<ul>\n<li>a</li>\n</ul>", "<ul>\n<li>a</li>\n</ul>"),
        ("<li>a\n\nb</li>", "<li><p>a</p><p>b</p></li>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<em>a\n\nb</em> c", "<p><em>a</em></p><p><em>b</em> c</p>"),
        ("a<br />\nb", "<p>a<br/>b</p>"),
        ("<p>a\nb</p>", "<p>a<br/>b</p>"),
        ("<div>a\n\n<img src='x'/></div>", '<div><p>a</p><p><img src="x"/></p></div>'),
    ],
)
def test_paragraphs_of_classic_text(text: str, html: str) -> None:
    root = parse_fragment(text)
    add_paragraphs(root)
    assert xhtml.serialise(root) == html


@pytest.mark.parametrize(
    "text",
    [
        '[This is the first of three posts. The second is <a href="/2">here</a>.]',
        '[sic] and [she said "no"=never again to him]',
    ],
)
def test_sentences_in_brackets_are_no_shortcodes(text: str) -> None:
    codes = Shortcodes()
    assert codes.expand(text) == text
    assert codes.findings == []
