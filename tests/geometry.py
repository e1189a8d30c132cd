"""Where every line of a finished PDF stands: measured on the file itself, by PDFium."""

from __future__ import annotations

import ctypes
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as c

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HYPHENS = "-\u2010\u00ad\x02\ufffe"
SAME_LINE = 1.0  # pt between baselines that are one line's: superior figures and small capitals
ON_GRID = 0.6  # pt that a line may be beside the grid: 0.2 mm
FULL = 2.5  # pt that may be missing at the right of a justified line
INDENT = 4.0  # pt from which a line is indented


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: baseline from the top of the trimmed page, its ends, in pt."""

    baseline: float
    left: float
    right: float
    text: str
    size: float
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines from the top, and its text block."""

    index: int
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Geometry:
    """All pages of a PDF, and what the theme meant them to be.

    `top` and `bottom` bound the text block, in pt from the page's top; `leading` is that of the
    text.
    """

    sheets: tuple[Sheet, ...]
    top: float
    bottom: float
    leading: float
    size: float

    def block(self, sheet: Sheet) -> list[Line]:
        """Lines within the text block."""
        return [
            line
            for line in sheet.lines
            if self.top < line.baseline < self.bottom + 0.3 * self.leading
        ]

    @cached_property
    def body(self) -> list[tuple[Sheet, list[Line]]]:
        """Pages that are full of text in the text's size, with their block's lines."""
        found = []
        for sheet in self.sheets:
            lines = self.block(sheet)
            if sum(abs(line.size - self.size) < 0.3 for line in lines) >= 5:
                found.append((sheet, lines))
        return found

    @cached_property
    def phase(self) -> float:
        """Where the grid's lines lie, in pt modulo the leading."""
        counts = Counter(
            round(line.baseline % self.leading, 1)
            for _, lines in self.body
            for line in lines
            if abs(line.size - self.size) < 0.3
        )
        return counts.most_common(1)[0][0]

    def off_grid(self) -> list[tuple[Sheet, Line]]:
        """Lines of text pages that stand beside the grid."""
        return [
            (sheet, line)
            for sheet, lines in self.body
            for line in lines
            if self._beside(line.baseline) > ON_GRID
        ]

    def _beside(self, baseline: float) -> float:
        rest = (baseline - self.phase) % self.leading
        return min(rest, self.leading - rest)

    def grid_share(self) -> float:
        total = sum(len(lines) for _, lines in self.body)
        return 1 - len(self.off_grid()) / total

    def margins(self, lines: list[Line]) -> tuple[float, float]:
        """Left and right edge of the text on a page: those that most lines have."""
        left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
        right = max(
            Counter(round(line.right) for line in lines).items(), key=lambda p: (p[1], p[0])
        )
        return float(left), float(right[0])

    def widows(self) -> list[tuple[Sheet, Line]]:
        """Last lines of paragraphs that stand alone at the top of a page."""
        found = []
        pairs = zip(self.sheets, self.sheets[1:], strict=False)
        for before, sheet in pairs:
            above, lines = self.block(before), self.block(sheet)
            if len(lines) < 3 or len(above) < 3 or not self._is_text(lines[0]):
                continue
            left, right = self.margins(lines)
            first, second = lines[0], lines[1]
            goes_on = above[-1].right > self.margins(above)[1] - FULL and self._is_text(above[-1])
            flush = first.left < left + INDENT
            ends = first.right < right - 3 * FULL or (
                second.left > left + INDENT
                or second.baseline - first.baseline > 1.5 * self.leading
            )
            if goes_on and flush and ends:
                found.append((sheet, first))
        return found

    def orphans(self) -> list[tuple[Sheet, Line]]:
        """First lines of paragraphs that stand alone at the bottom of a page."""
        found = []
        for sheet, after in zip(self.sheets, self.sheets[1:], strict=False):
            lines, below = self.block(sheet), self.block(after)
            if len(lines) < 3 or len(below) < 3 or not self._is_text(lines[-1]):
                continue
            left, right = self.margins(lines)
            last = lines[-1]
            begins = INDENT < last.left - left < 3 * self.size or (
                last.baseline - lines[-2].baseline > 1.5 * self.leading
            )
            next_left, _ = self.margins(below)
            goes_on = last.right > right - FULL and below[0].left < next_left + INDENT
            if begins and goes_on and self._is_text(below[0]):
                found.append((sheet, last))
        return found

    def _is_text(self, line: Line) -> bool:
        return abs(line.size - self.size) < 0.3

    def hyphen_runs(self) -> list[int]:
        """Lengths of all runs of lines that end in a hyphen."""
        runs = []
        for _, lines in self.body:
            run = 0
            _, right = self.margins(lines)
            for line in lines:
                if line.text.rstrip()[-1:] in HYPHENS and line.right > right - 4 * FULL:
                    run += 1
                elif run:
                    runs.append(run)
                    run = 0
            if run:
                runs.append(run)
        return runs

    def hyphens_at_page_ends(self) -> list[tuple[Sheet, Line]]:
        return [(s, ls[-1]) for s, ls in self.body if ls[-1].text.rstrip()[-1:] in HYPHENS]

    def stubs(self, least: float = 1.5) -> list[tuple[Sheet, Line]]:
        """Last lines of paragraphs that are shorter than `least` ems."""
        found = []
        for sheet, lines in self.body:
            left, _ = self.margins(lines)
            found += [
                (sheet, line)
                for above, line in pairwise(lines)
                if self._is_text(line)
                and self._is_text(above)
                and line.left < left + INDENT
                and line.right - line.left < least * self.size
                and above.right - above.left > 10 * self.size
            ]
        return found

    def characters(self) -> float:
        """Median number of characters of a full line."""
        counts = []
        for _, lines in self.body:
            left, right = self.margins(lines)
            counts += [
                len(line.text.rstrip())
                for line in lines
                if self._is_text(line) and line.left < left + 1 and line.right > right - FULL
            ]
        return statistics.median(counts)

    def levels(self) -> tuple[int, int]:
        """Spreads of two full pages, and how many of them end level or a line apart."""
        bottoms = {sheet.index: lines[-1].baseline for sheet, lines in self.body}
        full = [
            (bottoms[n], bottoms[n + 1])
            for n in range(1, len(self.sheets) - 1, 2)
            if n in bottoms and n + 1 in bottoms and self._goes_on(n) and self._goes_on(n + 1)
        ]
        level = sum(abs(a - b) < 1.1 * self.leading for a, b in full)
        return len(full), level

    def _goes_on(self, index: int) -> bool:
        """Whether the next page has text at its very top, so that this one is not an end."""
        if index + 1 >= len(self.sheets):
            return False
        lines = self.block(self.sheets[index + 1])
        return bool(lines) and lines[0].baseline < self.top + 1.6 * self.leading

    def spaces(self, pages: frozenset[int]) -> list[float]:
        """Width of the spaces of each justified line on some pages, in ems, sorted."""
        found = []
        for sheet, lines in self.body:
            if sheet.index not in pages:
                continue
            _, right = self.margins(lines)
            found += [
                line.space / self.size
                for line in lines
                if self._is_text(line) and line.space and line.right > right - FULL
            ]
        return sorted(found)


def measure(path: Path, top: float, bottom: float, leading: float, size: float) -> Geometry:
    """Read a PDF."""
    document = pdfium.PdfDocument(path)
    sheets = tuple(_sheet(document, index) for index in range(len(document)))
    document.close()
    return Geometry(sheets, top, bottom, leading, size)


def _sheet(document: pdfium.PdfDocument, index: int) -> Sheet:
    page = document[index]
    left, bottom, right, top = page.get_trimbox()
    lines = tuple(sorted(_lines(page, left, top), key=lambda line: (line.baseline, line.left)))
    page.close()
    return Sheet(index, right - left, top - bottom, lines)


def _lines(page: pdfium.PdfPage, x0: float, y0: float) -> Iterator[Line]:
    """Characters of a page, gathered by baseline."""
    rows: list[list[_Char]] = []
    for char in sorted(_characters(page), key=lambda char: -char.y):
        if not rows or rows[-1][-1].y - char.y > SAME_LINE:
            rows.append([])
        rows[-1].append(char)
    for row in rows:
        row.sort(key=lambda char: char.x)
        inked = [char for char in row if char.text.strip()]
        if inked:
            yield Line(
                baseline=round(y0 - _commonest(round(char.y, 2) for char in inked), 2),
                left=inked[0].x - x0,
                right=max(char.right for char in inked) - x0,
                text="".join(char.text for char in row).strip(),
                size=_commonest(round(char.size, 1) for char in inked),
                space=_space(row),
            )


@dataclass(frozen=True, slots=True)
class _Char:
    x: float
    y: float
    right: float
    size: float
    text: str


def _characters(page: pdfium.PdfPage) -> Iterator[_Char]:
    text = page.get_textpage()
    x, y, left, right, low, high = (ctypes.c_double() for _ in range(6))
    matrix = c.FS_MATRIX()
    for index in range(c.FPDFText_CountChars(text)):
        if c.FPDFText_IsGenerated(text, index) == 1:
            continue
        c.FPDFText_GetCharOrigin(text, index, x, y)
        c.FPDFText_GetCharBox(text, index, left, right, low, high)
        c.FPDFText_GetMatrix(text, index, matrix)
        size = c.FPDFText_GetFontSize(text, index) * abs(matrix.d)
        char = chr(c.FPDFText_GetUnicode(text, index))
        yield _Char(x.value, y.value, right.value, size, char)
    text.close()


def _commonest(values: Iterable[float]) -> float:
    return Counter(values).most_common(1)[0][0]


def _space(row: list[_Char]) -> float:
    """Median width of the spaces between words, in pt."""
    gaps = [
        after.x - before.right
        for before, char, after in zip(row, row[1:], row[2:], strict=False)
        if char.text in " \u00a0" and before.text.strip() and after.text.strip()
    ]
    return statistics.median(gaps) if gaps else 0.0
