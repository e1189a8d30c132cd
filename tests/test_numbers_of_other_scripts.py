"""A book in Arabic counts in its own digits everywhere, alike in print and on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from seriesbook.checks import CHECKS
from support import NAMESPACES, Epub, Pdf, qpdf_check, run_build

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.report import Report

ESSAY = """---
title: رسالة
number: 3
date: 2024-05-06
---
كلام في أول الرسالة[^1]، وانظر [الثانية](02-english.md).

[^1]: حاشية.
"""
ENGLISH = """---
title: "In English?"
language: en
number: 4
---
Words.[^1]

[^1]: A note.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Report:
    folder = tmp_path_factory.mktemp("arabic")
    (folder / "essays").mkdir()
    (folder / "front").mkdir()
    (folder / "essays" / "01-arabic.md").write_text(ESSAY, encoding="utf-8")
    (folder / "essays" / "02-english.md").write_text(ENGLISH, encoding="utf-8")
    (folder / "front" / "preface.md").write_text("تمهيد.\n", encoding="utf-8")
    (folder / "series.toml").write_text(
        'title = "رسائل"\nlanguage = "ar"\nauthor = "كاتب"\nlicense = "CC-BY-4.0"\n'
        'edition = "الطبعة الثانية"\nissued = 2025-03-01\n',
        encoding="utf-8",
    )
    report = run_build(folder, folder / "output", cache=cache)
    assert [str(p) for p in report.problems if p.severity != "hint"] == []
    return report


@pytest.fixture(scope="module")
def pdf(built: Report) -> Pdf:
    return Pdf(next(b.path for b in built.books if b.edition.format == "pdf"))


@pytest.fixture(scope="module")
def epub(built: Report) -> Epub:
    path = next(b.path for b in built.books if b.edition.format == "epub")
    return Epub(path.read_bytes())


def test_both_books_are_valid(pdf: Pdf, epub: Epub) -> None:
    assert qpdf_check(pdf.path) == ""
    assert [str(p) for check in CHECKS["epub"].values() for p in check(epub.data)] == []


def test_pages_are_labelled_as_they_are_numbered(pdf: Pdf) -> None:
    start = pdf.labels.index("١")
    assert pdf.labels[:start] == ["ا", "ب", "ج", "د", "هـ", "و", "ز", "ح"][:start]
    assert pdf.labels[start : start + 4] == ["١", "٢", "٣", "٤"]
    assert "٣" in pdf.texts[start + 2]


def test_the_list_of_pages_names_the_printed_pages(pdf: Pdf, epub: Epub) -> None:
    contents = epub.documents["EPUB/text/contents.xhtml"]
    listed = contents.findall(".//h:nav[@epub:type='page-list']//h:a", NAMESPACES)
    names = [link.text or "" for link in listed]
    assert {"هـ", "ز", "١", "٣"} <= set(names) <= set(pdf.labels)
    for link in listed:
        name, _, mark = (link.get("href") or "").partition("#")
        found = epub.documents[f"EPUB/text/{name}"].find(f".//*[@id='{mark}']")
        assert found is not None
        assert found.get("aria-label") == link.text
        assert mark.isascii()


def test_numbers_of_essays_and_notes(epub: Epub) -> None:
    essay = epub.documents["EPUB/text/arabic.xhtml"]
    texts = {element.get("class"): element.text for element in essay.iter() if element.text}
    assert (texts["number"], texts["noteref"]) == ("٣", "١")
    assert essay.findtext(".//h:time", namespaces=NAMESPACES) == "٦ مايو ٢٠٢٤"
    english = epub.documents["EPUB/text/english.xhtml"]
    marks = [a.text for a in english.iter() if a.get("class") in {"number", "noteref"}]
    assert marks == ["4", "1"]


def test_a_title_says_which_language_it_is_in(epub: Epub) -> None:
    contents = epub.documents["EPUB/text/contents.xhtml"]
    titles = {
        (e.get("lang"), e.get("dir"))
        for e in contents.iter()
        if e.get("class") == "title" and e.text == "In English?"
    }
    assert titles == {("en", "ltr")}


def test_the_copyright_page_shows_edition_and_mark(epub: Epub, pdf: Pdf) -> None:
    page = epub.documents["EPUB/text/copyright-page.xhtml"]
    svg = "{http://www.w3.org/2000/svg}"
    (mark,) = page.iter(f"{svg}svg")
    assert mark.get("fill") == "currentColor"
    assert mark.get("aria-label") == "Creative Commons Attribution 4.0 International"
    assert len(list(mark.iter(f"{svg}g"))) == 2
    assert not list(mark.iter(f"{svg}rect"))  # no white plate under it
    assert "الطبعة الثانية" in etree.tostring(page, encoding="unicode", method="text")
    assert "CC BY 4.0" in pdf.texts[3]
    assert (
        epub.package.findtext(".//opf:meta[@property='schema:bookEdition']", namespaces=NAMESPACES)
        == "الطبعة الثانية"
    )
