from __future__ import annotations

from dataclasses import replace

import pytest

from seriesbook import xhtml
from seriesbook.model import Epigraph, LinksPlace, Section
from seriesbook.passes import PassContext
from seriesbook.passes.link_notes import note_links
from tiny import EPUB, PDF, book, essay, mark, note

NOWHERE = PassContext({})
LINK = '<a href="https://example.org/x">here</a>'


def noted(body: str, *notes: str, role: str = "essay", links: LinksPlace = "notes") -> Section:
    made = tuple(note("a", number, text) for number, text in enumerate(notes, 1))
    section = essay("essays/a.md", body, role=role, notes=made)
    edition = replace(PDF, links=links)
    return note_links(book(section, edition=edition), NOWHERE).value.sections[0]


def test_an_address_becomes_a_note_in_one_sequence_with_the_author_s() -> None:
    body = f'<p data-line="4">A {LINK}, b{mark("a", 1)}.</p>'
    section = noted(body, "<p>Author's.</p>")
    assert xhtml.plain(section.body) == "A here,1 b2."
    assert [(n.id, n.number, n.references) for n in section.notes] == [
        ("a--ln-1", 1, ("a--lnref-1",)),
        ("a--fn-1", 2, ("a--fnref-1",)),
    ]
    assert section.notes[0].where.line == 4
    assert xhtml.plain(section.notes[0].body) == "https://example.org/x"
    assert "https://<wbr/>example<wbr/>.org/<wbr/>x" in section.notes[0].body


def test_a_repeated_address_is_noted_once_and_marked_twice() -> None:
    section = noted(f"<p>{LINK} and {LINK}</p>")
    assert xhtml.plain(section.body) == "here1 and here1"
    assert section.notes[0].references == ("a--lnref-1", "a--lnref-1-2")


def test_a_link_that_shows_its_address_needs_no_note() -> None:
    body = '<p><a href="https://www.example.org/">example.org</a></p>'
    assert noted(body).notes == ()


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        (f"see {LINK}. Next", "see here.1 Next"),
        (f"“see {LINK}.” Next", "“see here.”1 Next"),
        (f"(see {LINK}) Next", "(see here1) Next"),
        (f"the {LINK}’s end", "the here1’s end"),
        (f"<em>see {LINK}</em>, next", "see here,1 next"),
        (f"{LINK} — next", "here1 — next"),
    ],
)
def test_the_mark_stands_behind_punctuation(text: str, becomes: str) -> None:
    assert xhtml.plain(noted(f"<p>{text}</p>").body) == becomes


def test_addresses_in_notes_and_epigraphs_follow_in_parentheses() -> None:
    section = noted(f"<p>x{mark('a', 1)}</p>", f"<p>See {LINK}.</p>")
    assert xhtml.plain(section.notes[0].body) == "See here (https://example.org/x)."
    section = replace(essay("a.md", "<p/>"), epigraph=Epigraph("words", LINK))
    made = note_links(book(section, edition=PDF), NOWHERE).value.sections[0]
    assert made.epigraph is not None
    assert xhtml.plain(made.epigraph.source) == "here (https://example.org/x)"


def test_an_address_that_the_note_shows_is_not_repeated() -> None:
    body = f"<p>See {LINK}, https://example.org/x.</p>"
    assert noted(f"<p>x{mark('a', 1)}</p>", body).notes[0].body == body


def test_matter_behind_the_notes_has_its_addresses_inline() -> None:
    section = noted(f"<p>{LINK}</p>", role="bibliography")
    assert xhtml.plain(section.body) == "here (https://example.org/x)"
    assert section.notes == ()


def test_editions_that_leave_links_alone() -> None:
    assert xhtml.plain(noted(f"<p>{LINK}</p>", links="inline").body).endswith("/x)")
    assert noted(f"<p>{LINK}</p>", links="none").notes == ()
    section = essay("a.md", f"<p>{LINK}</p>")
    assert note_links(book(section, edition=EPUB), NOWHERE).value.sections[0] is section


def test_notes_to_notes_keep_leading_to_the_right_number() -> None:
    body = f"<p>{LINK} {mark('a', 1)}</p>"
    section = noted(body, f"<p>Outer{mark('a', 2)}</p>", "<p>Inner</p>")
    assert [n.number for n in section.notes] == [1, 2, 3]
    assert xhtml.plain(section.notes[1].body) == "Outer3"


def test_an_essay_without_links_is_left_as_it_is() -> None:
    section = essay("a.md", f"<p>x{mark('a', 1)}</p>", notes=(note("a", 1, "<p>n</p>"),))
    assert note_links(book(section, edition=PDF), NOWHERE).value.sections[0] is section
