"""Passes of a few lines: bios, contents, ids, empty notes; and all of them in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seriesbook import passes, xhtml
from seriesbook.model import Heading, Section
from seriesbook.passes import PassContext
from seriesbook.passes.bios import join_bios
from seriesbook.passes.contents import make_contents
from seriesbook.passes.empty_notes import drop_empty_notes
from seriesbook.passes.ids import check_ids
from seriesbook.problems import Where
from tiny import ADA, BEN, EPUB, PDF, book, essay, mark, note, said

NOWHERE = PassContext({})
ONE = essay("essays/one.md", headings=(Heading(2, "H", "one--h"), Heading(3, "I", "one--i")))
TWO = essay("essays/two.md", authors=(BEN,))


def made(role: str) -> Section:
    return Section(role=role, slug=role, title="", where=Where("series.toml"))


def test_bios_are_joined_under_the_names() -> None:
    people = (replace(ADA, bio="back/ada.md"), replace(BEN, bio="back/ben.md"))
    bios = [
        essay(f"back/{name}.md", f'<p data-line="1">{name}{mark(name, 1)}</p>',
              role="about-the-author", notes=(note(name, 1, "<p>n</p>"),))
        for name in ("ada", "ben")
    ]  # fmt: skip
    joined = join_bios(book(ONE, *bios, made("colophon"), authors=people), NOWHERE).value
    assert [s.slug for s in joined.sections] == ["one", "about-the-author", "colophon"]
    section = joined.sections[1]
    assert section.body.startswith('<h2 id="ada">Ada Example</h2><p>ada<a')
    assert [h.id for h in section.headings] == ["ada", "ben"]
    assert [n.number for n in section.notes] == [1, 2]
    assert xhtml.plain(section.body) == "Ada Exampleada1Ben Otherben2"


def test_one_bio_is_left_alone() -> None:
    given = book(ONE, essay("back/ada.md", role="about-the-author"))
    assert join_bios(given, NOWHERE).value is given


def test_contents_list_parts_with_their_essays() -> None:
    part = essay("series.toml", role="part", slug="part-1-p", title="P", number="I")
    sections = (
        made("contents"), essay("front/preface.md", role="preface"),
        part, replace(ONE, part="P"), TWO, made("notes"), made("colophon"),
    )  # fmt: skip
    entries = make_contents(book(*sections, edition=PDF), NOWHERE).value.contents
    assert [(e.id, e.role, e.number) for e in entries] == [
        ("preface", "preface", ""), ("part-1-p", "part", "I"), ("two", "essay", ""),
        ("notes", "notes", ""),
    ]  # fmt: skip
    assert [child.id for child in entries[1].children] == ["one"]
    assert entries[2].authors == ("Ben Other",)


def test_headings_are_listed_on_a_screen_if_there_are_few_essays() -> None:
    screen = make_contents(book(ONE), NOWHERE).value.contents
    assert [child.id for child in screen[0].children] == ["one--h"]
    assert make_contents(book(ONE, edition=PDF), NOWHERE).value.contents[0].children == ()
    many = (ONE, *(essay(f"essays/{n}.md") for n in range(30)))
    assert make_contents(book(*many), NOWHERE).value.contents[0].children == ()


def test_authors_are_not_named_where_all_essays_have_the_same() -> None:
    same = [replace(e, authors=(ADA,)) for e in (ONE, TWO)]
    assert [e.authors for e in make_contents(book(*same), NOWHERE).value.contents] == [(), ()]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ('<p id="one--x">a</p>', []),
        ('<p>id="one--x"</p><p id="one--x">a</p>', []),
        (
            '<p id="one--x" data-line="3">a</p><p id="one--x" data-line="5">b</p>',
            ["essays/one.md:5:error:id-duplicate"],
        ),
        ('<p id="one--fn-1" data-line="4">a</p>', ["essays/one.md:4:error:id-duplicate"]),
        ('<p id="toc" data-line="2">a</p>', ["essays/one.md:2:error:id-reserved"]),
        ('<p id="notes" data-line="2">a</p>', ["essays/one.md:2:error:id-duplicate"]),
    ],
)
def test_ids_are_there_once(body: str, problems: list[str]) -> None:
    section = essay("essays/one.md", body, notes=(note("one", 1, "<p>n</p>"),))
    given = book(section, made("notes"))
    outcome = check_ids(given, NOWHERE)
    assert (outcome.value, said(outcome.problems)) == (given, problems)


def test_a_book_without_notes_has_no_page_of_them() -> None:
    assert drop_empty_notes(book(ONE, made("notes")), NOWHERE).value.sections == (ONE,)
    own = replace(made("notes"), body="<p>My own.</p>")
    assert drop_empty_notes(book(ONE, own), NOWHERE).value.sections == (ONE, own)


def test_all_passes_in_their_order() -> None:
    body = f'<p>a{mark("one", 1)} <a href="two.md">t</a> <a href="https://example.org/">e</a></p>'
    one = essay("essays/one.md", body, notes=(note("one", 1, "<p>n</p>"),))
    edition = replace(PDF, notes="page")
    outcome = passes.run(book(one, TWO, made("notes"), edition=edition), {})
    assert outcome.problems == ()
    first = outcome.value.sections[0]
    assert xhtml.plain(first.body) == "a11. n t e22. https://example.org/"
    assert [e.id for e in outcome.value.contents] == ["one", "two", "notes"]
    plain = passes.run(book(TWO, made("notes"), edition=EPUB), {}).value
    assert plain.sections == (TWO,)
