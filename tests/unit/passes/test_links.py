from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from seriesbook import xhtml
from seriesbook.model import Origin
from seriesbook.passes.links import resolve_links
from tiny import book, essay, images_at, mark, note, picture, said

IMAGES = images_at({"images/a.png": picture()})
ROOM = essay(
    "essays/02-room.md",
    '<h2 id="room--the-door" data-line="3">The door</h2>',
    slug="room",
    origin=Origin("https://www.example.org/Room/"),
)
GONE = essay("essays/gone.md", "", slug="gone", origin=Origin("https://example.org/gone"))
LOST = essay("essays/lost.md", "", slug="lost")


def follow(href: str) -> tuple[str | None, list[str]]:
    """New address of a link in essays/01-a.md (None if it is no link any more), and problems."""
    root = xhtml.parse('<p data-line="5">see </p>')
    link = etree.SubElement(root[0], "a", href=href)
    link.text = "words"
    home = essay("essays/01-a.md", f'{xhtml.serialise(root)}<h2 id="a--own">Own</h2>', slug="a")
    outcome = resolve_links(book(home, ROOM, left_out=(GONE, LOST)), IMAGES)
    body = xhtml.parse(outcome.value.sections[0].body)
    assert xhtml.text_of(body[0]) == "see words"
    found = next(xhtml.elements(body, "a"), None)
    return (None if found is None else found.get("href")), said(outcome.problems)


@pytest.mark.parametrize(
    ("href", "becomes"),
    [
        ("02-room.md", "#room"),
        ("02-room.md#the-door", "#room--the-door"),
        ("../essays/02-room.md", "#room"),
        ("essays/02-room.md", "#room"),
        ("/essays/02-room.md", "#room"),
        ("02-room", "#room"),
        ("02-room.html?x=1#the-door", "#room--the-door"),
        ("02%2Droom.md", "#room"),
        ("02-room.md#02-room", "#room"),
        ("room", "#room"),
        ("room/", "#room"),
        ("http://example.org/Room", "#room"),
        ("https://example.org/Room/?utm=1#the-door", "#room--the-door"),
        ("#own", "#a--own"),
        ("#a--own", "#a--own"),
        ("#", "#a"),
        ("gone.md", "https://example.org/gone"),
        ("https://example.org/other", "https://example.org/other"),
        ("//example.org/x", "https://example.org/x"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://example.org/a b|c%zz[d]", "https://example.org/a%20b%7Cc%25zz%5Bd%5D"),
        ("http://ünï.example/päth?q=ü", "http://ünï.example/päth?q=ü"),
        ("http://[::1]/x", "http://[::1]/x"),
    ],
)
def test_a_link_arrives(href: str, becomes: str) -> None:
    assert follow(href) == (becomes, [])


@pytest.mark.parametrize(
    ("href", "becomes", "problem"),
    [
        ("nowhere.md", None, "error:link-dead"),
        ("sub/", None, "error:link-dead"),
        ("02-room.md#the-dor", "#room", "error:link-dead"),
        ("#nowhere", "#a", "error:link-dead"),
        ("../../etc/passwd", None, "error:path-outside"),
        ("lost.md", None, "hint:link-left-out"),
        ("../images/a.png", None, "warning:link-to-image"),
        ("javascript:alert(1)", None, "error:link-scheme"),
        ("file:///etc/passwd", None, "error:link-scheme"),
        ("C:\\Users", None, "error:link-scheme"),
        ("http://[::1", None, "error:link-broken"),
        ("http://", None, "error:link-broken"),
        ("http://x:y/", None, "error:link-broken"),
        ("", None, "warning:link-empty"),
    ],
)
def test_a_link_leads_nowhere(href: str, becomes: str | None, problem: str) -> None:
    assert follow(href) == (becomes, [f"essays/01-a.md:5:{problem}"])


def test_the_nearest_name_is_offered() -> None:
    home = essay(
        "essays/a.md", '<p><a href="02-rom.md">x</a><a href="#ona">y</a></p><p id="a--one"/>'
    )
    problems = resolve_links(book(home, ROOM), IMAGES).problems
    assert [p.mend for p in problems] == ["Did you mean essays/02-room.md?", "Did you mean #one?"]


def test_links_in_notes_are_followed_and_have_the_note_s_place() -> None:
    notes = (note("a", 1, '<p><a href="02-room.md">x</a> <a href="no.md">y</a></p>'),)
    home = essay("essays/a.md", f"<p>{mark('a', 1)}</p>", notes=notes)
    outcome = resolve_links(book(home, ROOM), IMAGES)
    assert outcome.value.sections[0].notes[0].body == '<p><a href="#room">x</a> y</p>'
    assert said(outcome.problems) == ["essays/a.md:91:error:link-dead"]


def test_a_picture_that_links_to_its_larger_self_loses_the_link_quietly() -> None:
    home = essay("essays/a.md", '<p><a href="../images/a.png"><img src="s.png" alt=""/></a></p>')
    outcome = resolve_links(book(home), IMAGES)
    assert outcome.value.sections[0].body == '<p><img src="s.png" alt=""/></p>'
    assert outcome.problems == ()


def test_an_anchor_keeps_its_id() -> None:
    home = essay("essays/a.md", '<p><a id="a--x" href="no.md">x</a></p>')
    body = resolve_links(book(home), IMAGES).value.sections[0].body
    assert body == '<p><a id="a--x">x</a></p>'


def test_sections_without_such_links_come_back_as_they_are() -> None:
    home = essay("essays/a.md", f'<p>{mark("a", 1)} <a href="https://example.org">x</a></p>',
                 notes=(note("a", 1, "<p>n</p>"),))  # fmt: skip
    assert resolve_links(book(home), IMAGES).value.sections[0] is home


@given(st.text(max_size=40))
@example("..")
@example(".")
@example("%")
@example("http://[")
@example("//")
@example("?")
def test_no_address_is_too_odd(href: str) -> None:
    becomes, problems = follow("".join(c if c.isprintable() else " " for c in href))
    assert becomes is None or becomes.startswith("#") or ":" in becomes
    assert len(problems) <= 1
