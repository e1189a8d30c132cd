"""Notes, essays and page numbers agree between the sources and both books."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import pytest

from support import CORPORA, NAMESPACES, SAMPLE, Epub, Pdf, federalist, qpdf_check, run_build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from seriesbook.report import Report

DEFINITION = re.compile(r"^\[\^[^\]]+\]:", re.MULTILINE)


class Both:
    """The two books of a series and the sources they were made from."""

    def __init__(self, folder: Path, report: Report) -> None:
        self.folder = folder
        self.report = report
        books = {book.edition.format: book for book in report.books}
        self.epub = Epub(books["epub"].path.read_bytes())
        self.pdf = Pdf(books["pdf"].path)
        self.pdf_places = {place.slug: place for place in books["pdf"].written.placed}

    @property
    def source_notes(self) -> int:
        return sum(
            len(DEFINITION.findall(path.read_text(encoding="utf-8")))
            for path in self.folder.rglob("*.md")
        )


@pytest.fixture(scope="module", params=["sample", "federalist"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> Both:
    work = tmp_path_factory.mktemp("both")
    if request.param == "federalist" and not CORPORA.exists():
        pytest.skip("the corpora are not here")
    folder = SAMPLE if request.param == "sample" else federalist(work / "federalist")
    return Both(folder, run_build(folder, work / "output", cache=cache))


def test_notes_are_as_many_everywhere(both: Both) -> None:
    marks = set(both.epub.links("noteref"))
    back = set(_backlinks(both.epub))
    assert both.source_notes == len({note for _, note in marks}) > 0
    # each mark leads to a note, and that note leads back to the mark
    assert marks == {(mark, note) for note, mark in back}


def _backlinks(epub: Epub) -> Iterator[tuple[str, str]]:
    """(note, mark that it leads back to)."""
    for name, document in epub.documents.items():
        for note in document.iterfind(".//h:li[@id]", NAMESPACES):
            for a in note.iterfind(".//h:a[@role='doc-backlink']", NAMESPACES):
                yield f"{name}#{note.get('id')}", normpath(join(dirname(name), a.get("href", "")))


def test_every_link_of_the_epub_arrives(both: Both) -> None:
    dead = [
        (source, target) for source, target in both.epub.links() if target not in both.epub.ids
    ]
    assert dead == []


def test_essays_stand_in_one_order_everywhere(both: Both) -> None:
    spine = [name.rpartition("/")[2].removesuffix(".xhtml") for name in both.epub.spine]
    essays = [slug for slug in spine if _is_essay(both, slug)]
    toc = both.epub.documents["EPUB/text/contents.xhtml"].find(
        ".//h:nav[@epub:type='toc']", NAMESPACES
    )
    assert toc is not None
    hrefs = [a.get("href", "").removesuffix(".xhtml") for a in toc.iterfind(".//h:a", NAMESPACES)]
    assert [href for href in hrefs if href in set(essays)] == essays
    pages = [both.pdf_places[slug].first for slug in essays]
    assert [int(page) for page in pages] == sorted({int(page) for page in pages})
    outline = [both.pdf.labels[index] for _, index in both.pdf.outline()]
    assert [label for label in outline if label in set(pages)] == pages


def _is_essay(both: Both, slug: str) -> bool:
    body = both.epub.documents[f"EPUB/text/{slug}.xhtml"].find("h:body", NAMESPACES)
    return body is not None and "essay" in body.get("class", "").split()


def test_printed_contents_show_the_true_pages(both: Both) -> None:
    """Follow each link of the contents; the page it lands on bears the number printed there."""
    labels, pdf = both.pdf.labels, both.pdf
    place = both.pdf_places["contents"]
    first, last = labels.index(place.first), labels.index(place.last)
    shown: list[str] = []
    for text in pdf.texts[first : last + 1]:
        shown += re.findall(r"(?:\s|\.)([ivxlc]+|\d+)\s*$", text, re.MULTILINE)
    targets = [labels[target] for page, target, _ in pdf.links() if first <= page <= last]
    targets = list(dict.fromkeys(targets))
    assert targets
    assert [target for target in targets if target not in shown] == []


def test_every_mark_in_print_leads_to_its_note_and_back(both: Both) -> None:
    labels = both.pdf.labels
    notes = both.pdf_places["notes"]
    first, last = labels.index(notes.first), labels.index(notes.last)
    links = both.pdf.links()
    forth = [link for link in links if link[0] < first <= link[1] <= last]
    back = [link for link in links if first <= link[0] <= last and link[1] < first]
    marks = both.epub.links("noteref")
    assert len(forth) >= len(marks)
    assert len(back) >= len({target for _, target in marks})


def test_the_pdf_is_clean(both: Both) -> None:
    assert qpdf_check(both.pdf.path) == ""
