"""Pages: every role in both media, well-formed, with the words and links that belong there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from seriesbook import xhtml
from seriesbook.cache import Cache
from seriesbook.model import (
    Asset,
    Book,
    Collection,
    Edition,
    Entry,
    Epigraph,
    License,
    Note,
    Origin,
    Person,
    Section,
    Series,
)
from seriesbook.pages import cover_page, make_pages
from seriesbook.problems import BookError, Where
from seriesbook.roles import ROLES
from seriesbook.theme import load_theme
from seriesbook.typeset import layout

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from seriesbook.model import Format
    from seriesbook.rendition import Rendition

NS = {"h": xhtml.XHTML, "epub": xhtml.EPUB}
CC = License("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://example.org/by/4.0/")
JAY = Person("John Jay", "Jay, John")
MADISON = Person("James Madison", "Madison, James")
SERIES = Series(
    "s",
    "Bread & <Butter>",
    "en-GB",
    "urn:x",
    subtitle="A Subtitle",
    issued=date(2026, 10, 1),
    authors=(JAY, Person("Ann Translator", "Translator, Ann", "translator")),
    license=CC,
    publisher="A Press",
    place="Norwich",
    collection=Collection("Papers", "1"),
)
MARK = (
    '<a class="noteref" id="one--fnref-1" href="#one--fn-1" epub:type="noteref" '
    'role="doc-noteref">1</a>'
)
ESSAY = Section(
    "essay",
    "one",
    "First “Essay”",
    Where("essays/01-one.md", 2),
    subtitle="On something",
    number="1",
    date=date(2026, 3, 1),
    updated=date(2026, 4, 1),
    origin=Origin("https://example.org/one", "The Penny Packet"),
    epigraph=Epigraph("A line<br/>and another", "Somebody, <cite>Book</cite>"),
    body=f'<p data-line="9">It began with a note{MARK} in the text.</p><h2 id="one--h">H</h2>',
    notes=(Note("one--fn-1", 1, "<p>A note.</p>", Where("e", 12), ("one--fnref-1",)),),
)
LINK = '<link rel="stylesheet" type="text/css" href="css/book.css"/>'
COVER = Asset("images/cover.jpg", "image/jpeg", b"", 1600, 2560)


def _sections(format: Format) -> tuple[Section, ...]:
    medium = {"pdf": "print", "epub": "screen"}[format]
    return tuple(
        ESSAY
        if name == "essay"
        else Section(name, name, "", Where("series.toml"), body=_body(name))
        for name, role in ROLES.items()
        if role.medium in ("both", medium)
    )


def _body(role: str) -> str:
    return "" if ROLES[role].generated else "<p>Words.</p>"


def _book(format: Format, **edition: str) -> Book:
    sections = _sections(format)
    contents = tuple(
        Entry(s.title, s.slug, s.role, s.number) for s in sections if ROLES[s.role].listed
    )
    kind = Edition("x", format, **{"theme": "plain", **edition})  # type: ignore[arg-type]
    return Book(SERIES, kind, sections, contents, (COVER,))


def _made(book: Book, cache: Path, folder: Path | None = None) -> Rendition:
    theme = load_theme(
        book.edition, book.series.language, folder or cache / "no series", Cache(cache)
    )
    assert not theme.problems
    outcome = make_pages(book, theme.value, Cache(None))
    assert not outcome.problems
    return outcome.value


def _tree(rendition: Rendition, role: str) -> etree._Element:
    page = next(page for page in rendition.pages if page.role == role)
    return xhtml.parse_document(page.xhtml)


def _values(tree: etree._Element, attribute: str) -> list[str]:
    return [element.get(attribute, "") for element in tree.iter() if element.get(attribute)]


def _text(tree: etree._Element) -> str:
    body = tree.find("h:body", NS)
    assert body is not None
    return xhtml.text_of(body)


@pytest.mark.parametrize("theme", ["plain", "classic"])
@pytest.mark.parametrize("format", ["epub", "pdf"])
def test_every_role_makes_a_page(cache: Path, format: Format, theme: str) -> None:
    rendition = _made(_book(format, theme=theme), cache)
    sections = _sections(format)
    assert [page.name for page in rendition.pages] == [section.slug for section in sections]
    for page in rendition.pages:
        tree = xhtml.parse_document(page.xhtml)
        ids = _values(tree, "id")
        assert len(ids) == len(set(ids))
        assert page.name in ids
        assert tree.get("lang") == tree.get(xhtml.XML_LANG) == "en-GB"
        assert tree.findtext("h:head/h:title", namespaces=NS) == page.title != ""
        assert set(_values(tree, "aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("theme", ["plain", "classic"])
def test_the_layout_engine_understands_all_of_it(cache: Path, theme: str) -> None:
    rendition = _made(_book("pdf", theme=theme), cache)
    for page in rendition.pages:
        document = page.xhtml.replace('href="#', 'href="https://example.org/')
        document = document.replace(LINK, "")
        said = layout(document, rendition.css, rendition.fonts).messages
        assert not said, (page.name, said)


def test_the_trim_is_the_only_size(cache: Path) -> None:
    rendition = _made(_book("pdf"), cache)
    shape = "@page { size: 432pt 648pt; margin: 66pt 54pt 72pt }\n:root { font-size: 12pt; "
    assert rendition.css.startswith(shape)
    assert rendition.folio_css.startswith(shape)
    assert "@page" not in _made(_book("epub"), cache).css


def test_generated_sections_get_their_words(cache: Path) -> None:
    rendition = _made(_book("pdf"), cache)
    titles = {page.role: page.title for page in rendition.pages}
    assert titles["contents"] == "Contents"
    assert titles["license-page"] == "Licence"
    assert titles["about-the-author"] == "About the Author"
    assert all(entry.title for entry in rendition.book.contents)
    two = replace(_book("pdf"), series=replace(SERIES, authors=(JAY, MADISON)))
    assert "About the Authors" in {page.title for page in _made(two, cache).pages}


def test_an_opening(cache: Path) -> None:
    tree = _tree(_made(_book("epub"), cache), "essay")
    section = tree.find(".//h:section", NS)
    assert section is not None
    assert (section.get("id"), section.get("role")) == ("one", "doc-chapter")
    assert section.get(xhtml.EPUB_TYPE) == "chapter"
    text = _text(tree)
    assert text.startswith("1 First “Essay” On something The Penny Packet, 1 March 2026 A line")
    assert _values(tree, "datetime") == ["2026-03-01"]
    assert "John Jay" not in text


def test_authors_are_named_where_there_are_several(cache: Path) -> None:
    book = _book("pdf")
    sections = tuple(replace(s, authors=(JAY,)) if s is ESSAY else s for s in book.sections)
    book = replace(book, sections=sections, series=replace(SERIES, authors=(JAY, MADISON)))
    rendition = _made(book, cache)
    assert "John Jay" in _text(_tree(rendition, "essay"))
    page = next(page for page in rendition.pages if page.role == "essay")
    assert (page.head_verso, page.head_recto) == ("John Jay", "First “Essay”")


def test_titles_are_text(cache: Path) -> None:
    assert "Bread & <Butter>" in _text(_tree(_made(_book("pdf"), cache), "title-page"))


def test_the_copyright_page(cache: Path) -> None:
    book = _book("pdf", isbn="978-0-00-000000-2")
    text = _text(_tree(_made(book, cache), "copyright-page"))
    for words in (
        "Papers, no. 1",
        "Copyright © 2026 John Jay",
        "Translated by Ann Translator",
        "This work is licensed under the Creative Commons Attribution 4.0. To view a copy of "
        "this licence, visit https://example.org/by/4.0/.",
        "These essays first appeared in The Penny Packet.",
        "A Press, Norwich",
        "Published 1 October 2026.",
        "ISBN 978-0-00-000000-2",
    ):
        assert words in text


def test_a_license_in_own_words_gives_its_address(cache: Path) -> None:
    own = License("", "House rules", "https://example.org/rules", "Read it aloud.")
    rendition = _made(replace(_book("pdf"), series=replace(SERIES, license=own)), cache)
    for role in ("copyright-page", "license-page"):
        assert "Read it aloud. https://example.org/rules" in _text(_tree(rendition, role))


def test_an_essay_under_its_own_license_is_named(cache: Path) -> None:
    own = License("all-rights-reserved", "All rights reserved")
    book = _book("pdf")
    sections = tuple(replace(s, license=own) if s is ESSAY else s for s in book.sections)
    rendition = _made(replace(book, sections=sections), cache)
    sentence = "“First “Essay””: all rights reserved."
    assert sentence in _text(_tree(rendition, "copyright-page"))
    assert sentence in _text(_tree(rendition, "license-page"))


def test_contents_in_print_ask_for_page_numbers(cache: Path) -> None:
    rendition = _made(_book("pdf"), cache)
    refs = _values(_tree(rendition, "contents"), "data-ref")
    assert refs == [entry.id for entry in rendition.book.contents]


def test_contents_on_screen_are_navigation(cache: Path) -> None:
    tree = _tree(_made(_book("epub"), cache), "contents")
    toc, landmarks = tree.findall(".//h:nav", NS)
    assert (toc.get(xhtml.EPUB_TYPE), landmarks.get(xhtml.EPUB_TYPE)) == ("toc", "landmarks")
    assert landmarks.get("hidden") == ""
    assert not _values(tree, "data-ref")
    types = [a.get(xhtml.EPUB_TYPE) for a in landmarks.iterfind(".//h:a", NS)]
    assert len(types) == len(set(types))
    assert {"bodymatter", "toc", "cover"} <= set(types)


def test_entries_nest(cache: Path) -> None:
    part = Entry("Part", "part", "part", "I", children=(Entry("First", "one", "essay", "1"),))
    book = replace(_book("epub"), contents=(part,))
    tree = _tree(_made(book, cache), "contents")
    inner = tree.find(".//h:nav/h:ol/h:li/h:ol/h:li/h:a", NS)
    assert inner is not None
    assert xhtml.text_of(inner) == "1 First"
    assert "Part I Part" in _text(tree)


@pytest.mark.parametrize(("format", "classes"), [("epub", "backlink"), ("pdf", "note-number")])
def test_notes_lead_back(cache: Path, format: Format, classes: str) -> None:
    tree = _tree(_made(_book(format), cache), "notes")
    (item,) = tree.findall(".//h:ol/h:li", NS)
    assert (item.get("id"), item.get("value")) == ("one--fn-1", "1")
    (link,) = item.findall(".//h:a", NS)
    assert (link.get("class"), link.get("href")) == (classes, "#one--fnref-1")
    assert link.get("role") == "doc-backlink"


def test_notes_after_their_essay(cache: Path) -> None:
    tree = _tree(_made(_book("epub", notes="essay"), cache), "essay")
    assert [item.get("id") for item in tree.iterfind(".//h:li", NS)] == ["one--fn-1"]
    assert not _tree(_made(_book("epub"), cache), "essay").findall(".//h:li", NS)


@pytest.mark.parametrize("role", ["dedication", "epigraph"])
def test_notes_of_words_alone_on_a_page(cache: Path, role: str) -> None:
    book = _book("pdf", notes="essay")
    sections = tuple(
        replace(s, body=f"<p>Words.{MARK}</p>", notes=ESSAY.notes) if s.role == role else s
        for s in book.sections
    )
    tree = _tree(_made(replace(book, sections=sections), cache), role)
    assert [item.get("id") for item in tree.iterfind(".//h:li", NS)] == ["one--fn-1"]


def test_first_publication(cache: Path) -> None:
    text = _text(_tree(_made(_book("pdf"), cache), "series-page"))
    assert "First published in The Penny Packet, 1 March 2026. Revised 1 April 2026." in text
    assert "https://example.org/one" in text


def test_the_colophon_names_the_typefaces_that_are_used(cache: Path) -> None:
    rendition = _made(_book("pdf"), cache)
    text = _text(_tree(rendition, "colophon"))
    assert "EB Garamond, designed by Georg Duffner and Octavio Pardo" in text
    assert "Source Code Pro" not in text
    assert {font.family for font in rendition.fonts} == {"EB Garamond"}


def test_code_brings_its_typeface(cache: Path) -> None:
    book = _book("pdf")
    sections = tuple(
        replace(s, body="<pre><code>x</code></pre>") if s is ESSAY else s for s in book.sections
    )
    rendition = _made(replace(book, sections=sections), cache)
    assert {font.family for font in rendition.fonts} == {"EB Garamond", "Source Code Pro"}


def test_no_cover_no_page(cache: Path) -> None:
    rendition = _made(replace(_book("epub"), assets=()), cache)
    assert "cover" not in {page.role for page in rendition.pages}


def test_language_and_direction(cache: Path) -> None:
    book = _book("epub")
    sections = tuple(replace(s, language="ar") if s is ESSAY else s for s in book.sections)
    tree = _tree(_made(replace(book, sections=sections), cache), "essay")
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")


def test_a_missing_character_is_a_warning_in_print_only(cache: Path) -> None:
    for format, count in (("pdf", 1), ("epub", 0)):
        book = _book(format)  # type: ignore[arg-type]
        sections = tuple(replace(s, body="<p>中</p>") if s is ESSAY else s for s in book.sections)
        theme = load_theme(book.edition, "en", cache / "no series", Cache(cache)).value
        assert (
            len(make_pages(replace(book, sections=sections), theme, Cache(None)).problems) == count
        )


@pytest.mark.parametrize("template", ["{{ nothing }}", "{% if %}", "<p>not closed"])
def test_a_fault_in_an_own_theme_is_told(cache: Path, tmp_path: Path, template: str) -> None:
    folder = tmp_path / "themes" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text("contract = 1\n", encoding="utf-8")
    (folder / "part.xhtml.j2").write_text(template, encoding="utf-8")
    with pytest.raises(BookError) as caught:
        _made(_book("pdf", theme="mine"), cache, tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "theme-broken"
    assert problem.where.path == "themes/mine/part.xhtml.j2"


@pytest.mark.parametrize("format", ["epub", "pdf"])
def test_an_edited_text_needs_no_template(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: Format
) -> None:
    book, kept = _book(format), Cache(tmp_path)
    theme = load_theme(book.edition, "en-GB", cache / "no series", Cache(cache)).value
    make_pages(book, theme, kept)
    edited = replace(
        book,
        sections=tuple(
            replace(s, body=s.body.replace("began", "opened").replace("Words", "Others"))
            for s in book.sections
        ),
    )
    clean = make_pages(edited, theme, Cache(None)).value.pages
    monkeypatch.delattr("seriesbook.pages.render")
    pages = make_pages(edited, theme, kept).value.pages
    assert [page.xhtml for page in pages] == [page.xhtml for page in clean]


def test_a_template_of_the_series_sees_the_text(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text("contract = 1\n", encoding="utf-8")
    page = "<body>{{ section.body | length }}</body>"
    (folder / "essay.xhtml.j2").write_text(
        f'<html xmlns="http://www.w3.org/1999/xhtml">{page}</html>', encoding="utf-8"
    )
    made = _made(_book("pdf", theme="mine"), cache, tmp_path)
    told = _text(_tree(made, "essay"))
    assert int(told) > len(xhtml.text_of(xhtml.parse(ESSAY.body)))


@pytest.mark.parametrize("theme", ["plain", "classic"])
def test_the_cover(cache: Path, theme: str) -> None:
    book = _book("epub", theme=theme)
    loaded = load_theme(book.edition, "en", cache / "no series", Cache(cache)).value
    document = cover_page(book, loaded, Cache(None))
    made = layout(document, loaded.cover_css, loaded.fonts)
    assert not made.messages
    (sheet,) = made.sheets
    assert (sheet.width, sheet.height) == (360, 576)
