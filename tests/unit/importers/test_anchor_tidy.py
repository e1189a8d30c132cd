"""Links to places in a text lead there still when it is Markdown."""

from __future__ import annotations

import pytest

from trees import cleaned

ROWS = "<tr><th>B</th><th>C</th></tr><tr{}><td>1</td><td>2</td></tr>"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (f'<table id="x"><caption>A</caption>{ROWS.format("")}</table>',
         '| B | C |\n| --- | --- |\n| 1 | 2 |\n\n: <span id="x"></span>A\n'),
        (f"<table>{ROWS.format(' id=x')}</table>",
         '| B | C |\n| --- | --- |\n| <span id="x"></span>1 | 2 |\n'),
        ('<ul id="x"><li>a</li></ul>', '- <span id="x"></span>a\n'),
        ('<ol><li id="x"><p>a</p><p>b</p></li></ol>',
         '1. <span id="x"></span>a\n\n    b\n'),
        ('<dl id="x"><dt>a</dt><dd>b</dd></dl>', '<span id="x"></span>a\n:   b\n'),
        ('<blockquote id="x"><p>a</p></blockquote>', '> <span id="x"></span>a\n'),
        ('<pre id="x">a</pre>', '<span id="x"></span>\n\n```\na\n```\n'),
        ('<p>a</p><hr id="x"/><p>b</p>', 'a\n\n<span id="x"></span>\n\n***\n\nb\n'),
        ('<section id="x"><h2>A</h2><p>b</p></section>', "## A {#x}\n\nb\n"),
        ('<div id="x">a</div>', '<span id="x"></span>a\n'),
        ('<div id="x"><p>a</p></div>', '<span id="x"></span>a\n'),
        ('<figure id="x"><img src="a.png" alt="A"/><figcaption>B</figcaption></figure>',
         '![A](a.png "B"){#x}\n'),
        ('<p><img id="x" src="a.png" alt="A"/></p>', "![A](a.png){#x}\n"),
    ],
)  # fmt: skip
def test_a_place_that_is_linked_keeps_its_name(html: str, markdown: str) -> None:
    text, findings = cleaned(f'<p><a href="#x">go</a></p>{html}')
    assert text == f"[go](#x)\n\n{markdown}"
    assert [f.what for f in findings if "place" in f.what] == []


def test_a_name_that_nothing_leads_to_goes() -> None:
    assert cleaned('<ul id="x"><li>a</li></ul><p><img id="y" src="a.png"/></p>')[0] == (
        "- a\n\n![](a.png)\n"
    )


@pytest.mark.parametrize("address", ["ftp://a.example/b", "Help:Contents"])
def test_an_address_that_no_book_can_open_is_told(address: str) -> None:
    text, findings = cleaned(f'<p>See <a href="{address}">there</a>.</p>')
    assert text == "See there.\n"
    assert [f.words for f in findings] == [f"there ({address})"]


def test_a_link_that_leads_nowhere_is_told() -> None:
    text, findings = cleaned('<p>See <a href="#gone">there</a>.</p>')
    assert text == "See there.\n"
    assert [(f.kind, f.what, f.words) for f in findings] == [
        ("not-carried", "link to a place that the text does not have", "there (#gone)")
    ]
