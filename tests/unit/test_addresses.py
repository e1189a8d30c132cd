from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.addresses import mark_addresses


def marked(markup: str) -> str:
    root = xhtml.parse(markup)
    mark_addresses(root)
    made = xhtml.serialise(root).replace("<wbr/>", "|").replace("\N{WORD JOINER}", "^")
    return made.replace(' class="url"', "")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<p>See https://a.org/b-c/d.html?e=1, please.</p>",
            "<p>See <span>https://|a|.org/|b-^c/|d|.html|?e|=1</span>, please.</p>",
        ),
        (
            "<p>(www.a.org) and <em>b</em> http://c.org/d; e</p>",
            "<p>(<span>www|.a|.org</span>) and <em>b</em> <span>http://|c|.org/|d</span>; e</p>",
        ),
        (
            '<p><a href="https://a.org/">https://a.org/b</a></p>',
            '<p><a href="https://a.org/">https://|a|.org/|b</a></p>',
        ),
        ("<p>http://a.org http://b.org</p>",
         "<p><span>http://|a|.org</span> <span>http://|b|.org</span></p>"),
    ],
)  # fmt: skip
def test_an_address_breaks_where_no_hyphen_is_mistaken(markup: str, expected: str) -> None:
    assert marked(markup) == expected


def test_code_and_what_is_marked_are_left_alone() -> None:
    for markup in (
        "<p><code>https://a.org/b</code></p>",
        "<pre>https://a.org/b</pre>",
        "<p>No address: a://b, wwww.</p>",
    ):
        assert marked(markup) == markup
    root = xhtml.parse("<p>https://a.org/b-c</p>")
    mark_addresses(root)
    once = xhtml.serialise(root)
    mark_addresses(root)
    assert xhtml.serialise(root) == once
