"""A finished PDF: tags, links, outline, labels, fonts and text agree with each other."""

from __future__ import annotations

import re
import subprocess
from functools import cached_property
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import pdfplumber
import pikepdf
import pytest

from support import CORPORA, NAMESPACES, SAMPLE, Epub, Pdf, federalist, qpdf_check, run_build
from tagged import Element, Tagged, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from seriesbook.report import Report

# Letters of about two lines.
_LINES = 160
# Letters that tell one note or heading from another.
_LINK = 25
WORD = re.compile(r"[^\W\d_]{4,}")


class Print:
    """The print book of a series, and its e-book, which has the same words."""

    def __init__(self, report: Report) -> None:
        books = {book.edition.format: book for book in report.books}
        self.path = books["pdf"].path
        self.pdf = Pdf(self.path)
        self.tagged = Tagged(self.path.read_bytes())
        self.epub = Epub(books["epub"].path.read_bytes())

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.tagged.document.walk())

    @cached_property
    def essays(self) -> dict[str, etree._Element]:
        """Bodies of the e-book's essays."""
        bodies = {
            name: self.epub.documents[name].find(".//h:body", NAMESPACES)
            for name in self.epub.spine
        }
        return {
            name: body
            for name, body in bodies.items()
            if body is not None and "essay" in body.get("class", "").split()
        }

    def linked_in_essays(self) -> Iterator[tuple[str, str]]:
        """Words of each inner link of the e-book's essays, and the text that it leads to."""
        targets = {
            f"{name}#{element.get('id')}": _said(element)
            for name, document in self.epub.documents.items()
            for element in document.iterfind(".//*[@id]")
        }
        for name, body in self.essays.items():
            for a in body.iterfind(".//h:a[@href]", NAMESPACES):
                path, _, part = a.get("href", "").partition("#")
                target = f"{normpath(join(dirname(name), path)) if path else name}#{part}"
                if target in targets:
                    yield _said(a), targets[target].partition("↩")[0]

    @cached_property
    def links(self) -> list[Link]:
        return list(self._links())

    def _links(self) -> Iterator[Link]:
        for element in self.elements:
            targets = {
                self.pdf.destination(kid.Obj)
                for kid in element.kids
                if isinstance(kid, pikepdf.Object) and "/Dest" in kid.Obj
            }
            if element.type == "Link" and targets:
                (target,) = targets  # all parts of a broken link lead to one place
                assert target is not None
                yield Link(self.tagged.text(element).strip(), *target)


def _said(element: etree._Element) -> str:
    return squeezed("".join(map(str, element.itertext())))


class Link:
    """A link: its words, and the page and height in pt that it leads to."""

    def __init__(self, words: str, page: int, height: float) -> None:
        self.words = words
        self.page = page
        self.height = height


@pytest.fixture(
    scope="module", params=["sample", pytest.param("federalist", marks=pytest.mark.slow)]
)
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> Print:
    work = tmp_path_factory.mktemp("print")
    if request.param == "federalist" and not CORPORA.exists():
        pytest.skip("the corpora are not here")
    folder = SAMPLE if request.param == "sample" else federalist(work / "federalist")
    return Print(run_build(folder, work / "output", cache=cache))


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_the_file_is_sound(book: Print) -> None:
    assert qpdf_check(book.path) == ""
    root = book.pdf.file.Root
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(root.Lang)
    assert "pdfuaid" not in bytes(root.Metadata.read_bytes()).decode()  # nothing is claimed


def test_each_face_is_there_once(book: Print) -> None:
    lines = run("pdffonts", str(book.path)).splitlines()[2:]
    names = [line.split()[0].partition("+")[2] for line in lines]
    assert len(names) == len(set(names)) > 1
    assert all("yes yes yes" in line for line in lines)


def test_the_tags_fit_together(book: Print) -> None:
    assert book.tagged.faults() == []


def test_the_tree_says_what_the_pages_say(book: Print) -> None:
    """All text is in the tree or is a head or a folio; poppler reads the tree as we do."""
    said = book.tagged.text(book.tagged.document)
    assert len(said) == sum(map(len, book.tagged.texts.values()))
    heads = "".join(book.tagged.artifacts)
    assert len(heads) < len(said) / 10
    by_page: dict[int, str] = {}
    for piece in book.tagged.document.pieces():
        text = book.tagged.texts.get((piece.page, piece.mcid), "")
        by_page[piece.page] = by_page.get(piece.page, "") + text
    for page, text in enumerate(run("pdftotext", "-raw", str(book.path), "-").split("\f")[:-1]):
        mine = squeezed(by_page.get(page, "") + book.tagged.artifacts[page])
        assert sorted(squeezed(text)) == sorted(mine), page
    lines = re.findall(r'^ *"(.*)"$', run("pdfinfo", "-struct-text", str(book.path)), re.MULTILINE)
    assert squeezed("".join(lines)) == squeezed(said)


def test_the_tree_is_in_the_order_of_the_book(book: Print) -> None:
    """Paragraphs of the e-book come in the same order, whole, though pages break them."""
    said = squeezed(book.tagged.text(book.tagged.document)).casefold()
    place, count = 0, 0
    for body in book.essays.values():
        for paragraph in body.iterfind(".//h:p", NAMESPACES):
            if all("fn" in a.get("href", "") for a in paragraph.iterfind(".//h:a", NAMESPACES)):
                text = _said(paragraph).casefold()
                found = said.find(text, place)
                assert found >= 0, text
                place, count = found + len(text), count + 1
    assert count > 50


def test_levels_of_headings_leave_none_out(book: Print) -> None:
    for section in book.tagged.document.kids:
        assert isinstance(section, Element)
        levels = [int(e.type[1]) for e in section.walk() if re.fullmatch(r"H\d", e.type)]
        steps = zip([0, *levels], levels, strict=False)
        assert all(level <= before + 1 for before, level in steps)


def test_ids_of_notes_are_listed(book: Print) -> None:
    notes = {bytes(e.object.ID): e.object.objgen for e in book.elements if e.type == "Note"}
    (leaf,) = book.pdf.file.Root.StructTreeRoot.IDTree.Kids
    names = [bytes(name) for name in list(leaf.Names)[::2]]
    assert names == sorted(notes)
    assert len(names) == sum(e.type == "Note" for e in book.elements)


def test_figures_say_what_they_show(book: Print) -> None:
    for element in book.elements:
        if element.type == "Figure":
            assert len(str(element.object.Alt)) > 10


def _near(pages: list[pdfplumber.page.Page], link: Link) -> str:
    """Words at a link's destination: from there down."""
    page = pages[link.page]
    top = max(float(page.height) - link.height, 0)
    return " ".join(str(page.crop((0, top, page.width, page.height)).extract_text()).split())


def test_numbers_of_notes_lead_to_each_other(book: Print) -> None:
    counted = 0
    with pdfplumber.open(book.path) as pdf:
        pages = list(pdf.pages)
        for link in book.links:
            if number := re.fullmatch(r"(\d+)\.?", link.words):
                there = _near(pages, link)[:_LINES]
                assert re.search(rf"(?<!\d){number[1]}(?!\d)", there), (link.words, there)
                counted += 1
    assert counted > 100


def test_links_of_essays_lead_where_those_of_the_e_book_do(book: Print) -> None:
    """Text at the destination is that of the element which the e-book's link names."""
    waiting, checked = iter(book.links), 0
    with pdfplumber.open(book.path) as pdf:
        pages = list(pdf.pages)
        for words, target in book.linked_in_essays():
            link = next(link for link in waiting if squeezed(link.words) == words)
            assert target[:_LINK] in squeezed(_near(pages, link))[: 3 * _LINES], (words, target)
            checked += 1
    assert checked > 50


def test_outline_and_printed_contents_agree(book: Print) -> None:
    """And both lead to the heading that they name, on the page that is printed."""
    lines = [
        link
        for entry in book.elements if entry.type == "TOCI"
        for link in entry.kids
        if isinstance(link, Element) and link.type == "Reference"
    ]  # fmt: skip
    printed = [book.tagged.text(line) for line in lines]
    outline = book.pdf.outline()
    contents = book.links[: len(lines)]
    with pdfplumber.open(book.path) as pdf:
        pages = list(pdf.pages)
        for (title, page), words, link in zip(outline, printed, contents, strict=True):
            assert book.pdf.labels[page] in words.split()
            assert squeezed(title) in squeezed(words)
            assert link.page == page
            there = squeezed(_near(pages, link)).casefold()
            assert squeezed(title).casefold() in there[: 3 * _LINES]


def test_folios_are_the_labels(book: Print) -> None:
    shown = 0
    for label, text in zip(book.pdf.labels, book.tagged.artifacts, strict=True):
        if re.search(r"\w", text):  # not an ornament
            assert text.endswith(label) or text.startswith(label)
            shown += 1
    assert shown > len(book.pdf.labels) / 2


def test_every_word_can_be_found(book: Print) -> None:
    """As a reader's search does it: broken at a line's end or not, in small capitals or not."""
    pages = run("pdftotext", str(book.path), "-").casefold().split("\f")
    over = set()
    for one, other in pairwise(pages):  # a word that goes on overleaf is found by no reader
        ends = re.findall(r"(\w+)-\s", one)[-3:]
        over |= {end + start for end in ends for start in re.findall(r"\w+", other)[:40]}
    text = "\n".join([*pages, *over])
    wanted: set[str] = set()
    for body in book.essays.values():
        wanted |= {word.casefold() for word in WORD.findall("".join(map(str, body.itertext())))}
    assert len(wanted) > 1000
    assert {word for word in wanted if word not in text} == set()
