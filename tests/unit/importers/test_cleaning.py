from __future__ import annotations

import re

import pytest

from seriesbook.importers.embeds import page_of, title_of
from seriesbook.importers.inline_tidy import clean_address
from trees import cleaned, said


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<p><span style="font-style: italic">a</span> <b>b</b><b>c</b></p>', "*a* **bc**\n"),
        ("<p><i><em>a</em></i> <b style='font-weight:normal'>b</b></p>", "*a* b\n"),
        ('<p><span style="font-variant: small-caps">Nasa</span></p>',
         '<span class="smallcaps">Nasa</span>\n'),
        ("<p><font color='red'>a</font> <u>b</u> <q>c</q> <s>d</s></p>",
         "a *b* “c” <del>d</del>\n"),
        ('<p><span lang="fr">mot</span> <a href="javascript:x()">y</a> <a href="#gone">z</a></p>',
         '<span lang="fr">mot</span> y z\n'),
        ("<p>a<br/><br/>b</p>", "a\n\nb\n"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc\n"),
        ("<em>a<p>b</p></em>", "a\n\n*b*\n"),
        ("<p>a</p><p>* * *</p><p>b</p>", "a\n\n***\n\nb\n"),
        ("<hr/><p>a</p><hr/><hr/><p>b</p><p>⁂</p>", "a\n\n***\n\nb\n"),
        ("<p>\u00a0</p><p>a\u00a0</p>", "a\n"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n    - b\n"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n- b\n"),
        ("<table><tr><td><p>a</p></td></tr></table>", "a\n"),
        ("<dl><dd>a</dd></dl>", "a\n"),
        ("<blockquote><p>a</p><cite>B</cite></blockquote>", "> a\n>\n> — B\n"),
        ("<blockquote>a<br/>— <cite>B</cite></blockquote>", "> a\n>\n> — B\n"),
        ("<figure><blockquote><p>a</p></blockquote><figcaption>B</figcaption></figure>",
         "> a\n>\n> — B\n"),
        ('<pre class="wp-block-verse">a\n <em>b</em>\n\nc</pre>', "| a\n|  *b*\n|\n| c\n"),
        ('<pre class="brush: js"><code><span class="k">let</span>&nbsp;a</code></pre>',
         "```js\nlet a\n```\n"),
        ("<p>a</p><script>x()</script><style>y</style><!-- z -->", "a\n"),
        ("<p>a <svg width='16'><path d=''/></svg></p>", "a\n"),
    ],
)  # fmt: skip
def test_markup_in_one_form(html: str, markdown: str) -> None:
    assert cleaned(html)[0] == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>The title</h1><h3>A</h3><p>x</p><h6>B</h6>", "## A\n\nx\n\n### B\n"),
        ("<h2></h2><h4><strong>A</strong></h4>", "## A\n"),
        ("<p><b>A</b></p><p>x</p><p><b>B</b></p><p>y</p>", "## A\n\nx\n\n## B\n\ny\n"),
        ("<p><b>Only one</b></p><p>x</p>", "**Only one**\n\nx\n"),
        ('<p><a href="#s1">go</a></p><h2 id="s1">A b</h2>', "[go](#s1)\n\n## A b {#s1}\n"),
        ('<p><a href="#a-b">go</a></p><h2 id="a-b">A b</h2>', "[go](#a-b)\n\n## A b\n"),
    ],
)
def test_headings(html: str, markdown: str) -> None:
    assert cleaned(html)[0] == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<p><a href="a.jpg"><img class="alignleft" src="a-300x200.jpg" alt="A"/></a>Text.</p>',
         "![A](a-300x200.jpg)\n\nText.\n"),
        ('<p>Text <img src="a.jpg" alt="DSC_0012.JPG"/> more.</p>', "Text ![](a.jpg) more.\n"),
        ('<p><img src="data:image/gif;base64,R0" data-src="a.jpg" alt="A"/></p>',
         "![A](a.jpg)\n"),
        ('<img src="x.gif" width="1" height="1"/><img src="https://pixel.wp.com/b.gif"/>a', "a\n"),
        ('<p>a <img class="emoji" src="x.png" alt="😀"/></p>', "a 😀\n"),
        ('<div class="wp-caption"><img src="a.jpg" alt="A"/>'
         '<p class="wp-caption-text">C</p></div>',
         '![A](a.jpg "C")\n'),
        ('<table class="tr-caption-container"><tr><td><img src="a.jpg"/></td></tr>'
         '<tr><td class="tr-caption">C</td></tr></table>', '![](a.jpg "C")\n'),
        ('<figure><div><a href="https://x.example/page"><img src="a.jpg" alt="A"/></a></div>'
         "<figcaption>C <em>d</em></figcaption></figure>",
         '[![A](a.jpg "C *d*")](https://x.example/page)\n'),
        ('<figure class="gallery"><figure><img src="a.jpg"/></figure>'
         '<figure><img src="b.jpg"/><figcaption>B</figcaption></figure></figure>',
         '![](a.jpg)\n\n![](b.jpg "B")\n'),
        ('<img src="s.jpg" srcset="m.jpg 600w, l.jpg 1200w" alt="A"/>', "![A](s.jpg)\n"),
        ('<img srcset="m.jpg 600w, l.jpg 1200w" alt="A"/>', "![A](l.jpg)\n"),
    ],
)  # fmt: skip
def test_pictures(html: str, markdown: str) -> None:
    assert cleaned(html)[0] == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0"></iframe>',
         "[Video on YouTube](https://www.youtube.com/watch?v=abcdefghijk)\n"),
        ('<p><iframe src="//player.vimeo.com/video/12" title="A film"></iframe></p>',
         "[Video: A film](https://vimeo.com/12)\n"),
        ("<p>https://youtu.be/abcdefghijk</p>",
         "[Video on YouTube](https://www.youtube.com/watch?v=abcdefghijk)\n"),
        ('<video controls=""><source src="https://a.example/b.mp4"/></video>',
         "[Embedded page at a.example](https://a.example/b.mp4)\n"),
        ('<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b">'
         "</iframe>",
         "[Audio on SoundCloud](https://soundcloud.com/a/b)\n"),
        ('<figure class="kg-card kg-bookmark-card"><a href="https://a.example/">'
         '<div class="kg-bookmark-title">A</div><div>B</div></a></figure>',
         "[A](https://a.example/)\n"),
        ('<blockquote class="twitter-tweet"><p>Words</p>&mdash; A (@a) '
         '<a href="https://twitter.com/a/status/1">May 1</a></blockquote><script></script>',
         "> Words\n>\n> — A (@a) [May 1](https://twitter.com/a/status/1)\n"),
    ],
)  # fmt: skip
def test_embeds_are_links(html: str, markdown: str) -> None:
    assert cleaned(html)[0] == markdown


def test_an_embed_is_told_once() -> None:
    _, findings = cleaned(
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
        "https://vimeo.com/12\n</div><figcaption>C</figcaption></figure>"
    )
    assert [(f.kind, f.words) for f in findings] == [
        ("not-carried", "Video on Vimeo: https://vimeo.com/12")
    ]


def test_boxes_of_platforms_go_and_are_told() -> None:
    text, findings = cleaned(
        '<p>a</p><div class="sharedaddy">Share this</div>'
        '<div class="jp-relatedposts">More like this</div>'
        '<p class="button-wrapper"><a class="button" href="https://x.example">Subscribe</a></p>'
        '<div class="wp-block-button"><a href="https://x.example/d.pdf">Download the map</a></div>'
        '<form>Name <input name="n"/></form>'
    )
    assert text == "a\n\n[Download the map](https://x.example/d.pdf)\n"
    assert said(findings) == [
        ("dropped", "share buttons"),
        ("dropped", "related posts"),
        ("dropped", "button"),
        ("dropped", "form"),
    ]


def test_a_pull_quote_goes_only_if_the_text_says_it() -> None:
    text, findings = cleaned(
        "<p>Water finds its level, always.</p>"
        '<aside class="pullquote">“Water finds its level”</aside>'
        '<figure class="wp-block-pullquote"><blockquote><p>New words.</p><cite>A</cite>'
        "</blockquote></figure>"
    )
    assert text == "Water finds its level, always.\n\n> New words.\n>\n> — A\n"
    assert said(findings) == [
        ("dropped", "pull quote (it repeats the text)"),
        ("guessed", "pull quote kept as a quotation"),
    ]


def test_two_pull_quotes_alike_are_no_repetition_of_the_text() -> None:
    quote = '<div class="pullquote">Twice.</div>'
    text, _ = cleaned(f"{quote}<p>a</p>{quote}")
    assert text == "> Twice.\n\na\n\n> Twice.\n"


def test_a_quotation_that_repeats_the_text_is_a_pull_quote() -> None:
    text, findings = cleaned(
        "<p>Nobody asked the tide to turn, and it did.</p>"
        "<blockquote>Nobody asked the tide to turn</blockquote><blockquote>It did.</blockquote>"
    )
    assert text == "Nobody asked the tide to turn, and it did.\n\n> It did.\n"
    assert said(findings) == [("dropped", "pull quote (it repeats the text)")]


def test_quotations_marked_by_style_only() -> None:
    text, findings = cleaned(
        '<p>a</p><p style="padding-left: 40px">b</p><p style="padding-left: 40px">c</p>'
        '<p class="quote">d</p><p style="padding-left: 2px">e</p>'
    )
    assert text == "a\n\n> b\n>\n> c\n>\n> d\n\ne\n"
    assert len(findings) == 3


PROSE = "Some words that stand here in a row and make a paragraph as long as one may be. " * 3


@pytest.mark.parametrize(
    ("style", "quoted"),
    [
        ("margin-left: 40px", True),
        ("margin:0 0 0 40px", True),
        ("margin: 0 2em", True),
        ("MARGIN-LEFT:36.0pt;", True),
        ("padding-left: 10%", True),
        ("margin-inline-start: 1.5rem !important", True),
        ("margin: 40px", False),
        ("margin: 0 auto", False),
        ("margin: 1em 0", False),
        ("margin-left: 4px", False),
        ("text-indent: 2em", False),
        ("margin-left: -40px", False),
        ("margin:", False),
        ("padding-left: ; margin: !important", False),
    ],
)
def test_what_is_indented_is_a_quotation(style: str, quoted: bool) -> None:
    for html in ("<p style='{}'>Words.</p>", "<div style='{}'>Words.</div>"):
        text, _ = cleaned(f"<p>{PROSE}</p>{html.format(style)}<p>{PROSE}</p>")
        assert ("\n> Words.\n" in text) is quoted


def test_a_text_that_is_indented_as_a_whole_is_no_quotation() -> None:
    text, findings = cleaned(f"<div style='margin-left: 30px'><p>{PROSE}</p><p>b</p></div>")
    assert not text.startswith(">")
    assert findings == []


BOLD = "<p><strong>{}</strong></p>"


@pytest.mark.parametrize(
    ("html", "heads"),
    [
        (f"<p>{PROSE}</p>{BOLD.format('One')}<p>{PROSE}</p>", ["## One"]),
        (f"<h2>A</h2><p>{PROSE}</p>{BOLD.format('One')}<p>{PROSE}</p>", ["## A", "### One"]),
        (f"{BOLD.format('I.')}<p>a</p>{BOLD.format('II.')}<p>b</p>", ["## I.", "## II."]),
        (f"<div><b>One</b></div><div>{PROSE}</div><div><b>Two</b></div><div>{PROSE}</div>",
         ["## One", "## Two"]),
        (f"<p><b>One</b><br/>{PROSE}</p><p><b>Two</b><br/>{PROSE}</p>", ["## One", "## Two"]),
        (f"<p>{PROSE}</p>{BOLD.format('One sentence.')}<p>{PROSE}</p>", []),
        (f"<p>{PROSE}</p>{BOLD.format('a word')}<p>{PROSE}</p>", []),
        (f"{BOLD.format('Of the first line')}<p>{PROSE}</p>", []),
        (f"<p>{PROSE}</p>{BOLD.format('Of the last line')}", []),
        (f"<p>a</p>{BOLD.format('In a short text')}<p>b</p>", []),
        (f"{BOLD.format('Who?')}<p>{PROSE}</p>{BOLD.format('When?')}<p>{PROSE}</p>", []),
        (f"<blockquote><p>{PROSE}</p>{BOLD.format('One')}<p>{PROSE}</p></blockquote>", []),
        (f"<p>{PROSE}</p>{BOLD.format('One')}{BOLD.format('Two')}<p>{PROSE}</p>", ["## Two"]),
    ],
)  # fmt: skip
def test_headings_marked_by_bold_type_only(html: str, heads: list[str]) -> None:
    text, findings = cleaned(html)
    assert re.findall(r"^#+ .*", text, re.M) == heads
    guessed = [f for f in findings if f.what == "heading, marked by bold type only"]
    assert len(guessed) == len(heads) - html.count("<h2>")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://a.example/?utm_source=x&b=1", "https://a.example/?b=1"),
        ("//a.example/b", "https://a.example/b"),
        ("https://a.example/?b=%20", "https://a.example/?b=%20"),
        ("https://[bad/?utm_source=x", "https://[bad/?utm_source=x"),
    ],
)
def test_addresses_without_trackers(given: str, wanted: str) -> None:
    assert clean_address(given) == wanted


def test_titles_and_pages_of_embeds() -> None:
    track = "https://open.spotify.com/track/1"
    assert page_of("https://open.spotify.com/embed/track/1?x=y") == track
    assert title_of("https://vimeo.com/1", "vimeo video player") == "Video on Vimeo"
    assert title_of("https://a.example/x", "") == "Embedded page at a.example"
    assert title_of("https://[bad", "T") == "T"
