"""Raw HTML in an essay: what is kept, what is refused, and what is said about it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seriesbook import xhtml
from seriesbook.limits import USUAL
from seriesbook.sanitise import ELEMENTS, sanitise


def clean(markup: str) -> tuple[str, list[str]]:
    root = xhtml.parse(markup)
    problems = sanitise(root, "essays/a.md")
    return xhtml.serialise(root), [f"{p.where.line}:{p.severity}:{p.code}" for p in problems]


@pytest.mark.parametrize(
    ("markup", "kept", "said"),
    [
        ("<p>plain <em>text</em></p>", "<p>plain <em>text</em></p>", []),
        (
            '<p data-line="3">a<script>alert(1)</script>b</p>',
            '<p data-line="3">ab</p>',
            ["3:error:markup-unsafe"],
        ),
        ('<p onclick="x()">a</p>', "<p>a</p>", ["None:error:markup-unsafe"]),
        ('<p style="color:red">a</p>', "<p>a</p>", ["None:warning:attribute-dropped"]),
        ('<p data-x="1" aria-hidden="true">a</p>', "<p>a</p>", []),
        ("<p><blink>a</blink> b</p>", "<p>a b</p>", ["None:warning:markup-unknown"]),
        ("<p><font>a</font> b</p>", "<p>a b</p>", []),
        ("<p>a<!-- hidden -->b</p>", "<p>ab</p>", []),
        ('<a href="https://example.org/">x</a>', '<a href="https://example.org/">x</a>', []),
        ('<a href="java&#10;script:x()">x</a>', "x", ["None:error:link-scheme"]),
        ('<a href="data:text/html,x">x</a>', "x", ["None:error:link-scheme"]),
        ('<a href="file:///etc/passwd">x</a>', "x", ["None:error:link-scheme"]),
        ('<img src="data:image/png;base64,AA" alt=""/>',) * 2 + ([],),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>',
            "",
            ["None:error:markup-unsafe"],
        ),
        (
            '<table><tr><td style="text-align: right;">1</td></tr></table>',
            '<table><tr><td class="align-right">1</td></tr></table>',
            [],
        ),
        ('<img src="a.png" width="50%" alt="x"/>', '<img src="a.png" alt="x"/>',
         ["None:warning:attribute-dropped"]),
    ],
)  # fmt: skip
def test_allow_list(markup: str, kept: str, said: list[str]) -> None:
    assert clean(markup) == (kept, said)


@pytest.mark.parametrize(
    ("markup", "mended"),
    [
        ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<li>a</li>", "a"),
        ("<table><tr>x<td>a</td></tr></table>", "<table><tr><td>x</td><td>a</td></tr></table>"),
        ("<table>x<tr><td>a</td></tr></table>",
         "<div>x</div><table><tr><td>a</td></tr></table>"),
        ("<p><b><div>a</div></b></p>", "<p><b>a</b></p>"),
        ('<a href="#x">a<i><a href="#y">b</a></i></a>', '<a href="#x">a<i>b</i></a>'),
    ],
)  # fmt: skip
def test_structure_is_mended(markup: str, mended: str) -> None:
    body, said = clean(markup)
    assert body == mended
    assert said == ["None:warning:markup-misplaced"]


def test_a_list_of_definitions_needs_a_term() -> None:
    assert clean("<dl><dd>a</dd><dt>b</dt></dl>")[0] == "<div><div>a</div><p>b</p></div>"


def test_empty_lists_go() -> None:
    assert clean("<p>a</p><ul></ul>") == ("<p>a</p>", [])


def test_deep_nesting_is_flattened_and_reported() -> None:
    body, said = clean("<div>" * (USUAL.nesting + 50) + "deep" + "</div>" * (USUAL.nesting + 50))
    assert body.count("<div>") == USUAL.nesting
    assert "deep" in body
    assert said == ["None:error:nesting-too-deep"]


_TAGS = st.sampled_from([*sorted(ELEMENTS), "script", "svg", "foo", "li", "td", "p", "a"])
_SOUP = st.recursive(
    st.text("ab <>&\"'", max_size=6),
    lambda inner: st.builds(lambda t, c: f"<{t}>{''.join(c)}</{t}>", _TAGS, st.lists(inner)),
    max_leaves=15,
)


@given(_SOUP)
@example("<ruby><ruby></ruby></ruby>")
def test_any_soup_becomes_clean_and_stays_so(markup: str) -> None:
    once, _ = clean(markup)
    tags = {element.tag for element in xhtml.elements(xhtml.parse(once))}
    assert tags <= set(ELEMENTS)
    again, problems = clean(once)
    assert again == once
    assert problems == []
