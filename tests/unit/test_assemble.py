from __future__ import annotations

from dataclasses import replace
from datetime import date

from seriesbook.assemble import assemble
from seriesbook.model import License, Origin, Part, Person, Section
from tiny import ADA, BEN, EPUB, PDF, SERIES, essay, note, said

ONE, TWO = essay("essays/1-one.md", slug="one"), essay("essays/2-two.md", slug="two")
GIVEN = License("CC-BY-4.0", "Creative Commons Attribution 4.0 International")


def matter(path: str, role: str, **fields: str) -> Section:
    return essay(path, role=role, **fields)


def roles(series: object, edition: object, *sections: Section) -> list[str]:
    return [s.role for s in assemble(series, edition, sections).value.sections]  # type: ignore[arg-type]


def test_what_a_bare_folder_gets() -> None:
    assert roles(SERIES, PDF, ONE, TWO) == [
        "half-title", "title-page", "copyright-page", "contents", "essay", "essay", "notes",
        "colophon",
    ]  # fmt: skip
    assert roles(SERIES, EPUB, ONE)[:3] == ["cover", "title-page", "copyright-page"]


def test_what_a_full_series_gets() -> None:
    series = replace(SERIES, license=GIVEN, authors=(replace(ADA, bio="back/ada.md"),))
    given = [
        matter("back/glossary.md", "glossary"),
        matter("back/acknowledgments.md", "acknowledgments"),
        matter("front/preface.md", "preface"),
        matter("front/dedication.md", "dedication"),
        matter("back/ada.md", "about-the-author"),
        matter("back/b-appendix.md", "appendix"),
        matter("back/a-appendix.md", "appendix"),
    ]
    found = roles(series, PDF, replace(ONE, date=date(2020, 1, 1)), *given)
    assert found[3:6] == ["dedication", "contents", "preface"]
    assert found[7:] == [
        "acknowledgments", "appendix", "appendix", "notes", "glossary", "series-page",
        "about-the-author", "license-page", "colophon",
    ]  # fmt: skip


def test_acknowledgments_stand_where_their_file_lies() -> None:
    found = roles(SERIES, EPUB, ONE, matter("front/acknowledgments.md", "acknowledgments"))
    assert found.index("acknowledgments") < found.index("essay")


def test_a_file_takes_the_place_of_the_generated_section() -> None:
    own = matter("front/copyright-page.md", "copyright-page")
    book = assemble(SERIES, EPUB, (ONE, own)).value
    assert [s for s in book.sections if s.role == "copyright-page"] == [own]


def test_notes_of_the_page_need_no_section() -> None:
    assert "notes" not in roles(SERIES, replace(PDF, notes="page"), ONE)


def test_an_unknown_role_and_a_second_file() -> None:
    given = (
        matter("front/forward.md", "forward"),
        matter("front/preface.md", "preface"),
        matter("front/preface.txt.md", "preface"),
    )
    problems = assemble(SERIES, EPUB, (ONE, *given)).problems
    assert said(problems) == [
        "front/forward.md:error:role-unknown",
        "front/preface.txt.md:error:role-twice",
    ]
    assert "foreword" in problems[0].mend
    assert "front/preface.md" in problems[1].message


def test_drafts_and_excluded_essays_are_remembered_without_their_text() -> None:
    draft = replace(TWO, draft=True, notes=(note("two", 1, "<p>n</p>"),))
    outcome = assemble(SERIES, EPUB, (ONE, draft))
    assert outcome.value.left_out == (replace(draft, body="", notes=()),)
    assert said(outcome.problems) == ["essays/2-two.md:hint:draft-left-out"]
    edition = replace(EPUB, exclude=("essays/1-one.md",))
    assert assemble(SERIES, edition, (ONE, TWO)).value.left_out[0].slug == "one"
    edition = replace(EPUB, include=("one",))
    preface = matter("front/preface.md", "preface")
    assert roles(SERIES, edition, ONE, TWO, preface).count("essay") == 1
    assert "preface" in roles(SERIES, edition, ONE, preface)


def test_an_edition_without_essays() -> None:
    problems = assemble(SERIES, replace(EPUB, exclude=("one",)), (ONE,)).problems
    assert said(problems) == ["series.toml:error:essays-none"]


def test_an_essay_has_the_series_authors_unless_it_names_its_own() -> None:
    ada = replace(ADA, sort_name="EXAMPLE", bio="back/ada.md")
    editor = Person("Ed", "Ed", "editor")
    series = replace(SERIES, authors=(ada, editor))
    translated = replace(TWO, authors=(Person("Tom", "Tom", "translator"),))
    third = essay("essays/3.md", authors=(BEN, ADA))
    essays = [s for s in assemble(series, EPUB, (ONE, translated, third)).value.sections
              if s.role == "essay"]  # fmt: skip
    assert [[p.name for p in e.authors] for e in essays] == [
        ["Ada Example"], ["Ada Example", "Tom"], ["Ben Other", "Ada Example"],
    ]  # fmt: skip
    assert essays[2].authors[1] == ada


def test_a_series_without_authors_has_those_of_its_essays() -> None:
    series = replace(SERIES, authors=())
    essays = (replace(ONE, authors=(BEN,)), replace(TWO, authors=(ADA, BEN)))
    assert assemble(series, EPUB, essays).value.series.authors == (BEN, ADA)


def test_only_another_license_is_an_essay_s_own() -> None:
    series = replace(SERIES, license=GIVEN)
    other = License("custom", "Ask me", text="Ask me.")
    essays = (replace(ONE, license=GIVEN), replace(TWO, license=other))
    book = assemble(series, EPUB, essays).value
    assert [s.license for s in book.sections if s.role == "essay"] == [None, other]


def test_parts_stand_before_their_essays() -> None:
    parts = (
        Part("First", "first", ("essays/1-one.md",), "so it begins"),
        Part("Empty", "empty", ()),
        Part("Last", "last", ("essays/2-two.md",)),
    )
    book = assemble(replace(SERIES, parts=parts), EPUB, (ONE, TWO)).value
    body = [s for s in book.sections if s.role in {"part", "essay"}]
    assert [(s.slug, s.number, s.subtitle, s.part) for s in body] == [
        ("part-first", "I", "so it begins", ""),
        ("one", "", "", "First"),
        ("part-last", "III", "", ""),
        ("two", "", "", "Last"),
    ]


def test_a_file_may_be_the_page_of_a_part() -> None:
    series = replace(SERIES, parts=(Part("First", "first", ("essays/1-one.md",)),))
    page = matter("front/first.md", "part", slug="first")
    stray = matter("front/last.md", "part", slug="last")
    outcome = assemble(series, EPUB, (ONE, page, stray))
    found = next(s for s in outcome.value.sections if s.role == "part")
    assert (found.title, found.number, found.body) == ("First", "I", page.body)
    assert said(outcome.problems) == ["front/last.md:error:part-unknown"]


def test_parts_that_contradict_themselves_or_the_order() -> None:
    three = essay("essays/3.md")
    parts = (
        Part("A", "a", ("essays/1-one.md", "essays/3.md")),
        Part("B", "b", ("essays/2-two.md", "essays/3.md")),
    )
    order = ("essays/1-one.md", "essays/2-two.md", "essays/3.md")
    series = replace(SERIES, parts=parts, order=order)
    outcome = assemble(series, EPUB, (ONE, TWO, three))
    assert [p.code for p in outcome.problems] == ["essay-repeated", "part-torn"]


def test_the_page_about_the_author_is_there_once() -> None:
    bio = matter("back/ada.md", "about-the-author", slug="ada", title="Ada")
    page = matter("back/about-the-author.md", "about-the-author", title="Who")
    series = replace(SERIES, authors=(replace(ADA, bio="back/ada.md"),))
    alone = assemble(series, EPUB, (ONE, bio)).value
    assert [s.title for s in alone.sections if s.role == "about-the-author"] == [""]
    outcome = assemble(series, EPUB, (ONE, bio, page))
    assert [s for s in outcome.value.sections if s.role == "about-the-author"] == [page]
    assert said(outcome.problems) == ["back/ada.md:warning:bio-unused"]


def test_the_series_page_needs_something_to_tell() -> None:
    assert "series-page" not in roles(SERIES, EPUB, ONE)
    known = replace(ONE, origin=Origin(publication="The Review"))
    assert "series-page" in roles(SERIES, EPUB, known)
