from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from epub_pages import CC, GUEST, book, cover, font, page, rendition, tools
from seriesbook.cache import Cache
from seriesbook.model import Asset, Entry
from seriesbook.rendition import PageSource
from seriesbook.writers.epub import EpubWork
from written import write_epub

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Rendition

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


def opened(made: Rendition) -> dict[str, bytes]:
    data = write_epub(made, tools()).value.data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(made: Rendition) -> etree._Element:
    return etree.fromstring(opened(made)["EPUB/package.opf"])


def said(made: Rendition, path: str) -> list[str]:
    return cast("list[str]", package(made).xpath(path, namespaces=NAMES))


def with_book(**changes: object) -> Rendition:
    return rendition(book=replace(book(), **changes))  # type: ignore[arg-type]


def with_series(**changes: object) -> Rendition:
    return with_book(series=replace(book().series, **changes))  # type: ignore[arg-type]


def test_the_container_is_as_ocf_wants_it() -> None:
    data = write_epub(rendition(), tools()).value.data
    assert data[30:58] == b"mimetypeapplication/epub+zip"  # no extra field in between
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    assert [i.filename for i in infos[:3]] == [
        "mimetype",
        "META-INF/container.xml",
        "EPUB/package.opf",
    ]
    assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert infos[0].compress_type == zipfile.ZIP_STORED
    assert b"EPUB/package.opf" in opened(rendition())["META-INF/container.xml"]


def test_pages_that_were_foreseen_wrongly_leave_nothing() -> None:
    work = EpubWork(rendition(), tools())
    work.prepare(PageSource("urn:print", ()))
    made = work.finish().value
    assert made.data == write_epub(rendition(), tools()).value.data
    assert not made.reused


def test_the_same_book_is_the_same_bytes(tmp_path: Path) -> None:
    first = write_epub(rendition(), tools()).value.data
    warm = Cache(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            assert write_epub(rendition(), replace(tools(warm), executor=pool)).value.data == first


def test_links_lead_to_files() -> None:
    members = opened(rendition())
    ebb = members["EPUB/text/ebb.xhtml"].decode()
    assert 'href="notes.xhtml#ebb--fn-1"' in ebb
    assert '<a href="flow.xhtml">Flow</a>' in ebb
    assert '<a href="#ebb--title">above</a>' in ebb
    assert 'href="https://example.org/tide"' in ebb
    assert 'src="../images/mud.svg"' in ebb
    assert 'href="../css/book.css"' in ebb
    assert "data-line" not in ebb
    assert 'href="ebb.xhtml#ebb--fnref-1"' in members["EPUB/text/notes.xhtml"].decode()


def test_a_dead_link_is_told_with_its_line() -> None:
    pages = [*rendition().pages]
    pages[3] = page(
        "flow", '<section id="flow"><p data-line="8"><a href="#gone">x</a></p></section>'
    )
    problems = write_epub(rendition(pages=tuple(pages)), tools()).problems
    assert [(str(p.where), p.code) for p in problems] == [("essays/flow.md:8", "link-dead")]


def test_empty_elements_are_not_closed_in_their_start_tag() -> None:
    pages = (*rendition().pages, page("last", '<section id="last"><p>a<br/><i/></p></section>'))
    text = opened(rendition(pages=pages))["EPUB/text/last.xhtml"].decode()
    assert "<p>a<br/><i></i></p>" in text


def test_identifier_is_the_isbn_else_that_of_the_series() -> None:
    path = "//dc:identifier/text()"
    assert said(rendition(), path) == ["urn:isbn:9780306406157"]
    without = with_book(edition=replace(book().edition, isbn=""))
    assert said(without, path) == [book().series.identifier]


def test_everybody_is_named_once_with_all_roles() -> None:
    assert said(rendition(), "//dc:creator/text()") == ["John Jay"]
    assert said(rendition(), "//dc:contributor/text()") == ["Ōta Nanpo", "Ann Ross"]
    of_guest = "//opf:meta[@refines='#contributor-1'][@property='role']/text()"
    assert said(rendition(), of_guest) == ["aut"]
    twice = replace(GUEST, role="translator")
    essay = replace(book().sections[1], authors=(GUEST, twice))
    assert said(with_book(sections=(essay, essay)), of_guest) == ["aut", "trl"]


def test_authors_of_essays_are_creators_where_the_series_has_none() -> None:
    made = with_series(authors=())
    assert said(made, "//dc:creator/text()") == ["John Jay", "Ōta Nanpo"]
    assert said(made, "//dc:contributor/text()") == ["Ann Ross"]


def test_an_essay_has_its_own_people_source_and_license() -> None:
    sections = (book().sections[0], replace(book().sections[1], license=CC))
    made = rendition(
        book=replace(book(), sections=sections, series=replace(book().series, license=None))
    )
    of_flow = "[@refines='#text_flow.xhtml']"
    assert said(made, f"//opf:meta{of_flow}[@property='relators:trl']/text()") == ["Ann Ross"]
    assert said(made, f"//opf:link{of_flow}/@href") == ["https://example.org/flow", CC.url]
    assert said(made, "//dc:rights/text()") == []


def test_license_of_the_series_is_a_text_and_a_link() -> None:
    assert said(rendition(), "//dc:rights/text()") == [CC.name]
    path = "//opf:link[not(@refines)][contains(@rel, 'cc:license')]/@href"
    assert said(rendition(), path) == [CC.url]


def test_metadata_has_no_stray_white_space() -> None:
    texts = [e.text for e in package(rendition()).iter() if not len(e) and e.text]
    assert [text for text in texts if text != " ".join(text.split())] == []
    odd = with_series(title="A\x01 \n b")
    assert said(odd, "//dc:title[@id='title']/text()") == ["A� b"]


def test_subtitle_collection_subjects() -> None:
    assert said(rendition(), "//dc:title/text()") == ["Tides", "Two essays"]
    assert said(rendition(), "//dc:subject/text()") == ["Sea", "Sand"]
    assert said(rendition(), "//opf:meta[@name='calibre:series_index']/@content") == ["2"]
    assert said(rendition(), "//opf:meta[@property='group-position']/text()") == ["2"]


def test_modified_is_given_in_utc() -> None:
    here = datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    data = write_epub(rendition(), replace(tools(), modified=here)).value.data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b">2025-12-31T23:30:00Z<" in archive.read("EPUB/package.opf")


ACCESS = "//opf:meta[starts-with(@property, 'schema:{}')]/text()"


def test_accessibility_says_what_is_true() -> None:
    assert said(rendition(), ACCESS.format("accessMode")) == [
        "textual",
        "visual",
        "textual",
        "textual,visual",
    ]
    assert "alternativeText" in said(rendition(), ACCESS.format("accessibilityFeature"))
    assert said(rendition(), ACCESS.format("accessibilityHazard")) == ["none"]


def test_an_image_without_description_is_admitted() -> None:
    pages = (
        *rendition().pages,
        page("x", '<section id="x"><img src="images/mud.svg" alt=""/></section>'),
    )
    made = rendition(pages=pages)
    assert "alternativeText" not in said(made, ACCESS.format("accessibilityFeature"))
    assert said(made, ACCESS.format("accessModeSufficient")) == ["textual,visual"]
    assert "no description" in said(made, ACCESS.format("accessibilitySummary"))[0]


def test_a_moving_image_may_flash() -> None:
    made = rendition(assets=(*rendition().assets, Asset("images/a.gif", "image/gif", b"GIF89a")))
    assert said(made, ACCESS.format("accessibilityHazard")) == ["unknown"]


def test_spine_nav_and_cover() -> None:
    assert said(rendition(), "//opf:itemref/@idref") == [
        f"text_{name}.xhtml" for name in ("cover", "contents", "ebb", "flow", "notes")
    ]
    assert said(rendition(), "//opf:item[@properties='nav']/@href") == ["text/contents.xhtml"]
    assert said(rendition(), "//opf:item[@properties='cover-image']/@href") == ["images/cover.jpg"]
    assert said(rendition(), "//opf:meta[@name='cover']/@content") == ["images_cover.jpg"]


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ja", "ltr"), ("tlh", "ltr")],
)
def test_pages_turn_as_the_language_does(language: str, direction: str) -> None:
    made = with_series(language=language)
    assert said(made, "//opf:spine/@page-progression-direction") == [direction]


def test_inline_drawings_and_formulas_are_declared() -> None:
    body = (
        '<section id="x"><svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>'
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></section>'
    )
    made = rendition(pages=(*rendition().pages, page("x", body)))
    assert said(made, "//opf:item[@href='text/x.xhtml']/@properties") == ["mathml svg"]
    assert "MathML" in said(made, ACCESS.format("accessibilityFeature"))


def test_ncx_follows_the_contents() -> None:
    root = etree.fromstring(opened(rendition())["EPUB/toc.ncx"])
    order = root.xpath("//ncx:navPoint/@playOrder", namespaces=NAMES)
    assert order == ["1", "2", "3", "4"]
    assert root.xpath("//ncx:content/@src", namespaces=NAMES) == [
        "text/ebb.xhtml",
        "text/ebb.xhtml#ebb--mud",
        "text/flow.xhtml",
        "text/notes.xhtml",
    ]
    assert root.xpath("//ncx:meta[@name='dtb:depth']/@content", namespaces=NAMES) == ["2"]


def test_contents_without_links_get_a_navigation_document_beside_them() -> None:
    pages = [*rendition().pages]
    pages[1] = page("contents", '<section id="contents"><p>Read on.</p></section>')
    made = rendition(pages=tuple(pages))
    assert said(made, "//opf:item[@properties='nav']/@href") == ["text/nav.xhtml"]
    assert "EPUB/text/nav.xhtml" in opened(made)


def test_an_entry_that_is_on_no_page_is_left_out() -> None:
    contents = (*book().contents, Entry("Gone", "gone"))
    assert b"Gone" not in opened(with_book(contents=contents))["EPUB/toc.ncx"]


def test_only_the_faces_and_characters_in_use_are_embedded() -> None:
    members = opened(rendition())
    names = [name.rpartition("/")[2] for name in members if name.startswith("EPUB/fonts/")]
    assert names == ["test-serif-400-normal.ttf", "test-serif-400-italic.ttf"]
    characters = TTFont(io.BytesIO(members[f"EPUB/fonts/{names[0]}"])).getBestCmap()
    assert {ord("S"), ord("ß"), ord("\N{FLORAL HEART}")} <= set(characters)
    assert ord("ж") not in characters
    css = members["EPUB/css/book.css"].decode()
    assert css.count("@font-face") == 2
    assert 'src: url("../fonts/test-serif-400-italic.ttf")' in css


def test_a_new_word_of_known_letters_leaves_the_fonts_as_they_are() -> None:
    def fonts(made: Rendition) -> dict[str, bytes]:
        return {n: d for n, d in opened(made).items() if n.startswith("EPUB/fonts/")}

    pages = (*rendition().pages, page("last", '<section id="last"><p>words, new.</p></section>'))
    assert fonts(rendition(pages=pages)) == fonts(rendition())


def test_a_book_without_fonts_or_pictures() -> None:
    pages = tuple(p for p in rendition().pages if p.name not in {"cover", "ebb", "notes"})
    made = rendition(pages=pages, fonts=(), assets=())
    write_epub(made, tools())
    assert b"@font-face" not in opened(made)["EPUB/css/book.css"]


def test_addresses_in_styles_start_from_their_folder() -> None:
    made = rendition(css="h1 { background: url(images/cover.jpg) }", assets=(cover(),))
    assert b'url("../images/cover.jpg")' in opened(made)["EPUB/css/book.css"]


def test_fonts_of_other_families_stay_out() -> None:
    made = rendition(fonts=(font(family="Unused"),))
    assert not [name for name in opened(made) if name.startswith("EPUB/fonts/")]
