"""The words behind an e-book's page marks are the first words on the printed pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from seriesbook import commontext, xhtml
from support import CORPORA, NAMESPACES, SAMPLE, Epub, federalist, run_build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from seriesbook.rendition import Printed
    from seriesbook.report import Report

HYPHEN = "\u2010"
# So many letters are compared, if the text runs on so long without a note or a line's end.
LENGTH = 60
# Where else to look, in print alone.
_REFERENCE = re.compile(r"\s*\(p\.\s*[\divxlc]+\)")


@pytest.fixture(
    scope="module", params=["sample", pytest.param("federalist", marks=pytest.mark.slow)]
)
def report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> Report:
    work = tmp_path_factory.mktemp("pages")
    if request.param == "federalist" and not CORPORA.exists():
        pytest.skip("the corpora are not here")
    folder = SAMPLE if request.param == "sample" else federalist(work / "federalist")
    return run_build(folder, work / "output", cache=cache)


def test_every_printed_page_is_in_the_list(report: Report) -> None:
    epub, printed = _books(report)
    here = {name.rpartition("/")[2].removesuffix(".xhtml") for name in epub.documents}
    pages = [folio for section in printed if section.slug in here for folio, _ in section.pages]
    assert [folio for folio, _ in _listed(epub)] == pages


def test_marks_stand_where_the_pages_begin(report: Report) -> None:
    epub, printed = _books(report)
    openings = {section.pages[0][0] for section in printed}
    texts = _texts(report, openings)
    labels = list(texts)
    wrong = []
    for folio, target in _listed(epub):
        name, _, mark = target.partition("#")
        words = _words_behind(epub.documents[f"EPUB/text/{name}"], mark)
        before = texts[labels[labels.index(folio) - 1]] if folio != labels[0] else ""
        ways = [commontext.visible(text).casefold() for text in _ways(texts[folio], before)]
        if folio in openings:  # a title may be drawn after the text below it
            ways = [way[max(way.find(words.casefold()), 0) :] for way in ways]
        if not words or not any(way.startswith(words.casefold()) for way in ways):
            wrong.append((folio, words, ways[0][: LENGTH + 10]))
    assert wrong == []


def _ways(page: str, before: str) -> Iterator[str]:
    """How a page may begin in an e-book: not with the end of a word, nor with a note's number.

    The period behind the number of a heading is the stylesheet's.
    """
    yield page.replace(f"{HYPHEN}\n", "")
    if any(line.endswith(HYPHEN) for line in before.splitlines()):
        yield page.partition(page.split(maxsplit=1)[0])[2].replace(f"{HYPHEN}\n", "")
    yield page.lstrip("0123456789. ").replace(f"{HYPHEN}\n", "")
    yield re.sub(r"^(\d+)\.", r"\1", page)


def test_the_source_of_the_pages_is_named(report: Report) -> None:
    epub, _ = _books(report)
    metas = {
        (meta.get("property"), meta.text)
        for meta in epub.package.iterfind(".//opf:meta", NAMESPACES)
    }
    features = {text for name, text in metas if name == "schema:accessibilityFeature"}
    assert {"pageBreakMarkers", "pageNavigation"} <= features
    assert ("pageBreakSource", f"{report.series.identifier}#paperback") in metas


def _books(report: Report) -> tuple[Epub, tuple[Printed, ...]]:
    books = {book.edition.format: book for book in report.books}
    return Epub(books["epub"].path.read_bytes()), books["pdf"].written.printed


def _listed(epub: Epub) -> list[tuple[str, str]]:
    """(folio, target) of each line of the page list."""
    nav = epub.documents["EPUB/text/contents.xhtml"].find(
        ".//h:nav[@epub:type='page-list']", NAMESPACES
    )
    assert nav is not None
    return [(a.text or "", a.get("href", "")) for a in nav.iterfind(".//h:a", NAMESPACES)]


def _texts(report: Report, openings: set[str]) -> dict[str, str]:
    """Words of each page by folio, without the head and the folio, which are drawn last.

    Openings have no head, and end perhaps in their title.
    """
    path = next(book.path for book in report.books if book.edition.format == "pdf")
    pdf = pypdfium2.PdfDocument(path)
    titles = {
        document.findtext("h:head/h:title", "", NAMESPACES).casefold()
        for document in _books(report)[0].documents.values()
    } | {report.series.title.casefold()}
    texts = {}
    for index in range(len(pdf)):
        label, page = pdf.get_page_label(index), pdf[index].get_textpage().get_text_range()
        page = _REFERENCE.sub("", page)
        # U+FFFE is PDFium's word for a hyphen at the end of a line, which it joins to the next.
        lines = page.replace("\ufffe", f"{HYPHEN}\r\n").split("\r\n")
        while lines and label not in openings and _is_over(lines[-1], titles):
            lines.pop()
        texts[label] = "\n".join(lines)
    pdf.close()
    return texts


def _is_over(line: str, titles: set[str]) -> bool:
    """Whether a line is a folio or a running head."""
    start = line.strip().removesuffix("…").casefold()
    folio = re.fullmatch(r"[ivxlc]*|\d+|notes to pages? [\divxlc–]+", start)
    return bool(folio) or any(title.startswith(start) for title in titles)


def _words_behind(document: etree._Element, mark: str) -> str:
    """The text that follows a mark, or begins with it, as far as print and e-book must agree."""
    body = document.find("h:body", NAMESPACES)
    assert body is not None
    found, passed = "", False
    for element, text in _runs(body):
        passed = passed or element.get("id") == mark
        block = element.tag.rpartition("}")[2] in xhtml.BLOCKS
        if found and (block or text is None or len(found) >= LENGTH):
            break
        found += commontext.visible(text or "") if passed else ""
    return found[:LENGTH]


def _runs(element: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """Text in an element and behind it; None for what only one of the books has."""
    own = commontext.is_own(element)
    yield element, None if own else element.text or ""
    for child in () if own else element:
        yield from _runs(child)
    yield element, element.tail or ""
