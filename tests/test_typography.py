"""What a good compositor keeps to, measured on the finished PDFs of two real books."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import pikepdf
import pytest

from geometry import Geometry, Line, Sheet, measure
from seriesbook.model import Trim
from seriesbook.pageshape import PageStyle, shape
from seriesbook.printers import printer
from support import CORPORA, SAMPLE, Pdf, copy_series, federalist, run_build

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.report import Built

PAGE = shape(PageStyle(), Trim(432, 648))
# Sizes of the theme classic that stand on the grid, in pt; letters in drawings have others.
SIZES = {12, 11, 10.5, 12.6, 13.2, 15, 24, 20, 20.1, 17.4}
PAINTING = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}


class Measured:
    """A book, what is on its pages, and what should be."""

    def __init__(self, book: Built, folder: Path) -> None:
        self.pdf = Pdf(book.path)
        self.geometry = measure(book.path, PAGE.top, 648 - PAGE.bottom, PAGE.leading, PAGE.size)
        self.placed = {p.slug: (p.first, p.last) for p in book.written.placed}
        self.folder = folder

    @cached_property
    def text_pages(self) -> frozenset[int]:
        """Indexes of the pages of essays and other running text."""
        labels = self.pdf.labels
        made = {"contents", "notes", "series-page", "copyright-page", "bibliography"}
        return frozenset(
            index
            for slug, (first, last) in self.placed.items()
            if slug not in made
            for index in range(labels.index(first), labels.index(last) + 1)
        )

    def on_text_pages(self, found: list[tuple[Sheet, Line]]) -> list[tuple[int, str]]:
        return [(s.index + 1, line.text) for s, line in found if s.index in self.text_pages]

    @cached_property
    def heads(self) -> frozenset[str]:
        """The headings of all essays, letters only."""
        texts = (path.read_text(encoding="utf-8") for path in self.folder.rglob("*.md"))
        found = (re.findall(r"^##+ +(.+)$", text, re.M) for text in texts)
        return frozenset(letters(head) for heads in found for head in heads)


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


@pytest.fixture(
    scope="module",
    params=["sample", pytest.param("federalist", marks=pytest.mark.slow)],
)
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> Measured:
    work = tmp_path_factory.mktemp(request.param)
    if request.param == "sample":
        folder = copy_series(SAMPLE, work / "sample")
    elif (CORPORA / "federalist").is_dir():
        folder = federalist(work / "federalist")
    else:
        pytest.skip("the corpora are not here")
    report = run_build(folder, work / "output", cache=cache, editions=("paperback",))
    return Measured(report.books[0], folder)


@pytest.fixture
def geometry(book: Measured) -> Geometry:
    return book.geometry


def test_no_widows_and_no_orphans(book: Measured, geometry: Geometry) -> None:
    assert book.on_text_pages(geometry.widows()) == []
    assert book.on_text_pages(geometry.orphans()) == []


def test_no_head_is_the_last_line_of_a_page(book: Measured, geometry: Geometry) -> None:
    ends = [(s.index + 1, ls[-1].text) for s, ls in geometry.body if letters(ls[-1].text)]
    assert [end for end in ends if letters(end[1]) in book.heads] == []


def test_hyphens(book: Measured, geometry: Geometry) -> None:
    assert max(geometry.hyphen_runs()) <= 3
    assert len(book.on_text_pages(geometry.hyphens_at_page_ends())) <= len(geometry.body) * 0.01
    lines = sum(len(lines) for _, lines in geometry.body)
    assert sum(geometry.hyphen_runs()) < 0.15 * lines


def test_no_paragraph_ends_in_a_stub(book: Measured, geometry: Geometry) -> None:
    assert book.on_text_pages(geometry.stubs()) == []


def test_lines_stand_on_the_grid(book: Measured, geometry: Geometry) -> None:
    lines = [
        (sheet, line)
        for sheet, lines in geometry.body
        for line in lines
        if sheet.index in book.text_pages and round(line.size, 1) in SIZES
    ]
    beside = [(s.index + 1, line.text) for s, line in geometry.off_grid() if (s, line) in lines]
    assert len(beside) <= 0.01 * len(lines), beside


def test_facing_pages_end_level(geometry: Geometry) -> None:
    spreads, level = geometry.levels()
    assert spreads >= 5
    assert level >= 0.95 * spreads


def test_a_line_holds_as_many_letters_as_it_should(geometry: Geometry) -> None:
    assert 60 <= geometry.characters() <= 70


def test_spaces_are_even(book: Measured, geometry: Geometry) -> None:
    spaces = geometry.spaces(book.text_pages)
    assert spaces[0] > 0.15
    assert spaces[int(0.95 * len(spaces))] < 0.45
    assert spaces[int(0.995 * len(spaces))] < 0.58


def test_blank_pages_carry_no_ink(book: Measured, geometry: Geometry) -> None:
    blank = [sheet.index for sheet in geometry.sheets if not sheet.lines]
    assert blank
    for index in blank:
        page = book.pdf.file.pages[index]
        operators = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
        assert not operators & PAINTING, index + 1


def test_folios(book: Measured, geometry: Geometry) -> None:
    arabic = [(i, label) for i, label in enumerate(book.pdf.labels) if label.isdecimal()]
    assert all(int(label) % 2 == (index + 1) % 2 for index, label in arabic)
    printed = 0
    for index, label in enumerate(book.pdf.labels):
        sheet = geometry.sheets[index]
        inside = geometry.block(sheet)
        margin = [line.text for line in sheet.lines if line not in inside]
        folios = [text for text in margin if text.startswith(label) or text.endswith(label)]
        printed += bool(folios)
        assert not margin or folios or sheet.index not in book.text_pages, (index + 1, margin)
    assert printed > 0.6 * len(book.text_pages)


@pytest.mark.parametrize("name", ["kdp", "ingram"])
def test_text_is_inside_the_printers_margins(geometry: Geometry, name: str) -> None:
    press = printer(name)
    inside, outside = press.least_inside(len(geometry.sheets)), press.least_outside(0)
    for sheet in geometry.sheets:
        left, right = (outside, inside) if sheet.index % 2 else (inside, outside)
        for line in sheet.lines:
            where = (sheet.index + 1, line.text)
            assert line.left >= left - 0.5, where
            assert line.right <= sheet.width - right + 2, where  # an f leans out
            assert line.baseline - 0.7 * line.size >= outside - 0.5, where
            assert line.baseline <= sheet.height - outside + 0.5, where


def test_the_number_of_pages_is_even(geometry: Geometry) -> None:
    assert len(geometry.sheets) % 2 == 0
