"""Folios and running heads: sheets of their own, laid over the pages at assembly.

A sheet carries a head or a folio, never both, so that an essay that grows by a page changes no
sheet at all. Folios are set in chunks of pages, heads by the hash of their words: what is
set together does not depend on where in the book it is used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook.writers.pdf.fragments import Job, Style, lay_out
from seriesbook.writers.pdf.pagination import roman
from seriesbook.xhtml import XHTML, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seriesbook.tools import Tools
    from seriesbook.typeset import Box, Layout
    from seriesbook.writers.pdf.pagination import Kind, LabelStyle, Side

_NS = f"{{{XHTML}}}"
# Folios that are set together: a book rarely has more roman ones.
_CHUNKS: dict[LabelStyle, int] = {"r": 20, "D": 100}
_BUCKETS = 16
_ELLIPSIS = "…"
# Least room in pt between a head and the folio beside it, and what rounding may take.
_GAP = 6.0
_SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the folio layer: what kind of page it is for, and the one text that it shows."""

    kind: Kind
    head: str = ""
    folio: str = ""
    language: str = ""


class SheetsError(ValueError):
    """A stylesheet that does not give every sheet of the folio layer one page."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The sheets of a book: each with its document and its page in it."""

    documents: dict[str, Layout]
    places: dict[Sheet, tuple[str, int]]

    def lines(self, sheet: Sheet) -> tuple[Box, ...]:
        """Lines of text on a sheet."""
        name, index = self.places[sheet]
        return self.documents[name].sheets[index].margin_lines

    def joined(self, other: Layer) -> Layer:
        """Both layers as one."""
        return Layer(self.documents | other.documents, self.places | other.places)


def sheets_of(side: Side) -> tuple[Sheet, ...]:
    """The sheets that a page of the book wants laid over it."""
    sheets = []
    if side.head and side.kind in {"verso", "recto"}:
        sheets.append(Sheet(side.kind, head=side.head, language=side.language))
    if side.shows_folio:
        sheets.append(Sheet(side.kind, folio=side.folio))
    return tuple(sheets)


def folio_layer(sides: Sequence[Side], style: Style, language: str, tools: Tools) -> Layer:
    """Set the folios that a book needs (and others: whole chunks)."""
    chunks = {_chunk_of(side) for side in sides if side.shows_folio}
    versos = {_chunk_of(side) for side in sides if side.kind == "opening" and side.number % 2 == 0}
    groups = {
        f"folios {name}-{chunk}": _chunk(name, chunk, (name, chunk) in versos)
        for name, chunk in sorted(chunks)
    }
    return _layer(groups, style, language, tools)


def _chunk_of(side: Side) -> tuple[LabelStyle, int]:
    return side.style, (side.number - 1) // _CHUNKS[side.style]


def _chunk(style: LabelStyle, chunk: int, verso_openings: bool) -> list[Sheet]:
    """All folios of a chunk. Openings are nearly always rectos."""
    size = _CHUNKS[style]
    sheets = []
    for number in range(chunk * size + 1, (chunk + 1) * size + 1):
        folio = roman(number) if style == "r" else str(number)
        sheets.append(Sheet("recto" if number % 2 else "verso", folio=folio))
        if number % 2 or verso_openings:
            sheets.append(Sheet("opening", folio=folio))
    return sheets


def head_layer(heads: Iterable[Sheet], style: Style, language: str, tools: Tools) -> Layer:
    """Set running heads."""
    groups: dict[str, list[Sheet]] = {}
    for sheet in sorted(set(heads), key=lambda s: (s.kind, s.head, s.language)):
        digest = hashlib.sha256(f"{sheet.kind} {sheet.head}".encode()).digest()
        groups.setdefault(f"heads {digest[0] % _BUCKETS}", []).append(sheet)
    return _layer(groups, style, language, tools)


def shortened(
    heads: Iterable[Sheet], folios: Layer, style: Style, language: str, tools: Tools
) -> tuple[Layer, dict[Sheet, Sheet]]:
    """Set running heads, cut at a word where one is longer than there is room.

    Returns the layer, and for each head that was cut the sheet that takes its place.
    """
    layer = head_layer(heads, style, language, tools)
    reserved = {
        kind: tuple(
            line for sheet in folios.places if sheet.kind == kind for line in folios.lines(sheet)
        )
        for kind in ("verso", "recto")
    }
    tries = {
        sheet: [replace(sheet, head=text) for text in _cuts(sheet.head)]
        for sheet in layer.places
        if len(sheet.head) > 1 and not _fits(sheet, layer, reserved[sheet.kind])
    }
    groups = {f"head {s.kind} {s.language} {s.head}": texts for s, texts in tries.items()}
    layer = layer.joined(_layer(groups, style, language, tools))
    cut = {
        sheet: next((t for t in texts if _fits(t, layer, reserved[t.kind])), texts[-1])
        for sheet, texts in tries.items()
    }
    return layer, cut


def _cuts(head: str) -> list[str]:
    """Ever shorter beginnings of a head: of whole words, or of one word that is all there is."""
    words = head.split()
    space, units = (" ", words) if len(words) > 1 else ("", list(head))
    ends = range(len(units) - 1, 0, -1)
    return [space.join(units[:end]).rstrip(",;:.–—-") + _ELLIPSIS for end in ends]


def _fits(sheet: Sheet, layer: Layer, folios: Sequence[Box]) -> bool:
    """Whether a head is one line inside the text block and clear of every folio."""
    name, index = layer.places[sheet]
    page = layer.documents[name].sheets[index]
    lines = page.margin_lines
    inside = all(
        line.left >= page.content.left - _SLACK and line.right <= page.content.right + _SLACK
        for line in lines
    )
    clear = not any(_near(line, folio) for line in lines for folio in folios)
    return len(lines) <= 1 and inside and clear


def _near(a: Box, b: Box) -> bool:
    return (
        a.left < b.right + _GAP
        and b.left < a.right + _GAP
        and a.top < b.bottom
        and b.top < a.bottom
    )


def _layer(groups: dict[str, list[Sheet]], style: Style, language: str, tools: Tools) -> Layer:
    """Lay out groups of sheets, one document each.

    Raises SheetsError if the theme's folio.css does not give every sheet one page.
    """
    jobs = [Job(name, _document(sheets, language)) for name, sheets in groups.items()]
    documents = lay_out(jobs, style, "folio", tools).layouts
    for name, sheets in groups.items():
        if len(documents[name].sheets) != len(sheets):
            raise SheetsError(name)
    places = {
        sheet: (name, index)
        for name, sheets in groups.items()
        for index, sheet in enumerate(sheets)
    }
    return Layer(documents, places)


def _document(sheets: Iterable[Sheet], language: str) -> str:
    html = etree.Element(f"{_NS}html", {"lang": language})
    etree.SubElement(etree.SubElement(html, f"{_NS}head"), f"{_NS}title")
    body = etree.SubElement(html, f"{_NS}body")
    body.set("class", "folios")
    for sheet in sheets:
        section = etree.SubElement(body, f"{_NS}section")
        section.set("class", f"sheet {sheet.kind}")
        section.set("data-head", sheet.head)
        section.set("data-folio", sheet.folio)
        if sheet.language and sheet.language != language:
            section.set("lang", sheet.language)
            section.set(XML_LANG, sheet.language)
        section.set("style", "break-after: page")
    return etree.tostring(html, encoding="unicode")
